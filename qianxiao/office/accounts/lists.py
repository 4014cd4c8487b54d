"""The list of agencies (B79) as it is declared: by name and kind."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from qianxiao.masterdata.regions.queries import names
from qianxiao.office.accounts import queries
from qianxiao.office.accounts.models import Agency
from qianxiao.office.accounts.roles import Kind
from qianxiao.office.lists.declared import Column, Declared, Filter, Order, Told
from qianxiao.office.lists.listing import Listing
from qianxiao.office.lists.places import place


def _name(row: Agency, _told: Told) -> str:
    link = format_html('<a class="obj" href="{}">{}</a>', reverse("org", args=[row.pk]), row.name)
    return format_html('{} <span class="l2 num">{}</span>', link, row.code) if row.code else link


def _kind(row: Agency, _told: Told) -> str:
    return str(row.get_kind_display())


def _place(row: Agency, told: Told) -> str:
    return place(row.region, told["names"])


def _above(row: Agency, _told: Told) -> str:
    return row.above.name if row.above else ""


def _beside(rows: Sequence[Agency], told: dict[str, Any]) -> None:
    told["names"] = names({row.region for row in rows})


AGENCIES = Listing(
    Declared(
        page="agencies",
        columns=(
            Column("name", _("Agency"), _name, lambda row, _told: row.name, order="name", always=True),
            Column("kind", _("Kind"), _kind, _kind),
            Column("region", _("Region"), _place, _place),
            Column("above", _("Superior"), _above, _above),
        ),
        filters=(
            Filter("q", _("Name contains"), None, lambda value, _told: Q(name__contains=value)),
            Filter("kind", _("Kind"), lambda _told: [(str(value), str(label)) for value, label in Kind.choices], lambda value, _told: Q(kind=value)),
        ),
        orders=(Order("name", ("name", "id")),),
    ),
    rows=lambda actor, _told: queries.agencies(actor.scope),
    beside=_beside,
)  # fmt: skip
