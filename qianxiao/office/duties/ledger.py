"""The ledger of duties as a list (kit): all of the scope, narrowed by duty, period and state, page by page or as a file."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from qianxiao.base.masks import mask_id
from qianxiao.office.accounts.queries import Actor
from qianxiao.office.duties import lists, queries, words
from qianxiao.office.duties.clock import today
from qianxiao.office.duties.declared import rule_of, rules
from qianxiao.office.duties.models import Duty
from qianxiao.office.lists.declared import Column, Declared, Filter, Told
from qianxiao.office.lists.listing import Listing

STATES = ("all", "open", "overdue", "done")
_NUMBER = re.compile(r"(?<!\d)[1-9]\d{5}(?:18|19|20)\d{9}[\dXx](?!\d)")


def masked(text: str) -> str:
    """Free text without a full ID number."""
    return _NUMBER.sub(lambda found: mask_id(found[0]), " ".join(text.split()))


def _evidence(row: Duty, _told: Told) -> str:
    return masked(row.evidence) or "—"


def _late(row: Duty, told: Told) -> str:
    days = ((row.done_on or told["day"]) - row.due_on).days
    return str(days) if days > 0 else "—"


def _blank(cell: Any) -> Any:
    """The same for a file, where nothing stands for nothing."""
    return lambda row, told: "" if cell(row, told) == "—" else cell(row, told)


def _done(row: Duty, _told: Told) -> str:
    return str(row.done_on or "—")


def _rules(told: Told) -> Sequence[tuple[str, str]]:
    """Every duty of the country, and one of a region that somebody came with."""
    found = [rule.id for rule in rules() if rule.where == "CN"]
    asked = told["asked"]
    if asked and asked not in found and rule_of(asked):
        found.append(asked)
    return [(one, words.title(one)) for one in found]


def _in_state(value: str, told: Told) -> Q:
    open_ = Q(done_on__isnull=True)
    return {"all": Q(), "open": open_, "overdue": open_ & Q(due_on__lt=told["day"]), "done": ~open_}[value]


def _told(_actor: Actor, query: Mapping[str, str]) -> dict[str, Any]:
    return {"day": today(), "asked": query.get("rule", "")}


LEDGER = Listing(
    Declared(
        page="ledger",
        columns=(
            *lists.SHARED,
            Column("done", _("Fulfilled on"), _done, _blank(_done), kind="num"),
            Column("late", _("Days late"), _late, _blank(_late), kind="r num"),
            Column("evidence", _("Evidence"), _evidence, _blank(_evidence), kind="wrap", shown=False),
        ),
        filters=(
            Filter("state", _("State"), lambda _told: [(one, words.state(one)) for one in STATES], _in_state, "all", tabs=True),
            Filter("rule", _("Duty to fulfil"), _rules, lambda value, _told: Q(rule=value)),
            Filter("period", _("Period"), None, lambda value, _told: Q(period=int(value)), pattern=r"\d{1,6}"),
        ),
        orders=(lists.DUE,),
        title=_("Ledger of duties"),
    ),
    rows=lambda actor, told: queries.duties(actor.scope, told["day"]),
    told=_told,
    beside=lists.beside,
)  # fmt: skip
