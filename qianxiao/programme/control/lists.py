"""Schools by the control of infection: who has not reported comes first (20-07-03)."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from qianxiao.office.accounts.queries import Actor
from qianxiao.office.duties.clock import today
from qianxiao.office.lists import places
from qianxiao.office.lists.declared import Column, Declared, Filter, Order, Told
from qianxiao.office.lists.figures import ymd
from qianxiao.office.lists.listing import Listing
from qianxiao.office.lists.marks import mark
from qianxiao.programme.control import queries, rules

TONES = {"open": "ok", "closed": "bad", "online": "info"}
_TABS = {"lacking": _("Not reported"), "reported": _("Reported"), "all": _("All")}
_WHICH = {"lacking": queries.LACKS, "reported": Q(reported=True), "all": Q()}


def _name(row: Any, _told: Told) -> str:
    address = reverse("control-school", args=[row.org_code])
    return format_html(
        '<a class="obj" href="{}">{}</a> <span class="l2 num">{}</span>', address, row.name, row.org_code
    )


def _state(row: Any, _told: Told) -> str:
    if not row.state:
        return mark("wait", gettext("Not told yet"))
    until = gettext("foreseen until %(day)s") % {"day": ymd(row.until)} if row.until else ""
    return format_html(
        '{} <span class="l2">{}</span>', mark(TONES.get(row.state, ""), rules.state(row.state)), until
    )


def _report(row: Any, _told: Told) -> str:
    if row.every == rules.OFF:
        return rules.rhythm(rules.OFF)
    done = mark("ok", gettext("Reported")) if row.reported else mark("bad", gettext("Not reported"))
    return format_html('{} <span class="l2">{} {}</span>', done, rules.rhythm(row.every), ymd(row.period))


def _told(actor: Actor, query: Mapping[str, str]) -> dict[str, Any]:
    rows = queries.schools(actor.scope, today())
    counts = {key: rows.filter(condition).count() for key, condition in _WHICH.items()}
    return {"regions": places.options(actor, query), "day": today(), "counts": counts}


SCHOOLS = Listing(
    Declared(
        page="control",
        columns=(
            Column("name", _("School"), _name, lambda row, _told: row.name, always=True),
            Column("place", _("Place"), lambda row, told: places.place(row.region, told["names"]), lambda row, told: places.place(row.region, told["names"]), order="place"),
            Column("state", _("State of the school"), _state, lambda row, _told: rules.state(row.state or "")),
            Column("report", _("Report"), _report, lambda row, _told: rules.rhythm(row.every)),
        ),
        filters=(
            Filter("tab", _("State"), lambda _told: [(key, str(label)) for key, label in _TABS.items()],
                   lambda value, _told: _WHICH[value], "lacking", tabs=True),
            places.PLACE,
            Filter("state", _("State of the school"), lambda _told: rules.states(), lambda value, _told: Q(state=value)),
        ),
        orders=(Order("place", ("region", "name", "id")),),
        keep=True,
        title=_("Control of infection in schools"),
    ),
    rows=lambda actor, told: queries.schools(actor.scope, told["day"]),
    told=_told,
    beside=lambda rows, told: told.update(names=places.known(row.region for row in rows)),
)  # fmt: skip
