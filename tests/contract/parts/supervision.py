"""Supervision: read by offices inside, answered by the unit, accepted above; a village stands for the unit of a row."""

from datetime import date
from typing import Any

from tests.contract.world import COUNTY, PERIOD, canary, row_of

READERS = {"ministry", "province", "prefecture", "county", "reviewer", "auditor"}
ASKS = {"ministry", "province", "prefecture"}
ANSWERS = {"province", "prefecture", "county"}
COMMENDS = {"ministry", "province"}
DECLARED: dict[str, tuple[set[str], str]] = {
    "supervision": (READERS, "GET"),
    "rectification": (READERS, "GET"),
    "rectification-answer": (ANSWERS, "POST"),
    "rectification-decide": (ASKS, "POST"),
    "progress-list": (READERS, "GET"),
    "progress-ask": (ASKS, "POST"),
    "progress": (READERS, "GET"),
    "progress-minutes": (ASKS, "POST"),
    "progress-agree": (ASKS, "POST"),
    "progress-answer": (READERS, "GET"),
    "progress-answer-give": (ANSWERS, "POST"),
    "progress-action": (READERS, "GET"),
    "progress-action-done": (ANSWERS, "POST"),
    "inspections": (READERS, "GET"),
    "inspection-plan": (ASKS, "POST"),
    "inspection": (READERS, "GET"),
    "inspection-line": (READERS, "GET"),
    "inspection-say": (ASKS, "POST"),
    "commendations": (READERS, "GET"),
    "commendation": (READERS, "GET"),
    "commendation-propose": (COMMENDS, "POST"),
    "commendation-decide": (COMMENDS, "POST"),
}
OPEN = {"portal-commended", "portal-commended-one"}
BY_PLACE = set(DECLARED) - {
    "supervision", "progress-list", "progress-ask", "inspections", "inspection-plan", "commendations", "commendation-propose",
}  # fmt: skip
MEANT = {"rectification-decide": {"due"}}  # the new day of what is given back
DAY, OURS = date(2020, 6, 9), 77  # number of what the county's own office has


def values(route: str, village: str) -> dict[str, Any]:
    return {}


def rows(scope: Any, village: str) -> None:
    _one_each(scope, row_of(village), village, canary(village), village[:9])


def _one_each(scope: Any, number: int, region: str, name: str, above: str) -> None:
    from qianxiao.returns.supervision import models as m

    def put(model: Any, **fields: Any) -> Any:
        return model.objects.within(scope).create(id=number, region=region, **fields)

    put(
        m.Rectification,
        overseer=above,
        rule="books_unsigned",
        subject=name,
        period=PERIOD,
        level=1,
        about=name,
        opened_on=DAY,
        due_on=DAY,
    )
    put(m.Step, of="rectification", number=number, verb="opened", note=name, day=DAY, by=name)
    asked = put(
        m.Progress, period=PERIOD, codes=["trained"], span="month", due_on=DAY, note=name, units=1, by=name
    )
    question = {"progress": asked, "asker": above, "period": PERIOD}
    put(m.ProgressAnswer, **question, codes=["trained"], span="month", note=name, due_on=DAY)
    put(m.ProgressMinute, progress=asked, held_on=DAY, text=name, by=name)
    put(m.ProgressAction, **question, what=name, due_on=DAY)
    if number < 1000:
        return
    told = {"period": PERIOD, "kind": "people"}
    visit = put(
        m.Inspection,
        place=region,
        team=name,
        visit_on=DAY,
        seed=name,
        wanted=1,
        pool=1,
        drawn=1,
        frozen=False,
        by=name,
        **told,
    )
    put(m.InspectionLine, inspection=visit, inspector=above, place=1, ref=name, label=name, **told)
    _list(scope, number, region, name)


def _inspected(clients: Any) -> None:
    """A line of the prefecture's inspection in the county."""
    from qianxiao.office.accounts.scope import whole_scope
    from qianxiao.returns.supervision import models as m
    from qianxiao.returns.supervision.rules import checklist
    from tests.scoped import as_owner

    with as_owner():
        scope = whole_scope()
        told = {"period": PERIOD, "kind": "people"}
        one = m.Inspection.objects.within(scope).create(
            id=OURS, region="621100", place=COUNTY, checklist=checklist("people"), team="组", visit_on=DAY, seed="s", wanted=1, pool=1, drawn=1,
            frozen=False, by="prefecture", **told,
        )  # fmt: skip
        m.InspectionLine.objects.within(scope).create(
            id=OURS, inspection=one, region=COUNTY, inspector="621100", place=1, ref="P1", **told
        )


