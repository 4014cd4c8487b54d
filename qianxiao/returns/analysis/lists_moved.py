"""The list of people who moved between two months, as the platform of employment has them now."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from qianxiao.office.accounts.queries import Actor
from qianxiao.office.lists import places
from qianxiao.office.lists.declared import Column, Declared, Order, Told
from qianxiao.office.lists.figures import ymd
from qianxiao.office.lists.listing import Listing
from qianxiao.office.lists.marks import mark
from qianxiao.returns.analysis import queries
from qianxiao.services.employment.lists import what
from qianxiao.services.employment.models import Record
from qianxiao.services.employment.words import TONES, state


def _told(_actor: Actor, query: Mapping[str, str]) -> dict[str, Any]:
    text = query.get("period", "")
    if not text.isdecimal() or len(text) != 6:
        raise Http404
    return {"period": int(text), "region": query.get("region", ""), "moved": queries.Moved.read(query.get("choice", ""))}  # fmt: skip


def _beside(rows: Sequence[Record], told: dict[str, Any]) -> None:
    told["names"] = places.known(code for row in rows for code in (row.region, row.home))


def _who(row: Record, _told: Told) -> str:
    href = reverse("employment-record", args=[row.pk])
    return format_html('<a class="obj" href="{}">{}</a> <span class="l2 num">{}</span>', href, row.name, row.id_mask)  # fmt: skip


def _state(row: Record, _told: Told) -> str:
    said = mark(TONES[row.state], state(row.state))
    return format_html('{} <span class="l2 num">{}</span>', said, ymd(row.since))


MOVED = Listing(
    Declared(
        page="analysis-moved",
        columns=(
            Column("who", _("Name"), _who, lambda row, _told: f"{row.name} {row.id_mask}", always=True),
            Column("state", _("State now"), _state, lambda row, _told: f"{state(row.state)} {ymd(row.since)}"),
            Column("what", _("Work, or why not"), lambda row, _told: what(row), lambda row, _told: what(row)),
            Column("home", _("Home on the register"), lambda row, told: places.place(row.home, told["names"]), lambda row, told: places.place(row.home, told["names"])),
            Column("as_of", _("Last confirmed"), lambda row, _told: ymd(row.as_of), lambda row, _told: ymd(row.as_of), kind="num"),
        ),
        filters=(),
        orders=(Order("oldest", ("as_of", "id")),),
        fields=("name", "id_mask", "state", "employer"),
        title=_("People who moved"),
    ),
    rows=lambda actor, told: queries.moved(actor.scope, told["region"], told["period"], told["moved"]),
    told=_told,
    beside=_beside,
    whose=lambda row: [str(row.person_id)],
)  # fmt: skip
