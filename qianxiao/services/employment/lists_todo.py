"""Lists of questions: differences of the quarter, calls of the month (B50)."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from qianxiao.office.accounts.queries import Actor
from qianxiao.office.duties.clock import today
from qianxiao.office.duties.declared import ymd as number_of
from qianxiao.office.lists import places
from qianxiao.office.lists.declared import Column, Declared, Filter, Order, Told
from qianxiao.office.lists.figures import ymd
from qianxiao.office.lists.listing import Listing
from qianxiao.office.lists.marks import mark
from qianxiao.services.employment import queries_todo, words
from qianxiao.services.employment.lists import what
from qianxiao.services.employment.models import Todo


def _who(row: Todo, _told: Told) -> str:
    href = reverse("employment-todo", args=[row.pk])
    return format_html('<a class="obj" href="{}">{}</a> <span class="l2 num">{} {}</span>', href, row.record.name, row.record.id_mask, row.record.phone_mask)  # fmt: skip


def _stands(row: Todo, _told: Told) -> str:
    return format_html("{} <span class='l2'>{}</span>", mark(words.TONES[row.record.state], words.state(row.record.state)), what(row.record))  # fmt: skip


def _plain_stands(row: Todo, _told: Told) -> str:
    return f"{words.state(row.record.state)} {what(row.record)}"


def asked(row: Todo) -> str:
    """What is asked, in words."""
    firm = row.facts.get("employer", "") or row.facts.get("org_code", "")
    return str(words.WHYS[row.why]) % {"firm": firm}


def _due(row: Todo, told: Told) -> str:
    late = row.answer == "" and row.due < told["day"]
    return format_html('<span class="num nowrap">{}</span> {}', ymd(row.due), mark("bad", gettext("Overdue")) if late else "")  # fmt: skip


def _tries(row: Todo, _told: Told) -> str:
    return gettext(", ").join(ymd(one) for one in row.tries) or "—"


def _answer(row: Todo, _told: Told) -> str:
    return mark(words.ANSWER_TONES[row.answer], str(words.ANSWERS[row.answer]))


def _beside(rows: Sequence[Todo], told: dict[str, Any]) -> None:
    told["names"] = places.known(row.region for row in rows)


def _listing(kind: str, page: str, title: Any) -> Listing:
    def told(actor: Actor, query: Mapping[str, str]) -> dict[str, Any]:
        counts = queries_todo.by_answer(actor.scope, kind)
        return {"regions": places.options(actor, query), "day": number_of(today()), "counts": counts}

    return Listing(
        Declared(
            page=page,
            columns=(
                Column("who", _("Name"), _who, lambda row, _told: row.record.name, always=True),
                Column("why", _("What is asked"), lambda row, _told: asked(row), lambda row, _told: asked(row)),
                Column("stands", _("On the platform"), _stands, _plain_stands),
                Column("place", _("Place"), lambda row, told: places.place(row.region, told["names"]), lambda row, told: places.place(row.region, told["names"])),
                Column("tries", _("Attempts"), _tries, _tries, kind="num"),
                Column("due", _("To be done by"), _due, lambda row, _told: ymd(row.due), order="due"),
                Column("answer", _("State"), _answer, lambda row, _told: str(words.ANSWERS[row.answer])),
            ),
            filters=(
                Filter("answer", _("State"), lambda _told: [(key or "open", str(label)) for key, label in words.ANSWERS.items()],
                       lambda value, _told: Q(answer="" if value == "open" else value), "open", tabs=True),
                places.PLACE,
            ),
            orders=(Order("due", ("due", "id")),),
            fields=("name", "phone", "state", "employer"),
            keep=True,
            title=title,
        ),
        rows=lambda actor, _told: queries_todo.todos(actor.scope, kind),
        told=told,
        beside=_beside,
        whose=lambda row: [str(row.person_id)],
    )  # fmt: skip


COMPARE = _listing("compare", "employment-compare", _("Differences with social insurance"))
CALLS = _listing("call", "employment-calls", _("Monthly call-backs"))
