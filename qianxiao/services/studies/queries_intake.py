"""Scoped reads of admission: applications in their order, seats that are left, who is proposed next."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.http import Http404

from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import Scope
from qianxiao.services.studies.models_intake import Application, ApplicationEvent, IntakePlan

HELD = (Application.State.OFFERED, Application.State.TAKEN)


@dataclass(frozen=True)
class Seats:
    """A major of a year: planned seats, offered or taken, who waits, who is proposed for the next seat."""

    major: str
    seats: int
    held: int
    waiting: int
    next: Application | None

    @property
    def left(self) -> int:
        """Seats nobody has an offer for."""
        return max(self.seats - self.held, 0)


def applications(scope: Scope) -> "QuerySet[Application]":
    """Applications to the own school, or to the schools of the region."""
    scope.need(Right.STUDENTS)
    rows: QuerySet[Application] = Application.objects.within(scope)
    return rows


def get_application(scope: Scope, number: UUID, lock: bool = False) -> Application:
    """One of them. Raises Http404."""
    rows = applications(scope).filter(id=number)
    found = (rows.select_for_update() if lock else rows).first()
    if found is None:
        raise Http404
    return found


def before(scope: Scope, one: Application) -> "QuerySet[Application]":
    """Who waits for the same major and ranks before: registered poor, then categories, then time (20-07-02)."""
    rows = applications(scope).filter(
        org_code=one.org_code, year=one.year, major=one.major, state=Application.State.WAITING
    )
    earlier = Q(applied_at__lt=one.applied_at) | Q(applied_at=one.applied_at, id__lt=one.id)
    return rows.filter(Q(tier__lt=one.tier) | (Q(tier=one.tier) & earlier)).order_by(
        "tier", "applied_at", "id"
    )


def planned(scope: Scope, org_code: str, year: int) -> dict[str, int]:
    """Seats by major: the newest word of each."""
    rows = IntakePlan.objects.within(scope).filter(org_code=org_code, year=year)
    return {one.major: one.seats for one in rows.order_by("id")}


def seats(scope: Scope, org_code: str, year: int) -> list[Seats]:
    """Each major of a school's year that has seats or applicants, in order of its code."""
    plan = planned(scope, org_code, year)
    rows = applications(scope).filter(org_code=org_code, year=year)
    counted = {
        line["major"]: line
        for line in rows.order_by()
        .values("major")
        .annotate(
            held=Count("id", filter=Q(state__in=HELD)),
            waiting=Count("id", filter=Q(state=Application.State.WAITING)),
        )
    }
    first = (
        rows.filter(state=Application.State.WAITING)
        .order_by("major", "tier", "applied_at", "id")
        .distinct("major")
    )
    proposed = {one.major: one for one in first}
    nothing = {"held": 0, "waiting": 0}
    return [
        Seats(code, plan.get(code, 0), told["held"], told["waiting"], proposed.get(code))
        for code in sorted({*plan, *counted})
        for told in [counted.get(code, nothing)]
    ]


def events(scope: Scope, one: Application) -> list[ApplicationEvent]:
    """What happened to an application in scope, newest first."""
    get_application(scope, one.id)
    return list(ApplicationEvent.objects.within(scope).filter(application=one).order_by("-id"))
