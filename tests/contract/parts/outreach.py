"""Free services: seen with the household, written by those who are near it."""

from typing import Any

from tests.contract.world import PLACES, VILLAGE, canary, row_of, vault_id

GROUND = {
    "province",
    "prefecture",
    "county",
    "reviewer",
    "auditor",
    "finance",
    "relief",
    "township",
    "village",
}
NEAR = {"county", "township", "village"}
DECLARED: dict[str, tuple[set[str], str]] = {
    "services": (GROUND, "GET"),
    "unserved": (GROUND, "GET"),
    "service-write": (NEAR, "POST"),
    "service-withdraw": (NEAR, "POST"),
}
BY_PLACE = {"service-withdraw"}
MEANT = {"service-write": {"person"}}
DAY = 20200601


def visible(route: str, role: str, region: str) -> bool | None:
    """Where the household is kept."""
    from tests.contract.cells import inside

    return region in PLACES.values() and inside(role, region)


def values(route: str, village: str) -> dict[str, Any]:
    return {"number": row_of(village)} if route in BY_PLACE else {}


def rows(scope: Any, village: str) -> None:
    from qianxiao.services.outreach.models import Service

    name = canary(village)
    Service.objects.within(scope).create(
        id=row_of(village), region=village, household_id=vault_id(village, "household"), person_id=vault_id(village),
        kind="policy", day=DAY, result=name, officer=name, by="x", post=name,
    )  # fmt: skip


def deeds() -> dict[str, Any]:
    from tests.contract.deeds import LOG, Deed

    home = str(vault_id(VILLAGE, "household"))
    visit = {"id": [home], "kinds": ["guidance"], "day": "2020-07-01", "result": "已讲解"}
    return {
        "service-write": Deed("village", "/outreach/write", visit, {LOG: 1}),
        "service-withdraw": Deed(
            "township", f"/outreach/{row_of(VILLAGE)}/withdraw", {"reason": "登记有误"}, {LOG: 1}
        ),
    }
