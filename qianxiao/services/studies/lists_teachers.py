"""Lists of teachers (B36): days owed and done, classes, support teaching; and the aid work that goes to pay."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from qianxiao.office.accounts.queries import Actor
from qianxiao.office.lists import places
from qianxiao.office.lists.declared import Column, Declared, Filter, Order, Told
from qianxiao.office.lists.figures import ymd
from qianxiao.office.lists.listing import Listing
from qianxiao.office.lists.marks import mark
from qianxiao.registers.schools.models import Institution
from qianxiao.services.studies import queries_teachers as queries
from qianxiao.services.studies.parameters import value
from qianxiao.services.studies.words_teachers import KINDS, MODES
from qianxiao.services.studies.writing import day_now


def _told(actor: Actor, query: Mapping[str, str]) -> dict[str, Any]:
    day = day_now()
    home = actor.post.home if actor.post and not actor.scope.institutions else ""
    return {
        "regions": places.options(actor, query), "year": day // 10000,
        "training": value("teacher_training_days", home, day), "practice": value("teacher_practice_days", home, day),
    }  # fmt: skip


def _beside(rows: Sequence[Any], told: dict[str, Any]) -> None:
    codes = {row.org_code for row in rows}
    told["schools"] = dict(Institution.objects.filter(org_code__in=codes).values_list("org_code", "name"))


def _name(row: Any, told: Told) -> str:
    link = format_html('<a class="obj" href="{}">{}</a>', reverse("teacher", args=[row.pk]), row.name)
    return format_html('{} <span class="l2">{}</span>', link, told["schools"].get(row.org_code, ""))


def _of(name: str) -> Any:
    def cell(row: Any, told: Told) -> str:
        if row.hired:
            return gettext("hired, owes none")
        done, owed = getattr(row, name), told[name]
        return mark("ok" if done >= owed else "bad", f"{done} / {owed}")

    return cell


def _plain(name: str) -> Any:
    return lambda row, told: f"{getattr(row, name)} / {told[name]}"


def _covered(row: Any, _told: Told) -> str:
    return gettext("yes") if row.covered else "—"


TEACHERS = Listing(
    Declared(
        page="teachers",
        columns=(
            Column("name", _("Name"), _name, lambda row, _told: row.name, order="name", always=True),
            Column("training", _("In-service training, days"), _of("training"), _plain("training")),
            Column("practice", _("Enterprise practice, days"), _of("practice"), _plain("practice")),
            Column("covered", _("Class for teachers of poor areas"), _covered, _covered),
            Column("served", _("Support teaching, days"), lambda row, _told: str(row.served or "—"),
                   lambda row, _told: str(row.served), kind="num"),
        ),
        filters=(
            places.PLACE,
            Filter("below", _("Below the requirement"), lambda _told: [("yes", gettext("yes"))],
                   lambda _value, told: queries.below(told["training"], told["practice"])),
        ),
        orders=(Order("name", ("org_code", "name", "id")),), fields=("name",), title=_("Teachers"),
    ),
    rows=lambda actor, told: queries.teachers(actor.scope, told["year"]),
    told=_told, beside=_beside, whose=lambda row: [str(row.pk)],
)  # fmt: skip


def _time(row: Any, _told: Told) -> str:
    return f"{ymd(row.starts)} – {ymd(row.ends)}"


def _task(row: Any, _told: Told) -> str:
    return f"{KINDS[row.kind]} {MODES.get(row.mode, '')} {row.what}".replace("  ", " ")


WORK = Listing(
    Declared(
        page="teacher-work",
        columns=(
            Column("name", _("Name"), lambda row, _told: row.teacher_name, lambda row, _told: row.teacher_name, order="newest", always=True),
            Column("task", _("Task"), _task, _task),
            Column("time", _("Time"), _time, _time, kind="num"),
            Column("days", _("Days"), lambda row, _told: str(row.days), lambda row, _told: str(row.days), kind="num"),
            Column("hours", _("Class hours"), lambda row, _told: str(row.hours), lambda row, _told: str(row.hours), kind="num"),
        ),
        filters=(
            Filter("from", _("From month"), None, lambda value, _told: Q(ends__gte=int(value.replace("-", "")) * 100),
                   pattern=r"20\d\d-\d\d", kind="month"),
            Filter("until", _("Until month"), None, lambda value, _told: Q(ends__lte=int(value.replace("-", "")) * 100 + 31),
                   pattern=r"20\d\d-\d\d", kind="month"),
        ),
        orders=(Order("newest", ("org_code", "-starts", "-id")),), fields=("name",), title=_("Aid work of teachers"),
    ),
    rows=lambda actor, _told: queries.aid_work(actor.scope), whose=lambda row: [str(row.teacher_id)],
)  # fmt: skip
