"""Scoped reads: the due list, one row, its history, a person's money, sums that add up."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, F, Max, Q, QuerySet, Sum

from qianxiao.money.entitlements.models import COUNTS, HAD, OPEN, UNDER_WAY, Entitlement
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import Scope
from qianxiao.office.accounts.scoped import the_one

PAGE = 200


@dataclass(frozen=True)
class Sums:
    """Money of many rows in fen: due = had + under_way + open. over stands apart."""

    item: str = ""
    rows: int = 0
    due: int = 0
    had: int = 0
    under_way: int = 0
    open: int = 0
    over: int = 0


def taken(scope: Scope) -> bool:
    """Whether a month was taken in at all."""
    return bool(Entitlement.objects.within(scope).exists())


def newest(scope: Scope) -> int:
    """The newest month that was taken in, of what the scope sees; 0 before any."""
    return Entitlement.objects.within(scope).aggregate(n=Max("last_period"))["n"] or 0


def paid_here(scope: Scope) -> "QuerySet[Entitlement]":
    """What the counties in scope pay."""
    scope.need(Right.ENTITLEMENTS)
    rows: QuerySet[Entitlement] = Entitlement.objects.within(scope).filter(scope.within("county"))
    return rows


def of_our_people(scope: Scope) -> "QuerySet[Entitlement]":
    """What people kept in scope are due, whoever pays."""
    scope.need(Right.ENTITLEMENTS)
    rows: QuerySet[Entitlement] = Entitlement.objects.within(scope).filter(scope.within("region"))
    return rows


def get(scope: Scope, number: int) -> Entitlement:
    """One row in scope. Raises Http404."""
    scope.need(Right.ENTITLEMENTS)
    one: Entitlement = the_one(Entitlement.objects.within(scope), number)
    return one


def by_state(rows: "QuerySet[Entitlement]") -> dict[str, int]:
    """Rows by state."""
    return dict(rows.order_by().values_list("state").annotate(n=Count("id")))


def sums(rows: "QuerySet[Entitlement]") -> list[Sums]:
    """Money by item, the largest open sum first; what falls due later and what is gone is left out."""
    had, way, left = HAD, UNDER_WAY, OPEN
    found = (
        rows.filter(COUNTS)
        .order_by()
        .values("item")
        .annotate(n=Count("id"), d=Sum("amount"), h=Sum(had), w=Sum(way), o=Sum(left), v=Sum("over"))
    )
    made = [
        Sums(line["item"], line["n"], line["d"], line["h"], line["w"], line["o"], line["v"]) for line in found
    ]
    return sorted(made, key=lambda one: (-one.open, one.item))


def whole(parts: list[Sums]) -> Sums:
    """The sum of sums."""
    return Sums(
        "",
        *(
            sum(getattr(one, name) for one in parts)
            for name in ("rows", "due", "had", "under_way", "open", "over")
        ),
    )


def of_person(scope: Scope, person: UUID) -> list[Entitlement]:
    """Everything decided about a person, newest first; what was never met stands behind."""
    rows = Entitlement.objects.within(scope).filter(person_id=person)
    return list(rows.order_by("item", F("decisive_date").desc(nulls_last=True), "id")[:PAGE])


def own(scope: Scope) -> list[Entitlement]:
    """What the person of an own scope is due, newest first; nothing for any other scope."""
    if not scope.person:
        return []
    rows = Entitlement.objects.within(scope).filter(verdict="due")
    return list(rows.order_by("-month", "item", "id")[:PAGE])


def history(scope: Scope, one: Entitlement) -> list[dict[str, object]]:
    """What was decided before, newest first: amount, state, rule, when it was replaced."""
    model = Entitlement.pgh_event_model  # type: ignore[attr-defined]
    rows = model.objects.filter(pgh_obj_id=one.pk).order_by("-pgh_id")
    return list(
        rows.values("amount", "paid", "state", "verdict", "rule_version", "pgh_created_at", "pgh_context")[
            :PAGE
        ]
    )


def claimable(scope: Scope, item: str) -> "QuerySet[Entitlement]":
    """Rows of an item in scope whose money has neither arrived nor been claimed."""
    rows: QuerySet[Entitlement] = Entitlement.objects.within(scope)
    return rows.filter(COUNTS, Q(item=item)).annotate(left=OPEN).filter(left__gt=0)


def school_year(instalment: str) -> str:
    """2019A and 2020S as 2019: the year in which the school year begins; '' for what is no term."""
    if len(instalment) != 5 or instalment[-1] not in "AS":
        return ""
    return instalment[:4] if instalment[-1] == "A" else str(int(instalment[:4]) - 1)
