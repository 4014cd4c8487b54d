"""The list of firms (B51)."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from qianxiao.money.claims import queries_firms
from qianxiao.money.claims.models_apply import Employer
from qianxiao.office.accounts.queries import Actor
from qianxiao.office.lists import places
from qianxiao.office.lists.declared import Column, Declared, Filter, Order, Told
from qianxiao.office.lists.listing import Listing
from qianxiao.office.lists.marks import mark
from qianxiao.registers.schools.words import choices, coded


def _told(actor: Actor, query: Mapping[str, str]) -> dict[str, Any]:
    return {"regions": places.options(actor, query), "scope": actor.scope}


def _beside(rows: Sequence[Employer], told: dict[str, Any]) -> None:
    told["names"] = places.known(row.region for row in rows)
    told["hired"] = queries_firms.hired(told["scope"], [row.org_code for row in rows])


def _name(row: Employer, _told: Told) -> str:
    href = reverse("enterprise", args=[row.org_code])
    return format_html(
        '<a class="obj" href="{}">{}</a> <span class="l2 num">{}</span>', href, row.name, row.org_code
    )


def _kind(row: Employer, _told: Told) -> str:
    said = coded("employer_kind", row.kind)
    return mark("info", said) if row.kind == "3" else said


def _hired(row: Employer, told: Told) -> str:
    return str(told["hired"].get(row.org_code, 0))


def _open(row: Employer, _told: Told) -> str:
    return mark("ok", gettext("in business")) if row.active else mark("bad", gettext("not in business"))


FIRMS = Listing(
    Declared(
        page="enterprises",
        columns=(
            Column("name", _("Firm"), _name, lambda row, _told: f"{row.name} {row.org_code}", order="name", always=True),
            Column("kind", _("Kind"), _kind, lambda row, _told: coded("employer_kind", row.kind)),
            Column("scale", _("Size"), lambda row, _told: coded("employer_scale", row.scale), lambda row, _told: coded("employer_scale", row.scale)),
            Column("sector", _("Industry"), lambda row, _told: coded("industry_section", row.sector), lambda row, _told: coded("industry_section", row.sector)),
            Column("place", _("Place"), lambda row, told: places.place(row.region, told["names"]), lambda row, told: places.place(row.region, told["names"])),
            Column("hired", _("Registered poor at work there"), _hired, _hired, kind="r num"),
            Column("open", _("State"), _open, _open),
        ),
        filters=(
            places.PLACE,
            Filter("kind", _("Kind"), lambda _told: choices("employer_kind"), lambda value, _told: Q(kind=value)),
            Filter("scale", _("Size"), lambda _told: choices("employer_scale"), lambda value, _told: Q(scale=value)),
            Filter("sector", _("Industry"), lambda _told: choices("industry_section"), lambda value, _told: Q(sector=value)),
        ),
        orders=(Order("name", ("name", "id")),),
        title=_("Firms"),
    ),
    rows=lambda actor, _told: queries_firms.firms(actor.scope),
    told=_told,
    beside=_beside,
    named=lambda rows, text: rows.filter(name__startswith=text),
)  # fmt: skip
