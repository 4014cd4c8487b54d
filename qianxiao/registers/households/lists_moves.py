"""The list of households between two counties as it is declared: by state, with what each side may answer."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.timezone import localtime
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from qianxiao.masterdata.regions.queries import names, span
from qianxiao.office.accounts.queries import Actor
from qianxiao.office.lists.declared import Column, Declared, Filter, Order, Told
from qianxiao.office.lists.listing import Listing
from qianxiao.office.lists.marks import mark
from qianxiao.office.lists.places import place
from qianxiao.registers.households import queries, words
from qianxiao.registers.households.models import Move

TONES = {"asked": "wait", "accepted": "ok", "refused": "bad"}


def _head(row: Move, _told: Told) -> str:
    n = ngettext("%(n)s person", "%(n)s people", row.people) % {"n": row.people}
    return format_html('<b>{}</b> <span class="l2">{}</span>', row.head or "—", n)


def _way(row: Move, told: Told) -> str:
    said = told["names"]
    return f"{place(row.region_from[:6], said)} → {place(row.region_to, said)}"


def _asked(row: Move, _told: Told) -> str:
    return format_html(
        '<span class="wrap">{}</span><span class="l2">{} <span class="num">{}</span></span>',
        row.reason, row.asked_post or row.asked_by, date_format(localtime(row.asked_at), "Y-m-d H:i"),
    )  # fmt: skip


def _state(row: Move, _told: Told) -> str:
    said = mark(TONES.get(row.state, ""), words.move_state(row.state))
    return format_html('{} <span class="l2 wrap">{}</span>', said, row.note)


def _answer(row: Move, told: Told) -> str:
    """Fields of the forms that stand behind the list."""
    if row.state != Move.State.ASKED:
        return ""
    parts = []
    if told["scope"].holds(*span(row.region_to)):
        parts.append(
            format_html(
                '<span class="row"><input class="inp" form="m{0}" name="note" aria-label="{1}" maxlength="200"> '
                '<button class="btn sm pri" form="m{0}">{2}</button> '
                '<button class="btn sm" form="m{0}" formaction="{3}">{4}</button></span>',
                str(row.pk),
                gettext("Reason"),
                gettext("Take it over"),
                _to(row, "refuse"),
                gettext("Refuse"),
            )
        )
    if told["scope"].holds(*span(row.region_from)):
        parts.append(
            format_html(
                '<button class="btn sm" form="m{}" formaction="{}">{}</button>',
                str(row.pk),
                _to(row, "withdraw"),
                gettext("Take the offer back"),
            )
        )
    return format_html("{}" * len(parts), *parts) if parts else ""


def _to(row: Move, verb: str) -> str:
    return reverse("move-answer", args=[row.pk, verb])


def _told(actor: Actor, _query: Mapping[str, str]) -> dict[str, Any]:
    return {"scope": actor.scope}


def _beside(rows: Sequence[Move], told: dict[str, Any]) -> None:
    told["names"] = names({code[:6] for row in rows for code in (row.region_from, row.region_to)})
    told["forms"] = [(f"m{row.pk}", _to(row, "accept")) for row in rows if row.state == Move.State.ASKED]


MOVES = Listing(
    Declared(
        page="moves",
        columns=(
            Column("head", _("Household"), _head, lambda row, _told: row.head, always=True),
            Column("way", _("From and to"), _way, _way),
            Column("asked", _("Asked"), _asked, lambda row, _told: row.reason, order="oldest"),
            Column("state", _("State"), _state, lambda row, _told: words.move_state(row.state)),
            Column("answer", _("Answer"), _answer, lambda _row, _told: ""),
        ),
        filters=(
            Filter("state", _("State"), lambda _told: [(str(one), words.move_state(one)) for one in Move.State.values],
                   lambda value, _told: Q(state=value), "asked", tabs=True),
        ),
        orders=(Order("oldest", ("id",)),),
        fields=("hh_no", "head", "region"),
        title=_("Households between two counties"),
    ),
    rows=lambda actor, _told: queries.moves(actor.scope),
    told=_told,
    beside=_beside,
    whose=lambda row: [str(row.household_id)],
)  # fmt: skip
