"""The lists of courses (B46) and of who learns what (B47)."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from qianxiao.office.accounts.queries import Actor
from qianxiao.office.lists.declared import Column, Declared, Filter, Order, Told
from qianxiao.office.lists.listing import Listing
from qianxiao.office.lists.marks import mark
from qianxiao.services.courses import queries
from qianxiao.services.courses.models import Course, Learning

STATES = {
    Course.State.DRAFT: _("being written"),
    Course.State.OPEN: _("open to learners"),
    Course.State.CLOSED: _("taken back"),
}
TONES = {Course.State.DRAFT: "wait", Course.State.OPEN: "ok", Course.State.CLOSED: ""}


def _title(row: Course, _told: Told) -> str:
    link = format_html('<a class="obj" href="{}">{}</a>', reverse("library-course", args=[row.pk]), row.title)
    return format_html('{} <span class="l2">{}</span>', link, row.platform.name)


def _state(row: Course, _told: Told) -> str:
    return mark(TONES[Course.State(row.state)], str(STATES[Course.State(row.state)]))


COURSES = Listing(
    Declared(
        page="library",
        columns=(
            Column("title", _("Title"), _title, lambda row, _told: row.title, order="title", always=True),
            Column("state", _("State"), _state, lambda row, _told: str(STATES[Course.State(row.state)])),
            Column("parts", _("Lessons"), lambda row, _told: str(row.parts), lambda row, _told: str(row.parts), kind="r"),
            Column("hours", _("Class hours"), lambda row, _told: str(row.hours), lambda row, _told: str(row.hours), kind="r"),
            Column("learners", _("Learners"), lambda row, _told: str(row.learners), lambda row, _told: str(row.learners), kind="r"),
        ),
        filters=(
            Filter("state", _("State"), lambda _told: [(str(key), str(label)) for key, label in STATES.items()],
                   lambda value, _told: Q(state=value)),
            Filter("q", _("Name contains"), None, lambda value, _told: Q(title__contains=value)),
        ),
        orders=(Order("title", ("title", "id")),),
        title=_("Online courses"),
    ),
    rows=lambda actor, _told: queries.courses(actor.scope),
)  # fmt: skip


def _who(row: Learning, _told: Told) -> str:
    return (
        format_html("<b>{}</b>", row.proof.name)
        if hasattr(row, "proof")
        else format_html('<span class="num">{}</span>', row.number)
    )


def _when(value: Any) -> str:
    return date_format(localtime(value), "Y-m-d H:i") if value else "—"


def _told(_actor: Actor, query: Mapping[str, str]) -> dict[str, Any]:
    return {"course": query.get("course", ""), "subject": query.get("course", "")}


def _minutes(seconds: int) -> str:
    return f"{seconds // 60}"


LEARNINGS = Listing(
    Declared(
        page="learnings",
        columns=(
            Column("who", _("Learner"), _who, lambda row, _told: row.number, always=True),
            Column("began", _("Begun"), lambda row, _told: _when(row.began_at), lambda row, _told: _when(row.began_at), order="newest", kind="num"),
            Column("counted", _("Minutes that count"), lambda row, _told: _minutes(row.seconds), lambda row, _told: _minutes(row.seconds), kind="r"),
            Column("refused", _("Minutes not counted"), lambda row, _told: _minutes(row.refused), lambda row, _told: _minutes(row.refused), kind="r"),
            Column("finished", _("Finished"), lambda row, _told: _when(row.finished_at), lambda row, _told: _when(row.finished_at), kind="num"),
        ),
        filters=(),
        orders=(Order("newest", ("-began_at", "id")),),
        fields=("name", "number"),
        title=_("Who learns here"),
    ),
    rows=lambda actor, told: queries.learnings_of(actor.scope, told["course"]),
    told=_told,
    whose=lambda row: [str(row.person_id)],
)  # fmt: skip
