"""What the daily task finds: units behind schedule, unsigned months, late duties; and what is overdue goes one tier up."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from django.db import connection
from django.db.models import Max

from qianxiao.engine.close.inputs import last_day
from qianxiao.office.accounts.queries import Actor
from qianxiao.office.accounts.scope import Scope, in_scope, whole_scope
from qianxiao.office.duties.asked import Seen, Wish, ask, settle
from qianxiao.office.duties.clock import today
from qianxiao.office.duties.models import Duty
from qianxiao.returns.close import books, queries_books
from qianxiao.returns.close.models import Close, Signature
from qianxiao.returns.indicators import board, definitions, targets
from qianxiao.returns.indicators.models import Cell, Target
from qianxiao.returns.indicators.queries import Figures
from qianxiao.returns.supervision import rules
from qianxiao.returns.supervision.models import Rectification
from qianxiao.returns.supervision.steps import offices

SQL = Path(__file__).parent / "sql"
DUTY = "rectification"  # of policies/duties


def find(by: str) -> dict[str, int]:
    """Look once: new warnings, harder ones, those gone by themselves, those that went one tier up. Twice a day is once."""
    with in_scope(whole_scope()) as scope, connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('supervision.find'))")
        day, actor = today(), Actor(by, None, scope)
        told = [line for rule in rules.rules() for line in _found(scope, rule, day)]
        values: dict[str, Any] = {
            "told": json.dumps(told),
            "rules": [rule["rule"] for rule in rules.rules()],
            "day": day,
            "by": by,
        }
        cursor.execute((SQL / "found.sql").read_text(encoding="utf-8"), values)
        found: dict[str, list[int]] = {"opened": [], "harder": [], "cured": []}
        for verb, number in cursor.fetchall():
            found[verb].append(number)
        raised = _overdue(scope, cursor, day, by)
        ask_duties(actor, found["opened"])
        drop_duties(actor, found["cured"])
    return {**{verb: len(numbers) for verb, numbers in found.items()}, "escalated": raised}


def ask_duties(actor: Actor, numbers: list[int]) -> None:
    """A duty for each of these rectifications, at the office of its unit, due with it."""
    rows = list(Rectification.objects.within(actor.scope).filter(pk__in=numbers).order_by("id"))
    at = offices(row.region for row in rows)
    groups: dict[tuple[int, date], list[Wish]] = {}
    for row in rows:
        if row.region in at:
            wish = Wish(at[row.region], subject=subject(row), page="rectification", page_no=row.pk)
            groups.setdefault((row.period, row.due_on), []).append(wish)
    for (period, due), wishes in groups.items():
        ask(actor, DUTY, period, wishes, due)


def drop_duties(actor: Actor, numbers: list[int], verb: str = "dropped", evidence: str = "") -> None:
    """The duties of these rectifications are no work any more."""
    groups: dict[int, list[Seen]] = {}
    for row in Rectification.objects.within(actor.scope).filter(pk__in=numbers):
        groups.setdefault(row.period, []).append(Seen("", subject(row), evidence or str(row.closed_on)))
    for period, seen in groups.items():
        settle(actor, DUTY, period, seen, verb)


def subject(row: Rectification) -> str:
    """What a duty calls a rectification: given back, it is a duty of its own."""
    return f"{row.pk}.{row.given_back}"


def _overdue(scope: Scope, cursor: Any, day: date, by: str) -> int:
    rows = Rectification.objects.within(scope).filter(state=Rectification.State.OPEN, due_on__lt=day)
    known = set(rows.values_list("overseer", flat=True).distinct())
    above = [{"region": code, "above": up} for code in known if (up := definitions.parent(code))]
    due = [{"level": level, "due_on": str(rules.due(level, day))} for level in (1, 2, 3)]
    values = {
        "above": json.dumps(above),
        "due": json.dumps(due),
        "levels": rules.harder(day),
        "day": day,
        "by": by,
    }
    cursor.execute((SQL / "overdue.sql").read_text(encoding="utf-8"), values)
    return len(cursor.fetchall())


def _found(scope: Scope, rule: dict[str, Any], day: date) -> Iterator[dict[str, Any]]:
    """What one rule finds today, as rows of found.sql."""
    kinds = {"behind": _behind, "unsigned": _unsigned, "duty": _duty}
    for region, subject_, period, measured, facts in kinds[rule["kind"]](scope, rule, day):
        level, upper = rules.level_of(rule, measured, rules.ymd(day)), definitions.parent(region)
        if level and upper:
            yield {
                "region": region, "overseer": upper, "rule": rule["rule"], "subject": subject_, "level": level, "period": period,
                "measured": round(measured * 10) if rule["kind"] == "behind" else int(measured), "facts": facts,
                "clause": rule["clause"], "due_on": str(rules.due(level, day)),
            }  # fmt: skip


_Line = tuple[str, str, int, float, dict[str, Any]]  # region, subject, period, measured, facts


def standings(
    scope: Scope, period: int, metric: board.Metric, level: int | None = None
) -> dict[str, board.Standing]:
    """Where every region below the nation stands in one figure of the board."""
    rows = Cell.objects.within(scope).filter(
        period=period, month=period, indicator__in=board.codes_of(metric)
    )
    rows = rows.filter(level=level) if level else rows.filter(level__gt=0)
    found: dict[str, Figures] = {}
    for row in rows.values("region", "indicator", "span", "people", "times", "amount"):
        figures = {name: int(row[name]) for name in ("people", "times", "amount")}
        found.setdefault(row["region"], {})[(row["indicator"], row["span"])] = figures
    goals: dict[str, int] = {}
    if metric.kind == "target":
        # where a number was given and nothing came about there is no cell at all
        given = Target.objects.within(scope).filter(code=targets.CODE, state=Target.APPROVED)
        for region in given.values_list("region", flat=True).distinct():
            if definitions.level(region) in ((level,) if level else (1, 2, 3)):
                found.setdefault(region, {})
        goals = targets.goals(scope, list(found), last_day(period))
    return board.standings(scope, period, metric, found, goals)


def _behind(scope: Scope, rule: dict[str, Any], day: date) -> Iterator[_Line]:
    period = Cell.objects.within(scope).aggregate(n=Max("period"))["n"]
    metric = next(one for one in board.metrics() if one.code == rule["of"])
    least = (rules.value(rule, rules.ymd(day)) or {}).get("whole", 1)
    for region, one in standings(scope, period, metric).items() if period else ():
        if one.ahead is not None and one.ahead < 0 and (one.whole or 0) >= least:
            facts = {"part": one.part, "whole": one.whole, "schedule": round(one.schedule or 0, 1)}
            yield region, rule["of"], period, -one.ahead, facts


def _unsigned(scope: Scope, _rule: dict[str, Any], day: date) -> Iterator[_Line]:
    for period in Close.objects.filter(state=Close.State.OPEN).values_list("period", flat=True):
        last = {one.level: one.last for one in books.windows(period) if one.level is not None}
        if min(last.values()) >= day:
            continue
        done = {
            code
            for code, one in queries_books.last_signatures(scope, period).items()
            if one.verb == Signature.SIGNED
        }
        for region in books.tree(queries_books.counties(scope, period)):
            due = last.get(books.level(region) or 0)
            if region not in done and due is not None and day > due:
                yield region, f"{period}", period, (day - due).days, {"due": str(due)}


def _duty(scope: Scope, rule: dict[str, Any], day: date) -> Iterator[_Line]:
    rows = Duty.objects.within(scope).filter(rule=rule["of"], done_on=None, due_on__lt=day, org_code="")
    for region, period, due in rows.values_list("region", "period", "due_on"):
        yield region, f"{period}", period, (day - due).days, {"due": str(due)}
