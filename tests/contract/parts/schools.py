"""Institutions are public, their teachers are not."""

from typing import Any
from uuid import NAMESPACE_URL, uuid5

from tests.contract.world import VILLAGE, canary, org_of, row_of

READERS = {
    "ministry", "province", "prefecture", "county", "reviewer", "auditor", "relief", "school_head", "school", "monitor",
    "training", "evaluation",
}  # fmt: skip
DECLARED: dict[str, tuple[set[str], str]] = {
    "schools": (READERS, "GET"),
    "school": (READERS, "GET"),
    "school-keep": ({"school_head", "school", "training", "evaluation"}, "POST"),
}
BY_PLACE = {"school", "school-keep"}
FREE = {
    "schools_institution": "what an institution is and where is public: people choose by it",
    "schools_room": "rooms of institutions, no person",
}


def visible(route: str, role: str, region: str) -> bool | None:
    """An institution is there for everybody who may read of institutions; only its own people write."""
    from tests.contract.cells import INSTITUTIONS
    from tests.contract.world import PLACES

    if region not in PLACES.values():
        return False
    return route == "school" or (role in INSTITUTIONS and region == VILLAGE)


def values(route: str, village: str) -> dict[str, Any]:
    return {"what": "room"} if route == "school-keep" else {}


def rows(scope: Any, village: str) -> None:
    from qianxiao.registers.schools.models import Institution, Licensed, Room, Teacher

    one = Institution.objects.create(
        id=row_of(village), org_code=org_of(village), name=f"学校{village[-3:]}", org_type="1", region=village, source="x"
    )  # fmt: skip
    Licensed.objects.create(institution=one, what="teach", occupation="6-18-02-04", level="5", basis="x")
    Room.objects.create(
        id=row_of(village), institution=one, name="一号", kind="classroom", seats=40, region=village
    )
    Teacher.objects.within(scope).create(
        id=uuid5(NAMESPACE_URL, f"teacher {village}"),
        region=village,
        org_code=org_of(village),
        name=canary(village),
    )


def deeds() -> dict[str, Any]:
    from tests.contract.deeds import LOG, Deed

    address = f"/schools/{org_of(VILLAGE)}/keep/room"
    return {
        "school-keep": Deed(
            "school", address, {"name": "二号", "kind": "practice", "seats": "30", "shared": "on"}, {LOG: 1}
        )
    }
