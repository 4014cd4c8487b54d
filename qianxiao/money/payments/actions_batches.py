"""Verbs of batches: put payments together, release them by two people over one digest, take one out again."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from qianxiao.base.crypto import sm3
from qianxiao.money.payments import rules
from qianxiao.money.payments.actions import named, reason_of, trail, ymd
from qianxiao.money.payments.models import Batch, BatchStep, Line, Payment
from qianxiao.money.payments.queries import batch_of
from qianxiao.money.payments.reserving import sql
from qianxiao.office.accounts.queries import Actor, actor_of
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import in_scope

OPEN = ("made", "first", "released")  # nothing was sent yet


def step(actor: Actor, one: Batch, verb: str, note: str = "") -> None:
    """What was done with a batch."""
    BatchStep.objects.within(actor.scope).create(
        batch=one, region=one.region, verb=verb, by=actor.username, post=actor.post_name, note=note[:500],
        digest=one.digest, request_id=actor.request_id,
    )  # fmt: skip


def seal(actor: Actor, one: Batch) -> None:
    """Count, sum and SM3 digest over the canonical lines; releases of anything else are void."""
    rows = Line.objects.within(actor.scope).filter(batch=one).exclude(state="dropped").order_by("key")
    text, total, n = [], 0, 0
    for row in rows.values_list("key", "account", "holder", "amount"):
        text.append(f"{row[0]}|{bytes(row[1]).hex()}|{row[2]}|{row[3]}")
        total, n = total + row[3], n + 1
    one.lines, one.total, one.digest = n, total, sm3("\n".join(text).encode()).hex()


def make_batch(request: HttpRequest, county: str, fund: str) -> Batch:
    """Put everything that is ready on a fund of a county into one batch. Raises Http404, ValidationError when nothing is.

    What is held stays out; a payment whose account was changed after the approval is held now, and stays out (pattern 16).
    """
    actor = actor_of(request)
    actor.scope.need(Right.PAY)
    actor.inside(county)
    day = ymd()
    with in_scope(actor.scope) as scope, named(actor.username), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('payments_batch'), hashtext(%s))", [county])
        told: dict[str, str | int] = {
            "region": county,
            "fund": fund,
            "most": rules.limit("batch_most", day, county),
            "by": actor.username,
        }
        cursor.execute(sql("5_changed"), told)
        start = f"{county}-{day}-"
        number = f"{start}{Batch.objects.within(scope).filter(number__startswith=start).count() + 1:03}"
        one: Batch = Batch.objects.within(scope).create(
            number=number, region=county, fund=fund, day=day, made_by=actor.username
        )
        cursor.execute(sql("6_batched"), told | {"batch": one.pk, "number": number})
        seal(actor, one)
        if not one.lines:
            transaction.set_rollback(True)
        else:
            one.save(update_fields=["lines", "total", "digest"])
            step(actor, one, "made")
            trail(request, actor, f"batch {number}", _rows(actor, one), "payments_batched")
    if not one.lines:
        raise ValidationError(_("Nothing is ready to be paid out of this fund."))
    return one


def _rows(actor: Actor, one: Batch) -> list[Payment]:
    return list(Payment.objects.within(actor.scope).filter(batch=one).only("id", "person_id"))


def release(request: HttpRequest, number: int, seen: str) -> Batch:
    """Release a batch as the first or the second person, over the digest that was seen. Raises Http404, ValidationError.

    Whoever made or checked one of its payments takes no part in it. The second release lets it be sent.
    """
    actor = actor_of(request)
    actor.scope.need(Right.PAY)
    with in_scope(actor.scope), named(actor.username):
        one = batch_of(actor.scope, number, lock=True)
        if one.state not in ("made", "first"):
            raise ValidationError(_("This batch was released already."))
        if seen != one.digest:
            raise ValidationError(_("The batch has changed since you opened it; please look at it anew."))
        before = one.digest
        seal(actor, one)
        if one.digest != before:
            raise ValidationError(
                _("The lines of this batch are not those it was made of. Nothing was released.")
            )
        parts = Line.objects.within(actor.scope).filter(batch=one).exclude(state="dropped")
        if (
            parts.filter(payment__maker=actor.username).exists()
            or parts.filter(payment__checker=actor.username).exists()
        ):
            raise ValidationError(_("Whoever made or checked a payment does not release it."))
        if one.state == "made":
            one.state, one.first_by = "first", actor.username
        elif one.first_by == actor.username:
            raise ValidationError(_("You released this batch already; a second person does so as well."))
        else:
            one.state, one.second_by, one.released = "released", actor.username, one.digest
        try:
            with transaction.atomic():
                one.save(update_fields=["state", "first_by", "second_by", "released"])
        except IntegrityError as error:
            raise ValidationError(_("Two people release a batch.")) from error
        step(actor, one, "first" if one.state == "first" else "second")
        trail(request, actor, f"batch {one.number}", [], f"payments_{one.state}")
        if one.state == "released":
            _ask_to_send(actor, one)
    return one


def _ask_to_send(actor: Actor, one: Batch) -> None:
    """Background work that calls the bank, where there is one."""
    from qianxiao.money.payments.bank import bank
    from qianxiao.office.jobs.actions import ask

    if bank() is not None:
        ask(actor, "payments.send", one.pk, one.number)


def drop_batch(request: HttpRequest, number: int, reason: str) -> Batch:
    """Take a batch apart that was not sent; its payments are ready again. Raises Http404, ValidationError."""
    actor, why = actor_of(request), reason_of(reason)
    actor.scope.need(Right.PAY)
    with in_scope(actor.scope), named(actor.username, why):
        one = batch_of(actor.scope, number, lock=True)
        if one.state not in OPEN:
            raise ValidationError(_("What was sent cannot be taken back."))
        take_out(actor, list(Payment.objects.within(actor.scope).filter(batch=one, state="batched")), why)
        trail(request, actor, f"batch {one.number}", [], "payments_dropped")
    one.refresh_from_db()
    return one


def take_out(actor: Actor, rows: Sequence[Payment], why: str) -> None:
    """Take payments out of batches that were not sent. The batch is sealed anew and both people release it again."""
    scope = actor.scope
    for pk in sorted({row.batch_id for row in rows if row.batch_id}):
        one = Batch.objects.within(scope).select_for_update().get(pk=pk)
        mine = [row.pk for row in rows if row.batch_id == pk]
        Line.objects.within(scope).filter(batch=one, payment_id__in=mine, state="batched").update(
            state="dropped"
        )
        moved = Payment.objects.within(scope).filter(pk__in=mine, state="batched")
        moved.filter(attempt=1).update(state="reserved", batch=None)
        moved.filter(attempt__gt=1).update(state="reoffered", batch=None)
        seal(actor, one)
        one.state = "made" if one.lines else "dropped"
        one.first_by = one.second_by = one.released = ""
        one.save(update_fields=["state", "lines", "total", "digest", "first_by", "second_by", "released"])
        step(actor, one, "taken_out", why)
    for row in rows:
        row.state, row.batch_id = ("reserved" if row.attempt == 1 else "reoffered"), None
