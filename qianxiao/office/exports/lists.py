"""The list of exports as it is declared: one's own, and those one may be the second person of."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from qianxiao.office.accounts.queries import Actor
from qianxiao.office.accounts.roles import Right
from qianxiao.office.exports import queries, words
from qianxiao.office.exports.models import Export, State
from qianxiao.office.lists.declared import Column, Declared, Filter, Order, Told
from qianxiao.office.lists.listing import Listing
from qianxiao.office.lists.marks import mark


def _what(row: Export, _told: Told) -> str:
    return format_html(
        '<a class="obj" href="{}">{}</a> <span class="l2 wrap">{}</span>',
        reverse("export", args=[row.pk]), words.list_title(row.page), words.purpose(row.purpose),
    )  # fmt: skip


def _rows(row: Export, _told: Told) -> str:
    return f"{row.rows or row.told:,}"


def shown(row: Export) -> str:
    """The state; what the hourly task has not seen yet is over all the same."""
    over = row.state in (State.ASKED, State.READY) and row.ends_at <= timezone.now()
    return State.GONE if over else row.state


def _state(row: Export, _told: Told) -> str:
    return mark(words.tone(shown(row)), words.state(shown(row)))


def _asked(row: Export, _told: Told) -> str:
    return date_format(localtime(row.asked_at), "Y-m-d H:i")


def _ends(row: Export, _told: Told) -> str:
    open_ = shown(row) in (State.ASKED, State.READY)
    return date_format(localtime(row.ends_at), "Y-m-d H:i") if open_ else "—"


def _parts(told: Told) -> list[tuple[str, str]]:
    parts = [("all", str(_("All"))), ("waiting", str(_("To answer"))), ("mine", str(_("My own")))]
    return parts if told["second"] else parts[:1]


def _in_part(value: str, told: Told) -> Q:
    mine = Q(by=told["who"], post=told["post"])
    if value == "mine":
        return mine
    if value == "all":
        return Q()
    fresh = Q(state=State.ASKED, ends_at__gt=timezone.now())
    return fresh & ~Q(by=told["who"]) & ~Q(post=told["post"])


def _told(actor: Actor, _query: Mapping[str, str]) -> dict[str, Any]:
    post = actor.post.pk if actor.post else 0
    return {"who": actor.username, "post": post, "second": actor.scope.may(Right.RELEASE)}


EXPORTS = Listing(
    Declared(
        page="exports",
        columns=(
            Column("number", _("Number"), lambda row, _told: str(row.pk), lambda row, _told: str(row.pk), order="newest", kind="num"),
            Column("what", _("List"), _what, lambda row, _told: words.list_title(row.page), always=True),
            Column("rows", _("Rows"), _rows, _rows, kind="r num"),
            Column("state", _("State"), _state, lambda row, _told: words.state(shown(row))),
            Column("by", _("Asked by"), lambda row, _told: format_html('{} <span class="l2">{}</span>', row.by_name or row.by, row.post_name),
                   lambda row, _told: row.by_name or row.by),
            Column("asked", _("Asked"), _asked, _asked, kind="num nowrap"),
            Column("ends", _("Open until"), _ends, _ends, kind="num nowrap"),
        ),
        filters=(
            Filter("part", _("Whose"), _parts, _in_part, default="all", tabs=True),
            Filter("state", _("State"), lambda _told: [(one.value, words.state(one)) for one in State], lambda value, _told: Q(state=value)),
        ),
        orders=(Order("newest", ("-id",)),),
    ),
    rows=lambda actor, _told: queries.exports(actor),
    told=_told,
)  # fmt: skip
