"""Reads of notices: the office's in its scope, and what everybody may read while it is up."""

from collections.abc import Iterable, Sequence

from django.db.models import Count, Exists, OuterRef, QuerySet

from qianxiao.masterdata.regions.queries import span
from qianxiao.money.notices.lines import digest
from qianxiao.money.notices.models import Notice, NoticeDay, NoticeLine, Objection
from qianxiao.money.notices.rules import kinds
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import Scope, in_scope, whole_scope
from qianxiao.office.accounts.scoped import the_one

Shown = tuple[int, str, str, str, int]
_SHOWN = ("number", "name", "id_mask", "place", "amount")


def notices(scope: Scope) -> "QuerySet[Notice]":
    """Notices of the counties in scope."""
    scope.need(Right.NOTICES)
    rows: QuerySet[Notice] = Notice.objects.within(scope)
    return rows


def notice_of(scope: Scope, number: int, lock: bool = False) -> Notice:
    """One notice. Raises Http404 out of scope."""
    return the_one(notices(scope), number, lock)


def by_state(scope: Scope) -> dict[str, int]:
    """How many notices there are in each state."""
    return dict(notices(scope).order_by().values_list("state").annotate(n=Count("id")))


def lines_of(scope: Scope, notice: int) -> "QuerySet[NoticeLine]":
    """The lines of a notice in scope."""
    scope.need(Right.NOTICES)
    rows: QuerySet[NoticeLine] = NoticeLine.objects.within(scope).filter(notice=notice)
    return rows


def days_of(scope: Scope, one: Notice) -> list[NoticeDay]:
    """The days it was read back, in order."""
    return list(NoticeDay.objects.within(scope).filter(notice=one).order_by("day"))


def objections(scope: Scope) -> "QuerySet[Objection]":
    """Objections to notices of the counties in scope."""
    scope.need(Right.NOTICES)
    rows: QuerySet[Objection] = Objection.objects.within(scope).select_related("line")
    return rows


def objections_by_state(scope: Scope) -> dict[str, int]:
    """How many objections there are in each state."""
    return dict(objections(scope).order_by().values_list("state").annotate(n=Count("id")))


def read_back(scope: Scope, notice: int) -> str:
    """The digest of a notice's lines as they stand."""
    return digest(
        NoticeLine.objects.within(scope).filter(notice=notice).order_by("number").values_list(*_SHOWN)
    )


def states(scope: Scope, claims: Iterable[str]) -> dict[str, str]:
    """Where the lines of claims stand; one that was never up, or was withdrawn, is not in it.

    clear: it may be paid; refused: an objection was upheld; showing and objected: not yet.
    """
    rows = NoticeLine.objects.within(scope).filter(claim__in=list(claims)).exclude(state="withdrawn")
    return dict(rows.values_list("claim", "state"))


def settled(scope: Scope, states: Sequence[str] = ("clear", "refused")) -> "QuerySet[NoticeLine]":
    """Lines whose notice is over for them, of the counties in scope."""
    rows: QuerySet[NoticeLine] = NoticeLine.objects.within(scope).filter(state__in=states)
    return rows


# What everybody may read: only kinds that are public, only while they are up.


def on_show(place: str = "", most: int = 200) -> list[Notice]:
    """Public notices that are up in a region and below it, newest first."""
    open_to_all = [code for code, kind in kinds().items() if kind.public]
    with in_scope(whole_scope()) as scope:
        lo, hi = span(place) if place else ("", "~")
        rows = Notice.objects.within(scope, lo, hi).filter(state="showing", kind__in=open_to_all)
        return list(rows.order_by("-id")[:most])


def shown(number: int, after: int = 0, most: int = 100) -> tuple[Notice, list[Shown]] | None:
    """A public notice that is up, with its next lines; None for every other."""
    open_to_all = [code for code, kind in kinds().items() if kind.public]
    with in_scope(whole_scope()) as scope:
        one = Notice.objects.within(scope).filter(pk=number, state="showing", kind__in=open_to_all).first()
        if one is None:
            return None
        rows = NoticeLine.objects.within(scope).filter(notice=one, number__gt=after).order_by("number")
        return one, list(rows.values_list(*_SHOWN)[:most])


def unread(scope: Scope, day: int) -> "QuerySet[Notice]":
    """Notices that are up and were not read back on a day."""
    read = NoticeDay.objects.within(scope).filter(notice=OuterRef("pk"), day=day)
    rows: QuerySet[Notice] = Notice.objects.within(scope).filter(
        ~Exists(read), state="showing", opened_on__lte=day
    )
    return rows
