"""Lists over the access log as they are declared: the trail for auditors (B83), what I looked at myself (B84)."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from qianxiao.office.accounts.queries import Actor
from qianxiao.office.audit import queries, words
from qianxiao.office.audit.models import AccessLog
from qianxiao.office.lists import kit
from qianxiao.office.lists.cells import drawn
from qianxiao.office.lists.declared import Column, Declared, Filter, Order, Told
from qianxiao.office.lists.kit import Choice
from qianxiao.office.lists.listing import Listing


def _when(row: AccessLog, _told: Told) -> str:
    return date_format(localtime(row.at), "Y-m-d H:i:s")


def _who(row: AccessLog, _told: Told) -> str:
    return format_html(
        '{} <span class="l2">{}</span><span class="l2 num">{}</span>',
        row.username,
        row.post,
        row.address or "",
    )


def _nothing(_row: AccessLog, _told: Told) -> str:
    return ""


def _kinds(_told: Told) -> list[tuple[str, str]]:
    return [(one, words.access_kind(one)) for one in AccessLog.Kind.values]


def _in_month(value: str, _told: Told) -> Q:
    return Q(month=int(value.replace("-", "")))


def _total(
    _actor: Actor, choice: Choice, rows: "QuerySet[AccessLog]", _told: Told
) -> tuple[int | None, bool]:
    """Not counted by a sign-in name: no index tells how many of those there are."""
    return (None, True) if choice.values.get("who") else kit.count(rows)


NEWEST = Order("newest", ("-id",))
KIND = Filter("kind", _("What was done"), _kinds, lambda value, _told: Q(kind=value))
MONTH = Filter("month", _("Month"), None, _in_month, pattern=r"20\d\d-(0[1-9]|1[0-2])", kind="month")
WHEN = Column("when", _("When"), _when, _when, always=True, kind="num nowrap")
PEOPLE = Column(
    "people",
    _("People"),
    lambda row, _told: str(row.people),
    lambda row, _told: str(row.people),
    kind="r num",
)
FIELDS = Column("fields", _("Fields"), drawn("audit/cell_fields.html"), _nothing, kind="small mute wrap")

TRAIL = Listing(
    Declared(
        page="trail",
        columns=(
            WHEN,
            Column("who", _("Who"), _who, lambda row, _told: row.username),
            Column("purpose", _("Purpose"), drawn("audit/cell_purpose.html"), _nothing),
            Column("whose", _("Whose"), drawn("audit/cell_whose.html"), _nothing, kind="num wrap"),
            PEOPLE,
            FIELDS,
        ),
        filters=(
            Filter("who", _("Sign-in name"), None, lambda value, _told: Q(username=value)),
            Filter("whose", _("Person number"), None, lambda value, _told: Q(whose__contains=[value])),
            KIND,
            MONTH,
        ),
        orders=(NEWEST,),
        size=100,
        fields=("who", "subject"),
    ),
    rows=lambda _actor, _told: queries.rows(),
    total=_total,
)


def _mine(actor: Actor, _told: Told) -> Any:
    return queries.rows().filter(username=actor.username)


LOOKS = Listing(
    Declared(
        page="looks",
        columns=(
            WHEN,
            Column("kind", _("What was done"), lambda row, _told: words.access_kind(row.kind), _nothing),
            Column("purpose", _("Purpose"), drawn("audit/cell_reason.html"), _nothing),
            PEOPLE,
            FIELDS,
        ),
        filters=(KIND, MONTH),
        orders=(NEWEST,),
        size=100,
    ),
    rows=_mine,
    total=lambda _actor, _choice, _rows, _told: (None, True),
)
