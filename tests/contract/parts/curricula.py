"""Modules are seen by their school and its offices; norms are public."""

from typing import Any

from tests.contract.parts.studies import READERS
from tests.contract.world import PLACES, VILLAGE, canary, org_of, row_of

DECLARED: dict[str, tuple[set[str], str]] = {
    "curricula": (READERS, "GET"),
    "curriculum": (READERS, "GET"),
    "curriculum-keep": ({"school"}, "POST"),
}
BY_PLACE = {"curriculum", "curriculum-keep"}
MAJOR = "0101-4"


def visible(route: str, role: str, region: str) -> bool | None:
    """The school's page."""
    from tests.contract.cells import INSTITUTIONS, inside

    return region in PLACES.values() and (region == VILLAGE if role in INSTITUTIONS else inside(role, region))


def values(route: str, village: str) -> dict[str, Any]:
    return {"org": org_of(village), "major": MAJOR} if route in BY_PLACE else {}


def rows(scope: Any, village: str) -> None:
    from qianxiao.services.curricula import models as m

    norm = m.CurriculumNorm.objects.get_or_create(code="YS", defaults={"title": "规范", "major": MAJOR})[0]
    item = m.NormItem.objects.get_or_create(
        norm=norm, number=1, defaults={"title": "一", "hours": 9, "kind": "theory"}
    )[0]
    m.Module.objects.within(scope).create(
        id=row_of(village), org_code=org_of(village), region=village, major=MAJOR, title=canary(village), hours=1,
        item=item, by="x",
    )  # fmt: skip


def deeds() -> dict[str, Any]:
    from tests.contract.deeds import LOG, Deed

    here = f"/curricula/{org_of(VILLAGE)}/{MAJOR}/keep"
    told = {"act": "add", "title": "新模块", "hours": "20", "item": "", "module": ""}
    return {"curriculum-keep": Deed("school", here, told, {LOG: 1})}
