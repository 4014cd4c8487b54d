"""Firms of the market register with what each does for the programme: hires, apprentices, rosters, order classes, internships."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet
from django.http import Http404

from qianxiao.money.claims.models_apply import Employer, Plan, Roster
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import Scope
from qianxiao.services.employment.queries import hires
from qianxiao.services.studies.models_work import InternPost
from qianxiao.services.training.models import TrainingClass

MOST = 50  # lines of a kind shown of one firm
LINE = "work_for_training"


@dataclass(frozen=True)
class Firm:
    """A firm with the rows of each kind that lie in the reader's scope, and how many of the platform's people work there."""

    employer: Employer
    hired: int
    plans: list[Plan]
    rosters: list[Any]
    classes: list[TrainingClass]
    posts: list[InternPost]


def firms(scope: Scope) -> "QuerySet[Employer]":
    """Firms of the regions in scope."""
    scope.need(Right.ENTITLEMENTS)
    return Employer.objects.filter(scope.within())


def hired(scope: Scope, codes: Iterable[str]) -> dict[str, int]:
    """How many of the people whom the platform shows this scope work at each firm."""
    return hires(scope, codes)


def firm(scope: Scope, org_code: str) -> Firm:
    """One firm. Raises Http404 out of scope."""
    one = firms(scope).filter(org_code=org_code).first()
    if one is None:
        raise Http404
    rosters = (
        Roster.objects.within(scope).filter(org_code=org_code, item=LINE).annotate(people=Count("lines"))
    )
    return Firm(
        one, hires(scope, [org_code]).get(org_code, 0),
        list(Plan.objects.within(scope).filter(org_code=org_code).annotate(people=Count("apprentices")).order_by("-id")[:MOST]),
        list(rosters.order_by("-id")[:MOST]),
        list(TrainingClass.objects.within(scope).filter(employer=one.name).order_by("-starts", "-id")[:MOST]),
        list(InternPost.objects.within(scope).filter(employer=one.name).order_by("-starts", "-id")[:MOST]),
    )  # fmt: skip
