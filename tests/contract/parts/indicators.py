"""Figures: of regions inside, for offices; names behind them in the county, for those who serve people."""

from typing import Any

from tests.contract.world import PERIOD, canary

READERS = {"ministry", "province", "prefecture", "county", "reviewer", "relief", "auditor"}
SPLIT = {"ministry", "province", "prefecture"}
DECLARED: dict[str, tuple[set[str], str]] = {
    "reports": (READERS, "GET"),
    "reports-export": (READERS, "GET"),
    "cell": (READERS, "GET"),
    "board-home": (READERS, "GET"),
    "board": (READERS, "GET"),
    "targets": (READERS, "GET"),
    "targets-propose": (SPLIT, "POST"),
    "targets-decide": (SPLIT, "POST"),
}
BY_PLACE = {"cell", "board"}
MEANT = {name: {"by"} for name in ("targets-propose", "targets-decide")}  # by place or by school


def visible(route: str, role: str, region: str) -> bool | None:
    """A county or above, inside. The people of a county stand in files, which this world does not have."""
    from tests.contract.cells import inside

    if not inside(role, region) or (region != "CN" and len(region) > 6):
        return False
    return route == "board" or region == "CN" or region.endswith("00") or role == "ministry"


def values(route: str, village: str) -> dict[str, Any]:
    return {"indicator": "trained"} if route == "cell" else {}


def rows(scope: Any, village: str) -> None:
    from qianxiao.returns.indicators.models import Cell, Target, TargetStep

    name = canary(village)
    Target.objects.within(scope).create(
        code="new_students", region=village, parent="620000", version=1, goal=1, proposed_by=name
    )
    TargetStep.objects.within(scope).create(
        code="new_students", region=village, version=1, verb="proposed", reason=name, by=name
    )

    Cell.objects.within(scope).create(
        period=PERIOD, month=PERIOD, region=village, parent=village[:9], level=4, indicator="trained", span="m", people=1, times=1, amount=1,
        source=canary(village),
    )  # fmt: skip


def deeds() -> dict[str, Any]:
    from tests.contract.deeds import LOG, Deed

    step = {LOG: 1, "indicators_targetstep": 1}
    return {
        "targets-propose": Deed(
            "prefecture", "/targets/propose", {"goal-621126": "5", "reason": "按生源分解"}, step
        ),
        "targets-decide": Deed(
            "province", "/targets/decide", {"agrees": "yes", "reason": "同意分解方案"}, step
        ),
    }
