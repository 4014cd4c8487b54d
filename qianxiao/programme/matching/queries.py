"""Scoped reads of the matching desk: the queue, one doubt with its history, the next one."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Case as Case_
from django.db.models import Count, Q, QuerySet, Value, When
from django.http import Http404

from qianxiao.masterdata.regions.queries import above
from qianxiao.office.accounts.models import Post
from qianxiao.office.accounts.queries import posts_near
from qianxiao.office.accounts.roles import Right, Role
from qianxiao.office.accounts.scope import Scope
from qianxiao.office.duties.models import Duty
from qianxiao.office.duties.queries import asked_duty
from qianxiao.programme.matching.models import DECIDED, WAITING, Doubt, Intake, Ruling, State

PAGE = 50
VISIT = "visit_doubt"  # the duty of whoever is sent to look
VIEWS: dict[str, tuple[str, ...]] = {
    "open": (State.OPEN,),
    "visit": (State.VISIT,),
    "decided": DECIDED,
}
Cursor = tuple[int, int, int]  # month asked first, fen, number


@dataclass(frozen=True)
class Choice:
    """Which part of the queue: view, register, class; empty is all."""

    view: str = "open"
    register: str = ""
    doubt_class: str = ""


@dataclass
class Case:
    """A doubt, the other candidates of the same row in scope, what was ruled, newest first."""

    doubt: Doubt
    others: list[Doubt]
    rulings: list[Ruling]
    withdrawable: bool


def _chosen(scope: Scope, choice: Choice) -> "QuerySet[Doubt]":
    scope.need(Right.REVIEW)
    rows: QuerySet[Doubt] = Doubt.objects.within(scope).filter(state__in=VIEWS[choice.view])
    if choice.register:
        rows = rows.filter(register=choice.register)
    return rows.filter(doubt_class=choice.doubt_class) if choice.doubt_class else rows


def _behind(cursor: Cursor) -> Q:
    """Behind a place in the queue: later month, then less money, then higher number."""
    month, amount, number = cursor
    same = Q(first_period=month)
    return Q(first_period__gt=month) | same & (Q(amount__lt=amount) | Q(amount=amount, id__gt=number))


def queue(scope: Scope) -> "QuerySet[Doubt]":
    """Every doubt in scope that waits or is decided (B22)."""
    scope.need(Right.REVIEW)
    rows: QuerySet[Doubt] = Doubt.objects.within(scope).filter(state__in=[*WAITING, *DECIDED])
    return rows


def facets(scope: Scope) -> list[dict[str, Any]]:
    """Counts of the queue by state, register and class."""
    counted = queue(scope).values("state", "register", "doubt_class").annotate(n=Count("id"))
    return [dict(row) for row in counted.order_by("state", "register", "doubt_class")]


def waiting(scope: Scope) -> dict[str, int]:
    """How many doubts in scope wait, by state: open, or somebody was sent."""
    scope.need(Right.REVIEW)
    rows = Doubt.objects.within(scope).filter(state__in=WAITING)
    return dict(rows.values_list("state").annotate(n=Count("id")))


def get_doubt(scope: Scope, number: int, lock: bool = False) -> Doubt:
    """One doubt in scope, locked for a decision if asked. Raises Http404: out of scope is not there."""
    scope.need(Right.REVIEW)
    rows = Doubt.objects.within(scope).filter(id=number)
    found: Doubt | None = (rows.select_for_update() if lock else rows).first()
    if found is None:
        raise Http404
    return found


def case(scope: Scope, number: int) -> Case:
    """Everything the page of one doubt shows. Raises Http404."""
    doubt = get_doubt(scope, number)
    others = Doubt.objects.within(scope).filter(record=doubt.record).exclude(id=doubt.pk)
    rulings = list(Ruling.objects.within(scope).filter(doubt=doubt).order_by("-id")[:PAGE])
    return Case(doubt, list(others.order_by("rank", "id")[:PAGE]), rulings, withdrawable(doubt, rulings))


def withdrawable(doubt: Doubt, rulings: list[Ruling]) -> bool:
    """Whether what was ruled last may still be taken back: no later month has been read (19-05-04)."""
    if doubt.state not in (*DECIDED, State.VISIT) or not rulings:
        return False
    return not Intake.objects.filter(period__gt=rulings[0].period).exists()


def next_after(scope: Scope, doubt: Doubt, choice: Choice) -> Doubt | None:
    """The open doubt behind this one, else the first of the queue; None when it is empty."""
    rows = _chosen(scope, Choice("open", choice.register, choice.doubt_class)).exclude(id=doubt.pk)
    place = (doubt.first_period, doubt.amount, int(doubt.pk))
    turn = Case_(When(_behind(place), then=Value(0)), default=Value(1))  # those before it come last
    return rows.order_by(turn, "first_period", "-amount", "id").first()


def posts_to_send(scope: Scope, doubt: Doubt) -> list[Post]:
    """Who may be sent to look where the registered person lives: the village's people first, then the township's."""
    return posts_for(scope, [doubt])[doubt.pk]


def posts_for(scope: Scope, doubts: list[Doubt]) -> dict[int, list[Post]]:
    """The same for several doubts, by their numbers; one query."""
    around = {doubt.pk: set(above(doubt.region)) for doubt in doubts}
    near = posts_near(scope, sorted(set().union(*around.values())), (Role.TOWNSHIP, Role.VILLAGE))
    near.sort(key=lambda post: (-len(post.agency.region), post.pk))
    return {number: [post for post in near if post.agency.region in some] for number, some in around.items()}


def visit_subject(visit: Ruling) -> str:
    """What the duty of a visit is about."""
    return f"ruling:{visit.pk}"


def last_visit(scope: Scope, doubt: Doubt) -> Ruling | None:
    """The ruling that last sent somebody to look."""
    found: Ruling | None = (
        Ruling.objects.within(scope).filter(doubt=doubt, verb="visit").order_by("-id").first()
    )
    return found


def visit_duty(scope: Scope, visit: Ruling) -> Duty | None:
    """The duty of a visit with its agency; None where nobody was at work to be sent."""
    return asked_duty(scope, VISIT, visit.period, visit_subject(visit))


def sent(scope: Scope, case: Case) -> Duty | None:
    """Who is on the way for a doubt that is being looked into."""
    visit = next((line for line in case.rulings if line.verb == "visit"), None)
    if case.doubt.state != State.VISIT or visit is None:
        return None
    return visit_duty(scope, visit)


def visited(scope: Scope, number: int, lock: bool = False) -> tuple[Doubt, Ruling]:
    """A doubt in scope that somebody was sent to look into, with that ruling. Raises Http404."""
    scope.need(Right.VISIT)
    rows = Doubt.objects.within(scope).filter(id=number)
    doubt = (rows.select_for_update() if lock else rows).first()
    visit = last_visit(scope, doubt) if doubt else None
    if doubt is None or visit is None:
        raise Http404
    return doubt, visit
