"""The year's return: a unit's form for its office and those above; each verb for the unit itself, or for the one directly above."""

from datetime import UTC, date, datetime
from typing import Any

from tests.contract.world import PERIOD, canary

READERS = {"ministry", "province", "prefecture", "county", "reviewer", "relief", "auditor"}
UNITS = {"ministry", "province", "prefecture"}
DECLARED: dict[str, tuple[set[str], str]] = {
    "annual": (READERS, "GET"),
    "annual-form": (READERS, "GET"),
    "annual-cell": (READERS, "GET"),
    "annual-file": (READERS, "GET"),
    "annual-reopen": (READERS, "GET"),
    "annual-people": (READERS, "GET"),
    "annual-make": (UNITS, "POST"),
    "annual-type": (UNITS, "POST"),
    "annual-adjust": (UNITS, "POST"),
    "annual-explain": (UNITS, "POST"),
    "annual-do": (UNITS, "POST"),
    "annual-answer": (UNITS, "POST"),
}
BY_PLACE = set(DECLARED) - {"annual"}
FREE = {"annual_layout": "the layout of a form, as policy has it: nobody's data"}
HERE = "/reports/annual/2020/621100"


def visible(route: str, role: str, region: str) -> bool | None:
    """Nobody has a form in this world: the page says so inside, the nation's merge is empty, verbs find nothing."""
    from tests.contract.cells import inside
    from tests.contract.world import POSTS

    if not inside(role, region) or (region != "CN" and not region.endswith("00")):
        return False
    if len(region) > 6:
        return False
    if route == "annual-make":
        return region == POSTS[role] and region != "CN"
    return region == "CN" if route in ("annual-cell", "annual-file") else route == "annual-form"


def values(route: str, village: str) -> dict[str, Any]:
    if route not in DECLARED:
        return {}
    return {"year": 2020, "code": "B3", "column": "total", "kind": "xlsx"}


def rows(scope: Any, village: str) -> None:
    from qianxiao.returns.annual import layout
    from qianxiao.returns.annual.models import Figure, Form, Step

    name = canary(village)
    form = Form.objects.within(scope).create(
        year=2020,
        region=village,
        layout=layout.kept(),
        period=PERIOD,
        manifest="",
        filler=name,
        late_reason=name,
    )
    Figure.objects.within(scope).create(
        form=form, region=village, code="B3", column="total", computed=1, reason=name, by=name
    )
    Step.objects.within(scope).create(
        form=form, year=2020, region=village, verb="generated", reason=name, by=name, day=date(2020, 12, 1), at=datetime.now(UTC)
    )  # fmt: skip


def _prefecture() -> Any:
    from django.test import Client

    from qianxiao.office.accounts.models import User

    client = Client()
    client.force_login(User.objects.get(username="prefecture"))
    return client


def _frozen(_clients: Any) -> None:
    from qianxiao.returns.close.models import Close
    from tests.scoped import as_owner

    with as_owner():
        Close.objects.filter(period=PERIOD).update(state=Close.State.FROZEN)


def _made(clients: Any) -> None:
    _frozen(clients)
    _prefecture().post(f"{HERE}/make")


def _explained(clients: Any) -> None:
    _made(clients)
    _prefecture().post(f"{HERE}/explain", {"check": "at_cut_off|form", "reason": "十一月未封账"})


def _sent(clients: Any) -> None:
    from qianxiao.returns.annual.models import Form
    from tests.scoped import all_rows

    _made(clients)
    all_rows(Form).filter(region="621100").update(state="submitted")


def deeds() -> dict[str, Any]:
    from tests.contract.deeds import LOG, Deed

    step, why = {LOG: 1, "annual_step": 1}, {"reason": "核对台账后处理"}
    return {
        "annual-make": Deed("prefecture", f"{HERE}/make", {}, step, _frozen),
        "annual-type": Deed("prefecture", f"{HERE}/type", {"v-A1a-year": "3"}, step, _made),
        "annual-adjust": Deed("prefecture", f"{HERE}/adjust/B3/total", {"delta": "1", **why}, step, _made),
        "annual-explain": Deed(
            "prefecture", f"{HERE}/explain", {"check": "at_cut_off|form", **why}, step, _made
        ),
        "annual-do": Deed("prefecture", f"{HERE}/do", {"verb": "checked"}, step, _explained),
        "annual-answer": Deed("province", f"{HERE}/answer", {"verb": "returned", **why}, step, _sent),
    }
