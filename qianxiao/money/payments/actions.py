"""Verbs others call: reserve what is approved, stop a payment, let it go on, give its money back."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.db import connection
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from qianxiao.money.payments import flow
from qianxiao.money.payments.models import Batch, Hold, Payment
from qianxiao.money.payments.reserving import Payable, Reserved, make
from qianxiao.office.accounts.queries import Actor, actor_of
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import Scope, in_scope, whole_scope
from qianxiao.office.audit.actions import record, record_work
from qianxiao.office.audit.models import AccessLog
from qianxiao.office.duties.clock import today

__all__ = ("Payable", "Reserved", "confirm_arrival", "hold", "reserve", "unhold", "withdraw")
_AT_ONCE = 500  # people one row of the trail names
_SHARED = "shared"  # of words.REASONS: each reader is told in the own language


def who(request: HttpRequest | Actor) -> Actor:
    """The actor of a request, or of work that goes on after it."""
    return request if isinstance(request, Actor) else actor_of(request)


def ymd() -> int:
    """Today as yyyymmdd; in a demo the day that was set."""
    now = today()
    return now.year * 10000 + now.month * 100 + now.day


@contextmanager
def named(by: str, why: str = "") -> Iterator[None]:
    """Inside a transaction: who does it and why, as the steps and transfers that the database writes have it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('qx.by', %s, true), set_config('qx.why', %s, true)", [by, why[:500]]
        )
        yield
        cursor.execute("SELECT set_config('qx.by', '', true), set_config('qx.why', '', true)")


def trail(
    request: HttpRequest | Actor, actor: Actor, subject: str, rows: Sequence[Payment], verb: str
) -> None:
    """What was done with whose payments into the access log, in as few rows as names allow."""
    whose = [str(row.person_id) for row in rows if row.person_id]
    parts = [whose[at : at + _AT_ONCE] for at in range(0, len(whose), _AT_ONCE)] or [[]]
    for part in parts:
        told = (subject, len(part), ("amount", "account"), verb)
        if isinstance(request, HttpRequest):
            record(request, *told, AccessLog.Kind.CHANGE, part)
        elif actor.post is not None:
            record_work(actor, "", *told, AccessLog.Kind.CHANGE, part)


def reason_of(text: str) -> str:
    """A reason somebody gave. Raises ValidationError without one."""
    why = " ".join(text.split())[:500]
    if len(why) < 2:
        raise ValidationError(_("Please say why."))
    return why


def reserve(request: HttpRequest | Actor, payables: Sequence[Payable]) -> Reserved:
    """Commit the money of approved payables, each once for ever; one transaction, the order decides where money ends.

    Takes what can be taken and says of the rest why not (`Reserved`). Raises Http404 for a county out of scope.
    """
    actor = who(request)
    for county in {one.county for one in payables}:
        actor.inside(county)
    # every county in view: the account of somebody registered elsewhere, the same payment made elsewhere
    with in_scope(whole_scope()) as scope, named(actor.username):
        result = make(scope, payables, ymd(), actor.username, _SHARED)
        if result.made or result.refused:
            trail(request, actor, "payments", result.made, "payments_reserved")
    return result


def _locked(actor: Actor, claims: Sequence[str]) -> list[Payment]:
    """Payments of claims, locked; their batches first, as whoever sends them does, so that nobody waits in a ring."""
    near = Payment.objects.within(actor.scope).filter(claim__in=list(claims), state="batched")
    batches = Batch.objects.within(actor.scope).select_for_update()
    list(batches.filter(pk__in=list(near.values_list("batch_id", flat=True))).order_by("id"))
    rows = Payment.objects.within(actor.scope).select_for_update(of=("self",)).filter(claim__in=list(claims))
    return list(rows.order_by("id"))


