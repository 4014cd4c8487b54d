"""The list of proposals, newest first."""

from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from qianxiao.masterdata.regions.queries import names
from qianxiao.office.lists.declared import Column, Declared, Filter, Order, Told
from qianxiao.office.lists.listing import Listing
from qianxiao.office.lists.marks import mark
from qianxiao.programme.policies import items, queries, words
from qianxiao.programme.policies.models import Proposal
from qianxiao.registers.schools.words import day


def _items(_told: Told) -> list[tuple[str, str]]:
    return [(file.item, words.said(file.title)) for file in items.items()]


def title(row: Proposal) -> str:
    """Item and parameter in words; their codes where the rules no longer hold them."""
    file = next((file for file in items.items() if file.item == row.item), None)
    what = file and (file.parameters.get(row.name) or file.lists.get(row.name))
    return (
        f"{words.said(file.title)} · {words.said(what.says)}" if file and what else f"{row.item}.{row.name}"
    )


def value_said(row: Proposal) -> str:
    """The value or the codes of a proposal."""
    file = next((file for file in items.items() if file.item == row.item), None)
    if row.value is None or file is None or row.name not in file.parameters:
        return "、".join(row.codes) or str(row.value or "")
    parameter = file.parameters[row.name]
    return f"{words.amount(parameter, row.value)} {words.unit(parameter)}"


def _what(row: Proposal, _told: Told) -> str:
    return format_html('<a class="obj" href="{}">{}</a>', reverse("rule-proposal", args=[row.pk]), title(row))


def _beside(rows: Any, told: dict[str, Any]) -> None:
    told["places"] = names({row.region for row in rows})


def _place(row: Proposal, told: Told) -> str:
    return str(told["places"].get(row.region, row.region))


def _state(row: Proposal, _told: Told) -> str:
    return mark(words.TONES[row.state], str(words.STATES[row.state]))


def _signs(row: Proposal, _told: Told) -> str:
    return _t("finance") if row.cosign else "—"


PROPOSALS = Listing(
    Declared(
        page="rule-proposals",
        columns=(
            Column("what", _("What is to be set"), _what, lambda row, _told: title(row), always=True),
            Column("place", _("Region"), _place, _place),
            Column("value", _("Value"), lambda row, _told: value_said(row), lambda row, _told: value_said(row), kind="num"),
            Column("start", _("In force from"), lambda row, _told: format_html('<span class="nowrap">{}</span>', day(row.start)), lambda row, _told: day(row.start), kind="num"),
            Column("cosign", _("Signs as well"), _signs, _signs, shown=False),
            Column("state", _("State"), _state, lambda row, _told: str(words.STATES[row.state])),
        ),
        filters=(
            Filter("state", _("State"), lambda _told: [(key, str(label)) for key, label in words.STATES.items()],
                   lambda value, _told: Q(state=value), tabs=True),
            Filter("item", _("Item"), _items, lambda value, _told: Q(item=value)),
        ),
        orders=(Order("newest", ("-id",)),),
        title=_("Proposed values"),
    ),
    rows=lambda actor, _told: queries.proposals(actor.scope),
    told=lambda actor, _query: {"counts": queries.by_state(actor.scope)},
    beside=_beside,
)  # fmt: skip
