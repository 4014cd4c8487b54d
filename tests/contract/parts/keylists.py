"""Applications and visitors: the school and the offices of its region; lists are public once they are published."""

from datetime import UTC, datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from tests.contract.parts.schools import READERS
from tests.contract.world import PLACES, VILLAGE, canary, org_of, row_of

OFFICES = {"province", "prefecture", "county", "reviewer", "auditor", "relief"}
APPLY = {"school", "school_head"}
DECLARED: dict[str, tuple[set[str], str]] = {
    "keys": (READERS, "GET"),
    "key": (OFFICES | APPLY | {"monitor"}, "GET"),
    "key-apply": (APPLY, "GET POST"),
    "key-verb": ({"prefecture", "province"}, "POST"),
    "key-weights": ({"province"}, "POST"),
    "key-publish": ({"province"}, "GET POST"),
    "key-late": (READERS, "GET"),
    "key-performance": (READERS, "GET"),
    "key-contacts": (APPLY, "GET"),
    "key-contact": (APPLY, "POST"),
}
BY_PLACE = {"key", "key-verb", "key-contact"}
OPEN = {"portal-keys", "portal-contact"}
FREE = {
    "keylists_entry": "lines of published lists: people choose by them",
}
YEAR = 2020


def visible(route: str, role: str, region: str) -> bool | None:
    """A school's own; an office's of its regions; a visitor belongs to the school alone."""
    from tests.contract.cells import INSTITUTIONS, inside

    if region not in PLACES.values():
        return False
    return region == VILLAGE if role in INSTITUTIONS else inside(role, region)


def values(route: str, village: str) -> dict[str, Any]:
    if route == "key-weights":
        return {"subject": "school"}
    found = {"number": row_of(village), "contact": uuid5(NAMESPACE_URL, f"contact {village}")}
    return found if route in BY_PLACE else {}


def rows(scope: Any, village: str) -> None:
    from qianxiao.programme.keylists import models as m

    when, name, number = datetime(2020, 3, 3, tzinfo=UTC), canary(village), row_of(village)
    whose = {"region": village, "org_code": org_of(village)}
    told = m.Application.objects.within(scope).create(
        **whose, id=number, year=YEAR, name=name, by=name, at=when
    )
    m.MajorChoice.objects.within(scope).create(
        **whose, application=told, major="0101-4", seats=40, poor_seats=10, reason=name
    )
    m.Contact.objects.within(scope).create(
        **whose,
        id=uuid5(NAMESPACE_URL, f"contact {village}"),
        name=name,
        phone_mask=name,
        version=1,
        sealed=b"",
        at=when,
    )


def deeds() -> dict[str, Any]:
    from tests.contract.deeds import LOG, Deed

    number, contact = row_of(VILLAGE), uuid5(NAMESPACE_URL, f"contact {VILLAGE}")
    three = {"w-conditions": "20", "w-quality": "30", "w-employment": "50"}
    major = {"major": "0115-4", "seats-0115-4": "40", "poor-0115-4": "10", "note": ""}
    return {
        "key-apply": Deed("school", "/key/apply", major, {LOG: 1}, _true_school),
        "key-verb": Deed("prefecture", f"/key/{number}/verb", {"reason": "条件具备"}, {LOG: 1}),
        "key-weights": Deed("province", "/key/weights/school", three, {LOG: 1, "keylists_weight": 3}),
        "key-publish": Deed("province", f"/key/publish?year={YEAR}", {"act": "propose"}, {LOG: 1}, _decided),
        "key-contact": Deed("school", f"/key/contacts/{contact}", {"outcome": "已联系"}, {LOG: 1}),
    }


def _true_school(_clients: Any) -> None:
    """No application of this year yet."""
    from qianxiao.programme.keylists.models import Application, MajorChoice
    from tests.scoped import all_rows

    all_rows(MajorChoice).delete()
    all_rows(Application).delete()


def _decided(_clients: Any) -> None:
    """Every application of the province is decided."""
    from qianxiao.programme.keylists.models import Application
    from tests.scoped import all_rows

    all_rows(Application).update(state="key", decided_by="nobody", sheet=[{}], points=50)
