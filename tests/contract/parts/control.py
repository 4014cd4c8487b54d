"""Control of infection: a school's own, the offices of its region; how often is reported holds no person."""

from typing import Any

from tests.contract.world import COUNTY, PLACES, VILLAGE, canary, org_of, row_of

READERS = {
    "province",
    "prefecture",
    "county",
    "reviewer",
    "relief",
    "auditor",
    "school_head",
    "school",
    "monitor",
}
SCHOOL = {"school", "school_head"}
DECLARED: dict[str, tuple[set[str], str]] = {
    "control": (READERS, "GET"),
    "control-school": (READERS, "GET"),
    "control-state": (SCHOOL, "POST"),
    "control-report": (SCHOOL, "POST"),
    "control-switch": ({"prefecture", "county", "reviewer"}, "GET POST"),
}
BY_PLACE = {"control-school"}
FREE = {"control_switch": "how often the schools of a region report: no person in it"}
MEANT = {"control-state": {"until"}, "control-report": {"note"}}


def visible(route: str, role: str, region: str) -> bool | None:
    """A school's own; an office's of its regions."""
    from tests.contract.cells import INSTITUTIONS, inside

    if region not in PLACES.values():
        return False
    return region == VILLAGE if role in INSTITUTIONS else inside(role, region)


def values(route: str, village: str) -> dict[str, Any]:
    return {"org_code": org_of(village)} if route in BY_PLACE else {}


def rows(scope: Any, village: str) -> None:
    from qianxiao.programme.control import models as m

    whose, name = {"region": village, "org_code": org_of(village)}, canary(village)
    m.Status.objects.within(scope).create(
        id=row_of(village), **whose, state="open", starts=20200601, plan=name, by=name
    )
    m.Report.objects.within(scope).create(
        id=row_of(village), **whose, every="weekly", period=20200601, present=9, ill=0, apart=0, note=name, day=20200601, by=name
    )  # fmt: skip


def deeds() -> dict[str, Any]:
    from tests.contract.deeds import LOG, Deed

    state = {"state": "online", "starts": "2020-07-01", "plan": "线上教学方案"}
    figures = {"present": "100", "ill": "0", "apart": "1"}
    switch = {"region": COUNTY, "every": "daily", "reason": "疫情形势变化"}
    return {
        "control-state": Deed("school", "/control/state", state, {LOG: 1}),
        "control-report": Deed("school", "/control/report", figures, {LOG: 1}),
        "control-switch": Deed("county", "/control/switch", switch, {LOG: 1}),
    }
