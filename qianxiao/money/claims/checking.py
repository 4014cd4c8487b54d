"""The checks that need nobody: each with its source, the source's day, the time and the result (19-13-03).

A source that is switched off, older than it may be, or has no day gives "not checked": that holds money and says so.
"""

import json
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any

from django.db import connection
from django.utils import timezone

from qianxiao.masterdata.regions.queries import span
from qianxiao.money.claims import flow
from qianxiao.money.claims.models import Claim, ClaimLine, SourceState
from qianxiao.money.entitlements.models import Entitlement
from qianxiao.money.entitlements.queries import newest
from qianxiao.money.integrity.entry import refused
from qianxiao.office.accounts.scope import Scope, in_scope, whole_scope
from qianxiao.registers.households.models import FOREVER

SQL = Path(__file__).parent / "sql"
GREEN, RED, GREY = "green", "red", "grey"
_OFF = ["2", "5", "6", "9", "10"]  # of student_status: suspended, withdrawn, expelled, left, cancelled
_GONE = ["1", "6"]  # of change_type: dead, imprisoned


def month_end(period: int) -> int:
    """The last day of a month (yyyymm), yyyymmdd; 0 of none."""
    if not period:
        return 0
    year, month = divmod(period, 100)
    last = date(year + month // 12, month % 12 + 1, 1).toordinal() - 1
    return int(date.fromordinal(last).strftime("%Y%m%d"))


def source_days(scope: Scope, day: int) -> dict[str, tuple[int, bool]]:
    """Source → its newest day and whether it answers: not switched off, and no older than it may be."""
    states = {one.code: one for one in SourceState.objects.all()}
    closed = month_end(newest(scope))
    found = {}
    for code, line in flow.sources().items():
        state = states.get(code)
        own = day if line.get("live") else closed
        told = state.as_of if state is not None and state.as_of is not None else own
        fresh = bool(told) and (_date(day) - _date(told)).days <= int(line["fresh_days"])
        found[code] = (told, fresh and not (state is not None and state.down))
    return found


def _date(day: int) -> date:
    return date(day // 10000, day // 100 % 100, day % 100)


def run(claim: Claim, day: int, lines: Iterable[int] | None = None) -> int:
    """Check the open lines of a claim, or some of them; returns how many a person has to look at. In a transaction."""
    with in_scope(whole_scope()) as scope:  # a second claim, a lead, a register of any county counts
        rows = ClaimLine.objects.within(scope).filter(claim=claim, state__in=("open", "held"))
        rows = rows.filter(pk__in=list(lines)) if lines is not None else rows
        found = list(rows.order_by("number"))
        reds = _reds(scope, claim, [row.pk for row in found]) | _ruled_out(found, day)
        for line in decided_anew(scope, claim, found):
            reds.setdefault((line, "again"), []).append(("again", ""))
        days = source_days(scope, day)
        at = timezone.now().isoformat(timespec="seconds")
        for row in found:
            row.checks = [
                _result(name, days, reds.get((row.pk, name), []), at)
                for name in flow.flows()[claim.item].checks
            ]
            row.look = looked_at(row)
        ClaimLine.objects.within(scope).bulk_update(found, ["checks", "look"], batch_size=1000)
    return sum(row.look for row in found)


ANEW: list[Callable[[Scope, Claim, list[ClaimLine]], list[int]]] = []
"""Who decides lines of applications anew by their rule: hangs itself in (applying), since it stands on these checks."""


def decided_anew(scope: Scope, claim: Claim, lines: list[ClaimLine]) -> list[int]:
    """Lines the rule no longer gives what they ask for; none of what a close decided."""
    return [line for decide in ANEW for line in decide(scope, claim, lines)]


def looked_at(row: ClaimLine) -> bool:
    """Whether something is red, or could not be checked and no paper was seen instead."""
    return any(
        one["result"] == RED or (one["result"] == GREY and one["check"] not in row.papers)
        for one in row.checks
    )


def _result(
    name: str, days: dict[str, tuple[int, bool]], reds: list[tuple[str, str]], at: str
) -> dict[str, Any]:
    source = flow.checks()[name]["source"]
    day, answers = days[source]
    told: dict[str, Any] = {"check": name, "source": source, "day": day, "at": at, "code": "", "detail": ""}
    if not answers:
        return {**told, "result": GREY, "code": "away"}
    if not reds:
        return {**told, "result": GREEN}
    code, detail = reds[0]
    return {**told, "result": RED, "code": code, "detail": detail}


def _reds(scope: Scope, claim: Claim, lines: list[int]) -> dict[tuple[int, str], list[tuple[str, str]]]:
    period = newest(scope)
    lo, hi = span(claim.region[:2].ljust(6, "0"))
    own = (
        Entitlement.objects.within(scope, lo, hi)
        .order_by("-last_period")
        .values_list("last_period", flat=True)
        .first()
    )
    told = {"lines": lines, "period": own or period, "off": _OFF, "gone": _GONE, "forever": FOREVER, "apart": flow.apart(claim.item)}  # fmt: skip
    found: dict[tuple[int, str], list[tuple[str, str]]] = {}
    with connection.cursor() as cursor:
        cursor.execute((SQL / "reds.sql").read_text(encoding="utf-8"), told)
        for line, check, code, detail in cursor.fetchall():
            found.setdefault((line, check), []).append((code, detail))
    return found


def _ruled_out(rows: list[ClaimLine], day: int) -> dict[tuple[int, str], list[tuple[str, str]]]:
    """Lines that a pattern refuses at entry (security design, 5, act B), all patterns in one query."""
    told = refused([row.reference for row in rows], [row.person_id for row in rows if row.person_id], day)
    return {(row.pk, "patterns"): [("rule", json.dumps(told[row.reference], ensure_ascii=False))] for row in rows if row.reference in told}  # fmt: skip
