"""The list of records that may be one person (B12) as it is declared."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from qianxiao.office.lists import places
from qianxiao.office.lists.declared import Column, Declared, Filter, Order, Told
from qianxiao.office.lists.listing import Listing
from qianxiao.registers.people import queries, words
from qianxiao.registers.people.models import Duplicate

WHYS = ("number", "names")


def _person(which: str) -> Callable[[Duplicate, Told], str]:
    def cell(row: Duplicate, told: Told) -> str:
        person = getattr(row, which)
        return format_html(
            '{}<span class="l2 num">{}</span><span class="l2">{}</span>',
            person.name, person.id_mask, places.place(person.region, told["names"]),
        )  # fmt: skip

    return cell


def _name(which: str) -> Callable[[Duplicate, Told], str]:
    return lambda row, _told: str(getattr(row, which).name)


def _compare(row: Duplicate, _told: Told) -> str:
    return format_html(
        '<a class="btn sm" href="{}">{}</a>', reverse("duplicate", args=[row.pk]), gettext("Compare")
    )


def _why(row: Duplicate, _told: Told) -> str:
    return words.duplicate_why(row.why)


def _beside(rows: Sequence[Duplicate], told: dict[str, Any]) -> None:
    told["names"] = places.known(one.region for row in rows for one in (row.one, row.two))


DUPLICATES = Listing(
    Declared(
        page="duplicates",
        columns=(
            Column("one", _("One record"), _person("one"), _name("one"), always=True),
            Column("two", _("The other record"), _person("two"), _name("two"), always=True),
            Column("why", _("Why"), _why, _why),
            Column("compare", _("Compare"), _compare, lambda _row, _told: "", kind="act"),
        ),
        filters=(
            Filter("why", _("Why"), lambda _told: [(one, words.duplicate_why(one)) for one in WHYS], lambda value, _told: Q(why=value)),
        ),
        orders=(Order("oldest", ("id",)),),
        fields=("name", "id_mask", "phone_mask", "account_mask", "birth", "region"),
    ),
    rows=lambda actor, _told: queries.duplicates(actor.scope).select_related("one", "two"),
    beside=_beside,
    whose=lambda row: [str(row.one_id), str(row.two_id)],
)  # fmt: skip
