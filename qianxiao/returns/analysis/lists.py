"""The list of people behind a figure of the training statistics, each with the trainings that were counted."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from qianxiao.engine.close.inputs import last_day
from qianxiao.office.accounts.queries import Actor
from qianxiao.office.accounts.roles import Right
from qianxiao.office.lists.declared import Column, Declared, Order, Told
from qianxiao.office.lists.figures import ymd
from qianxiao.office.lists.listing import Listing
from qianxiao.returns.analysis import training, words
from qianxiao.returns.close.lists import PLACE, name_of, name_places
from qianxiao.returns.close.models import Person
from qianxiao.returns.close.queries import get_close
from qianxiao.returns.indicators import queries


def _told(actor: Actor, query: Mapping[str, str]) -> dict[str, Any]:
    actor.scope.need(Right.PEOPLE)
    text = query.get("period", "")
    if not text.isdecimal() or len(text) != 6:
        raise Http404
    period = get_close(int(text)).period
    one = training.Choice.read(period, query.get("region", ""), query.get("choice", ""))
    return {
        "period": period,
        "region": one.region,
        "day": last_day(period),
        "trainings": training.listed(actor.scope, one),
    }


def _said(row: Person, told: Told) -> list[tuple[str, str]]:
    lines = []
    for kind, mode, trade, result, starts, ends in told["trainings"].get(row.person_no, []):
        parts = [words.value(name, value or "", {}, told["day"]) for name, value in (("type", kind), ("trade", trade), ("programme", mode), ("result", result))]  # fmt: skip
        days = " – ".join(ymd(day) for day in (starts, ends) if day)
        lines.append((" · ".join(parts), days))
    return lines


def _trainings(row: Person, told: Told) -> str:
    return format_html_join("", '<div>{} <span class="l2 num nowrap">{}</span></div>', _said(row, told))


def _plain(row: Person, told: Told) -> str:
    return "; ".join(f"{text} {days}".strip() for text, days in _said(row, told))


def _rows(actor: Actor, told: Told) -> Any:
    lo, hi = queries.place(actor.scope, told["region"])
    return Person.objects.within(actor.scope, lo, hi).filter(
        period=told["period"], person_no__in=list(told["trainings"])
    )


TRAINED = Listing(
    Declared(
        page="analysis-trained",
        columns=(
            Column("name", _("Name"), lambda row, told: name_of(told, row.person_no, row.name, row.id_mask), lambda row, _told: row.name, always=True),
            PLACE,
            Column("trainings", _("Trainings counted"), _trainings, _plain),
            Column("times", _("Person-times"), lambda row, told: format_html("{}", len(told["trainings"].get(row.person_no, []))), lambda row, told: str(len(told["trainings"].get(row.person_no, []))), kind="r num"),
        ),
        filters=(),
        orders=(Order("place", ("region", "row")),),
        unique="row",
        fields=("name", "id_mask", "region", "training"),
        title=_("People behind the training statistics"),
        taken=Right.PEOPLE,
    ),
    rows=_rows,
    told=_told,
    beside=name_places,
    whose=lambda row: [row.person_no],
)  # fmt: skip
