"""The people behind the figures of a campaign: who began what, where, and finished it (20-02-08)."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Q
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from qianxiao.office.accounts.queries import Actor
from qianxiao.office.accounts.roles import Right
from qianxiao.office.lists import places
from qianxiao.office.lists.declared import Column, Declared, Filter, Order, Told
from qianxiao.office.lists.listing import Listing, Rows
from qianxiao.registers.schools.words import occupation
from qianxiao.services.courses.campaign import campaign_of, campaigns, done_in, learnings
from qianxiao.services.courses.lists import _minutes, _when, _who
from qianxiao.services.courses.models import Platform


def _told(actor: Actor, query: Mapping[str, str]) -> dict[str, Any]:
    """The campaign, and the places to choose from. Raises Http404 for one there is not, or who sees no names."""
    if not actor.scope.may(Right.PEOPLE) and not actor.scope.institutions:
        raise Http404
    one = campaign_of(query.get("campaign", ""))
    return {
        "one": one,
        "regions": places.options(actor, query),
        "subject": one.code,
        "region": query.get("region", ""),
    }


def _rows(actor: Actor, told: Told) -> Rows:
    rows = learnings(actor.scope, told["one"], told["region"])
    return rows.select_related("course", "course__platform", "proof")


def _trade(row: Any, _told: Told) -> str:
    return occupation(row.course.occupation) if row.course.occupation else "—"


PEOPLE = Listing(
    Declared(
        page="campaign",
        columns=(
            Column("who", _("Learner"), _who, lambda row, _told: row.number, always=True),
            Column("course", _("Online course"), lambda row, _told: row.course.title, lambda row, _told: row.course.title),
            Column("trade", _("Occupation"), _trade, _trade),
            Column("platform", _("Learning platform"), lambda row, _told: row.course.platform.name, lambda row, _told: row.course.platform.name),
            Column("began", _("Begun"), lambda row, _told: _when(row.began_at), lambda row, _told: _when(row.began_at), order="newest", kind="num"),
            Column("counted", _("Minutes that count"), lambda row, _told: _minutes(row.seconds), lambda row, _told: _minutes(row.seconds), kind="r"),
            Column("finished", _("Finished"), lambda row, _told: _when(row.finished_at), lambda row, _told: _when(row.finished_at), kind="num"),
        ),
        filters=(
            Filter("campaign", _("Campaign"), lambda _told: [(one.code, one.said) for one in campaigns().values()],
                   lambda _value, _told: Q(), default=campaign_of("").code),
            Filter("region", _("Place"), lambda told: list(told["regions"]), lambda _value, _told: Q()),
            Filter("platform", _("Learning platform"), lambda _told: list(Platform.objects.order_by("name").values_list("code", "name")),
                   lambda value, _told: Q(course__platform__code=value)),
            Filter("occupation", _("Occupation code"), None, lambda value, _told: Q(course__occupation="" if value == "none" else value),
                   pattern=r"[0-9-]{0,16}|none"),
            Filter("state", _("State"), lambda _told: [("finished", str(_("Finished")))], lambda _value, told: done_in(told["one"])),
        ),
        orders=(Order("newest", ("-began_at", "id")),),
        fields=("name", "number"),
        title=_("People of the campaign"),
    ),
    rows=_rows,
    told=_told,
    whose=lambda row: [str(row.person_id)],
)  # fmt: skip
