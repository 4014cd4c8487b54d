"""The list of cases (S08, B32)."""

from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from qianxiao.office.duties import clock
from qianxiao.office.lists.declared import Column, Declared, Filter, Order, Told
from qianxiao.office.lists.listing import Listing
from qianxiao.office.lists.marks import mark
from qianxiao.programme.monitoring import queries, words
from qianxiao.programme.monitoring.models import Case

STATES = (("open", _("Open")), ("closed", _("Closed")))


def _name(row: Case, _told: Told) -> str:
    return format_html('<a class="obj" href="{}">{}</a>', reverse("monitoring-case", args=[row.pk]), row.name)


def _kind(row: Case, _told: Told) -> str:
    return str(words.TROUBLES[row.kind])


def _measure(row: Case, _told: Told) -> str:
    return str(words.MEASURES.get(row.measure, row.measure))


def _due(row: Case, _told: Told) -> str:
    if row.due is None:
        return mark("wait", str(_("not planned"))) if row.state == Case.State.OPEN else "—"
    said = date_format(row.due, "Y-m-d")
    late = row.state == Case.State.OPEN and row.due < clock.today()
    return mark("bad", said) if late else said


def _plain_due(row: Case, _told: Told) -> str:
    return date_format(row.due, "Y-m-d") if row.due else ""


CASES = Listing(
    Declared(
        page="cases",
        columns=(
            Column("name", _("Student"), _name, lambda row, _told: row.name, always=True),
            Column("kind", _("Difficulty"), _kind, _kind),
            Column("measure", _("Measure"), _measure, _measure),
            Column("owner", _("Who does it"), lambda row, _told: row.owner or "—", lambda row, _told: row.owner),
            Column("due", _("Until"), _due, _plain_due, kind="num"),
            Column("effect", _("What came of it"), lambda row, _told: row.effect or "—", lambda row, _told: row.effect),
        ),
        filters=(
            Filter("state", _("State"), lambda _told: [(key, str(label)) for key, label in STATES],
                   lambda value, _told: Q(state=value), "open", tabs=True),
            Filter("kind", _("Difficulty"), lambda _told: [(key, str(label)) for key, label in words.TROUBLES.items() if key != "none"],
                   lambda value, _told: Q(kind=value)),
        ),
        orders=(Order("newest", ("-id",)),),
        fields=("name", "trouble"),
        keep=True,
        title=_("Cases of students"),
    ),
    rows=lambda actor, _told: queries.cases(actor.scope),
    whose=lambda row: [str(row.student_id)],
)  # fmt: skip
