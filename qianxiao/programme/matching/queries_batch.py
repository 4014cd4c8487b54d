"""Scoped reads of a month's matching as a whole: figures, faults, files both ways, deliveries and their answers."""

from datetime import date
from typing import Any

from django.db.models import Avg, Count, DurationField, ExpressionWrapper, F, Max, Q, QuerySet, Sum
from django.http import Http404

from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import Scope
from qianxiao.programme.matching.models import Answer, Batch, Delivery, Fault, Figure, Receipt, Received

PAGE = 50
MONTHS = 24  # as many stand side by side
LINKED = ~Q(link_class__in=("doubtful", "none"))
REPEATS = ("duplicate_same", "duplicate_key", "same_id")
BLANK = "id_blank"
TONES = {"sent": "wait", "confirmed": "ok", "returned": "bad", "gone": ""}


def batches(scope: Scope) -> list[dict[str, Any]]:
    """The months, newest first, with the rows in scope: all, linked, doubtful, of nobody registered."""
    scope.need(Right.FILES)
    counted = {row["period"]: row for row in _sums(Figure.objects.within(scope).values("period"))}
    nothing = {"rows": 0, "linked": 0, "doubtful": 0, "none": 0}
    return [
        {"batch": one, **nothing, **counted.get(one.period, {})}
        for one in Batch.objects.order_by("-period")[:MONTHS]
    ]


def _sums(rows: Any) -> Any:
    return rows.annotate(
        all=Sum("rows"),
        linked=Sum("rows", filter=LINKED, default=0),
        doubtful=Sum("rows", filter=Q(link_class="doubtful"), default=0),
        none=Sum("rows", filter=Q(link_class="none"), default=0),
    )


def batch_in(period: int) -> Batch:
    """A month that was matched. Raises Http404."""
    found = Batch.objects.filter(period=period).first()
    if found is None:
        raise Http404
    return found


def by_register(scope: Scope, period: int) -> list[dict[str, Any]]:
    """What became of each register's rows in scope."""
    scope.need(Right.FILES)
    return list(
        _sums(Figure.objects.within(scope).filter(period=period).values("register")).order_by("register")
    )


def by_class(scope: Scope, period: int) -> list[dict[str, Any]]:
    """Rows in scope by register and class, most first within a register."""
    rows = Figure.objects.within(scope).filter(period=period).values("register", "link_class")
    return list(rows.annotate(n=Sum("rows")).order_by("register", "-n", "link_class"))


def by_month(scope: Scope, periods: list[int]) -> dict[str, dict[int, tuple[int, int]]]:
    """Register → month → (linked, all) of the rows in scope."""
    found: dict[str, dict[int, tuple[int, int]]] = {}
    rows = Figure.objects.within(scope).filter(period__in=periods).values("register", "period")
    for row in _sums(rows).order_by("register", "period"):
        found.setdefault(row["register"], {})[row["period"]] = (row["linked"], row["all"])
    return found


def received(scope: Scope, period: int) -> list[Received]:
    """Sheets that came in for a month, where the whole of it lies in scope."""
    scope.need(Right.FILES)
    return list(
        Received.objects.within(scope).filter(period=period).order_by("register", "name", "sheet", "id")
    )


def faults(scope: Scope, periods: list[int]) -> list[dict[str, Any]]:
    """Rows by month, register and fault; months whose whole lies in scope."""
    scope.need(Right.FILES)
    rows = Fault.objects.within(scope).filter(period__in=periods).values("period", "register", "fault")
    return list(rows.annotate(n=Sum("rows")).order_by("register", "fault", "period"))


def rows_received(scope: Scope, periods: list[int]) -> list[dict[str, Any]]:
    """Rows that came in and rows not taken, by month and register."""
    rows = (
        Received.objects.within(scope)
        .filter(period__in=periods)
        .exclude(register="")
        .values("period", "register")
    )
    return list(rows.annotate(all=Sum("rows"), refused=Sum("rejected")).order_by("register", "period"))


def _deliveries(scope: Scope, period: int | None = None) -> "QuerySet[Delivery]":
    scope.need(Right.FEEDBACK)
    rows: QuerySet[Delivery] = Delivery.objects.within(scope).exclude(state=Answer.GONE)
    return rows if period is None else rows.filter(period=period)


def delivery_counts(scope: Scope, period: int) -> dict[str, Any]:
    """Deliveries in scope by state, and days to the answer: mean and longest."""
    days = ExpressionWrapper(F("answered_on") - F("sent_on"), DurationField())
    told = _deliveries(scope, period).aggregate(
        all=Count("id"),
        **{state: Count("id", filter=Q(state=state)) for state in ("sent", "confirmed", "returned")},
        days=Avg(days),
        longest=Max(days),
    )
    for name in ("days", "longest"):  # a demo's clock may have been turned back in between
        told[name] = max(round(told[name].total_seconds() / 86400), 0) if told[name] is not None else None
    return dict(told)


def delivered_months(scope: Scope) -> list[int]:
    """Months with deliveries in scope, newest first."""
    rows = _deliveries(scope).order_by("-period").values_list("period", flat=True).distinct()
    return list(rows[:MONTHS])


def deliveries(scope: Scope, period: int) -> "QuerySet[Delivery]":
    """A month's deliveries."""
    return _deliveries(scope, period)


def own_deliveries(scope: Scope) -> list[Delivery]:
    """What an institution was sent, newest month first."""
    return list(_deliveries(scope).order_by("-period", "id")[:MONTHS])


def delivery_in(scope: Scope, number: int, lock: bool = False) -> Delivery:
    """One delivery in scope. Raises Http404."""
    rows = _deliveries(scope).filter(pk=number)
    found = (rows.select_for_update() if lock else rows).first()
    if found is None:
        raise Http404
    return found


def delivery_of(scope: Scope, period: int, org_code: str) -> Delivery | None:
    """What an institution was sent for a month, if it is in scope."""
    return _deliveries(scope, period).filter(org_code=org_code).first()


def receipts(scope: Scope, delivery: Delivery) -> list[Receipt]:
    """What happened to a delivery, newest first."""
    return list(Receipt.objects.within(scope).filter(delivery=delivery).order_by("-id")[:PAGE])


def waited(delivery: Delivery, day: date) -> int:
    """Days a delivery has been without an answer."""
    return max((day - delivery.sent_on).days, 0)


def sent_totals(scope: Scope, period: int) -> dict[str, Any]:
    """Lines sent out for a month, accepted and returned, in scope."""
    if not scope.may(Right.FEEDBACK):
        return {}
    return _deliveries(scope, period).aggregate(
        files=Count("id"),
        rows=Sum("lines", default=0),
        accepted=Sum("lines", filter=Q(state=Answer.CONFIRMED), default=0),
        rejected=Sum("lines", filter=Q(state=Answer.RETURNED), default=0),
        answered=Count("id", filter=~Q(state=Answer.SENT)),
    )
