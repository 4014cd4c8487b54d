"""The list of records: who stands where, longest unconfirmed first (B49)."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from qianxiao.masterdata.regions.queries import NATION
from qianxiao.office.accounts.queries import Actor
from qianxiao.office.duties.clock import today
from qianxiao.office.duties.declared import ymd as number_of
from qianxiao.office.lists import places
from qianxiao.office.lists.declared import Column, Declared, Filter, Order, Told
from qianxiao.office.lists.figures import ymd, yuan
from qianxiao.office.lists.listing import Listing
from qianxiao.office.lists.marks import mark
from qianxiao.registers.schools.words import choices, coded
from qianxiao.services.employment import parameters, queries, words
from qianxiao.services.employment.models import Record


def limits(day: int, region: str = "") -> tuple[int, int]:
    """Days from which on a record is fresh, and from which on it is not stale; both yyyymmdd."""
    fresh, stale = (parameters.before(day, parameters.days(name, day, region)) for name in ("fresh", "stale"))
    return fresh, stale


def _told(actor: Actor, query: Mapping[str, str]) -> dict[str, Any]:
    region = actor.post.home if actor.post and actor.post.home != NATION else ""
    day = number_of(today())
    return {
        "regions": places.options(actor, query), "scope": actor.scope, "day": day, "limits": limits(day, region),
        "counts": queries.by_state(actor.scope),
    }  # fmt: skip


def _beside(rows: Sequence[Record], told: dict[str, Any]) -> None:
    told["names"] = places.known(code for row in rows for code in (row.region, row.home, row.work_region))


def _who(row: Record, _told: Told) -> str:
    href = reverse("employment-record", args=[row.pk])
    return format_html('<a class="obj" href="{}">{}</a> <span class="l2 num">{}</span>', href, row.name, row.id_mask)  # fmt: skip


def _state(row: Record, _told: Told) -> str:
    said = mark(words.TONES[row.state], words.state(row.state))
    return format_html('{} <span class="l2 num">{}</span>', said, ymd(row.since))


def what(row: Record) -> str:
    """What somebody does in a line: form and firm, or why not."""
    if row.state == "1":
        return " · ".join(part for part in (coded("employ_form", row.form), row.employer, row.job) if part)
    return parameters.said("reasons", row.reason) if row.reason else "—"


def _what(row: Record, _told: Told) -> str:
    return format_html('{} <span class="l2">{}</span>', what(row), words.away(row))


def _pay(row: Record, _told: Told) -> str:
    return yuan(row.income)


def _owner(row: Record, told: Told) -> str:
    name = told["names"].get(row.region[:6], row.region)
    other = "" if row.region[:6] == row.home[:6] else gettext("handed over")
    return format_html('{} <span class="l2">{}</span>', name, other)


def _home(row: Record, told: Told) -> str:
    return places.place(row.home, told["names"])


def _as_of(row: Record, told: Told) -> str:
    n = (parameters.as_date(told["day"]) - parameters.as_date(row.as_of)).days
    tone = "ok" if row.as_of >= told["limits"][0] else "wait" if row.as_of >= told["limits"][1] else "bad"
    text = ngettext("%(n)s day ago", "%(n)s days ago", n) % {"n": n} if n else gettext("today")
    return format_html('<span class="num nowrap">{}</span> {}', ymd(row.as_of), mark(tone, text))


def _staleness(value: str, told: Told) -> Q:
    fresh, stale = told["limits"]
    return {
        "fresh": Q(as_of__gte=fresh), "middle": Q(as_of__lt=fresh, as_of__gte=stale), "stale": Q(as_of__lt=stale),
    }[value]  # fmt: skip


def _fresh(told: Told) -> list[tuple[str, str]]:
    a, b = ((parameters.as_date(told["day"]) - parameters.as_date(one)).days for one in told["limits"])
    return [
        ("fresh", gettext("within %(n)s days") % {"n": a}),
        ("middle", gettext("%(a)s to %(b)s days ago") % {"a": a + 1, "b": b}),
        ("stale", gettext("over %(n)s days, to be looked up") % {"n": b}),
    ]


_KEPT = {
    "here": _("owned here"),
    "away": _("home here, owned by another county"),
    "came": _("home elsewhere"),
}


def _kept(value: str, told: Told) -> Q:
    here, home = told["scope"].within("region"), told["scope"].within("home")
    found: Q = {"here": here, "away": home & ~here, "came": here & ~home}[value]
    return found


RECORDS = Listing(
    Declared(
        page="employment",
        columns=(
            Column("who", _("Name"), _who, lambda row, _told: f"{row.name} {row.id_mask}", always=True),
            Column("state", _("State"), _state, lambda row, _told: f"{words.state(row.state)} {ymd(row.since)}"),
            Column("what", _("Work, or why not"), _what, lambda row, _told: f"{what(row)} {words.away(row)}".strip()),
            Column("income", _("Income a month, yuan"), _pay, _pay, kind="r num"),
            Column("home", _("Home on the register"), _home, _home, shown=False),
            Column("owner", _("Owner"), _owner, lambda row, told: told["names"].get(row.region[:6], row.region)),
            Column("as_of", _("Last confirmed"), _as_of, lambda row, _told: ymd(row.as_of), order="oldest"),
            Column("due", _("Due again"), lambda row, _told: ymd(row.due), lambda row, _told: ymd(row.due), shown=False, kind="num"),
        ),
        filters=(
            Filter("state", _("State"), lambda _told: [*choices("employ_state"), ("all", gettext("All"))],
                   lambda value, _told: Q() if value == "all" else Q(state=value), "all", tabs=True),
            places.PLACE,
            Filter("fresh", _("Last confirmed"), _fresh, _staleness),
            Filter("kept", _("Owner"), lambda _told: [(key, str(label)) for key, label in _KEPT.items()], _kept),
            Filter("form", _("Form of employment"), lambda _told: choices("employ_form"), lambda value, _told: Q(form=value)),
            Filter("firm", _("Credit code"), None, lambda value, _told: Q(org_code=value), pattern=r"[0-9A-Z]{18}"),
            Filter("trained", _("Trained"), lambda _told: [("1", gettext("yes")), ("0", gettext("no"))],
                   lambda value, _told: Q(trained_on__isnull=value == "0")),
        ),
        orders=(Order("oldest", ("as_of", "id")), Order("newest", ("-as_of", "-id"))),
        fields=("name", "id_mask", "state", "employer", "income"),
        keep=True,
        title=_("Employment"),
    ),
    rows=lambda actor, _told: queries.records(actor.scope),
    told=_told,
    beside=_beside,
    named=lambda rows, text: rows.filter(name__startswith=text),
    whose=lambda row: [str(row.person_id)],
)  # fmt: skip
