"""The list of people (B08) as it is declared: columns, filters by place, duty and state, orders that an index serves."""

from collections.abc import Sequence

from django.db.models import Q
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from qianxiao.masterdata.regions.queries import span
from qianxiao.office.lists.declared import Column, Declared, Filter, Order, Told
from qianxiao.office.lists.marks import mark
from qianxiao.registers.people.models import Person
from qianxiao.registers.people.words import standing, state_of, tone_of

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


def _regions(told: Told) -> Sequence[tuple[str, str]]:
    return list(told["regions"])


def _states(_told: Told) -> Sequence[tuple[str, str]]:
    """Duty and state in one value, so that one index serves the choice: `study.served`."""
    return [
        (f"{duty}.{state}", f"{said}{state_of(state)}")
        for duty, said in (("all", ""), ("study", f"{_('Schooling')} · "), ("train", f"{_('Training')} · "))
        for state in STATES
    ]


def _in_place(value: str) -> Q:
    lo, hi = span(value)
    return Q(region__gte=lo, region__lt=hi)


def _in_state(value: str) -> Q:
    duty, _dot, state = value.partition(".")
    return Q(**{DUTIES[duty]: state})


PEOPLE = Declared(
    page="people",
    columns=COLUMNS,
    filters=(
        Filter("region", _("Place"), _regions, _in_place),
        Filter("state", _("State"), _states, _in_state),
    ),
    orders=(Order("place", ("region", "name", "id")), Order("name", ("name", "region", "id"))),
    fields=("name", "id_mask", "phone_mask", "birth", "sex", "region", "state"),
)
