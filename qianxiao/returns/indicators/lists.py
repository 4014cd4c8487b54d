"""The list of people behind a county's cell."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404
from django.utils.translation import gettext_lazy as _

from qianxiao.office.accounts.queries import Actor
from qianxiao.office.accounts.roles import Right
from qianxiao.office.lists.declared import Column, Declared, Order
from qianxiao.office.lists.listing import Listing
from qianxiao.returns.close.lists import PLACE, name_of, name_places
from qianxiao.returns.close.queries import get_close
from qianxiao.returns.indicators import definitions, queries


def _told(_actor: Actor, query: Mapping[str, str]) -> dict[str, Any]:
    text = query.get("period", "")
    if not text.isdecimal() or len(text) != 6 or query.get("span", "month") not in definitions.SPANS:
        raise Http404
    period = get_close(int(text)).period
    return {
        "period": period,
        "region": query.get("region", ""),
        "code": query.get("indicator", ""),
        "span": query.get("span", "month"),
    }


CELL_PEOPLE = Listing(
    Declared(
        page="cell-people",
        columns=(
            Column("name", _("Name"), lambda row, told: name_of(told, row.person_no, row.name, row.id_mask), lambda row, _told: row.name, always=True),
            PLACE,
            Column("id", _("ID number"), lambda row, _told: row.id_mask, lambda row, _told: row.id_mask, kind="num", shown=False),
        ),
        filters=(),
        orders=(Order("place", ("region", "row")),),
        unique="row",
        fields=("name", "id_mask", "region"),
        title=_("People behind a figure"),
        taken=Right.PEOPLE,
    ),
    rows=lambda actor, told: queries.people(actor.scope, told["period"], told["region"], told["code"], definitions.SPANS[told["span"]]),
    told=_told,
    beside=name_places,
    whose=lambda row: [row.person_no],
)  # fmt: skip
