"""The lists of students (B30, S05): of the own school or the schools of a region, and of those whose home is there."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from qianxiao.base.catalogues import majors
from qianxiao.masterdata.regions.queries import names, span
from qianxiao.office.accounts.queries import Actor
from qianxiao.office.lists import places
from qianxiao.office.lists.declared import Column, Declared, Filter, Order, Told
from qianxiao.office.lists.listing import Listing, Rows
from qianxiao.office.lists.marks import mark
from qianxiao.registers.schools.models import Institution
from qianxiao.registers.schools.words import choices, major
from qianxiao.services.studies import queries, words
from qianxiao.services.studies.models import Conflict, Student
from qianxiao.services.studies.queries_work import at_the_end
from qianxiao.services.studies.writing import day_now

LAST = chr(0x10FFFF)  # behind every prefix


def _name(row: Student, _told: Told) -> str:
    link = format_html('<a class="obj" href="{}">{}</a>', reverse("student", args=[row.pk]), row.name)
    return format_html('{} <span class="l2 num">{}</span>', link, row.reg_no)


def _school(row: Student, told: Told) -> str:
    return str(told["schools"].get(row.org_code, row.org_code))


def _major(row: Student, _told: Told) -> str:
    return format_html('{} <span class="l2">{}</span>', major(row.major), words.stage_of(row.stage))


def _major_plain(row: Student, _told: Told) -> str:
    return f"{major(row.major)} {words.stage_of(row.stage)}"


def _class(row: Student, _told: Told) -> str:
    return row.class_name or "—"


def _enrol(row: Student, _told: Told) -> str:
    return words.month(row.enrol_month)


def _kind(row: Student, _told: Told) -> str:
    return words.kind(row.reg_kind)


def _status(row: Student, _told: Told) -> str:
    said = mark(words.TONES.get(row.status, ""), words.status(row.status))
    return format_html('{} <span class="l2">{}</span>', said, words.WAITS[row.waits]) if row.waits else said


def _status_plain(row: Student, _told: Told) -> str:
    return words.status(row.status)


def _poor(row: Student, _told: Told) -> str:
    return mark("info", gettext("Registered poor")) if row.poor else "—"


def _poor_plain(row: Student, _told: Told) -> str:
    return gettext("Registered poor") if row.poor else ""


def _home(row: Student, told: Told) -> str:
    return places.place(row.home[:6], told["names"])


def _term(row: Student, _told: Told) -> str:
    return words.term(row.term)


def _told(actor: Actor, query: Mapping[str, str]) -> dict[str, Any]:
    return {"regions": places.options(actor, query)}


def _beside(rows: Sequence[Student], told: dict[str, Any]) -> None:
    told["names"] = names({row.home[:6] for row in rows})
    schools = Institution.objects.filter(org_code__in={row.org_code for row in rows})
    told["schools"] = dict(schools.values_list("org_code", "name"))


def _named(rows: Rows, text: str) -> Rows:
    """Whose name or student number begins so."""
    either = Q(name__gte=text, name__lt=text + LAST) | Q(reg_no=text) | Q(school_no=text)
    return rows.filter(either)


def _at_home(value: str, _told: Told) -> Q:
    lo, hi = span(value)
    return Q(home__gte=lo, home__lt=hi)


YES = (("yes", _("yes")), ("no", _("no")))
COLUMNS = (
    Column("name", _("Name"), _name, lambda row, _told: row.name, order="name", always=True),
    Column("school", _("School"), _school, _school),
    Column("major", _("Major"), _major, _major_plain),
    Column("class", _("Class"), _class, _class),
    Column("kind", _("Kind of registration"), _kind, _kind),
    Column("enrol", _("Enrolled"), _enrol, _enrol, kind="num"),
    Column("status", _("Status"), _status, _status_plain),
    Column("poor", _("Registered poor"), _poor, _poor_plain),
    Column("home", _("County of the home"), _home, _home, shown=False),
    Column("term", _("Newest term"), _term, _term, shown=False),
    Column("id_mask", _("ID number, masked"), lambda row, _told: row.id_mask, lambda row, _told: row.id_mask,
           shown=False, kind="num"),
)  # fmt: skip
FILTERS = (
    Filter("status", _("Status"), lambda _told: choices("student_status"), lambda value, _told: Q(status=value)),
    Filter("waits", _("Waits for"), lambda _told: [(key, str(label)) for key, label in words.WAITS.items()],
           lambda value, _told: Q(waits=value)),
    Filter("kind", _("Kind of registration"), lambda _told: choices("reg_kind"), lambda value, _told: Q(reg_kind=value)),
    Filter("stage", _("Level of training"), lambda _told: choices("school_stage"), lambda value, _told: Q(stage=value)),
    Filter("major", _("Major"), lambda _told: [(code, f"{major(code)} {code}") for code in majors()],
           lambda value, _told: Q(major=value)),
    Filter("poor", _("Registered poor"), lambda _told: [(key, str(label)) for key, label in YES],
           lambda value, _told: Q(poor=value == "yes")),
    Filter("last", _("Last year of the level"), lambda _told: [("yes", str(_("yes")))], lambda _value, _told: at_the_end(day_now())),
)  # fmt: skip
SHOWN = ("name", "id_mask", "state")
STUDENTS = Listing(
    Declared(
        page="students", columns=COLUMNS, filters=(places.PLACE, *FILTERS),
        orders=(Order("name", ("region", "org_code", "name", "id")),), fields=SHOWN, title=_("Students"),
    ),
    rows=lambda actor, _told: queries.students(actor.scope),
    told=_told, beside=_beside, named=_named, whose=lambda row: [str(row.person_id)],
)  # fmt: skip
FROM_HERE = Listing(
    Declared(
        page="students-home", columns=COLUMNS,
        filters=(Filter("region", _("Place"), lambda told: list(told["regions"]), _at_home), *FILTERS),
        orders=(Order("name", ("home", "name", "id")),), fields=SHOWN, title=_("Students from here"),
    ),
    rows=lambda actor, _told: queries.from_here(actor.scope),
    told=_told, beside=_beside, named=_named, whose=lambda row: [str(row.person_id)],
)  # fmt: skip


def _claimed(row: Conflict, _told: Told) -> str:
    return format_html(
        '<a class="obj" href="{}">{}</a>', reverse("student-conflict", args=[row.pk]), row.name
    )


def _sides(row: Conflict, told: Told) -> str:
    parts = [format_html('{} <span class="l2 num">{}</span>', told["schools"].get(org, org), number)
             for _side, _id, number, org in row.sides()]  # fmt: skip
    return format_html("{}<br>{}", *parts)


def _sides_plain(row: Conflict, told: Told) -> str:
    return " / ".join(f"{told['schools'].get(org, org)} {number}" for _side, _id, number, org in row.sides())


def _conflict_state(row: Conflict, _told: Told) -> str:
    return mark({"open": "wait", "settled": "ok"}.get(row.state, ""), str(words.CONFLICTS[row.state]))


def _schools_of(rows: Sequence[Conflict], told: dict[str, Any]) -> None:
    codes = {code for row in rows for code in (row.org_one, row.org_two)}
    told["schools"] = dict(Institution.objects.filter(org_code__in=codes).values_list("org_code", "name"))


CONFLICTS = Listing(
    Declared(
        page="student-conflicts",
        columns=(
            Column("name", _("Name"), _claimed, lambda row, _told: row.name, order="oldest", always=True),
            Column("sides", _("School"), _sides, _sides_plain),
            Column("state", _("State"), _conflict_state, lambda row, _told: str(words.CONFLICTS[row.state])),
        ),
        filters=(Filter("state", _("State"), lambda _told: [(key, str(label)) for key, label in words.CONFLICTS.items()],
                        lambda value, _told: Q(state=value), "open", tabs=True),),
        orders=(Order("oldest", ("id",)),), fields=("name",), title=_("Registrations two schools claim"),
    ),
    rows=lambda actor, _told: queries.conflicts(actor.scope),
    beside=_schools_of, whose=lambda row: [str(row.person)],
)  # fmt: skip
