"""Reads of duties: of an agency, of one, who lacks what; each in scope, a day given by the duties' clock."""

from datetime import date
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.http import Http404

from qianxiao.office.accounts.models import Post, PostQuerySet
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import Scope
from qianxiao.office.duties.models import Duty, DutyEvent, Reading

PAGE = 50
GROUPS = 120  # lines of the table of who lacks what
VIEWS = ("open", "overdue", "mine", "unassigned", "raised", "done")


def _held() -> PostQuerySet:
    return PostQuerySet(Post).held().filter(user__is_active=True)


def duties(scope: Scope, day: date) -> "QuerySet[Duty]":
    """Duties in scope that are work on a day, with the full name of who sits on them now, None when nobody."""
    scope.need(Right.DUTIES)
    rows: QuerySet[Duty] = Duty.objects.within(scope).filter(opens_on__lte=day)
    return _named(rows.select_related("agency"))


def _named(rows: "QuerySet[Duty]") -> "QuerySet[Duty]":
    """With the full name of who sits on it now as `person`, None when nobody."""
    sits = _held().filter(seat=OuterRef("seat")).order_by("id").values("user__full_name")[:1]
    return rows.annotate(person=Subquery(sits))


def views(post: Post, day: date) -> dict[str, Q]:
    """What a post asks for → which duties."""
    own, open_ = Q(agency_id=post.agency_id), Q(done_on__isnull=True)
    return {
        "open": own & open_,
        "overdue": own & open_ & Q(due_on__lt=day),
        "mine": own & open_ & Q(seat=post.seat, seat__isnull=False),
        "unassigned": own & open_ & Q(person__isnull=True),
        "raised": open_ & Q(raised_to_id=post.agency_id),
        "done": own & Q(done_on__isnull=False),
    }


def counts(scope: Scope, post: Post, day: date) -> dict[str, int]:
    """How many duties each view holds: one query."""
    rows = of_agency(scope, post, day)
    rules = views(post, day)
    told: dict[str, int] = rows.aggregate(**{name: Count("id", filter=rule) for name, rule in rules.items()})
    return told


def of_agency(scope: Scope, post: Post, day: date) -> "QuerySet[Duty]":
    """What the agency owes, and what was raised to it."""
    return duties(scope, day).filter(Q(agency_id=post.agency_id) | Q(raised_to_id=post.agency_id))


def soonest(scope: Scope, post: Post, day: date) -> tuple[list[Duty], bool]:
    """The open duties of the agency that are due first, and whether there are more."""
    rows = of_agency(scope, post, day).filter(views(post, day)["open"]).order_by("due_on", "id")
    found = list(rows[: PAGE + 1])
    return found[:PAGE], len(found) > PAGE


def has_work(scope: Scope, post: Post, day: date) -> bool:
    """Whether the agency owes something or something was raised to it."""
    if not scope.may(Right.DUTIES):
        return False
    mine = Q(agency_id=post.agency_id) | Q(raised_to_id=post.agency_id)
    return bool(Duty.objects.within(scope).filter(mine, done_on=None, opens_on__lte=day).exists())


def lacking(scope: Scope, day: date) -> list[dict[str, Any]]:
    """Who lacks what, by duty, period and tier: owed, open, overdue, with no name; soonest due first."""
    open_ = Q(done_on__isnull=True)
    rows = duties(scope, day).values("rule", "period", "digits", "due_on", institution=~Q(org_code=""))
    counted = rows.annotate(
        owed=Count("id"),
        open=Count("id", filter=open_),
        overdue=Count("id", filter=open_ & Q(due_on__lt=day)),
        unassigned=Count("id", filter=open_ & Q(person__isnull=True)),
    )
    shown = counted.filter(open__gt=0).order_by("due_on", "rule", "period", "digits", "institution")
    return [dict(row) for row in shown[:GROUPS]]


def duty_in(scope: Scope, duty_id: int, lock: bool = False) -> Duty:
    """A duty in scope. Raises Http404."""
    scope.need(Right.DUTIES)
    rows: QuerySet[Duty] = Duty.objects.within(scope).filter(pk=duty_id)
    if lock:
        rows = rows.select_for_update(of=("self",))
    found = rows.select_related("agency", "raised_to").first()
    if found is None:
        raise Http404
    return found


def asked_duty(scope: Scope, rule: str, period: int, subject: str) -> Duty | None:
    """The duty a piece of work asked for, with its agency and who sits on it; None out of scope or when there is none."""
    rows = Duty.objects.within(scope).filter(rule=rule, period=period, subject=subject)
    return _named(rows.select_related("agency")).first()


def posts_at_work(agency_id: int) -> list[Post]:
    """Who works at an agency."""
    found = _held().filter(agency_id=agency_id, seat__isnull=False).select_related("user", "agency")
    return list(found.order_by("id"))


def asked_duties(scope: Scope, rule: str, subjects: list[str]) -> "QuerySet[Duty]":
    """The duties pieces of work asked for under one declaration, with agency and who sits on them; those in scope."""
    rows = Duty.objects.within(scope).filter(rule=rule, subject__in=subjects)
    return _named(rows.select_related("agency")).order_by("id")


def posts_to_name(duty: Duty) -> list[Post]:
    """Who works at the agency that owes it, those with the fitting role first."""
    return sorted(posts_at_work(duty.agency_id), key=lambda post: (post.role != duty.role, post.pk))


def history(scope: Scope, duty: Duty) -> list[DutyEvent]:
    """What happened to a duty, newest first."""
    return list(DutyEvent.objects.within(scope).filter(duty=duty).order_by("-id")[:PAGE])


def read_until(post: Post) -> int:
    """The last message of the seat that was read, 0 before any."""
    if post.seat is None:
        return 0
    found = Reading.objects.filter(seat=post.seat).order_by("-last").values_list("last", flat=True).first()
    return found or 0


def messages(scope: Scope, post: Post) -> "QuerySet[DutyEvent]":
    """What was said to a seat: reminders, handing over, naming; and what was raised to its agency."""
    scope.need(Right.DUTIES)
    mine = Q(verb__in=("reminded", "handed", "named", "dropped"), duty__seat=post.seat)
    asked = Q(verb="opened", duty__seat=post.seat) & ~Q(duty__subject="")
    raised = Q(verb__in=("raised", "again"), duty__raised_to_id=post.agency_id)
    rows: QuerySet[DutyEvent] = DutyEvent.objects.within(scope).filter(mine | asked | raised)
    rows = rows.select_related("duty", "duty__agency")
    return rows.exclude(by=post.user.username)  # nobody is told what they did themselves


def unread(scope: Scope, post: Post) -> int:
    """Messages of a seat nobody read yet: what the shell shows beside the bell."""
    if not scope.may(Right.DUTIES) or post.seat is None:
        return 0
    return messages(scope, post).filter(id__gt=read_until(post)).count()
