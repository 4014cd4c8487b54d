"""Scoped reads of progress that was asked for: questions, answers with the system's own figures, minutes, what was agreed."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import Scope
from qianxiao.office.accounts.scoped import the_one
from qianxiao.returns.indicators import definitions, queries
from qianxiao.returns.supervision.models import Progress, ProgressAction, ProgressAnswer, ProgressMinute

MOST = 100


def asked(scope: Scope, home: str, day: date) -> list[tuple[Progress, dict[str, int]]]:
    """Questions of a unit, newest first, each with how many were asked, answered, are late."""
    scope.need(Right.SUPERVISION)
    rows = list(Progress.objects.within(scope).filter(region=home).order_by("-id")[:MOST])
    counted = (
        ProgressAnswer.objects.within(scope)
        .filter(progress_id__in=[row.pk for row in rows])
        .values("progress_id")
    )
    told = counted.annotate(
        n=Count("id"), answered=Count("id", filter=Q(answered_on__isnull=False)),
        late=Count("id", filter=Q(answered_on__isnull=True, due_on__lt=day)),
    )  # fmt: skip
    found = {row["progress_id"]: row for row in told}
    nothing = {"n": 0, "answered": 0, "late": 0}
    return [(row, found.get(row.pk, nothing)) for row in rows]


def to_answer(scope: Scope, home: str) -> list[ProgressAnswer]:
    """What a unit was asked, the open ones first."""
    scope.need(Right.SUPERVISION)
    rows = ProgressAnswer.objects.within(scope).filter(region=home)
    return sorted(rows.order_by("-id")[:MOST], key=lambda row: row.answered_on is not None)


def actions_of_unit(scope: Scope, home: str) -> list[ProgressAction]:
    """What a unit was given to do, the open ones first."""
    rows = ProgressAction.objects.within(scope).filter(region=home)
    return sorted(rows.order_by("-id")[:MOST], key=lambda row: row.done_on is not None)


def progress(scope: Scope, number: int) -> Progress:
    """One question. Raises Http404 out of scope."""
    scope.need(Right.SUPERVISION)
    found: Progress = the_one(Progress.objects.within(scope), number)
    return found


def answers(scope: Scope, number: int) -> list[ProgressAnswer]:
    """The answers to one question, in the order of the units."""
    return list(ProgressAnswer.objects.within(scope).filter(progress_id=number).order_by("region"))


def answer(scope: Scope, number: int, lock: bool = False) -> ProgressAnswer:
    """One answer. Raises Http404 out of scope."""
    scope.need(Right.SUPERVISION)
    found: ProgressAnswer = the_one(ProgressAnswer.objects.within(scope), number, lock)
    return found


def action(scope: Scope, number: int, lock: bool = False) -> ProgressAction:
    """One thing that was agreed. Raises Http404 out of scope."""
    scope.need(Right.SUPERVISION)
    found: ProgressAction = the_one(ProgressAction.objects.within(scope), number, lock)
    return found


def actions(scope: Scope, number: int) -> "QuerySet[ProgressAction]":
    """What was agreed after one question."""
    rows: QuerySet[ProgressAction] = ProgressAction.objects.within(scope).filter(progress_id=number)
    return rows.order_by("due_on", "id")


def minutes(scope: Scope, number: int) -> list[ProgressMinute]:
    """Minutes of meetings about one question, newest first."""
    return list(ProgressMinute.objects.within(scope).filter(progress_id=number).order_by("-id"))


def figures(scope: Scope, period: int, region: str, codes: Sequence[str], span: str) -> list[list[Any]]:
    """[code, number or None] of a unit as its cells stand now. A place below a county has none."""
    if definitions.level(region) > queries.COUNTY:
        return [[code, None] for code in codes]
    found = queries.figures(scope, period, region)
    return [[code, queries.value(found, code, definitions.SPANS[span])] for code in codes]


def figures_below(scope: Scope, one: Progress) -> dict[str, list[list[Any]]]:
    """The same of every unit directly below whoever asked."""
    if definitions.level(one.region) > queries.COUNTY:
        return {}
    span = definitions.SPANS[one.span]
    found = queries.below(scope, one.period, one.region, one.codes, "", (span,))
    return {
        region: [[code, queries.value(told, code, span)] for code in one.codes]
        for region, told in found.items()
    }