def _commendable(clients: Any) -> None:
    """A province that reached its number."""
    from qianxiao.office.accounts.scope import whole_scope
    from qianxiao.returns.indicators.models import Cell, Target
    from tests.scoped import as_owner

    with as_owner():
        Target.objects.within(whole_scope()).create(
            code="new_students",
            region="620000",
            parent="CN",
            version=9,
            goal=100,
            state="approved",
            proposed_by="a",
            decided_by="b",
        )
        Cell.objects.within(whole_scope()).create(
            period=PERIOD, month=PERIOD, region="620000", parent="CN", level=1, indicator="new_students", span="t", people=99, times=99,
            amount=0, source="",
        )  # fmt: skip


def _put_forward(clients: Any) -> None:
    from qianxiao.office.accounts.scope import whole_scope
    from tests.scoped import as_owner

    with as_owner():
        _list(whole_scope(), OURS, "620000", "同事")


def _list(scope: Any, number: int, region: str, name: str) -> None:
    from qianxiao.returns.supervision.models import Commendation

    rule = {"rule": "students", "clause": "S19-4", "zh": name, "en": name}
    Commendation.objects.within(scope).create(
        id=number,
        region=region,
        period=PERIOD,
        rule=rule,
        units=[],
        sources="",
        text=name,
        proposed_by=name,
        proposed_on=DAY,
    )


def _ours(_clients: Any) -> None:
    """What the county's own office has to answer, and what its prefecture asked."""
    from qianxiao.office.accounts.scope import whole_scope
    from tests.scoped import as_owner

    with as_owner():
        _one_each(whole_scope(), OURS, COUNTY, "本县", "621100")
        _one_each(whole_scope(), OURS + 1, "621100", "本市", "620000")
        from qianxiao.returns.supervision.models import Progress, ProgressAnswer

        asked = Progress.objects.within(whole_scope()).get(id=OURS + 1)
        ProgressAnswer.objects.within(whole_scope()).create(
            id=OURS + 2,
            progress=asked,
            region=COUNTY,
            asker="621100",
            period=PERIOD,
            codes=["trained"],
            span="month",
            due_on=DAY,
        )


def _answered(clients: Any) -> None:
    from django.test import Client

    from qianxiao.office.accounts.models import User

    _ours(clients)
    county = Client()
    county.force_login(User.objects.get(username="county"))
    county.post(f"/supervision/{OURS}/answer", {"answer": "已经补签并附佐证材料"})


def deeds() -> dict[str, Any]:
    from tests.contract.deeds import DUTY, LOG, Deed

    step, at = {LOG: 1, "supervision_step": 1}, "/supervision"
    said = "已经补签并附佐证材料"
    ask = {"period": str(PERIOD), "codes": ["trained"], "span": "month", "due": "2099-06-20", "note": ""}
    agree = {"unit": COUNTY, "what": "补开一个班", "due": "2099-07-31"}
    return {
        "rectification-answer": Deed("county", f"{at}/{OURS}/answer", {"answer": said}, step, _ours),
        "rectification-decide": Deed(
            "prefecture", f"{at}/{OURS}/decide", {"verb": "accept", "reason": "属实"}, step, _answered
        ),
        "progress-ask": Deed("prefecture", f"{at}/progress/ask", ask, {**step, DUTY: 1}),
        "progress-minutes": Deed(
            "prefecture",
            f"{at}/progress/{OURS + 1}/minutes",
            {"held": "2020-06-09", "text": "听取进度"},
            step,
            _ours,
        ),
        "progress-agree": Deed(
            "prefecture", f"{at}/progress/{OURS + 1}/agree", agree, {**step, DUTY: 1}, _ours
        ),
        "progress-answer-give": Deed(
            "county", f"{at}/answers/{OURS}/give", {"comment": "进度正常"}, step, _ours
        ),
        "progress-action-done": Deed("county", f"{at}/actions/{OURS}/done", {"evidence": said}, step, _ours),
        **_more(step),
    }


def _more(step: dict[str, int]) -> dict[str, Any]:
    from tests.contract.deeds import DUTY, LOG, Deed

    at = "/supervision"
    plan = {
        "place": COUNTY,
        "period": str(PERIOD),
        "kind": "people",
        "wanted": "1",
        "team": "督导一组",
        "visit": "2099-06-20",
    }
    found = {"outcome": "found", "items": ["not_served"], "note": "未安排培训"}
    listed = {"period": str(PERIOD), "rule": "students", "text": "予以通报"}
    return {
        "inspection-plan": Deed("prefecture", f"{at}/inspections/plan", plan, step),
        "inspection-say": Deed(
            "prefecture",
            f"{at}/lines/{OURS}/say",
            found,
            {LOG: 1, "supervision_step": 2, DUTY: 1},
            _inspected,
        ),
        "commendation-propose": Deed("ministry", f"{at}/commendations/propose", listed, step, _commendable),
        "commendation-decide": Deed(
            "province",
            f"{at}/commendations/{OURS}/decide",
            {"agrees": "yes", "reason": "属实"},
            step,
            _put_forward,
        ),
    }
