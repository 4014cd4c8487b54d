"""The list of people (B08) as it is declared: columns, filters by place, duty and state, orders that an index serves."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from qianxiao.base.scope import WHOLE
from qianxiao.masterdata.regions.queries import NATION, span, stem
from qianxiao.office.accounts.queries import Actor
from qianxiao.office.accounts.roles import Right
from qianxiao.office.lists import kit, places
from qianxiao.office.lists.declared import Column, Declared, Filter, Order, Told
from qianxiao.office.lists.kit import Choice
from qianxiao.office.lists.listing import Listing
from qianxiao.office.lists.marks import mark
from qianxiao.office.lists.places import PLACE
from qianxiao.registers.people import queries
from qianxiao.registers.people.models import Person
from qianxiao.registers.people.words import sexes, standing, state_of, tone_of

STATES = ("in_progress", "served", "unreachable", "unwilling", "refused", "not_of_age")
DUTIES = {"all": "state", "study": "study", "train": "train"}  # duty → column that holds its state


def _place(row: Person, told: Told) -> str:
    names = told["names"]
    return str(names.get(row.region, row.region))


def _above(row: Person, told: Told) -> str:
    names = told["names"]
    return " ".join(str(names[code]) for code in (row.region[:6], row.region[:9]) if code in names)


def _name(row: Person, told: Told) -> str:
    href, mask = reverse("record", args=[row.id]), row.id_mask or "—"
    return format_html(
        '<a class="obj" href="{}">{}</a><span class="l2 num">{}</span>', href, row.name or "—", mask
    )


def _state(row: Person, told: Told) -> str:
    said = state_of(row.state)
    if not said:
        return "—"
    words = standing(row.step)
    return format_html('{}<span class="l2">{}</span>', mark(tone_of(row.state), said), words)


def _born(row: Person, _told: Told) -> str:
    text = str(row.birth or "")
    return f"{text[:4]}-{text[4:6]}-{text[6:]}" if len(text) == 8 else "—"


def _sex(row: Person, told: Told) -> str:
    return str(told["sexes"].get(row.sex, "—"))


def _one_duty(name: str) -> Column:
    label = {"study": _("Schooling"), "train": _("Training")}[name]

    def said(row: Person, _told: Told) -> str:
        return state_of(getattr(row, name)) or "—"

    return Column(name, label, said, said, shown=False)


COLUMNS = (
    Column("name", _("Name"), _name, lambda row, _told: row.name, order="name", always=True),
    Column("state", _("State"), _state, lambda row, _told: f"{state_of(row.state)} {standing(row.step)}".strip()),
    Column("place", _("Place"), lambda row, told: format_html('{}<span class="l2">{}</span>', _place(row, told), _above(row, told)),
           lambda row, told: f"{_above(row, told)} {_place(row, told)}".strip(), order="place"),
    Column("birth", _("Birth date"), _born, _born, kind="num"),
    Column("sex", _("Sex"), _sex, _sex),
    Column("phone", _("Telephone"), lambda row, _told: row.phone_mask or "—", lambda row, _told: row.phone_mask, kind="num"),
    _one_duty("study"),
    _one_duty("train"),
    Column("id", _("ID number"), lambda row, _told: row.id_mask or "—", lambda row, _told: row.id_mask, kind="num", shown=False),
)  # fmt: skip


def _states(_told: Told) -> Sequence[tuple[str, str]]:
    """Duty and state in one value, so that one index serves the choice: `study.served`."""
    return [
        (f"{duty}.{state}", f"{said}{state_of(state)}")
        for duty, said in (("all", ""), ("study", f"{_('Schooling')} · "), ("train", f"{_('Training')} · "))
        for state in STATES
    ]


def _in_state(value: str, _told: Told) -> Q:
    duty, _dot, state = value.partition(".")
    return Q(**{DUTIES[duty]: state})


PEOPLE = Declared(
    page="people",
    columns=COLUMNS,
    filters=(PLACE, Filter("state", _("State"), _states, _in_state)),
    orders=(Order("place", ("region", "name", "id")), Order("name", ("name", "region", "id"))),
    fields=("name", "id_mask", "phone_mask", "birth", "sex", "region", "state"),
    purpose="people-list",
    title=_("Register of people"),
    taken=Right.PEOPLE,
)


def _told(actor: Actor, query: Mapping[str, str]) -> dict[str, Any]:
    return {
        "regions": places.options(actor, query),
        "sexes": sexes(),
        "home": actor.post.home if actor.post else NATION,
    }


def _beside(rows: Sequence[Person], told: dict[str, Any]) -> None:
    told["names"] = places.known(row.region for row in rows)


def _total(actor: Actor, choice: Choice, rows: "QuerySet[Person]", told: Told) -> tuple[int | None, bool]:
    """How many: counted where that is cheap, else by the counts kept for counties."""
    region = choice.values.get("region", "")
    if told["text"] or len(stem(region or told["home"])) > 6:
        return kit.count(rows)
    lo, hi = span(region) if region else WHOLE
    duty, _dot, state = choice.values.get("state", "").partition(".")
    return queries.tally(actor.scope, lo, hi, DUTIES.get(duty, ""), state), True


LIST = Listing(
    PEOPLE,
    rows=lambda actor, _told: queries.listed(actor.scope),
    told=_told,
    beside=_beside,
    named=queries.named,
    total=_total,
    whose=lambda row: [str(row.id)],
)
