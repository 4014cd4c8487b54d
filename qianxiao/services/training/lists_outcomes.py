"""Lists of what became of people (T07): whom to ask next, classes with their rates, start-ups with their licences."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.http import Http404
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from qianxiao.masterdata.regions.queries import names
from qianxiao.office.accounts.queries import Actor
from qianxiao.office.duties.clock import today
from qianxiao.office.lists import places
from qianxiao.office.lists.declared import Column, Declared, Filter, Order, Told
from qianxiao.office.lists.listing import Listing, Rows
from qianxiao.office.lists.marks import mark
from qianxiao.registers.schools.words import coded, day
from qianxiao.services.training import queries_outcomes as queries
from qianxiao.services.training import rules, words
from qianxiao.services.training.actions_outcomes import late
from qianxiao.services.training.checks import Finding
from qianxiao.services.training.models import Outcome, Trainee, TrainingClass


def _told(actor: Actor, query: Mapping[str, str]) -> dict[str, Any]:
    """Places, today, and after how many months is asked. Raises Http404 for a number of months nobody asks at."""
    asked = rules.asked_after()
    months = query.get("months", "") or str(asked[0])
    if months not in {str(one) for one in asked}:
        raise Http404
    return {
        "regions": places.options(actor, query),
        "today": today(),
        "months": int(months),
        "scope": actor.scope,
    }


def _beside(rows: Sequence[Trainee], told: dict[str, Any]) -> None:
    told["outcomes"] = queries.outcomes_of(told["scope"], [row.pk for row in rows], told["months"])
    told["phones"] = queries.phones(rows) if told["scope"].institutions else {}


def _who(row: Trainee, told: Told) -> str:
    return format_html(
        '<b>{}</b> <span class="l2 num">{} {}</span>',
        row.name,
        row.id_mask,
        told["phones"].get(row.person_id, ""),
    )


def _class(row: Trainee, _told: Told) -> str:
    one = row.training_class
    address = reverse("class-outcomes", args=[one.pk])
    return format_html(
        '<a href="{}">{}</a> <span class="l2 num">{}</span>', address, words.trade(one), one.class_no
    )


def _plain_class(row: Trainee, _told: Told) -> str:
    return f"{words.trade(row.training_class)} {row.training_class.class_no}"


def _outcome(row: Trainee, told: Told) -> Outcome | None:
    found: Outcome | None = told["outcomes"].get((row.pk, told["months"]))
    return found


def said(one: Outcome) -> str:
    """Form of employment, who employs, since when."""
    parts = [words.fate(one.form), one.employer, day(one.starts)]
    return " · ".join(part for part in parts if part)


def _fate(row: Trainee, told: Told) -> str:
    one = _outcome(row, told)
    if one is not None:
        return mark("ok" if one.form else "", said(one))
    behind = late(row, told["months"], told["today"])
    return mark("bad", gettext("Overdue")) if behind else mark("wait", gettext("Not told yet"))


def _plain_fate(row: Trainee, told: Told) -> str:
    one = _outcome(row, told)
    return said(one) if one else gettext("Not told yet")


def _licence(row: Trainee, told: Told) -> str:
    one = _outcome(row, told)
    if one is None or not one.licence:
        return "—"
    text = " ".join(words.finding(Finding(code, False, other)) for code, other in one.warned)
    return format_html('<span class="num">{}</span> {}', one.licence, mark("wait", text) if text else "")


def _incubator(row: Trainee, told: Told) -> str:
    one = _outcome(row, told)
    return (one.incubator if one else "") or "—"


_TABS = {"open": _("To be told"), "told": _("Told"), "all": _("All")}
_WHICH = {"open": Q(told=False), "told": Q(told=True), "all": Q()}
_MONTHS = Filter(
    "months", _("After how many months"), lambda _told: [(str(one), str(one)) for one in rules.asked_after()],
    lambda _value, _told: Q(), default=str(rules.asked_after()[0]),
)  # fmt: skip
_WHO = Column("who", _("Trainee"), _who, lambda row, _told: f"{row.name} {row.id_mask}", always=True)
_CLASS = Column("class", _("Class"), _class, _plain_class)
_ENDED = Column("ended", _("Class ended"), lambda row, _told: day(row.training_class.ends),
                lambda row, _told: day(row.training_class.ends), order="ended", kind="num")  # fmt: skip
_BY_END = (Order("ended", ("training_class__ends", "training_class_id", "id")),)
_FIELDS = ("name", "id_mask", "phone_mask", "employer")


def _followed(actor: Actor, told: Told) -> Rows:
    return queries.followed(actor.scope, told["today"], told["months"])


FOLLOW = Listing(
    Declared(
        page="outcomes",
        columns=(
            _WHO, _CLASS, _ENDED,
            Column("fate", _("What became of them"), _fate, _plain_fate),
        ),
        filters=(
            Filter("tab", _("State"), lambda _told: [(key, str(label)) for key, label in _TABS.items()],
                   lambda value, _told: _WHICH[value], "open", tabs=True),
            _MONTHS,
            places.PLACE,
            Filter("type", _("Training type"), lambda _told: [(code, coded("train_type", code)) for code in rules.types()],
                   lambda value, _told: Q(training_class__train_type=value)),
        ),
        orders=_BY_END,
        fields=_FIELDS,
        keep=True,
        title=_("What became of people"),
    ),
    rows=_followed,
    told=_told,
    beside=_beside,
    whose=lambda row: [str(row.person_id)],
)  # fmt: skip


_BUSINESS = {
    "registered": _("Business registered"),
    "told": _("Told, no business"),
    "open": _("To be told"),
    "all": _("All"),
}


def _startup_tab(value: str, told: Told) -> Q:
    licensed = Exists(
        Outcome.objects.within(told["scope"])
        .filter(trainee=OuterRef("pk"), months=told["months"])
        .exclude(licence="")
    )
    return {
        "registered": Q(licensed),
        "told": Q(told=True) & ~Q(licensed),
        "open": Q(told=False),
        "all": Q(),
    }[value]


def _startups(actor: Actor, told: Told) -> Rows:
    return queries.followed(actor.scope, told["today"], told["months"], startup=True)


def _startups_told(actor: Actor, query: Mapping[str, str]) -> dict[str, Any]:
    asked = [str(one) for one in rules.startup_months()]
    return _told(actor, {**query, "months": query.get("months", "") or asked[0]})


def _startups_beside(rows: Sequence[Trainee], told: dict[str, Any]) -> None:
    _beside(rows, told)
    kinds = {kind.pair for kind in rules.types().values() if kind.startup}
    told["pairs"] = queries.paired(told["scope"], [row.person_id for row in rows], kinds)


def _pair(row: Trainee, told: Told) -> str:
    return str(told["pairs"].get(row.person_id, "—"))


STARTUPS = Listing(
    Declared(
        page="startups",
        columns=(
            _WHO, _CLASS, _ENDED,
            Column("fate", _("What became of them"), _fate, _plain_fate),
            Column("licence", _("Licence number of the own business"), _licence, _licence),
            Column("incubator", _("Incubator that helped"), _incubator, _incubator),
            Column("pair", _("Class of production skills"), _pair, _pair, kind="num"),
        ),
        filters=(
            Filter("tab", _("State"),
                   lambda _told: [(key, str(label)) for key, label in _BUSINESS.items()],
                   _startup_tab, "registered", tabs=True),
            Filter("months", _("After how many months"), lambda _told: [(str(one), str(one)) for one in rules.startup_months()],
                   lambda _value, _told: Q(), default=str(rules.startup_months()[0])),
            places.PLACE,
        ),
        orders=_BY_END,
        fields=(*_FIELDS, "licence"),
        keep=True,
        title=_("Start-ups after training"),
    ),
    rows=_startups,
    told=_startups_told,
    beside=_startups_beside,
    whose=lambda row: [str(row.person_id)],
)  # fmt: skip


def rate(part: int, whole: int) -> str:
    """A share in per cent with what stands behind it; a dash of nobody."""
    return f"{part * 100 // whole}% ({part}/{whole})" if whole else "—"


def _number(row: TrainingClass, _told: Told) -> str:
    link = format_html(
        '<a class="obj" href="{}">{}</a>', reverse("class-outcomes", args=[row.pk]), words.trade(row)
    )
    return format_html('{} <span class="l2 num">{} {}</span>', link, row.class_no, row.org_name)


def _works(months: int) -> Column:
    def cell(row: TrainingClass, _told: Told) -> str:
        told = getattr(row, f"told_{months}")
        text = rate(getattr(row, f"works_{months}"), told)
        missing = row.__dict__["n_people"] - told
        behind = gettext("%(n)s not told") % {"n": missing} if missing > 0 else ""
        return format_html('{} <span class="l2">{}</span>', text, behind)

    label = format_lazy(_("In work after {n} months"), n=months)
    return Column(f"works{months}", label, cell, lambda row, told: str(cell(row, told)), kind="r num")


def _direct(row: TrainingClass, _told: Told) -> str:
    return rate(row.__dict__["direct"], row.__dict__["n_people"]) if row.employer else "—"


RATES = Listing(
    Declared(
        page="rates",
        columns=(
            Column("number", _("Class"), _number, lambda row, _told: f"{words.trade(row)} {row.class_no}", always=True),
            Column("place", _("Place"), lambda row, told: places.place(row.region, told["names"]), lambda row, told: places.place(row.region, told["names"])),
            Column("ended", _("Class ended"), lambda row, _told: day(row.ends), lambda row, _told: day(row.ends), order="ended", kind="num"),
            Column("people", _("Persons"), lambda row, _told: str(row.n_people), lambda row, _told: str(row.n_people), kind="r num"),
            *(_works(months) for months in rules.outcome_months()),
            Column("direct", _("Went straight to the enterprise"), _direct, _direct, kind="r num"),
        ),
        filters=(
            places.PLACE,
            Filter("type", _("Training type"), lambda _told: [(code, coded("train_type", code)) for code in rules.types()],
                   lambda value, _told: Q(train_type=value)),
        ),
        orders=(Order("ended", ("-ends", "-id")),),
        title=_("Classes by what became of their people"),
    ),
    rows=lambda actor, _told: queries.rated(actor.scope, today()),
    told=lambda actor, query: {"regions": places.options(actor, query)},
    beside=lambda rows, told: told.update(names=names({row.region for row in rows})),
)  # fmt: skip
