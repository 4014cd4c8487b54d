"""Verbs about what went out to schools and institutions: confirm receipt, or return it with a reason (19-05-05)."""

from django.db import transaction

from qianxiao.office.accounts.queries import Actor
from qianxiao.office.accounts.roles import Right
from qianxiao.office.duties.asked import Seen, settle
from qianxiao.office.duties.clock import today
from qianxiao.programme.matching import queries_batch as queries
from qianxiao.programme.matching.actions import Refused
from qianxiao.programme.matching.batch import RECEIPT
from qianxiao.programme.matching.models import Answer, Delivery, Receipt

WRITTEN = {Answer.CONFIRMED: "已签收", Answer.RETURNED: "已退回，说明原因"}  # as the records say it


def answer(actor: Actor, number: int, verb: str, seen: str, note: str = "") -> Delivery:
    """Confirm a delivery to the own institution, or return it and say why; its duty is fulfilled with it.

    seen: digest of what the actor looked at. Raises Http404 out of scope or without the right; Refused when the verb is
    none, a reason lacks, it was answered already, or another delivery has taken its place.
    """
    actor.scope.need(Right.RECEIPT)
    note = " ".join(note.split())[:500]
    with transaction.atomic():
        found = queries.delivery_in(actor.scope, number, lock=True)
        if verb not in WRITTEN:
            raise Refused("receipt")
        if found.state != Answer.SENT or found.sha256 != seen:
            raise Refused("answered")
        if verb == Answer.RETURNED and not note:
            raise Refused("why")
        found.state, found.answered_on = verb, today()
        found.save(update_fields=["state", "answered_on"])
        Receipt.objects.within(actor.scope).create(
            delivery=found, region=found.region, org_code=found.org_code, verb=verb, sha256=found.sha256, note=note,
            by=actor.username, by_name=actor.user.full_name if actor.user else "", post=actor.post_name,
            day=found.answered_on, request_id=actor.request_id,
        )  # fmt: skip
        seen_done = Seen(found.org_code, found.sha256, f"{WRITTEN[Answer(verb)]} {found.sha256[:12]}")
        settle(actor, RECEIPT, found.period, [seen_done])
    return found
