"""The list of households (B13) as it is declared: by place, label on a day, news of the newest month."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q
from django.http import Http404
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from qianxiao.masterdata.regions.queries import NATION
from qianxiao.office.accounts.queries import Actor
from qianxiao.office.lists import places
from qianxiao.office.lists.declared import Column, Declared, Filter, Order, Told
from qianxiao.office.lists.figures import ymd
from qianxiao.office.lists.listing import Listing, Rows
from qianxiao.office.lists.places import PLACE, place, within
from qianxiao.registers.households import labels, queries, words
from qianxiao.registers.households.models import Household

MONTH = r"\d{4}-?(0[1-9]|1[0-2])"


def _head(row: Household, _told: Told) -> str:
    address = reverse("household", args=[row.id])
    return format_html(
        '<a class="obj" href="{}">{}</a><span class="l2 num">{}</span>', address, row.head or "—", row.hh_no
    )


def _place(row: Household, told: Told) -> str:
    return format_html(
        '{}<span class="l2">{}</span>', place(row.region, told["names"]), within(row.region, told["names"], 9)
    )


def _plain_place(row: Household, told: Told) -> str:
    return f"{within(row.region, told['names'], 6, 9)} {place(row.region, told['names'])}".strip()


def _said(row: Household, told: Told) -> list[str]:
    return [label.said for label in labels.labels(row, told["day"])]


def _labels(row: Household, told: Told) -> str:
    chips = format_html_join(" ", '<span class="chip">{}</span>', ((one,) for one in _said(row, told)))
    return format_html('{} <span class="l2">{}</span>', chips, words.code("exit_status", row.exit_status))


def _plain_labels(row: Household, told: Told) -> str:
    return ", ".join(_said(row, told))


def _newest(row: Household, _told: Told) -> str:
    at = ymd(row.changed_period) if row.changed_period else ""
    gone = (
        "" if row.present else format_html('<span class="l2">{}</span>', gettext("no longer in the register"))
    )
    return format_html("{} {}", at, gone)


def _since(told: Told) -> Sequence[tuple[str, str]]:
    return (
        [("any", gettext("something changed")), ("none", gettext("nothing changed"))] if told["month"] else []
    )


def _in_news(value: str, told: Told) -> Q:
    fresh = Q(changed_period=told["month"].period)
    return fresh if value == "any" else ~fresh


def _told(actor: Actor, query: Mapping[str, str]) -> dict[str, Any]:
    """The region asked for or the post's, the newest month, the day labels are asked for, the labels of that day."""
    region = query.get("region", "") or (actor.post.home if actor.post else NATION)
    queries.inside(actor.scope, region)
    months = queries.months()
    month = queries.newest(months)
    on = query.get("on", "").replace("-", "")
    if on and not on.isdecimal():
        raise Http404
    day = (int(on[:6]) if on else month.period if month else 0) * 100 + 31
    return {
        "region": region,
        "regions": places.options(actor, query),
        "month": month,
        "day": day,
        "labels": {one.code: one for one in labels.in_force(day)},
        "news": query.get("news", ""),
    }


def _rows(actor: Actor, told: Told) -> Rows:
    """Those of the newest month; with what changed in it also those that left."""
    rows = queries.households(actor.scope, told["region"])
    return rows if told["news"] == "any" else rows.filter(present=True)


def _beside(rows: Sequence[Household], told: dict[str, Any]) -> None:
    told["names"] = places.known(row.region for row in rows)


HOUSEHOLDS = Listing(
    Declared(
        page="households",
        columns=(
            Column("head", _("Household"), _head, lambda row, _told: row.head, always=True),
            Column("number", _("Household number"), lambda row, _told: row.hh_no, lambda row, _told: row.hh_no, kind="num", shown=False),
            Column("place", _("Place"), _place, _plain_place, order="place"),
            Column("size", _("People"), lambda row, _told: str(row.size), lambda row, _told: str(row.size), kind="r num"),
            Column("label", _("Label"), _labels, _plain_labels),
            Column("newest", _("Newest change"), _newest, lambda row, _told: ymd(row.changed_period) if row.changed_period else "", kind="num"),
        ),
        filters=(
            PLACE,
            Filter("label", _("Label"), lambda told: [(code, one.said) for code, one in told["labels"].items()],
                   lambda value, told: told["labels"][value].condition(told["day"])),
            Filter("news", _("Since the month before"), _since, _in_news),
            Filter("on", _("Labels of the month"), None, lambda _value, _told: Q(), pattern=MONTH, kind="month"),
        ),
        orders=(Order("place", ("region", "hh_no")),),
        fields=("hh_no", "head", "region", "size", "label"),
        title=_("Households"),
    ),
    rows=_rows,
    told=_told,
    beside=_beside,
    named=queries.headed,
    whose=lambda row: [str(row.id)],
)  # fmt: skip
