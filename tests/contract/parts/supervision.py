"""Supervision: read by offices inside, answered by the unit, accepted above; a village stands for the unit of a row."""

from datetime import date
from typing import Any

from tests.contract.world import COUNTY, PERIOD, canary, row_of

READERS = {"ministry", "province", "prefecture", "county", "reviewer", "auditor"}
ASKS = {"ministry", "province", "prefecture"}
ANSWERS = {"province", "prefecture", "county"}
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
}
BY_PLACE = set(DECLARED) - {"supervision", "progress-list", "progress-ask"}
MEANT = {"rectification-answer": {"answer"}, "progress-agree": {"what"}, "progress-action-done": {"evidence"}}
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
    }
