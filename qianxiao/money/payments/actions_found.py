"""What findings do to payments, many claims at once: stop them, let them go on, ask back what arrived (security design, 5)."""

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.utils import timezone

from qianxiao.money.payments import flow
from qianxiao.money.payments.actions import named, reason_of, ymd
from qianxiao.money.payments.actions_batches import take_out
from qianxiao.money.payments.models import Batch, Payment
from qianxiao.office.accounts.queries import Actor
from qianxiao.office.accounts.scope import in_scope, whole_scope

KIND = "finding"
_HELD = """
INSERT INTO payments_hold (claim, region, kind, reason, by, at, lifted_by, lifted_why)
SELECT DISTINCT c.claim, c.region, 'finding', %(why)s, %(by)s, %(at)s, '', ''
FROM unnest(%(claims)s::text[], %(regions)s::text[]) c(claim, region)
WHERE NOT EXISTS (SELECT FROM payments_payment p WHERE p.claim = c.claim AND p.state <> ALL (%(unsent)s)) ON CONFLICT DO NOTHING
"""
_LIFTED = """
UPDATE payments_hold SET lifted_by = %(by)s, lifted_why = %(why)s, lifted_at = %(at)s
WHERE kind = 'finding' AND lifted_by = '' AND claim = ANY (%(claims)s)
"""
# what still stands, of whatever kind, stays the reason; nothing else is touched
_FREED = """
UPDATE payments_payment p SET held = coalesce((SELECT min(h.kind) FROM payments_hold h WHERE h.claim = p.claim AND h.lifted_by = ''), '')
WHERE p.claim = ANY (%(claims)s) AND p.held <> ''
    AND p.held <> coalesce((SELECT min(h.kind) FROM payments_hold h WHERE h.claim = p.claim AND h.lifted_by = ''), '')
"""
_ASKED = """
INSERT INTO payments_recovery (payment_id, region, amount, parts, reason, state, asked_by, decided_by, day, at)
SELECT p.id, p.region, p.amount - p.back, 1, %(why)s, 'asked', %(by)s, '', %(day)s, %(at)s
FROM (
    SELECT p.*, coalesce((SELECT sum(r.amount) FROM payments_recovery r WHERE r.payment_id = p.id AND r.state = 'done'), 0) AS back
    FROM payments_payment p WHERE p.claim = ANY (%(claims)s) AND p.state = 'settled'
) p WHERE p.back < p.amount ON CONFLICT DO NOTHING
"""


def hold_found(by: str, claims: Sequence[tuple[str, str]], why: str) -> dict[str, str]:
    """Stop what findings name, in a handful of statements; claim → held, or sent where it is too late.

    claims: reference and county. A claim without a payment is held as well: its payment is born held. One transaction.
    """
    names = [claim for claim, _region in claims]
    actor = Actor(by, scope=whole_scope())
    with in_scope(actor.scope) as scope, named(by, why), connection.cursor() as cursor:
        rows = Payment.objects.within(scope).filter(claim__in=names)
        # batches first, as whoever sends them does, so that nobody waits in a ring
        near = rows.filter(state="batched").values_list("batch_id", flat=True)
        list(Batch.objects.within(scope).select_for_update().filter(pk__in=list(near)).order_by("id"))
        found = list(rows.select_for_update(of=("self",)).order_by("id"))
        stops = [row for row in found if row.state in flow.UNSENT]
        told = dict.fromkeys(names, "held")
        told |= {row.claim: "sent" for row in found if row.state not in flow.UNSENT}
        cursor.execute(_HELD, {"why": why, "by": by, "at": timezone.now(), "claims": names, "unsent": list(flow.UNSENT),
                               "regions": [region for _claim, region in claims]})  # fmt: skip
        take_out(actor, [row for row in stops if row.state == "batched"], why)
        Payment.objects.within(scope).filter(pk__in=[row.pk for row in stops], held="").update(held=KIND)
    return told


def unhold_found(by: str, claims: Sequence[str], reason: str) -> int:
    """Lift what findings stopped; returns the holds. A payment that nothing else stops goes on. Raises ValidationError."""
    why = reason_of(reason)
    told: dict[str, Any] = {"by": by, "why": why, "at": timezone.now(), "claims": list(claims)}
    with in_scope(whole_scope()), named(by, why), connection.cursor() as cursor:
        cursor.execute(_LIFTED, told)
        lifted = int(cursor.rowcount)
        cursor.execute(_FREED, told)
    return lifted


def ask_back_found(by: str, claims: Sequence[str], reason: str) -> int:
    """Propose to ask back what arrived of claims that a confirmed finding names; finance decides. Returns the cases."""
    told: dict[str, Any] = {
        "by": by,
        "why": reason_of(reason),
        "at": timezone.now(),
        "day": ymd(),
        "claims": list(claims),
    }
    with in_scope(whole_scope()), named(by, told["why"]), connection.cursor() as cursor:
        cursor.execute(_ASKED, told)
        return int(cursor.rowcount)
