"""Lists of what went out to schools and institutions as they are declared: feedback and receipts (B24), the exchange log."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q
from django.http import Http404
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from qianxiao.masterdata.regions.queries import names
from qianxiao.office.accounts.queries import Actor
from qianxiao.office.duties.clock import today
from qianxiao.office.lists.declared import Column, Declared, Filter, Order, Told
from qianxiao.office.lists.figures import ymd
from qianxiao.office.lists.listing import Listing
from qianxiao.office.lists.marks import mark
from qianxiao.office.lists.places import place
from qianxiao.programme.matching import queries_batch as queries
from qianxiao.programme.matching import words
from qianxiao.programme.matching.models import Answer, Delivery

STATES = ("sent", "confirmed", "returned")


def month_among(months: Sequence[int], asked: str) -> int:
    """The month asked for, else the newest; 0 without any. Raises Http404 on one that is not among them."""
    if not asked:
        return months[0] if months else 0
    if not asked.isdecimal() or int(asked) not in months:
        raise Http404
    return int(asked)


def _told(actor: Actor, query: Mapping[str, str]) -> dict[str, Any]:
    months = queries.delivered_months(actor.scope)
    period = month_among(months, query.get("month", ""))
    counted = queries.delivery_counts(actor.scope, period)
    counts = {"": counted["all"], **{one: counted[one] for one in STATES}}
    return {"months": months, "period": period, "counted": counted, "counts": counts, "day": today()}


def _log_told(actor: Actor, query: Mapping[str, str]) -> dict[str, Any]:
    """The log is of the months that were matched, whether anything went out or not."""
    months = [line["batch"].period for line in queries.batches(actor.scope)]
    return {"months": months, "period": month_among(months, query.get("month", "")), "day": today()}


def _school(row: Delivery, told: Told) -> str:
    return format_html(
        '<a class="obj" href="{}">{}</a> <span class="l2">{} <span class="num">{}</span></span>',
        reverse("match-delivery", args=[row.pk]), row.name, place(row.region, told["names"]), row.org_code,
    )  # fmt: skip


def _day(value: Any) -> str:
    return date_format(value, "Y-m-d") if value else ""


def _answer(row: Delivery, _told: Told) -> str:
    return format_html(
        '{} <span class="num mute">{}</span>',
        mark(queries.TONES[row.state], words.answer_said(row.state)), _day(row.answered_on),
    )  # fmt: skip


def _days(row: Delivery, told: Told) -> str:
    """Days to the answer, or so far."""
    if row.state == Answer.SENT:
        return format_html('<b class="late">{}</b>', queries.waited(row, told["day"]))
    return str(row.days) if row.days is not None else "—"


def _plain_days(row: Delivery, told: Told) -> str:
    days = queries.waited(row, told["day"]) if row.state == Answer.SENT else row.days
    return str(days) if days is not None else ""


def _states(_told: Told) -> list[tuple[str, str]]:
    said = {
        "sent": gettext("Not confirmed"),
        "confirmed": gettext("Confirmed"),
        "returned": gettext("Returned"),
    }
    return [("", gettext("All deliveries")), *((one, said[one]) for one in STATES)]


def _months(told: Told) -> list[tuple[str, str]]:
    return [(str(one), ymd(one)) for one in told["months"]]


def _beside(rows: Sequence[Delivery], told: dict[str, Any]) -> None:
    told["names"] = names({row.region for row in rows})


def _number(name: str, label: Any, field: str) -> Column:
    def said(row: Delivery, _told: Told) -> str:
        return str(getattr(row, field))

    return Column(name, label, said, said, kind="r num")


SCHOOL = Column("school", _("School or institution"), _school, lambda row, _told: row.name, always=True)
SENT = Column(
    "sent",
    _("Sent out"),
    lambda row, _told: _day(row.sent_on),
    lambda row, _told: _day(row.sent_on),
    kind="num nowrap",
    order="number",
)
ANSWER = Column(
    "answer",
    _("Answer"),
    _answer,
    lambda row, _told: f"{words.answer_said(row.state)} {_day(row.answered_on)}".strip(),
)
MONTH = Filter("month", _("Month"), _months, lambda _value, _told: Q(), blank=_("the newest"))
NUMBER = Order("number", ("id",))  # fmt: skip

DELIVERIES = Listing(
    Declared(
        page="deliveries",
        columns=(
            SCHOOL,
            _number("lines", _("Records"), "lines"),
            _number("fresh", pgettext_lazy("identified", "New"), "fresh"),
            _number("lost", pgettext_lazy("identified", "Lost"), "lost"),
            SENT,
            ANSWER,
            Column("days", _("Days"), _days, _plain_days, kind="r num"),
        ),
        filters=(
            Filter("state", _("By answer"), _states, lambda value, _told: Q(state=value), tabs=True),
            MONTH,
        ),
        orders=(NUMBER,),
        keep=True,
    ),
    rows=lambda actor, told: queries.deliveries(actor.scope, told["period"]),
    told=_told,
    beside=_beside,
)
LOG = Listing(
    Declared(
        page="exchange",
        columns=(
            SCHOOL,
            _number("lines", _("Rows"), "lines"),
            SENT,
            ANSWER,
            Column("sha", "SHA-256", lambda row, _told: row.sha256[:12], lambda row, _told: row.sha256, kind="num mute"),
        ),
        filters=(
            MONTH,
            Filter("state", _("Answer"), lambda told: _states(told)[1:], lambda value, _told: Q(state=value)),
        ),
        orders=(NUMBER,),
    ),
    rows=lambda actor, told: queries.deliveries(actor.scope, told["period"]),
    told=_log_told,
    beside=_beside,
)  # fmt: skip
