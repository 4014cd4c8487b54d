"""Lists of duties as they are declared (kit): the agency's work, messages of a seat."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q
from django.http import Http404
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from qianxiao.masterdata.regions.queries import names
from qianxiao.office.accounts.models import Post
from qianxiao.office.accounts.queries import Actor
from qianxiao.office.duties import queries, words
from qianxiao.office.duties.clock import today
from qianxiao.office.duties.models import Duty, DutyEvent
from qianxiao.office.lists.declared import Column, Declared, Filter, Order, Told
from qianxiao.office.lists.listing import Listing
from qianxiao.office.lists.marks import mark
from qianxiao.office.lists.places import place


def _title(row: Duty, _told: Told) -> str:
    link = format_html(
        '<a class="obj" href="{}">{}</a>', reverse("duty", args=[row.pk]), words.title(row.rule)
    )
    return format_html('{} <span class="l2 num">{}</span>', link, words.period_said(row.period))


def _agency(row: Duty, told: Told) -> str:
    return format_html('{} <span class="l2">{}</span>', row.agency.name, place(row.region, told["names"]))


def _person(row: Duty, _told: Told) -> str:
    return getattr(row, "person", None) or mark("wait", gettext("On nobody's name"))


def _state(row: Duty, told: Told) -> str:
    return format_html_join(
        " ", "{}", ((mark(tone, said),) for tone, said in words.standing(row, told["day"]))
    )


def _plain_state(row: Duty, told: Told) -> str:
    return " ".join(said for _tone, said in words.standing(row, told["day"]))


TITLE = Column("duty", _("Duty to fulfil"), _title, lambda row, _told: words.title(row.rule), always=True)
# what every list of duties shows
SHARED = (
    TITLE,
    Column("period", _("Period"), lambda row, _told: words.period_said(row.period), lambda row, _told: words.period_said(row.period), kind="num", shown=False),
    Column("agency", _("Agency"), _agency, lambda row, _told: row.agency.name),
    Column("place", _("Place"), lambda row, told: place(row.region, told["names"]), lambda row, told: place(row.region, told["names"]), shown=False),
    Column("due", _("Due by"), lambda row, _told: str(row.due_on), lambda row, _told: str(row.due_on), order="due", kind="num"),
    Column("person", _("Named person"), _person, lambda row, _told: getattr(row, "person", None) or ""),
    Column("state", _("State"), _state, _plain_state),
)  # fmt: skip
DUE = Order("due", ("due_on", "id"))  # soonest first


def _post(actor: Actor) -> Post:
    if actor.post is None:
        raise Http404
    return actor.post


def beside(rows: Sequence[Duty], told: dict[str, Any]) -> None:
    """Names of the places of the rows."""
    told["names"] = names({row.region for row in rows})


def _told(actor: Actor, _query: Mapping[str, str]) -> dict[str, Any]:
    day, post = today(), _post(actor)
    return {"day": day, "views": queries.views(post, day), "counts": queries.counts(actor.scope, post, day)}


WORK = Listing(
    Declared(
        page="duties",
        columns=SHARED,
        filters=(
            Filter(
                "view",
                _("Duties by state"),
                lambda _told: [(name, words.view(name)) for name in queries.VIEWS],
                lambda value, told: Q(told["views"][value]),
                "open",
                tabs=True,
            ),
        ),
        orders=(DUE,),
    ),
    rows=lambda actor, told: queries.of_agency(actor.scope, _post(actor), told["day"]),
    told=_told,
    beside=beside,
    total=lambda _actor, choice, _rows, told: (told["counts"][choice.values["view"]], True),
)


def _said(row: DutyEvent, told: Told) -> str:
    fresh = mark("wait", gettext("Not read")) if row.pk > told["until"] else ""
    return format_html("{} {}", fresh, words.happened(row))


def _about(row: DutyEvent, _told: Told) -> str:
    return _title(row.duty, _told)


MESSAGES = Listing(
    Declared(
        page="messages",
        columns=(
            Column("when", _("When"), lambda row, _told: str(row.day), lambda row, _told: str(row.day), kind="num"),
            Column("what", _("What"), _said, lambda row, _told: words.happened(row), kind="wrap", always=True),
            Column("duty", _("Duty to fulfil"), _about, lambda row, _told: words.title(row.duty.rule)),
            Column("agency", _("Agency"), lambda row, _told: row.duty.agency.name, lambda row, _told: row.duty.agency.name),
        ),
        filters=(
            Filter(
                "part",
                _("Messages"),
                lambda _told: [("all", gettext("All")), ("unread", gettext("Not read"))],
                lambda value, told: Q(id__gt=told["until"]) if value == "unread" else Q(),
                "all",
                tabs=True,
            ),
        ),
        orders=(Order("newest", ("-id",)),),
    ),
    rows=lambda actor, _told: queries.messages(actor.scope, _post(actor)),
    told=lambda actor, _query: {"until": queries.read_until(_post(actor))},
)  # fmt: skip
