"""The ledger of duties: all of the scope, narrowed by duty, period and state, page by page or as a file."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from io import StringIO

from django.db.models import Q, QuerySet
from django.http import Http404

from qianxiao.base.masks import mask_id
from qianxiao.masterdata.regions.queries import names
from qianxiao.office.accounts.scope import Scope
from qianxiao.office.duties import queries, words
from qianxiao.office.duties.models import Duty
from qianxiao.office.duties.queries import Page

STATES = ("", "open", "overdue", "done")
BATCH = 1000  # duties read at a time for a file
# what a spreadsheet takes for the start of a formula, full-width signs and control characters included
_FORMULA = tuple("=+-@\t\r\n＝＋－＠")
_NUMBER = re.compile(r"(?<!\d)[1-9]\d{5}(?:18|19|20)\d{9}[\dXx](?!\d)")


@dataclass(frozen=True)
class Wanted:
    """Which part of the ledger; '' and 0 are all."""

    rule: str = ""
    period: int = 0
    state: str = ""


def _rows(scope: Scope, day: date, wanted: Wanted) -> "QuerySet[Duty]":
    """Raises Http404 on a state there is not."""
    if wanted.state not in STATES:
        raise Http404
    rows = queries.duties(scope, day)
    if wanted.rule:
        rows = rows.filter(rule=wanted.rule)
    if wanted.period:
        rows = rows.filter(period=wanted.period)
    open_ = Q(done_on__isnull=True)
    return rows.filter(
        {"": Q(), "open": open_, "overdue": open_ & Q(due_on__lt=day), "done": ~open_}[wanted.state]
    )


def page(scope: Scope, day: date, wanted: Wanted, after: str = "") -> Page:
    """One screen, soonest due first."""
    return queries.paged(_rows(scope, day, wanted), after)


def count(scope: Scope, day: date, wanted: Wanted) -> int:
    """How many duties that is."""
    return int(_rows(scope, day, wanted).count())


def masked(text: str) -> str:
    """Free text without a full ID number, and without anything a spreadsheet would calculate."""
    said = _NUMBER.sub(lambda found: mask_id(found[0]), " ".join(text.split()))
    return f"'{said}" if said.lstrip(" \ufeff").startswith(_FORMULA) else said


def written(scope: Scope, day: date, wanted: Wanted) -> Iterator[str]:
    """The ledger as CSV, line by line, in the reader's language; a mark in front so that spreadsheets read UTF-8."""
    yield "\ufeff" + _line(words.ledger_head())
    said: dict[str, str] = {}
    for one in _rows(scope, day, wanted).order_by("due_on", "id").iterator(chunk_size=BATCH):
        if one.region not in said:
            said |= names({one.region})
        late = max(((one.done_on or day) - one.due_on).days, 0)
        told = (
            words.title(one.rule), words.period_said(one.period), one.agency.name, said.get(one.region, one.region),
            getattr(one, "person", "") or "", str(one.due_on), str(one.done_on or ""), str(late or ""), one.evidence,
        )  # fmt: skip
        yield _line(told)


def _line(cells: tuple[str, ...]) -> str:
    stream = StringIO()
    csv.writer(stream).writerow([masked(cell) for cell in cells])
    return stream.getvalue()
