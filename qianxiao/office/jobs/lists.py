"""The list of background work (B05) as it is declared: newest first, by state."""

from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from qianxiao.office.jobs import queries, words
from qianxiao.office.jobs.models import Job, State
from qianxiao.office.lists.declared import Column, Declared, Filter, Order, Told
from qianxiao.office.lists.listing import Listing
from qianxiao.office.lists.marks import mark


def _what(row: Job, _told: Told) -> str:
    return format_html(
        '<a class="obj" href="{}">{}</a> <span class="l2 wrap">{}</span>',
        reverse("job", args=[row.pk]), words.job_kind(row.kind), row.title,
    )  # fmt: skip


def _state(row: Job, _told: Told) -> str:
    far = f"{row.percent}%" if row.state == State.RUNNING and row.percent is not None else ""
    return format_html(
        '{} <span class="num">{}</span>', mark(words.job_tone(row.state), words.job_state(row.state)), far
    )


def _asked(row: Job, _told: Told) -> str:
    return date_format(localtime(row.asked_at), "Y-m-d H:i")


def _ended(row: Job, _told: Told) -> str:
    return date_format(localtime(row.ended_at), "Y-m-d H:i") if row.ended_at else "—"


JOBS = Listing(
    Declared(
        page="jobs",
        columns=(
            Column("number", _("Number"), lambda row, _told: str(row.pk), lambda row, _told: str(row.pk), order="newest", kind="num"),
            Column("what", _("What"), _what, lambda row, _told: words.job_kind(row.kind), always=True),
            Column("state", _("State"), _state, lambda row, _told: words.job_state(row.state)),
            Column("by", _("Asked by"), lambda row, _told: row.by_name or row.by, lambda row, _told: row.by_name or row.by),
            Column("asked", _("Asked"), _asked, _asked, kind="num nowrap"),
            Column("ended", _("Ended"), _ended, _ended, kind="num nowrap"),
        ),
        filters=(
            Filter("state", _("State"), lambda _told: [(one.value, words.job_state(one)) for one in State], lambda value, _told: Q(state=value)),
        ),
        orders=(Order("newest", ("-id",)),),
    ),
    rows=lambda actor, _told: queries.jobs(actor),
)  # fmt: skip
