"""The queue of applicants (S04): registered poor first, then other categories, then time; the reason beside each."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from qianxiao.base.catalogues import majors
from qianxiao.office.accounts.queries import Actor
from qianxiao.office.accounts.roles import Right
from qianxiao.office.lists.declared import Column, Declared, Filter, Order, Told
from qianxiao.office.lists.listing import Listing
from qianxiao.office.lists.marks import mark
from qianxiao.registers.schools.models import Institution
from qianxiao.registers.schools.words import major
from qianxiao.services.studies import queries_intake as queries
from qianxiao.services.studies import words_work as words
from qianxiao.services.studies.actions_intake import VERBS
from qianxiao.services.studies.models_intake import Application


def _name(row: Application, told: Told) -> str:
    school = told["schools"].get(row.org_code, row.org_code) if told["office"] else row.id_mask
    return format_html('<b>{}</b> <span class="l2">{}</span>', row.name, school)


def _why(row: Application, _told: Told) -> str:
    return words.rank_reason(row.tier, row.categories)


def _rank(row: Application, _told: Told) -> str:
    parts = [(words.category(code), text) for code, text in sorted(row.evidence.items())]
    proof = format_html_join("", '<span class="l2 wrap">{} · {}</span>', parts)
    return format_html('<span class="wrap">{}</span>{}', _why(row, _told), proof)


def _state(row: Application, _told: Told) -> str:
    said = mark(words.STATE_TONES.get(row.state, ""), str(words.APPLICATIONS[row.state]))
    if row.student_id is None:
        return said
    return format_html('<a href="{}">{}</a>', reverse("student", args=[row.student_id]), said)


def _answer(row: Application, told: Told) -> str:
    """Buttons of the forms that stand behind the list."""
    verbs = [verb for verb, (start, _to) in VERBS.items() if row.state in start] if told["may"] else []
    if not verbs:
        return ""
    field = ""
    if row.state == Application.State.WAITING:
        field = format_html(
            '<input class="inp" form="a{0}" name="reason" id="r{0}" aria-label="{1}" placeholder="{1}" maxlength="200"> ',
            row.pk, gettext("Reason, if the order is left or somebody is not accepted"),
        )  # fmt: skip
    buttons = format_html_join(
        " ", '<button class="btn sm" form="a{}" formaction="{}">{}</button>',
        [(row.pk, reverse("intake-decide", args=[row.pk, verb]), words.VERBS[verb]) for verb in verbs],
    )  # fmt: skip
    return format_html('<span class="row">{}{}</span>', field, buttons)


def _told(actor: Actor, _query: Any) -> dict[str, Any]:
    return {"may": actor.scope.may(Right.ENROL), "office": not actor.scope.institutions}


def _beside(rows: Sequence[Application], told: dict[str, Any]) -> None:
    codes = {row.org_code for row in rows}
    told["schools"] = dict(Institution.objects.filter(org_code__in=codes).values_list("org_code", "name"))
    first = {"waiting": "offer", "offered": "take"}  # what Enter in the field of the reason means
    told["forms"] = [
        (str(row.pk), reverse("intake-decide", args=[row.pk, first[row.state]]))
        for row in rows
        if told["may"] and row.state in first
    ]


APPLICATIONS = Listing(
    Declared(
        page="intake",
        columns=(
            Column("name", _("Name"), _name, lambda row, _told: row.name, order="rank", always=True),
            Column("major", _("Major"), lambda row, _told: major(row.major), lambda row, _told: major(row.major)),
            Column("rank", _("Rank and reason"), _rank, _why),
            Column("state", _("State"), _state, lambda row, _told: str(words.APPLICATIONS[row.state])),
            Column("answer", _("Decision"), _answer, lambda _row, _told: ""),
        ),
        filters=(
            Filter("state", _("State"), lambda _told: [(key, str(label)) for key, label in words.APPLICATIONS.items()],
                   lambda value, _told: Q(state=value), "waiting", tabs=True),
            Filter("major", _("Major"), lambda _told: [(code, f"{major(code)} {code}") for code in majors()],
                   lambda value, _told: Q(major=value)),
            Filter("year", _("Year"), None, lambda value, _told: Q(year=int(value)), pattern=r"20\d\d"),
        ),
        orders=(Order("rank", ("org_code", "year", "major", "tier", "applied_at", "id")),),
        fields=("name", "id_mask", "state"), keep=True, title=_("Admission"),
    ),
    rows=lambda actor, _told: queries.applications(actor.scope),
    told=_told, beside=_beside, whose=lambda row: [str(row.person_id)],
)  # fmt: skip
