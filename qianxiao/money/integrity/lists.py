"""The list of findings."""

from django.db.models import Q
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from qianxiao.masterdata.regions.queries import names
from qianxiao.money.entitlements.words import item
from qianxiao.money.integrity import queries, queries_calls, rules, words
from qianxiao.money.integrity.models import CallBack, Finding
from qianxiao.office.lists.declared import Column, Declared, Filter, Order, Told
from qianxiao.office.lists.listing import Listing
from qianxiao.office.lists.marks import mark
from qianxiao.registers.schools.words import day


def _title(row: Finding, _told: Told) -> str:
    href = reverse("finding", args=[row.pk])
    return format_html('<a class="obj" href="{}">{}</a>', href, rules.title(row.pattern))


def _asked(row: Finding, _told: Told) -> str:
    return rules.question(row.pattern, row.variant, row.evidence)


def _act(row: Finding, _told: Told) -> str:
    return mark("wait" if row.act == "H" else "", str(words.ACTS[row.act]))


def _day(row: Finding, _told: Told) -> str:
    return format_html('<span class="nowrap">{}</span>', day(row.source_day))


def _state(row: Finding, _told: Told) -> str:
    return mark({"open": "wait", "looked": "info", "closed": "ok"}[row.state], str(words.STATES[row.state]))


def _beside(rows: object, told: dict[str, object]) -> None:
    told["places"] = names({row.region[:6] for row in rows})  # type: ignore[attr-defined]


def _place(row: Finding, told: Told) -> str:
    return str(told["places"].get(row.region[:6], row.region))


FINDINGS = Listing(
    Declared(
        page="findings",
        columns=(
            Column("pattern", _("What is asked about"), _title, lambda row, _told: rules.title(row.pattern), always=True),
            Column("question", _("The question"), _asked, _asked),
            Column("org", _("Institution"), lambda row, _told: row.org_name or row.org_code, lambda row, _told: row.org_name or row.org_code),
            Column("place", _("Place"), _place, _place, shown=False),
            Column("act", _("What it does"), _act, lambda row, _told: str(words.ACTS[row.act])),
            Column("day", _("Data up to"), _day, lambda row, _told: day(row.source_day), kind="num"),
            Column("state", _("State"), _state, lambda row, _told: str(words.STATES[row.state])),
        ),
        filters=(
            Filter("state", _("State"), lambda _told: [(key, str(label)) for key, label in words.STATES.items()],
                   lambda value, _told: Q(state=value), "open", tabs=True),
            Filter("pattern", _("What is asked about"), lambda _told: [(str(key), rules.title(key)) for key in rules.patterns()],
                   lambda value, _told: Q(pattern=int(value))),
            Filter("act", _("What it does"), lambda _told: [(key, str(label)) for key, label in words.ACTS.items()],
                   lambda value, _told: Q(act=value)),
        ),
        orders=(Order("newest", ("-id",)),),
        fields=("evidence",),
        keep=True,
        title=_("Leads from the operating systems"),
    ),
    rows=lambda actor, _told: queries.findings(actor.scope),
    told=lambda actor, _query: {"counts": queries.by_state(actor.scope)},
    beside=_beside,
    whose=lambda row: [str(person) for person in row.people],
)  # fmt: skip


def _called(row: CallBack, _told: Told) -> str:
    return format_html('<a class="obj" href="{}">{}</a>', reverse("call", args=[row.pk]), row.name)


CALLS = Listing(
    Declared(
        page="calls",
        columns=(
            Column("name", _("Whom to call"), _called, lambda row, _told: row.name, always=True),
            Column("phone", _("Telephone"), lambda row, _told: row.phone_mask, lambda row, _told: row.phone_mask, kind="num"),
            Column("item", _("Item"), lambda row, _told: item(row.item), lambda row, _told: item(row.item)),
            Column("amount", _("Sum, yuan"), lambda row, _told: f"{row.amount / 100:,.2f}", lambda row, _told: f"{row.amount / 100:.2f}", kind="num"),
            Column("claim", _("Line"), lambda row, _told: row.claim, lambda row, _told: row.claim, kind="num"),
            Column("place", _("Place"), _place, _place, shown=False),
            Column("drawn", _("Drawn on"), lambda row, _told: day(row.draw.day), lambda row, _told: day(row.draw.day), kind="num"),
            Column("answer", _("What the payee says"), lambda row, _told: mark(words.CALLED_TONES[row.answer], str(words.CALLED[row.answer])),
                   lambda row, _told: str(words.CALLED[row.answer])),
        ),
        filters=(
            Filter("answer", _("What the payee says"), lambda _told: [(key or "open", str(label)) for key, label in words.CALLED.items()],
                   lambda value, _told: Q(answer="" if value == "open" else value), "open", tabs=True),
        ),
        orders=(Order("newest", ("-id",)),),
        fields=("name", "phone", "amount"),
        keep=True,
        title=_("Call-backs"),
    ),
    rows=lambda actor, _told: queries_calls.calls(actor.scope),
    told=lambda actor, _query: {"counts": queries_calls.by_answer(actor.scope)},
    beside=_beside,
    whose=lambda row: [str(row.person_id)],
)  # fmt: skip
