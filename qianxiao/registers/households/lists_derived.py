"""The lists made from the register as they are declared: school leavers, members able to work (19-01-01, 19-01-02)."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from qianxiao.masterdata.regions.queries import NATION
from qianxiao.office.accounts.queries import Actor
from qianxiao.office.accounts.roles import Right
from qianxiao.office.lists import places
from qianxiao.office.lists.declared import Column, Declared, Filter, Order, Text, Told
from qianxiao.office.lists.figures import ymd
from qianxiao.office.lists.listing import Listing
from qianxiao.office.lists.marks import mark
from qianxiao.office.lists.places import PLACE, place, within
from qianxiao.registers.households import derived, queries, words
from qianxiao.registers.households.lists_changes import month_of, taken
from qianxiao.registers.households.models import MemberVersion

COHORTS = (derived.FRESH, derived.EARLIER)


def _told(actor: Actor, query: Mapping[str, str]) -> dict[str, Any]:
    region = query.get("region", "") or (actor.post.home if actor.post else NATION)
    queries.inside(actor.scope, region)
    months = taken(queries.months())
    month = month_of(months, query.get("on", ""))
    period = month.period if month else 0
    _own, below = queries.tallies(actor.scope, period, region, "member")
    return {
        "region": region, "regions": places.options(actor, query), "months": months, "month": month, "period": period,
        "below": below, "scope": actor.scope, "may_confirm": actor.scope.may(Right.CONFIRM) and month in months[:1],
    }  # fmt: skip


def _name(row: MemberVersion, _told: Told) -> str:
    return format_html(
        '<a class="obj" href="{}">{}</a><span class="l2 num">{}</span>',
        reverse("record", args=[row.person_id]), row.name or "—", row.number,
    )  # fmt: skip


def _place(row: MemberVersion, told: Told) -> str:
    return format_html(
        '{}<span class="l2">{}</span>', place(row.home, told["names"]), within(row.home, told["names"], 9)
    )


def _plain_place(row: MemberVersion, told: Told) -> str:
    return f"{within(row.home, told['names'], 6, 9)} {place(row.home, told['names'])}".strip()


def _why(row: MemberVersion, told: Told) -> str:
    return derived.reason(row, told["period"])


def _cohort(row: MemberVersion, _told: Told) -> str:
    return words.cohort(row.__dict__.get("cohort", ""))


def _word(row: MemberVersion, told: Told) -> str:
    """What the village said last, as text."""
    said = told["said"].get(row.person_id)
    if said is None:
        return ""
    return f"{gettext('right') if said.right else gettext('wrong')} {said.note}".strip()


def _says(row: MemberVersion, told: Told) -> str:
    said = told["said"].get(row.person_id)
    shown = (
        "" if told["may_confirm"] else format_html('<span class="mute">{}</span>', gettext("not said yet"))
    )
    if said is not None:
        word = mark("ok", gettext("right")) if said.right else mark("bad", gettext("wrong"))
        shown = format_html(
            '{} {}<span class="l2">{} <span class="num">{}</span></span>',
            word, said.note, said.post or said.by, date_format(localtime(said.at), "Y-m-d"),
        )  # fmt: skip
    return format_html("{}{}", shown, _ask(row) if told["may_confirm"] else "")


def _ask(row: MemberVersion) -> str:
    """Fields of a form that stands behind the list: the list itself is a form already."""
    return format_html(
        '<span class="row"><input class="inp" form="c{0}" name="note" maxlength="200" aria-label="{1}"> '
        '<button class="btn sm" form="c{0}" name="right" value="yes">{2}</button> '
        '<button class="btn sm" form="c{0}" name="right" value="no">{3}</button></span>',
        str(row.pk), gettext("Reason"), gettext("Right"), gettext("Not right"),
    )  # fmt: skip


def _beside(rows: Sequence[MemberVersion], told: dict[str, Any]) -> None:
    told["names"] = places.known(row.home for row in rows)
    told["said"] = queries.confirmed(told["scope"], [row.person_id for row in rows])
    told["forms"] = [(f"c{row.pk}", reverse("leaver-confirm", args=[row.person_id])) for row in rows]


def _made(kind: str, title: Text, more: tuple[Column, ...], filters: tuple[Filter, ...]) -> Listing:
    rows: Callable[[Actor, Told], Any] = lambda actor, told: derived.members(  # noqa: E731
        actor.scope, kind, told["region"], told["period"]
    ).select_related("person")
    return Listing(
        Declared(
            page=kind,
            columns=(
                Column("name", _("Name"), _name, lambda row, _told: row.name, always=True),
                Column("place", _("Place"), _place, _plain_place, order="place"),
                Column("why", _("Why"), _why, _why),
                *more,
            ),
            filters=(
                PLACE_THEN,
                Filter("on", _("Month"), lambda told: [(ymd(one.period), ymd(one.period)) for one in told["months"]],
                       lambda _value, _told: Q(), blank=_("the newest")),
                *filters,
            ),
            orders=(Order("place", ("home", "number")),),
            fields=("name", "birth", "edu", "in_school", "labour", "region"),
            title=title,
            taken=Right.PEOPLE,
        ),
        rows=rows,
        told=_told,
        beside=_beside,
        whose=lambda row: [str(row.person_id)],
    )  # fmt: skip


# the rows are those of the region already, where they stood then or where they are kept now
PLACE_THEN = Filter("region", PLACE.label, PLACE.options, lambda _value, _told: Q())
LISTS = {
    "leavers": _made(
        "leavers",
        _("School leavers"),
        (
            Column("cohort", _("Leavers of"), _cohort, _cohort),
            Column("says", _("What the village says"), _says, _word),
        ),
        (
            Filter("cohort", _("Leavers of"), lambda _told: [(one, words.cohort(one)) for one in COHORTS],
                   lambda value, _told: Q(("cohort", value))),
        ),
    ),
    "workers": _made("workers", _("Members able to work"), (), ()),
}  # fmt: skip
