"""The lists of institutions (B26, B37): by kind and place; figures of them come from the registers."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from qianxiao.masterdata.regions.queries import names
from qianxiao.office.accounts.queries import Actor
from qianxiao.office.lists import places
from qianxiao.office.lists.declared import Column, Declared, Filter, Order, Told
from qianxiao.office.lists.listing import Listing
from qianxiao.registers.schools import queries, words
from qianxiao.registers.schools.models import Institution


def _name(row: Institution, _told: Told) -> str:
    link = format_html('<a class="obj" href="{}">{}</a>', reverse("school", args=[row.org_code]), row.name)
    return format_html('{} <span class="l2 num">{}</span>', link, row.org_code)


def _kind(row: Institution, _told: Told) -> str:
    said = [words.coded("org_type", row.org_type)]
    return " · ".join([*said, words.coded("school_level", row.school_level)] if row.school_level else said)


def _place(row: Institution, told: Told) -> str:
    return places.place(row.region, told["names"])


def _licence(row: Institution, _told: Told) -> str:
    return words.day(row.licence_to) or "—"


def _told(actor: Actor, query: Mapping[str, str]) -> dict[str, Any]:
    return {"regions": places.options(actor, query), "tab": query.get("tab") or "schools"}


def _beside(rows: Sequence[Institution], told: dict[str, Any]) -> None:
    told["names"] = names({row.region for row in rows})


def _rows(actor: Actor, told: Told) -> Any:
    tab = told["tab"] if told["tab"] in queries.TABS else "schools"
    return queries.institutions(actor.scope, tab)


INSTITUTIONS = Listing(
    Declared(
        page="schools",
        columns=(
            Column("name", _("Name"), _name, lambda row, _told: row.name, order="name", always=True),
            Column("kind", _("Kind"), _kind, _kind),
            Column("region", _("Place"), _place, _place),
            Column("licence", _("Licensed until"), _licence, _licence, kind="num"),
        ),
        filters=(
            Filter("tab", _("Kind"), lambda _told: [(key, str(label)) for key, label in words.TABS.items()],
                   lambda _value, _told: Q(), "schools", tabs=True),
            places.PLACE,
            Filter("q", _("Name contains"), None, lambda value, _told: Q(name__contains=value)),
        ),
        orders=(Order("name", ("region", "name", "id")),),
        keep=True,
        title=_("Schools and institutions"),
    ),
    rows=_rows,
    told=_told,
    beside=_beside,
)  # fmt: skip
