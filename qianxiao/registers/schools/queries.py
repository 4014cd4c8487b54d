"""Reads of institutions. What they are is public; their teachers are read in the scope."""

from django.db.models import QuerySet
from django.http import Http404

from qianxiao.office.accounts.queries import Actor
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import Scope
from qianxiao.registers.schools.models import EVALUATORS, TRUE_SCHOOLS, Institution, Licensed, Room, Teacher

# tab of the list → kinds of institution
TABS: dict[str, tuple[str, ...]] = {"schools": TRUE_SCHOOLS, "trainers": ("4", "5"), "evaluators": EVALUATORS}


def institutions(scope: Scope, tab: str) -> "QuerySet[Institution]":
    """Institutions of a kind; where they are is narrowed by the reader."""
    scope.need(Right.SCHOOLS)
    return Institution.objects.filter(org_type__in=TABS[tab])


def institution(org_code: str) -> Institution:
    """One institution by its code. Raises Http404."""
    found = Institution.objects.filter(org_code=org_code).first()
    if found is None:
        raise Http404
    return found


def own(scope: Scope) -> Institution:
    """The institution of the post. Raises Http404 for a post without one, or one that is not in the register."""
    return institution(scope.institution)


def keeps(actor: Actor, one: Institution) -> bool:
    """Whether this post may write about an institution: its own people, or nobody."""
    return actor.scope.may(Right.OWN) and one.org_code in actor.scope.institutions


def teachers(scope: Scope, org_code: str) -> "QuerySet[Teacher]":
    """Teachers of one institution in scope; nobody outside of it."""
    scope.need(Right.SCHOOLS)
    rows: QuerySet[Teacher] = Teacher.objects.within(scope).filter(org_code=org_code)
    return rows.order_by("name", "id")


def rooms(one: Institution) -> list[Room]:
    """Rooms in use."""
    return list(one.rooms.filter(active=True).order_by("kind", "name"))


def licensed(org_code: str, what: str, occupation: str, level: str, day: int) -> bool:
    """Whether an institution may teach or evaluate an occupation at a level on a day (20-05-01, pattern 26)."""
    rows = Licensed.objects.filter(
        institution__org_code=org_code, what=what, occupation=occupation, level=level
    )
    return rows.filter(valid_from__lte=day, valid_to__gte=day).exists()
