"""Verbs of asking money back: proposed by one person, decided by another, received in parts (B63)."""

from datetime import date

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _

from qianxiao.money.payments import rules
from qianxiao.money.payments.actions import named, reason_of, trail, ymd
from qianxiao.money.payments.models import Payment, Recovery, RecoveryPart
from qianxiao.office.accounts.queries import actor_of
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import in_scope
from qianxiao.office.accounts.scoped import the_one


def ask_back(request: HttpRequest, number: int, amount: int, parts: int, reason: str) -> Recovery:
    """Propose to ask an amount (fen) of a settled payment back in monthly parts. Raises Http404, ValidationError."""
    actor, why = actor_of(request), reason_of(reason)
    if not actor.scope.may(Right.PAY):
        actor.scope.need(Right.ACCOUNT_FIX)
    with in_scope(actor.scope) as scope, named(actor.username, why):
        one: Payment = the_one(Payment.objects.within(scope), number, lock=True)
        if one.state != "settled":
            raise ValidationError(_("Only what arrived is asked back."))
        live = Recovery.objects.within(scope).filter(payment=one)
        if live.filter(state__in=("asked", "approved")).exists():
            raise ValidationError(_("This payment is being asked back already."))
        before = sum(row.amount for row in live.filter(state="done"))
        if (
            not 0 < amount <= one.amount - before
            or not 1 <= parts <= rules.limit("recover_parts", ymd(), one.region)
            or amount < parts
        ):
            raise ValidationError(_("Ask for no more than was paid, in parts that the rules allow."))
        made: Recovery = Recovery.objects.within(scope).create(
            payment=one,
            region=one.region,
            amount=amount,
            parts=parts,
            reason=why,
            asked_by=actor.username,
            day=ymd(),
        )
        trail(request, actor, f"recovery {made.pk}", [one], "payments_recovery_asked")
    return made


def decide(request: HttpRequest, number: int, agrees: bool, reason: str) -> Recovery:
    """Decide a recovery as a second person; its instalments are laid out. Raises Http404, ValidationError."""
    actor, why = actor_of(request), reason_of(reason)
    actor.scope.need(Right.PAY)
    with in_scope(actor.scope) as scope, named(actor.username, why):
        one: Recovery = the_one(Recovery.objects.within(scope), number, lock=True)
        if one.state != "asked":
            raise ValidationError(_("This was decided already."))
        if one.asked_by == actor.username:
            raise ValidationError(_("A second person decides what you asked for."))
        one.state, one.decided_by = ("approved" if agrees else "refused"), actor.username
        one.save(update_fields=["state", "decided_by"])
        if agrees:
            share, rest = divmod(one.amount, one.parts)
            RecoveryPart.objects.within(scope).bulk_create(
                RecoveryPart(
                    recovery=one,
                    region=one.region,
                    number=n,
                    amount=share + (rest if n == one.parts else 0),
                    due_on=_month(one.day, n),
                )
                for n in range(1, one.parts + 1)
            )
        trail(request, actor, f"recovery {one.pk}", [one.payment], f"payments_recovery_{one.state}")
    return one


def _month(day: int, later: int) -> int:
    """The last day of a month so many months later; yyyymmdd."""
    year, month = divmod(day // 100 % 100 + later - 1, 12)
    first = date(day // 10000 + year, month + 1, 28)
    return first.year * 10000 + first.month * 100 + first.day


def receive(request: HttpRequest, part: int, receipt: str) -> RecoveryPart:
    """An instalment came in, under a receipt; the book takes it. Raises Http404, ValidationError."""
    actor, told = actor_of(request), reason_of(receipt)
    actor.scope.need(Right.PAY)
    with in_scope(actor.scope) as scope, named(actor.username, told):
        one: RecoveryPart = the_one(RecoveryPart.objects.within(scope), part, lock=True)
        asked: Recovery = Recovery.objects.within(scope).select_for_update().get(pk=one.recovery_id)
        if one.received_on is not None or asked.state != "approved":
            raise ValidationError(_("This instalment is not owed."))
        one.received_on, one.receipt, one.by = ymd(), told[:100], actor.username
        one.save(update_fields=["received_on", "receipt", "by"])
        if not RecoveryPart.objects.within(scope).filter(recovery=asked, received_on__isnull=True).exists():
            Recovery.objects.within(scope).filter(pk=asked.pk).update(state="done")
            back = sum(
                row.amount
                for row in Recovery.objects.within(scope).filter(payment_id=asked.payment_id, state="done")
            )
            Payment.objects.within(scope).filter(pk=asked.payment_id, amount=back).update(state="recovered")
        trail(request, actor, f"recovery {asked.pk}", [asked.payment], "payments_recovery_received")
    return one