def hold(request: HttpRequest | Actor, claims: Sequence[str], kind: str, reason: str) -> dict[str, str]:
    """Stop payments of claims until somebody lifts it; claim → held, or sent where it is too late, or none where there is none.

    A claim without a payment yet is held as well: its payment is born held. Raises Http404, ValidationError.
    """
    from qianxiao.money.payments.actions_batches import take_out

    actor = who(request)
    if kind not in Hold.KINDS:
        raise Http404
    why, told = reason_of(reason), dict.fromkeys(claims, "none")
    with in_scope(actor.scope) as scope, named(actor.username, why):
        rows = _locked(actor, claims)
        home = actor.post.home if actor.post else ""
        known = {row.claim: row.region for row in rows}
        stops = [row for row in rows if row.state in flow.UNSENT]
        for row in rows:
            told[row.claim] = "held" if row.state in flow.UNSENT else "sent"
        born = [claim for claim in told if claim not in known] if home else []
        Hold.objects.within(scope).bulk_create(
            [
                Hold(claim=claim, region=known.get(claim, home), kind=kind, reason=why, by=actor.username)
                for claim in dict.fromkeys([*(row.claim for row in stops), *born])
            ],
            ignore_conflicts=True,
        )
        take_out(actor, [row for row in stops if row.state == "batched"], why)
        Payment.objects.within(scope).filter(pk__in=[row.pk for row in stops], held="").update(held=kind)
        trail(request, actor, f"hold {kind}", stops, "payments_held")
    return told


def unhold(request: HttpRequest | Actor, claims: Sequence[str], kind: str, reason: str) -> int:
    """Lift holds of a kind; returns how many. A payment that nothing else stops goes on. Raises ValidationError."""
    actor, why = who(request), reason_of(reason)
    with in_scope(actor.scope) as scope, named(actor.username, why):
        rows = _locked(actor, claims)
        live = Hold.objects.within(scope).filter(claim__in=list(claims), lifted_by="")
        mine = live.filter(kind=kind)
        if kind == "account" and mine.filter(by=actor.username).exists():
            raise ValidationError(_("A second person lifts what you stopped."))
        from django.utils import timezone

        lifted = mine.update(lifted_by=actor.username, lifted_why=why, lifted_at=timezone.now())
        left = dict(live.values_list("claim", "kind"))
        for row in rows:
            if row.held and row.held != left.get(row.claim, ""):
                Payment.objects.within(scope).filter(pk=row.pk).update(held=left.get(row.claim, ""))
        trail(request, actor, f"hold {kind}", rows, "payments_unheld")
    return lifted


def withdraw(request: HttpRequest | Actor, claims: Sequence[str], reason: str) -> dict[str, str]:
    """Give the money of claims back to their fund, where nothing was sent or it came back; claim → withdrawn, sent, none.

    Raises ValidationError without a reason.
    """
    from qianxiao.money.payments.actions_batches import take_out

    actor, why = who(request), reason_of(reason)
    told = dict.fromkeys(claims, "none")
    with in_scope(actor.scope) as scope, named(actor.username, why):
        rows = _locked(actor, claims)
        take_out(actor, [row for row in rows if row.state == "batched"], why)
        done = [row for row in rows if row.state in flow.UNSENT]
        for row in rows:
            told[row.claim] = "withdrawn" if row.state in (*flow.UNSENT, "withdrawn") else "sent"
        Payment.objects.within(scope).filter(pk__in=[row.pk for row in done]).update(
            state="withdrawn", batch=None
        )
        trail(request, actor, "payments", done, "payments_withdrawn")
    return told


def confirm_own(scope: Scope, one: Payment, by: str) -> None:
    """The payee says that the own payment arrived: a person, or an institution. Raises ValidationError for any other state."""
    with in_scope(scope), named(by):
        rows = Payment.objects.within(scope).filter(pk=one.pk, state="settled", confirmed_on__isnull=True)
        if not rows.update(confirmed_on=ymd()):
            raise ValidationError(_("There is nothing to confirm."))


def confirm_arrival(request: HttpRequest, one: Payment, reason: str) -> None:
    """The payee says that it arrived; noted once. Raises ValidationError before the bank has settled it."""
    actor, why = actor_of(request), reason_of(reason)
    actor.scope.need(Right.ACCOUNT_FIX)
    with in_scope(actor.scope) as scope, named(actor.username, why):
        done = Payment.objects.within(scope).filter(pk=one.pk, state="settled", confirmed_on__isnull=True)
        if not done.update(confirmed_on=ymd()):
            raise ValidationError(_("There is nothing to confirm."))
        trail(request, actor, f"payment {one.pk}", [one], "payments_confirmed")
