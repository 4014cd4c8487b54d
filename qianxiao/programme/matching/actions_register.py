"""The register of decisions, written for the next close."""

from collections.abc import Iterator
from pathlib import Path

from django.utils.timezone import localdate

from qianxiao.base.wholefile import whole_csv
from qianxiao.engine.io.layouts import layouts
from qianxiao.office.accounts.scope import Scope, in_scope, whole_scope
from qianxiao.office.audit.actions import record_command
from qianxiao.office.audit.keys import ring
from qianxiao.office.audit.models import AccessLog
from qianxiao.programme.matching import words
from qianxiao.programme.matching.intake import opened
from qianxiao.programme.matching.models import DECIDED, Doubt, Ruling, State
from qianxiao.programme.matching.sealing import markers

LIFTED = "lifted"


def write_decisions(out: Path, period: int, by: str) -> int:
    """Write the register 人工比对结论 for the close of a month (layout `decisions`); returns its rows.

    All decisions on the data of earlier months, and a word that lifts each one the close was told before and that was
    withdrawn or whose data changed. Whole or not at all, readable by the owner only. Raises OSError, RingProblem,
    Tampered.
    """
    head = [column.zh for column in layouts()["decisions"].columns]
    with in_scope(whole_scope()) as scope:
        record_command(by, AccessLog.Kind.EXPORT, "decisions")
        with whole_csv(out, head, _lines(scope, period)) as rows:
            told = Doubt.objects.within(scope).filter(period__lt=period)
            told.filter(told__in=DECIDED).exclude(state__in=DECIDED).update(told=LIFTED)
            for verdict in DECIDED:
                told.filter(state=verdict).update(told=verdict)
    return rows


def _lines(scope: Scope, period: int) -> Iterator[list[str]]:
    """Rows of the register, in the order of the layout: register, record, person, verdict, who, when, why."""
    held = {one.version: one for one in markers(ring())}
    last: dict[int, Ruling] = {}
    rulings = Ruling.objects.within(scope).filter(doubt__period__lt=period).order_by("id")
    for ruling in rulings.iterator(chunk_size=5000):
        last[ruling.doubt_id] = ruling
    rows = Doubt.objects.within(scope).filter(period__lt=period, id__in=last).order_by("id")
    for doubt in rows.iterator(chunk_size=5000):
        decided = doubt.state in DECIDED
        if not decided and not doubt.told:
            continue
        ruling = last[doubt.pk]
        verdict = words.VERDICTS[State(doubt.state)] if decided else words.LIFTED
        why = "；".join(text for text in (words.reason_written(ruling.reason), ruling.note) if text)
        yield [
            doubt.register, opened(doubt, held), doubt.person_no, verdict, ruling.by_name or ruling.by,
            localdate(ruling.at).isoformat(), why,
        ]  # fmt: skip
