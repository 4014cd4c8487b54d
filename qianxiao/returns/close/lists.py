"""The lists of people of a closed month as they are declared: those behind a figure, and the three lists of gaps."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q
from django.http import Http404
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from qianxiao.masterdata.regions.queries import names
from qianxiao.office.accounts.queries import Actor
from qianxiao.office.accounts.roles import Right
from qianxiao.office.lists import places
from qianxiao.office.lists.declared import Column, Declared, Filter, Order, Told
from qianxiao.office.lists.figures import ymd, yuan
from qianxiao.office.lists.kit import Choice
from qianxiao.office.lists.listing import Listing, Rows
from qianxiao.office.lists.places import place, within
from qianxiao.programme.policies import citations
from qianxiao.returns.close import queries, words

DUTIES = ("all", "study", "train")
KINDS = ("train", "study", "aid")
STATES = ("in_progress", "served", "unreachable", "unwilling", "refused", "not_of_age")
FIELDS = ("name", "id_mask", "region", "state", "step")
BY_PLACE = Order("place", ("region", "row"))


def month_told(query: Mapping[str, str]) -> dict[str, Any]:
    """The month an address names. Raises Http404 on one that was not closed."""
    text = query.get("period", "")
    if not text.isdecimal() or len(text) != 6:
        raise Http404
    close = queries.get_close(int(text))
    return {"close": close, "period": close.period, "where": [(str(_("Month")), ymd(close.period))]}


def _told(actor: Actor, query: Mapping[str, str]) -> dict[str, Any]:
    """Month and place of the address; names are listed in a county and below alone."""
    region = query.get("region", "")
    queries.county_or_below(actor.scope, region)
    told = month_told(query)
    told["where"].append((str(_("Place")), places.place(region, names([region]))))
    return {**told, "region": region, "scope": actor.scope}


def clause_of(cited: str) -> str:
    """A clause as a link; '' without one."""
    try:
        address = reverse("clause", args=[cited]) if cited else ""
    except NoReverseMatch:
        address = ""
    return format_html('<a href="{}">{}</a>', address, citations.short(cited)) if address else ""


def name_of(told: Told, person_no: str, name: str, mask: str) -> str:
    """A person of the month as a link."""
    href = reverse("person", args=[told["period"], person_no])
    return format_html('<a class="obj" href="{}">{}</a><span class="l2 num">{}</span>', href, name, mask)


def where(row: Any, told: Told) -> str:
    """Village and township of a row."""
    said = told["names"]
    return format_html('{}<span class="l2">{}</span>', place(row.region, said), within(row.region, said, 9))


def plain_where(row: Any, told: Told) -> str:
    """County, township and village of a row as text."""
    return f"{within(row.region, told['names'], 6, 9)} {place(row.region, told['names'])}".strip()


def name_places(rows: Sequence[Any], told: dict[str, Any]) -> None:
    """Names of the places of some rows."""
    told["names"] = places.known(row.region for row in rows)


PLACE = Column("place", _("Place"), where, plain_where, order="place")


# people behind a figure: rows of persons, of one duty rows of its states


def _people_told(actor: Actor, query: Mapping[str, str]) -> dict[str, Any]:
    told = _told(actor, query)
    duty, state = query.get("duty", "") or "all", query.get("state", "") or queries.LEFT
    if duty not in DUTIES or state not in (queries.LEFT, *STATES):
        raise Http404
    figures = queries.coverage(actor.scope, told["period"], told["region"], duty)
    told["steps"] = [(one, n) for name, one, n in figures.steps if _stands(name, one, state)]
    told["counts"] = {queries.LEFT: figures.residual} | {one: figures.states.get(one, 0) for one in STATES}
    return {**told, "duty": duty}


def _stands(state: str, step: str, chosen: str) -> bool:
    """Whether a step belongs to the chosen tab."""
    return step in words.residual_steps() if chosen == queries.LEFT else state == chosen


def _people_rows(actor: Actor, told: Told) -> Rows:
    return queries.people(actor.scope, told["period"], told["region"], told["duty"])


def _people_beside(rows: Sequence[Any], told: dict[str, Any]) -> None:
    name_places(rows, told)
    wanted = (row.person_no for row in rows)
    told["people"] = (
        {} if told["duty"] == "all" else queries.persons_by_no(told["scope"], told["period"], wanted)
    )


def _one(row: Any, told: Told) -> Any:
    """The person of a row, which may be one already."""
    return told["people"].get(row.person_no) or row


def _person(row: Any, told: Told) -> str:
    one = _one(row, told)
    return name_of(told, row.person_no, getattr(one, "name", ""), getattr(one, "id_mask", ""))


def _in_state(value: str, _told: Told) -> Q:
    return Q(step__in=words.residual_steps()) if value == queries.LEFT else Q(state=value)


def _people_total(_actor: Actor, choice: Choice, _rows: Rows, told: Told) -> tuple[int, bool]:
    step = choice.values["step"]
    return sum(n for one, n in told["steps"] if step in ("", one)), True


def _step(row: Any, _told: Told) -> str:
    return words.step(row.duty, row.step)


PEOPLE = Listing(
    Declared(
        page="month-people",
        columns=(
            Column("name", _("Name"), _person, lambda row, told: getattr(_one(row, told), "name", ""), always=True),
            PLACE,
            Column("step", _("Step"), _step, _step),
            Column("id", _("ID number"), lambda row, told: getattr(_one(row, told), "id_mask", ""), lambda row, told: getattr(_one(row, told), "id_mask", ""), kind="num", shown=False),
            Column("clause", _("Clause"), lambda row, _told: clause_of(row.clause), lambda row, _told: citations.short(row.clause) if row.clause else ""),
        ),
        filters=(
            Filter("state", _("People by state"), lambda _told: [(one, words.state(one)) for one in (queries.LEFT, *STATES)], _in_state, queries.LEFT, tabs=True),
            Filter("duty", _("Duty"), lambda _told: [(one, words.duty(one)) for one in DUTIES], lambda _value, _told: Q(), "all"),
            Filter("step", _("Step"), lambda told: [(one, f"{words.step(told['duty'], one)} ({n})") for one, n in told["steps"]], lambda value, _told: Q(step=value), drops=True),
        ),
        orders=(BY_PLACE,),
        unique="row",
        fields=FIELDS,
        keep=True,
        title=_("People list"),
        taken=Right.PEOPLE,
    ),
    rows=_people_rows,
    told=_people_told,
    beside=_people_beside,
    total=_people_total,
    whose=lambda row: [row.person_no],
    purpose=lambda choice: f"people:{choice.values['duty']}:{choice.values['state']}",
)  # fmt: skip


# the three lists of gaps


def _gaps_told(actor: Actor, query: Mapping[str, str]) -> dict[str, Any]:
    told, kind = _told(actor, query), query.get("kind", "") or "train"
    facets = queries.gap_facets(actor.scope, told["period"], told["region"])
    counts = {one: sum(line["n"] for line in facets if line["kind"] == one) for one in KINDS}
    return {
        **told,
        "kind": kind,
        "counts": counts,
        "facets": [line for line in facets if line["kind"] == kind],
    }


def _facet(told: Told, key: str, asked: str) -> list[tuple[str, int]]:
    """Values of the chosen list with their lines; the one asked for also when it has none."""
    found: dict[str, int] = {}
    for line in told["facets"]:
        if line[key]:
            found[line[key]] = found.get(line[key], 0) + line["n"]
    return list(found.items()) if not asked or asked in found else [*found.items(), (asked, 0)]


def _gap_step(name: str, kind: str) -> str:
    return words.pay_status(name) if kind == "aid" else words.step(kind, name)


def _steps(told: Told) -> list[tuple[str, str]]:
    return [(one, f"{_gap_step(one, told['kind'])} ({n})") for one, n in _facet(told, "step", "")]


def _items(told: Told) -> list[tuple[str, str]]:
    return [(one, f"{words.code('aid_item', one)} ({n})") for one, n in _facet(told, "item", "")]


def _gap(row: Any, _told: Told) -> str:
    if row.kind != "aid":
        return _gap_step(row.step, row.kind)
    said = f"{words.term(row.term)} {words.pay_status(row.step)}"
    return format_html('{}<span class="l2">{}</span>', words.code("aid_item", row.item), said)


def _plain_gap(row: Any, _told: Told) -> str:
    if row.kind != "aid":
        return _gap_step(row.step, row.kind)
    return f"{words.code('aid_item', row.item)} {words.term(row.term)} {words.pay_status(row.step)}"


def _gaps_total(_actor: Actor, choice: Choice, _rows: Rows, told: Told) -> tuple[int, bool]:
    step, item = choice.values["step"], choice.values["item"]
    fits = [line for line in told["facets"] if step in ("", line["step"]) and item in ("", line["item"])]
    return sum(line["n"] for line in fits), True


GAPS = Listing(
    Declared(
        page="month-gaps",
        columns=(
            Column("name", _("Name"), lambda row, told: name_of(told, row.person_no, row.name, row.id_mask), lambda row, _told: row.name, always=True),
            PLACE,
            Column("what", _("Step"), _gap, _plain_gap),
            Column("amount", _("Missing, yuan"), lambda row, _told: yuan(row.amount), lambda row, _told: yuan(row.amount), kind="r num", only="aid"),
            Column("id", _("ID number"), lambda row, _told: row.id_mask, lambda row, _told: row.id_mask, kind="num", shown=False),
            Column("clause", _("Clause"), lambda row, _told: clause_of(row.clause), lambda row, _told: citations.short(row.clause) if row.clause else ""),
        ),
        filters=(
            Filter("kind", _("Gap lists"), lambda _told: [(one, words.kind(one)) for one in KINDS], lambda value, _told: Q(kind=value), "train", tabs=True),
            Filter("item", _("Aid"), _items, lambda value, _told: Q(item=value), only="aid"),
            Filter("step", _("Step"), _steps, lambda value, _told: Q(step=value), drops=True),
        ),
        orders=(BY_PLACE,),
        unique="row",
        fields=(*FIELDS, "amount"),
        keep=True,
        title=_("Gap lists"),
        taken=Right.PEOPLE,
    ),
    rows=lambda actor, told: queries.gaps(actor.scope, told["period"], told["region"]),
    told=_gaps_told,
    beside=name_places,
    total=_gaps_total,
    whose=lambda row: [row.person_no],
    purpose=lambda choice: f"gaps:{choice.values['kind']}",
)  # fmt: skip
