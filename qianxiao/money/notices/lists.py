"""Lists of notices, of the lines of one, of objections (B60)."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from qianxiao.masterdata.regions.queries import names
from qianxiao.money.notices import queries, rules, words
from qianxiao.money.notices.models import Notice, NoticeLine, Objection
from qianxiao.office.accounts.queries import Actor
from qianxiao.office.lists.declared import Column, Declared, Filter, Order, Told
from qianxiao.office.lists.figures import yuan
from qianxiao.office.lists.listing import Listing
from qianxiao.office.lists.marks import mark
from qianxiao.registers.schools.words import coded, day


def _options(table: Mapping[str, object]) -> list[tuple[str, str]]:
    return [(key, str(label)) for key, label in table.items()]


def _places(rows: Sequence[Any], told: dict[str, Any]) -> None:
    told["places"] = names({row.region[:6] for row in rows})


def _place(row: Notice | Objection, told: Told) -> str:
    return str(told["places"].get(row.region[:6], row.region))


def title(one: Notice) -> str:
    """What a notice is called: its own title, else its item and kind."""
    return one.title or f"{coded('aid_item', one.item)} · {rules.kinds()[one.kind]}"


def _title(row: Notice, _told: Told) -> str:
    return format_html(
        '<a class="obj" href="{}">{}</a> <span class="l2 num">{}</span>',
        reverse("notice", args=[row.pk]),
        title(row),
        row.pk,
    )


def _until(row: Notice, _told: Told) -> str:
    return day(row.ended_on or row.due_on)


NOTICES = Listing(
    Declared(
        page="notices",
        columns=(
            Column("title", _("Notice"), _title, lambda row, _told: title(row), always=True),
            Column("place", _("Place"), _place, _place, shown=False),
            Column("lines", _("Lines"), lambda row, _told: f"{row.lines_told:,}", lambda row, _told: str(row.lines_told), kind="r"),
            Column("amount", _("Amount (yuan)"), lambda row, _told: yuan(row.amount), lambda row, _told: yuan(row.amount), kind="r"),
            Column("opened", _("Up since"), lambda row, _told: day(row.opened_on), lambda row, _told: day(row.opened_on), kind="num"),
            Column("until", _("Until"), _until, _until, kind="num"),
            Column("state", _("State"), lambda row, _told: mark(words.MARKS[row.state], str(words.STATES[row.state])),
                   lambda row, _told: str(words.STATES[row.state])),
        ),
        filters=(
            Filter("state", _("State"), lambda _told: _options(words.STATES), lambda value, _told: Q(state=value), "showing", tabs=True),
            Filter("kind", _("Kind"), lambda _told: [(code, str(one)) for code, one in rules.kinds().items()],
                   lambda value, _told: Q(kind=value)),
        ),
        orders=(Order("newest", ("-id",)),),
        keep=True,
        title=_("Public notices"),
    ),
    rows=lambda actor, _told: queries.notices(actor.scope),
    told=lambda actor, _query: {"counts": queries.by_state(actor.scope)},
    beside=_places,
)  # fmt: skip


def _line_rows(actor: Actor, told: Told) -> Any:
    return queries.lines_of(actor.scope, told["notice"])


def _line_told(actor: Actor, query: Mapping[str, str]) -> dict[str, Any]:
    one = queries.notice_of(actor.scope, int(query.get("notice", "0")))
    return {"notice": one.pk, "one": one, "subject": f"notice {one.pk}"}


LINES = Listing(
    Declared(
        page="notice-lines",
        columns=(
            Column("number", _("No."), lambda row, _told: str(row.number), lambda row, _told: str(row.number), always=True, kind="r"),
            Column("name", _("Name"), lambda row, _told: row.name, lambda row, _told: row.name, always=True),
            Column("id", _("ID number"), lambda row, _told: row.id_mask or "—", lambda row, _told: row.id_mask, kind="num"),
            Column("place", _("Township"), lambda row, _told: row.place or "—", lambda row, _told: row.place),
            Column("amount", _("Amount (yuan)"), lambda row, _told: yuan(row.amount), lambda row, _told: yuan(row.amount), kind="r"),
            Column("claim", _("Claim"), lambda row, _told: row.claim, lambda row, _told: row.claim, kind="num"),
            Column("state", _("State"), lambda row, _told: mark(words.MARKS[row.state], str(words.LINES[row.state])),
                   lambda row, _told: str(words.LINES[row.state])),
        ),
        filters=(Filter("line", _("State"), lambda _told: _options(words.LINES), lambda value, _told: Q(state=value)),),
        orders=(Order("number", ("number",)),),
        unique="number",
        fields=("name", "id_no"),
        title=_("Lines of a notice"),
    ),
    rows=_line_rows,
    told=_line_told,
    whose=lambda row: [str(row.person_id)] if row.person_id else [],
)  # fmt: skip


def _about(row: Objection, _told: Told) -> str:
    said = dict(rules.reasons()).get(row.kind, row.kind)
    href = reverse("objection", args=[row.pk])
    return format_html(
        '<a class="obj" href="{}">{}</a> <span class="l2">{}</span>', href, said, row.text[:60]
    )


def _line(row: Objection, _told: Told) -> str:
    line: NoticeLine = row.line
    return format_html('{} <span class="l2 num">{}/{}</span>', line.name, line.notice_id, line.number)


OBJECTIONS = Listing(
    Declared(
        page="objections",
        columns=(
            Column("about", _("What is said"), _about, lambda row, _told: row.text, always=True),
            Column("line", _("Line"), _line, lambda row, _told: f"{row.line.notice_id}/{row.line.number}"),
            Column("place", _("Place"), _place, _place, shown=False),
            Column("amount", _("Amount (yuan)"), lambda row, _told: yuan(row.line.amount), lambda row, _told: yuan(row.line.amount), kind="r"),
            Column("due", _("Answer by"), lambda row, _told: day(row.due_on), lambda row, _told: day(row.due_on), kind="num"),
            Column("state", _("State"), lambda row, _told: mark(words.MARKS[row.state], str(words.OBJECTIONS[row.state])),
                   lambda row, _told: str(words.OBJECTIONS[row.state])),
        ),
        filters=(
            Filter("state", _("State"), lambda _told: _options(words.OBJECTIONS), lambda value, _told: Q(state=value), "open", tabs=True),
        ),
        orders=(Order("oldest", ("at", "id")),),
        fields=("text",),
        keep=True,
        title=_("Objections"),
    ),
    rows=lambda actor, _told: queries.objections(actor.scope),
    told=lambda actor, _query: {"counts": queries.objections_by_state(actor.scope)},
    beside=_places,
    whose=lambda row: [str(row.line.person_id)] if row.line.person_id else [],
)  # fmt: skip
