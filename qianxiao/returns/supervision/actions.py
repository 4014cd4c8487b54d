"""Verbs of a rectification: the unit answers, the tier above accepts or gives back; nobody accepts the own."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from qianxiao.office.accounts.queries import Actor, actor_of
from qianxiao.office.accounts.roles import Right
from qianxiao.office.duties.clock import today
from qianxiao.returns.supervision import queries
from qianxiao.returns.supervision.find import ask_duties, drop_duties
from qianxiao.returns.supervision.flow import FLOW, allowed
from qianxiao.returns.supervision.models import Rectification
from qianxiao.returns.supervision.steps import tell, words


def _locked(actor: Actor, number: int, verb: str) -> Rectification:
    one = queries.rectification(actor.scope, number, lock=True)
    home = actor.post.home if actor.post else ""
    if not allowed(verb, one, home):
        raise ValidationError(
            _("Only the unit itself answers, and only while it is open.")
            if verb == "answered"
            else _("Only the tier that oversees it accepts or gives back what was answered.")
        )
    return one


def answer(request: HttpRequest, number: int, text: str) -> Rectification:
    """The unit says what it put right, and by which evidence. Raises Http404, ValidationError."""
    actor, said = actor_of(request), words(text, 10)
    actor.scope.need(Right.SUPERVISED)
    with transaction.atomic():
        one = _locked(actor, number, "answered")
        one.state, one.answer, one.answered_on, one.answered_by = (
            FLOW["answered"][1],
            said,
            today(),
            actor.username,
        )
        one.save(update_fields=["state", "answer", "answered_on", "answered_by"])
        drop_duties(actor, [one.pk], "found", said[:200])
        tell(request, "rectification", one.pk, one.region, "answered", said)
    return one


def accept(request: HttpRequest, number: int, reason: str) -> Rectification:
    """The tier above takes the answer. Raises Http404, ValidationError."""
    actor, said = actor_of(request), words(reason)
    actor.scope.need(Right.SUPERVISE)
    with transaction.atomic():
        one = _locked(actor, number, "accepted")
        if one.answered_by == actor.username:
            raise ValidationError(_("You answered this yourself: somebody else accepts it."))
        one.state, one.accepted_by, one.closed_on = FLOW["accepted"][1], actor.username, today()
        one.save(update_fields=["state", "accepted_by", "closed_on"])
        tell(request, "rectification", one.pk, one.region, "accepted", said)
    return one


def give_back(request: HttpRequest, number: int, reason: str, due: date | None) -> Rectification:
    """The tier above does not take the answer: a reason and a new day. Raises Http404, ValidationError."""
    actor, said = actor_of(request), words(reason)
    actor.scope.need(Right.SUPERVISE)
    if due is None or due < today():
        raise ValidationError(_("Please give a day that has not passed."))
    with transaction.atomic():
        one = _locked(actor, number, "given_back")
        one.state, one.due_on, one.given_back = FLOW["given_back"][1], due, one.given_back + 1
        one.save(update_fields=["state", "due_on", "given_back"])
        ask_duties(actor, [one.pk])
        tell(request, "rectification", one.pk, one.region, "given_back", said)
    return one
