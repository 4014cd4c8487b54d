"""The list of a county's differences in one month."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q
from django.http import Http404
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from qianxiao.office.accounts.queries import Actor
from qianxiao.office.accounts.roles import Right
from qianxiao.office.lists.declared import Column, Declared, Filter, Order, Told
from qianxiao.office.lists.figures import ymd, yuan
from qianxiao.office.lists.listing import Listing
from qianxiao.office.lists.marks import mark
from qianxiao.returns.close import books, queries, queries_books, words_books
from qianxiao.returns.close.models import Difference
from qianxiao.returns.close.words import code, register


def _told(actor: Actor, query: Mapping[str, str]) -> dict[str, Any]:
    text = query.get("period", "")
    if not text.isdecimal() or len(text) != 6:
        raise Http404
    period, region = queries.get_close(int(text)).period, query.get("region", "")
    rows = queries_books.by_kind(actor.scope, period, region)
    return {"period": period, "region": region, "kinds": {row["kind"]: row["n"] for row in rows}}


def _name(row: Difference, told: Told) -> str:
    href = reverse("book-difference", args=[told["period"], row.row])
    return format_html(
        '<a class="obj" href="{}">{}</a><span class="l2 num">{}</span>',
        href,
        row.name or row.rec_id,
        row.id_mask,
    )


def _cause(row: Difference, _told: Told) -> str:
    return books.cause(row.cause) if row.cause else ""


def _state(row: Difference, _told: Told) -> str:
    return mark(words_books.TONES[row.state], str(words_books.STATES[row.state]))


def _none(_rows: Sequence[Any], _told: dict[str, Any]) -> None:
    pass


DIFFERENCES = Listing(
    Declared(
        page="book-differences",
        columns=(
            Column("name", _("Person or figure"), _name, lambda row, _told: row.name or row.rec_id, always=True),
            Column("kind", _("Class of difference"), lambda row, _told: books.kind(row.kind), lambda row, _told: books.kind(row.kind)),
            Column("month", _("Month of training"), lambda row, _told: ymd(row.month), lambda row, _told: ymd(row.month), kind="num"),
            Column("programme", _("Programme"), lambda row, _told: code("train_mode", row.programme), lambda row, _told: code("train_mode", row.programme)),
            Column("people", _("People"), lambda row, _told: str(row.people), lambda row, _told: str(row.people), kind="r"),
            Column("amount", _("Sum, yuan"), lambda row, _told: yuan(row.amount) if row.amount else "", lambda row, _told: yuan(row.amount) if row.amount else "", kind="r"),
            Column("record", _("Record"), lambda row, _told: f"{register(row.register)} {row.rec_id}", lambda row, _told: f"{register(row.register)} {row.rec_id}", shown=False),
            Column("since", _("Seen first"), lambda row, _told: ymd(row.since), lambda row, _told: ymd(row.since), kind="num", shown=False),
            Column("state", _("State"), _state, lambda row, _told: str(words_books.STATES[row.state])),
            Column("cause", _("Kind of cause"), _cause, _cause),
        ),
        filters=(
            Filter("state", _("State"), lambda _told: [(key, str(label)) for key, label in words_books.STATES.items()],
                   lambda value, _told: Q(state=value)),
            Filter("kind", _("Class of difference"), lambda told: [(kind, f"{books.kind(kind)} ({n})") for kind, n in told["kinds"].items()],
                   lambda value, _told: Q(kind=value)),
            Filter("new", _("Seen first"), lambda _told: [("yes", str(_("This month")))], lambda _value, told: Q(since=told["period"])),
        ),
        orders=(Order("place", ("region", "row")),),
        unique="row",
        fields=("name", "id_mask", "difference"),
        title=_("Differences of the monthly reconciliation"),
        taken=Right.FILES,
    ),
    rows=lambda actor, told: queries_books.differences(actor.scope, told["period"], told["region"]),
    told=_told,
    beside=_none,
    whose=lambda row: [row.person_no] if row.person_no else [],
)  # fmt: skip
