"""The queue of doubts (B22) as it is declared: oldest and costliest first, by state, register and class."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from qianxiao.masterdata.regions.queries import names
from qianxiao.office.accounts.queries import Actor
from qianxiao.office.lists.declared import Column, Declared, Filter, Order, Told
from qianxiao.office.lists.figures import bits, ymd, yuan
from qianxiao.office.lists.kit import Choice
from qianxiao.office.lists.listing import Listing, Rows
from qianxiao.office.lists.marks import mark
from qianxiao.office.lists.places import place
from qianxiao.programme.matching import queries, words
from qianxiao.programme.matching.models import Doubt

TONES = {"doubtful": "wait", "conflict": "bad"}


def chosen_query(register: str, doubt_class: str, **more: str) -> str:
    """The part of an address that goes along from doubt to doubt."""
    told = {"register": register, "class": doubt_class, **more}
    said = urlencode({key: value for key, value in told.items() if value})
    return f"?{said}" if said else ""


def _seen(row: Doubt, _told: Told) -> str:
    return format_html(
        '<b>{}</b> <span class="l2 num">{}</span><span class="l2 wrap">{} {}</span>',
        row.seen_name, row.seen_id_mask, words.register_said(row.register), row.rec_shown,
    )  # fmt: skip


def _registered(row: Doubt, told: Told) -> str:
    return format_html(
        '<b>{}</b> <span class="l2 num">{}</span><span class="l2">{}</span>',
        row.name, row.id_mask, place(row.region, told["names"]),
    )  # fmt: skip


def _compare(row: Doubt, told: Told) -> str:
    values = told["choice"].values
    query = chosen_query(values.get("register", ""), values.get("class", ""))
    address = reverse("match-doubt", args=[row.pk])
    return format_html('<a class="btn sm" href="{}{}">{}</a>', address, query, gettext("Compare"))


def _class(row: Doubt, _told: Told) -> str:
    return mark(TONES.get(row.doubt_class, ""), words.class_said(row.doubt_class))


def _counted(told: Told, key: str) -> dict[str, int]:
    """Counts by one key, of the part of the queue that is shown."""
    found: dict[str, int] = {}
    for line in told["facets"]:
        if line["state"] in queries.VIEWS[told["view"]]:
            found[line[key]] = found.get(line[key], 0) + line["n"]
    return found


def _registers(told: Told) -> Sequence[tuple[str, str]]:
    asked = (
        told["register"] if words.is_register(told["register"]) else ""
    )  # a view may be older than its last doubt
    none = dict.fromkeys([line["register"] for line in told["facets"]] + [asked] * bool(asked), 0)
    found = none | _counted(told, "register")
    return [(name, f"{words.register_said(name)} ({n})") for name, n in sorted(found.items())]


def _classes(told: Told) -> Sequence[tuple[str, str]]:
    found = dict.fromkeys(TONES, 0) | _counted(told, "doubt_class")
    return [(name, f"{words.class_said(name)} ({n})") for name, n in sorted(found.items())]


def _told(actor: Actor, query: Mapping[str, str]) -> dict[str, Any]:
    facets, view = queries.facets(actor.scope), query.get("view", "")
    return {
        "facets": facets,
        "register": query.get("register", ""),
        "view": view if view in queries.VIEWS else "open",
        "counts": {
            name: sum(line["n"] for line in facets if line["state"] in states)
            for name, states in queries.VIEWS.items()
        },
    }


def _beside(rows: Sequence[Doubt], told: dict[str, Any]) -> None:
    told["names"] = names({row.region for row in rows})


def _total(_actor: Actor, choice: Choice, _rows: Rows, told: Told) -> tuple[int, bool]:
    """By the counts that are known already."""
    register, kind = choice.values["register"], choice.values["class"]
    return sum(
        line["n"]
        for line in told["facets"]
        if line["state"] in queries.VIEWS[choice.values["view"]]
        and register in ("", line["register"])
        and kind in ("", line["doubt_class"])
    ), True


DOUBTS = Listing(
    Declared(
        page="doubts",
        columns=(
            Column("seen", _("Row seen"), _seen, lambda row, _told: row.seen_name, always=True),
            Column("person", _("Registered person"), _registered, lambda row, _told: row.name),
            Column("class", _("Kind"), _class, lambda row, _told: words.class_said(row.doubt_class)),
            Column("bits", _("Weight, bits"), lambda row, _told: bits(row.bits), lambda row, _told: bits(row.bits), kind="r num"),
            Column("amount", _("Not yet paid, yuan"), lambda row, _told: yuan(row.amount), lambda row, _told: yuan(row.amount), kind="r num"),
            Column("since", _("Asked since"), lambda row, _told: ymd(row.first_period), lambda row, _told: ymd(row.first_period), order="queue", kind="num nowrap"),
            Column("decide", _("Decide"), _compare, lambda _row, _told: ""),
        ),
        filters=(
            Filter("view", _("Doubts by state"), lambda _told: [(view, words.view_said(view)) for view in queries.VIEWS],
                   lambda value, _told: Q(state__in=queries.VIEWS[value]), "open", tabs=True),
            Filter("register", _("Register"), _registers, lambda value, _told: Q(register=value)),
            Filter("class", _("Kind"), _classes, lambda value, _told: Q(doubt_class=value)),
        ),
        orders=(Order("queue", ("first_period", "-amount", "id")),),
        fields=("name", "seen_name", "bits"),
    ),
    rows=lambda actor, _told: queries.queue(actor.scope),
    told=_told,
    beside=_beside,
    total=_total,
    whose=lambda row: [row.person_no],
)  # fmt: skip
