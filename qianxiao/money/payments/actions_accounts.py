"""Verbs of accounts: fix the one of a returned payment, ask for and confirm an institution's (patterns 16 and 37)."""

import uuid

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from qianxiao.base.vault import blind, mask, normal, seal
from qianxiao.money.payments import queries
from qianxiao.money.payments.actions import named, reason_of, trail
from qianxiao.money.payments.models import Case, Hold, PayeeAccount, Payment
from qianxiao.office.accounts.queries import Actor, actor_of
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import in_scope, whole_scope
from qianxiao.office.accounts.scoped import the_one
from qianxiao.office.audit.actions import because
from qianxiao.office.audit.keys import ring
from qianxiao.registers.people.models import Person, Sealed
from qianxiao.registers.schools.models import Institution

LEAST, MOST = 8, 30  # digits of an account as banks give them


def _plain(text: str) -> str:
    plain = normal("account", text)
    if not LEAST <= len(plain) <= MOST:
        raise ValidationError(_("This is no account number."))
    return plain


def fix(request: HttpRequest, number: int, account: str, reason: str) -> Payment:
    """Offer a returned payment again, or one without an account for the first time; no second approval (19-13-05).

    account: a new number, or '' to use the one that is there. A new one is held until a second person has asked the payee.
    Raises Http404, ValidationError.
    """
    actor, why = actor_of(request), reason_of(reason)
    actor.scope.need(Right.ACCOUNT_FIX)
    with in_scope(actor.scope) as scope, named(actor.username, why):
        one: Payment = the_one(Payment.objects.within(scope), number, lock=True)
        if one.state not in ("returned", "no_account"):
            raise ValidationError(_("This payment needs no other account."))
        before = bytes(one.account or b"")
        if account.strip():
            if one.person_id is None:
                raise ValidationError(_("The account of an institution is asked for on its own page."))
            _keep(request, actor, one.person_id, _plain(account), why)
        index, shown, holder = queries.account_now(one)
        if index is None:
            raise ValidationError(_("There is no account yet."))
        told = {"account": index, "account_mask": shown, "holder": holder, "batch": None}
        rows = Payment.objects.within(scope).filter(pk=one.pk)
        if index != before:
            Hold.objects.within(scope).get_or_create(
                claim=one.claim,
                region=one.region,
                kind="account",
                lifted_by="",
                defaults={"reason": why, "by": actor.username},
            )
            told["held"] = one.held or "account"
        if one.state == "returned":
            rows.update(state="reoffered", attempt=one.attempt + 1, **told)
        else:
            rows.update(state="reserved", **told)
        Case.objects.within(scope).filter(payment=one, kind="returned", state="open").update(
            state="closed", closed_by=actor.username, reason=why
        )
        trail(request, actor, f"payment {one.pk}", [one], "payments_account_fixed")
    one.refresh_from_db()
    return one


def _keep(request: HttpRequest, actor: Actor, person: uuid.UUID, plain: str, why: str) -> None:
    """Seal a person's new account; the history keeps who gave it and why. Raises Http404 for somebody kept elsewhere."""
    keys, scope = ring(), actor.scope
    found = Person.objects.within(scope).select_for_update().filter(pk=person).first()
    if found is None:
        raise Http404
    version, data = seal(keys, "account", person, plain)
    told = {
        "version": version,
        "sealed": data,
        "index": blind(keys, "account", plain),
        "index_version": keys.active("index"),
    }
    with because(why, actor.username, request):
        Sealed.objects.within(scope).update_or_create(person=found, kind="account", defaults=told)
        found.account_mask = mask("account", plain)
        found.save(update_fields=["account_mask"])


def confirm(request: HttpRequest, claim: str, reason: str) -> None:
    """A second person has asked the payee on the telephone known before: the account stands. Raises Http404, ValidationError."""
    from qianxiao.money.payments.actions import unhold

    actor = actor_of(request)
    actor.scope.need(Right.ACCOUNT_FIX)
    with in_scope(actor.scope) as scope:
        unhold(request, [claim], "account", reason)
        for one in Payment.objects.within(scope).select_for_update(of=("self",)).filter(claim=claim):
            index, shown, holder = queries.account_now(one)
            if index is not None and one.state in ("reserved", "reoffered"):
                Payment.objects.within(scope).filter(pk=one.pk).update(
                    account=index, account_mask=shown, holder=holder
                )


def ask_account(request: HttpRequest, org_code: str, holder: str, account: str, reason: str) -> PayeeAccount:
    """Propose an institution's account; the one before stays until a second person confirms. Raises Http404, ValidationError."""
    actor, why = actor_of(request), reason_of(reason)
    actor.scope.need(Right.ACCOUNT_FIX)
    place = Institution.objects.filter(org_code=org_code).first()
    if place is None:
        raise Http404
    actor.inside(place.region)
    plain, keys = _plain(account), ring()
    with in_scope(actor.scope) as scope, named(actor.username, why):
        before = PayeeAccount.objects.within(scope).filter(org_code=org_code).count()
        owner = uuid.uuid5(
            uuid.NAMESPACE_URL, f"account {org_code} {before}"
        )  # each row its own: a sealed value fits no other
        version, data = seal(keys, "account", owner, plain)
        try:
            with transaction.atomic():
                made: PayeeAccount = PayeeAccount.objects.within(scope).create(
                    org_code=org_code, region=place.region, holder=holder.strip()[:100] or place.name, owner=owner, version=version,
                    sealed=data, index=blind(keys, "account", plain), index_version=keys.active("index"),
                    mask=mask("account", plain), asked_by=actor.username, reason=why,
                )  # fmt: skip
        except IntegrityError as error:
            raise ValidationError(_("Another account of this institution waits to be confirmed.")) from error
        trail(request, actor, f"account {org_code}", [], "payments_account_asked")
    return made


def decide_account(request: HttpRequest, number: int, agrees: bool, reason: str) -> PayeeAccount:
    """Confirm an institution's account as a second person, or refuse it. Raises Http404, ValidationError."""
    actor, why = actor_of(request), reason_of(reason)
    actor.scope.need(Right.ACCOUNT_FIX)
    with in_scope(actor.scope) as scope, named(actor.username, why):
        one: PayeeAccount = the_one(PayeeAccount.objects.within(scope), number, lock=True)
        if one.state != "asked":
            raise ValidationError(_("This was decided already."))
        if one.asked_by == actor.username:
            raise ValidationError(_("A second person decides what you asked for."))
        if agrees:
            PayeeAccount.objects.within(whole_scope()).filter(
                org_code=one.org_code, state="confirmed"
            ).update(state="replaced")
        one.state, one.confirmed_by = ("confirmed" if agrees else "refused"), actor.username
        one.save(update_fields=["state", "confirmed_by"])
        trail(request, actor, f"account {one.org_code}", [], f"payments_account_{one.state}")
    return one
