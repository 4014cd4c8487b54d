"""Lists of a closed month about cases as they are declared: matched rows, doubts, irregularities, what a school is told."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from qianxiao.masterdata.regions.queries import names
from qianxiao.office.accounts.queries import Actor
from qianxiao.office.accounts.roles import Right
from qianxiao.office.lists.declared import Column, Declared, Filter, Order, Told
from qianxiao.office.lists.figures import bits, ymd, yuan
from qianxiao.office.lists.kit import Choice
from qianxiao.office.lists.listing import Listing, Rows
from qianxiao.office.lists.marks import mark
from qianxiao.office.lists.places import place
from qianxiao.returns.close import queries, queries_case, words, words_log
from qianxiao.returns.close.lists import BY_PLACE, month_told, name_of

ONLY = ("all", "todo")


def _tag(name: str, label: str) -> str:
    return mark(words.tone(name), label)


def _bits(row: Any, _told: Told) -> str:
    return bits(row.bits)


def _seen(row: Any, _told: Told) -> str:
    return format_html(
        '<b>{}</b> <span class="l2 num">{}</span><span class="l2 wrap">{} {}</span>',
        row.seen_name, row.seen_id_mask, words.register(row.register), row.rec_id,
    )  # fmt: skip


def _registered(row: Any, told: Told) -> str:
    one = told["people"].get(row.person_no)
    shown = name_of(told, one.person_no, one.name, one.id_mask) if one else ""
    return format_html('{}<span class="l2">{}</span>', shown, place(row.region, told["names"]))


def _with_people(rows: Sequence[Any], told: dict[str, Any]) -> None:
    told["names"] = names({row.region for row in rows})
    told["people"] = queries.persons_by_no(told["scope"], told["period"], (row.person_no for row in rows))


def _plain_person(row: Any, told: Told) -> str:
    one = told["people"].get(row.person_no)
    return one.name if one else ""


def _month(name: str) -> Any:
    """What a list of a month needs; the access log names list and month."""

    def told(actor: Actor, query: Mapping[str, str]) -> dict[str, Any]:
        month = month_told(query)
        return {**month, "scope": actor.scope, "subject": f"{name}:{month['period']}"}

    return told


SEEN = Column("seen", _("Row seen"), _seen, lambda row, _told: row.seen_name, always=True)
PERSON = Column("person", _("Registered person"), _registered, _plain_person)
WEIGHT = Column("bits", _("Weight, bits"), _bits, _bits, kind="r num")


def _links_told(actor: Actor, query: Mapping[str, str]) -> dict[str, Any]:
    asked = {"register": query.get("register", "")[:32], "class": query.get("class", "")[:32]}
    return {**_month("links")(actor, query), "asked": asked}


def _registers(told: Told) -> list[tuple[str, str]]:
    return [(one, words.register(one)) for one in words.registers()]


def _classes(_told: Told) -> list[tuple[str, str]]:
    return words.codes("link_class")


def _class(row: Any, _told: Told) -> str:
    return words.code("link_class", row.link_class)


LINKS = Listing(
    Declared(
        page="month-links",
        columns=(
            SEEN,
            PERSON,
            Column("class", _("Match"), lambda row, told: _tag(row.link_class, _class(row, told)), _class),
            WEIGHT,
        ),
        filters=(
            Filter("register", _("Register"), _registers, lambda value, _told: Q(register=value)),
            Filter("class", _("Match"), _classes, lambda value, _told: Q(link_class=value)),
        ),
        orders=(BY_PLACE,),
        unique="row",
        fields=("name", "seen_name", "bits"),
        title=_("Matched rows"),
        taken=Right.REVIEW,
    ),
    rows=lambda actor, told: queries_case.links(actor.scope, told["period"]),
    told=_links_told,
    beside=_with_people,
    whose=lambda row: [row.person_no],
    purpose=lambda _choice: "links",
)


def _doubt_class(row: Any, _told: Told) -> str:
    return gettext("conflict") if row.doubt_class == "conflict" else gettext("doubtful")


def _compare(row: Any, told: Told) -> str:
    address = reverse("doubt", args=[told["period"], row.row])
    return format_html('<a class="btn sm" href="{}">{}</a>', address, gettext("Compare"))


DOUBTS = Listing(
    Declared(
        page="month-doubts",
        columns=(
            SEEN,
            PERSON,
            Column("class", _("Kind"), lambda row, told: _tag(row.doubt_class, _doubt_class(row, told)), _doubt_class),
            WEIGHT,
            Column("decide", _("Decide"), _compare, lambda _row, _told: ""),
        ),
        filters=(
            Filter("register", _("Register"), _registers, lambda value, _told: Q(register=value)),
            Filter("class", _("Kind"), lambda _told: [("conflict", gettext("conflict")), ("doubtful", gettext("doubtful"))],
                   lambda value, _told: Q(doubt_class=value)),
        ),
        orders=(BY_PLACE,),
        unique="row",
        fields=("name", "seen_name", "bits"),
    ),
    rows=lambda actor, told: queries_case.doubts(actor.scope, told["period"]),
    told=_month("doubts"),
    beside=_with_people,
    whose=lambda row: [row.person_no],
    purpose=lambda _choice: "doubts",
)  # fmt: skip


# irregularities


def _findings_told(actor: Actor, query: Mapping[str, str]) -> dict[str, Any]:
    told = _month("irregularities")(actor, query)
    return {**told, "facets": queries_case.irregularity_counts(actor.scope, told["period"])}


def _patterns(told: Told) -> list[tuple[str, str]]:
    found: dict[int, int] = {}
    for line in told["facets"]:
        found[line["pattern"]] = found.get(line["pattern"], 0) + line["n"]
    return [(str(one), f"{words.pattern(one)} ({n})") for one, n in found.items()]


def _finding(row: Any, _told: Told) -> str:
    return format_html(
        '{} <span class="block">{}</span><span class="l2 wrap">{}</span>',
        _tag(row.action, words.action(row.action)), words.pattern(row.pattern), words.finding(row.pattern, row.detail),
    )  # fmt: skip


def _plain_finding(row: Any, _told: Told) -> str:
    said = (words.action(row.action), words.pattern(row.pattern), words.finding(row.pattern, row.detail))
    return " · ".join(part for part in said if part)


def _of_whom(row: Any, told: Told) -> str:
    there = place(row.region, told["names"])
    if row.person_no:
        href = reverse("person", args=[told["period"], row.person_no])
        return format_html('<a class="obj" href="{}">{}</a><span class="l2">{}</span>', href, row.name, there)
    return format_html(
        '<span class="num nowrap">{}</span><span class="l2">{}</span><span class="l2">{}</span>',
        words_log.stranger(row.name), gettext("not in the register"), there,
    )  # fmt: skip


def _plain_whom(row: Any, _told: Told) -> str:
    return str(row.name if row.person_no else words_log.stranger(row.name))


def _found_in(row: Any, _told: Told) -> str:
    return format_html('{}<span class="l2 num rec">{}</span>', words.register(row.register), row.rec_id)


def _against(row: Any, _told: Told) -> str:
    if not row.other_register:
        return "—"
    said = words.register(row.other_register)
    return format_html('{}<span class="l2 num rec">{}</span>', said, row.other_rec_id)


def _findings_total(_actor: Actor, choice: Choice, _rows: Rows, told: Told) -> tuple[int, bool]:
    chosen = choice.values["pattern"]
    return sum(line["n"] for line in told["facets"] if chosen in ("", str(line["pattern"]))), True


def _named(rows: Sequence[Any], told: dict[str, Any]) -> None:
    told["names"] = names({row.region for row in rows})


FINDINGS = Listing(
    Declared(
        page="month-findings",
        columns=(
            Column("finding", _("Finding"), _finding, _plain_finding, always=True),
            Column("person", _("Person"), _of_whom, _plain_whom),
            Column("in", _("Found in"), _found_in, lambda row, _told: f"{words.register(row.register)} {row.rec_id}"),
            Column("against", _("Against"), _against, lambda row, _told: f"{words.register(row.other_register)} {row.other_rec_id}".strip() if row.other_register else ""),
            Column("since", _("Since"), lambda row, _told: ymd(row.since), lambda row, _told: ymd(row.since), kind="num nowrap"),
        ),
        filters=(Filter("pattern", _("Finding"), _patterns, lambda value, _told: Q(pattern=int(value))),),
        orders=(BY_PLACE,),
        unique="row",
        fields=("name", "register", "detail"),
        title=_("Irregularities"),
        taken=Right.REVIEW,
    ),
    rows=lambda actor, told: queries_case.irregularities(actor.scope, told["period"]),
    told=_findings_told,
    beside=_named,
    total=_findings_total,
    whose=lambda row: [row.person_no] if row.person_no else [],
    purpose=lambda _choice: "irregularities",
)  # fmt: skip


# what one school is told


def _feedback_told(actor: Actor, query: Mapping[str, str]) -> dict[str, Any]:
    told, code = month_told(query), query.get("org_code", "")
    org = queries_case.feedback_org(actor.scope, told["period"], code)
    counts = {"all": org["lines"], "todo": org["to_do"]}
    where = [*told["where"], (gettext("School or institution"), org["name"])]
    return {**told, "where": where, "scope": actor.scope, "subject": code, "org": org, "counts": counts}


def _of_school(row: Any, told: Told) -> str:
    shown = format_html("<b>{}</b>", row.name)
    if row.person_no and not told["scope"].institution:
        href = reverse("person", args=[told["period"], row.person_no])
        shown = format_html('<a class="obj" href="{}">{}</a>', href, row.name)
    return format_html(
        '{} <span class="l2 num">{}</span><span class="l2">{} {}</span>',
        shown, row.id_mask, words.register(row.register), row.rec_id,
    )  # fmt: skip


def _missing(row: Any, _told: Told) -> str:
    if not row.items_missing:
        return ""
    return format_html(
        '<b class="late num">{} {}</b><span class="l2">{}</span>',
        yuan(row.amount_missing), gettext("yuan"), words.items(row.missing),
    )  # fmt: skip


def _plain_missing(row: Any, _told: Told) -> str:
    return f"{yuan(row.amount_missing)} {words.items(row.missing)}" if row.items_missing else ""


def _which(value: str) -> str:
    return gettext("To do") if value == "todo" else gettext("All records")


FEEDBACK = Listing(
    Declared(
        page="month-feedback",
        columns=(
            Column("name", _("Name"), _of_school, lambda row, _told: row.name, always=True),
            Column("match", _("Match"), lambda row, told: _tag(row.link_class, _class(row, told)), _class),
            Column("change", _("Change"), lambda row, _told: words.change(row.change), lambda row, _told: words.change(row.change)),
            Column("due", _("Items due"), lambda row, _told: str(row.items_due), lambda row, _told: str(row.items_due), kind="r num"),
            Column("missing", _("Missing"), _missing, _plain_missing),
            Column("todo", _("To do"), lambda row, _told: words.to_do(row.action), lambda row, _told: words.to_do(row.action)),
        ),
        filters=(
            Filter("only", _("School feedback"), lambda _told: [(one, _which(one)) for one in ONLY],
                   lambda value, _told: queries_case.ASKS if value == "todo" else Q(), "all", tabs=True),
        ),
        orders=(Order("row", ("row",)),),
        unique="row",
        fields=("name", "id_mask", "items_due", "items_missing"),
    ),
    rows=lambda actor, told: queries_case.feedback(actor.scope, told["period"], told["org"]["org_code"]),
    told=_feedback_told,
    total=lambda _actor, choice, _rows, told: (told["counts"][choice.values["only"]], True),
    whose=lambda row: [row.person_no] if row.person_no else [],
    purpose=lambda _choice: "feedback",
)  # fmt: skip
