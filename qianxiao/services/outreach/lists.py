"""Lists of free services: the log, newest first, and households with none this year (19-11-01)."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q
from django.http import Http404
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from qianxiao.masterdata.regions.queries import NATION
from qianxiao.office.accounts.queries import Actor
from qianxiao.office.duties.clock import today
from qianxiao.office.lists import places
from qianxiao.office.lists.declared import Column, Declared, Filter, Order, Told
from qianxiao.office.lists.figures import ymd
from qianxiao.office.lists.listing import Listing, Rows
from qianxiao.office.lists.marks import mark
from qianxiao.registers.households import queries as households
from qianxiao.registers.households.models import Household
from qianxiao.services.outreach import queries, rules
from qianxiao.services.outreach.models import Service


def _told(actor: Actor, query: Mapping[str, str]) -> dict[str, Any]:
    """The region asked for or the post's, the day. Raises Http404 out of scope."""
    region = query.get("region", "") or (actor.post.home if actor.post else NATION)
    households.inside(actor.scope, region)
    return {"region": region, "regions": places.options(actor, query), "day": today()}


def _whom(row: Service, _told: Told) -> str:
    address = reverse("household", args=[row.household_id])
    named = row.person.name if row.person else gettext("the whole household")
    return format_html(
        '<a class="obj" href="{}">{}</a> <span class="l2">{}</span>',
        address,
        row.household.head or "—",
        named,
    )


def _what(row: Service, _told: Told) -> str:
    if not row.withdrawn:
        return rules.said(row.kind)
    return format_html("<s>{}</s> {}", rules.said(row.kind), mark("bad", gettext("Taken back")))


def _result(row: Service, _told: Told) -> str:
    return format_html('{} <span class="l2">{}</span>', row.result, row.withdrawn)


def _place(row: Any, told: Told) -> str:
    said = told["names"]
    return format_html(
        '{}<span class="l2">{}</span>', places.place(row.region, said), places.within(row.region, said, 9)
    )


def _plain_place(row: Any, told: Told) -> str:
    return (
        f"{places.within(row.region, told['names'], 6, 9)} {places.place(row.region, told['names'])}".strip()
    )


def _beside(rows: Sequence[Any], told: dict[str, Any]) -> None:
    told["names"] = places.known(row.region for row in rows)


def _kinds(told: Told) -> list[tuple[str, str]]:
    return rules.kinds(int(f"{told['day']:%Y%m%d}"))


SERVICES = Listing(
    Declared(
        page="services",
        columns=(
            Column("day", _("Day"), lambda row, _told: ymd(row.day), lambda row, _told: ymd(row.day), order="day", kind="num"),
            Column("whom", _("Household"), _whom, lambda row, _told: row.household.head, always=True),
            Column("what", _("Services given"), _what, lambda row, _told: rules.said(row.kind)),
            Column("result", _("What came of it"), _result, lambda row, _told: row.result),
            Column("officer", _("Officer"), lambda row, _told: row.officer, lambda row, _told: row.officer),
            Column("place", _("Place"), _place, _plain_place),
        ),
        filters=(
            places.PLACE,
            Filter("kind", _("Services given"), _kinds, lambda value, _told: Q(kind=value)),
        ),
        orders=(Order("day", ("-day", "-id")),),
        fields=("head", "name", "service"),
        title=_("Log of free services"),
    ),
    rows=lambda actor, _told: queries.services(actor.scope),
    told=_told,
    beside=_beside,
    whose=lambda row: [str(row.household_id), *([str(row.person_id)] if row.person_id else [])],
)  # fmt: skip


def _unserved(actor: Actor, told: Told) -> Rows:
    """Names are listed in a county and below; above it there are figures. Raises Http404 above."""
    if not households.listed(told["region"]):
        raise Http404
    return queries.unserved(actor.scope, told["region"], told["day"])


def _head(row: Household, _told: Told) -> str:
    address = reverse("household", args=[row.pk])
    return format_html(
        '<a class="obj" href="{}">{}</a><span class="l2 num">{}</span>', address, row.head or "—", row.hh_no
    )


UNSERVED = Listing(
    Declared(
        page="unserved",
        columns=(
            Column("head", _("Household"), _head, lambda row, _told: row.head, always=True),
            Column("place", _("Place"), _place, _plain_place, order="place"),
            Column("size", _("People"), lambda row, _told: str(row.size), lambda row, _told: str(row.size), kind="r num"),
        ),
        filters=(places.PLACE,),
        orders=(Order("place", ("region", "hh_no")),),
        fields=("hh_no", "head", "region"),
        title=_("Households with no service this year"),
    ),
    rows=_unserved,
    told=_told,
    beside=_beside,
    named=households.headed,
    whose=lambda row: [str(row.id)],
)  # fmt: skip
