"""Background work of the rules: a proposal tried on the last closed month."""

import tempfile
from pathlib import Path
from typing import Any

from qianxiao.engine.rules.simulate import COLUMNS, simulate
from qianxiao.masterdata.regions.queries import stem
from qianxiao.office.accounts.scope import Scope, in_scope
from qianxiao.office.jobs.actions import Failed, Work, does
from qianxiao.programme.policies import publication, queries
from qianxiao.programme.policies.actions import TRIAL
from qianxiao.programme.policies.models import Proposal
from qianxiao.programme.policies.months import last_month

Line = dict[str, Any]


def given_up(work: Work, _state: str) -> None:
    """It failed or was stopped: the proposal is as it was when it was checked."""
    _keep(work.actor.scope, work.job.subject, work.job.pk, {}, Proposal.State.CHECKED)


@does(TRIAL, given_up)
def trial(work: Work) -> None:
    """Who gains, who loses, by county, and what it costs, as if it had been in force for twelve months."""
    found = last_month()
    if found is None:
        raise Failed("no_month")
    period, folder = found
    work.says("try")
    with in_scope(work.actor.scope) as scope:
        one = queries.proposal(scope, work.job.subject)
    since = min(one.start, (period - 99 if period % 100 < 12 else period - 11) * 100 + 1)
    with tempfile.TemporaryDirectory() as scratch:
        rows = simulate(folder, Path(scratch), draft=tried(one, since))
    lines = [dict(zip(COLUMNS, row, strict=True)) for row in rows if row[0] == one.item]
    told = {"period": period, "since": since, **summed(lines, stem(one.region))}
    _keep(work.actor.scope, one.pk, work.job.pk, told, Proposal.State.TRIED)


def tried(one: Proposal, since: int) -> Any:
    """The rule files a proposal is tried by: of the close alone."""
    return [file for file in publication.drafted(one, since) if not file.online]


def summed(lines: list[Line], digits: str) -> dict[str, Any]:
    """Totals and counties of the region a proposal is for; what differs elsewhere would be a mistake and is counted."""
    keys = ("people", "fen", "gaining", "losing", "more_fen", "due", "unknown")
    inside = [line for line in lines if (line["county"] or "").startswith(digits) and line["county"]]
    outside = [line for line in lines if line["county"] is not None and line not in inside]
    total = {key: sum(int(line[key] or 0) for line in inside) for key in keys}
    counties = [{"county": line["county"], **{key: int(line[key] or 0) for key in keys}} for line in inside]
    elsewhere = sum(int(line["gaining"] or 0) + int(line["losing"] or 0) for line in outside)
    return {"total": total, "counties": counties, "elsewhere": elsewhere}


def _keep(scope: Scope, number: int, job: int, told: dict[str, Any], state: str) -> None:
    """Write the result down, unless the proposal has gone on or another trial was asked for."""
    with in_scope(scope):
        rows = Proposal.objects.within(scope).select_for_update().filter(pk=number)
        one = rows.first()
        if one and one.state == Proposal.State.CHECKED and one.trial.get("job") == job:
            one.trial, one.state = told, state
            one.save(update_fields=["trial", "state"])
