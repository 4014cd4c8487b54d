"""Scoped reads of the leads: findings, what was said about them, the people behind them."""

from django.db.models import Count, QuerySet

from qianxiao.money.integrity.models import Finding, FindingStep, Stop
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import Scope
from qianxiao.office.accounts.scoped import the_one
from qianxiao.registers.people.models import Person
from qianxiao.services.training.models import TrainingClass


def findings(scope: Scope) -> "QuerySet[Finding]":
    """Findings about institutions of the regions in scope."""
    scope.need(Right.REVIEW)
    rows: QuerySet[Finding] = Finding.objects.within(scope)
    return rows


def finding_of(scope: Scope, number: int, lock: bool = False) -> Finding:
    """One finding. Raises Http404 out of scope."""
    return the_one(findings(scope), number, lock)


def by_state(scope: Scope) -> dict[str, int]:
    """How many there are in each state."""
    return dict(findings(scope).order_by().values_list("state").annotate(n=Count("id")))


def steps(scope: Scope, one: Finding) -> list[FindingStep]:
    """What people said about a finding, oldest first."""
    return list(FindingStep.objects.within(scope).filter(finding=one).order_by("id"))


def classes(scope: Scope, one: Finding) -> list[TrainingClass]:
    """The training classes a finding names, as far as this scope opens them."""
    if not scope.may(Right.CLASSES):
        return []
    named = {
        one.subject,
        *(str(one.evidence.get(key, "")) for key in ("class", "classes", "class_a", "class_b")),
    }
    told = {number for text in named for number in text.split("、") if number}
    return list(TrainingClass.objects.within(scope).filter(class_no__in=told).order_by("class_no"))


def people(scope: Scope, one: Finding, most: int = 100) -> tuple[list[Person], int]:
    """The people behind a finding whose records this scope keeps, and how many others there are elsewhere."""
    rows = list(Person.objects.within(scope).filter(pk__in=one.people).order_by("name", "id")[:most])
    return rows, len(one.people) - len(rows)


def stopped(scope: Scope, one: Finding, most: int = 50) -> dict[str, list[str]]:
    """Lines of claims that a finding stopped, and those it came too late for: the first of each."""
    rows = Stop.objects.within(scope).filter(finding=one).order_by("claim").values_list("told", "claim")
    found: dict[str, list[str]] = {"held": [], "sent": []}
    for told, claim in rows[: most * 2]:
        found[told] = [*found[told], claim][:most]
    return found
