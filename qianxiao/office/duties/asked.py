"""Duties a piece of work asks for, and duties the system itself finds fulfilled."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.db import connection, transaction
from django.utils.timezone import localdate

from qianxiao.base.scope import WHOLE
from qianxiao.office.accounts.queries import Actor
from qianxiao.office.duties import steps
from qianxiao.office.duties.clock import today
from qianxiao.office.duties.declared import rule_of


@dataclass(frozen=True)
class Wish:
    """Who shall do what: an agency by its number or by the code of an institution, whose seat, where it is done."""

    agency: int | None = None
    org_code: str = ""
    seat: int | None = None
    subject: str = ""
    page: str = ""
    page_no: int | None = None


@dataclass(frozen=True)
class Seen:
    """What the system saw: of which institution ('*' of all), subject and region range, and the sentence that says so."""

    org_code: str = "*"
    subject: str = ""
    evidence: str = ""
    lo: str = WHOLE[0]
    hi: str = WHOLE[1]


def ask(actor: Actor, rule: str, period: int, wishes: Iterable[Wish], due: date | None = None) -> int:
    """Open one duty per wish, inside the actor's scope; asked twice it is there once. Returns duties opened.

    rule: a declaration with the period `asked`. due: the last day in time, where whoever asks says it. Raises KeyError
    when there is none.
    """
    declared = rule_of(rule)
    if declared is None or declared.period != "asked":
        raise KeyError(rule)
    day = today()
    roles = {owes.kind: owes.role for owes in declared.owes}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            steps.ASK,
            {
                "wanted": json.dumps([asdict(one) for one in wishes]),
                "rule": rule,
                "period": period,
                "kinds": list(roles),
                "roles": json.dumps(roles),
                "day": day,
                "due": due or declared.asked_on(day),
                "now": localdate(),
                **_who(actor),
            },
        )
        return int(cursor.rowcount)


def settle(actor: Actor, rule: str, period: int, seen: Iterable[Seen], verb: str = "found") -> int:
    """Fulfil the open duties of a rule and period that the system saw done ('found'), or that fell away ('dropped').

    Only inside the actor's scope. Returns how many.
    """
    told = json.dumps([asdict(one) for one in seen])
    with transaction.atomic(), connection.cursor() as cursor:
        values: dict[str, Any] = {
            "told": told,
            "rule": rule,
            "period": period,
            "day": today(),
            "verb": verb,
            **_who(actor),
        }
        cursor.execute(steps.SETTLE, values)
        return int(cursor.rowcount)


def _who(actor: Actor) -> dict[str, str]:
    return {"by": actor.username, "post": actor.post_name, "request": actor.request_id}
