"""The list of corrections as it is declared: those that wait for the second person, and what became of the others."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from qianxiao.masterdata.regions.queries import span
from qianxiao.office.accounts.queries import Actor
from qianxiao.office.accounts.roles import Right
from qianxiao.office.lists import places
from qianxiao.office.lists.declared import Column, Declared, Filter, Order, Told
from qianxiao.office.lists.listing import Listing
from qianxiao.office.lists.marks import mark
from qianxiao.office.lists.places import PLACE, place, within
from qianxiao.registers.people import queries, words
from qianxiao.registers.people.models import Correction
from qianxiao.registers.people.protection import correctable

FIELDS = ("name", "id_mask", "phone_mask", "birth", "sex")
TONES = {"asked": "wait", "applied": "ok", "refused": "bad"}


def _who(row: Correction, told: Told) -> str:
    region = row.person.region
    return format_html(
        '<a class="obj" href="{}">{}</a><span class="l2">{} {}</span>', reverse("record", args=[row.person_id]),
        row.person.name or "—", within(region, told["names"], 9), place(region, told["names"]),
    )  # fmt: skip


def _what(row: Correction, _told: Told) -> str:
    before, after = words.corrected(row.before, row.field), words.corrected(row.after, row.field)
    return format_html(
        '{}<span class="l2">{} → <b>{}</b></span>', words.correctable_name(row.field), before, after
    )


def _asked(row: Correction, _told: Told) -> str:
    return format_html(
        '<span class="wrap">{} ({})</span><span class="l2">{} <span class="num">{}</span></span>',
        row.reason, row.proof, row.post or row.by, date_format(localtime(row.at), "Y-m-d H:i"),
    )  # fmt: skip


def _state(row: Correction, _told: Told) -> str:
    return mark(TONES.get(row.state, ""), words.correction_state(row.state))


def _to(row: Correction, verb: str) -> str:
    return reverse("correction-check", args=[row.pk, verb])


def _answer(row: Correction, told: Told) -> str:
    """Fields of the forms that stand behind the list: whoever asked takes back, somebody else confirms."""
    if row.state != Correction.State.ASKED:
        return ""
    if row.by == told["who"]:
        return format_html(
            '<button class="btn sm" form="k{}">{}</button>', str(row.pk), gettext("Take it back")
        )
    if not told["may_check"]:
        return ""
    return format_html(
        '<span class="row"><input class="inp" form="k{0}" name="note" aria-label="{1}" maxlength="200"> '
        '<button class="btn sm pri" form="k{0}">{2}</button> '
        '<button class="btn sm" form="k{0}" formaction="{3}">{4}</button></span>',
        str(row.pk), gettext("Reason"), gettext("Confirm"), _to(row, "refuse"), gettext("Refuse"),
    )  # fmt: skip


def _inside(value: str, _told: Told) -> Q:
    lo, hi = span(value)
    return Q(person__region__gte=lo, person__region__lt=hi)


def _told(actor: Actor, query: Mapping[str, str]) -> dict[str, Any]:
    return {
        "regions": places.options(actor, query),
        "who": actor.username,
        "may_check": actor.scope.may(Right.CHECK),
    }


def _beside(rows: Sequence[Correction], told: dict[str, Any]) -> None:
    told["names"] = places.known(row.person.region for row in rows)
    open_ = [row for row in rows if row.state == Correction.State.ASKED]
    told["forms"] = [
        (f"k{row.pk}", _to(row, "withdraw" if row.by == told["who"] else "apply")) for row in open_
    ]


CORRECTIONS = Listing(
    Declared(
        page="corrections",
        columns=(
            Column("who", _("Name"), _who, lambda row, _told: row.person.name, always=True),
            Column("what", _("Correction"), _what, lambda row, _told: words.correctable_name(row.field)),
            Column("asked", _("Asked"), _asked, lambda row, _told: row.reason, order="oldest"),
            Column("state", _("State"), _state, lambda row, _told: words.correction_state(row.state), shown=False),
            Column("answer", _("Answer"), _answer, lambda _row, _told: ""),
        ),
        filters=(
            Filter("state", _("State"), lambda _told: [(one, words.correction_state(one)) for one in Correction.State.values],
                   lambda value, _told: Q(state=value), "asked", tabs=True),
            Filter("region", PLACE.label, PLACE.options, _inside),
            Filter("field", _("Field"), lambda _told: [(one, words.correctable_name(one)) for one in correctable()],
                   lambda value, _told: Q(field=value)),
        ),
        orders=(Order("oldest", ("id",)),),
        fields=FIELDS,
        keep=True,
        title=_("Corrections to confirm"),
    ),
    rows=lambda actor, _told: queries.all_corrections(actor.scope),
    told=_told,
    beside=_beside,
    whose=lambda row: [str(row.person_id)],
)  # fmt: skip
