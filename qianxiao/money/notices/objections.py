"""Verbs of objections: anybody objects to a line that is up, one officer answers, a second one settles it (X-07)."""

from datetime import timedelta
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from qianxiao.base import workdays
from qianxiao.base.vault import Secret, mask, normal, seal
from qianxiao.money.notices import queries, rules
from qianxiao.money.notices.models import NoticeLine, Objection
from qianxiao.office.accounts.queries import Actor, actor_of
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import Scope, in_scope, whole_scope
from qianxiao.office.audit.actions import record, record_command
from qianxiao.office.audit.keys import ring
from qianxiao.office.audit.models import AccessLog
from qianxiao.office.duties.clock import today
from qianxiao.office.duties.declared import ymd

KEY = "contact"  # the class of keys of visitors: retiring those of the vault's telephones does not touch them
_PENDING = ("open", "answered")


def object_to(notice: int, number: int, kind: str, text: str, name: str = "", phone: str = "") -> Objection:
    """Say that a line of a public notice is wrong; the name and the telephone may stay untold. Its money waits from now on.

    Raises Http404 when it is not up, ValidationError with what is missing.
    """
    if queries.shown(notice, most=0) is None:
        raise Http404
    with transaction.atomic():
        return _made(notice, number, kind, text, name, phone)


def take_down(
    request: HttpRequest, notice: int, number: int, kind: str, text: str, name: str = "", phone: str = ""
) -> Objection:
    """Write an objection down that somebody made in person: lists of households are read out, not on the web.

    Raises Http404 out of scope, ValidationError with what is missing.
    """
    actor = actor_of(request)
    actor.scope.need(Right.NOTICE_KEEP)
    if queries.notice_of(actor.scope, notice).state != "showing":
        raise ValidationError(_("This list is no longer up."))
    with transaction.atomic():
        one = _made(notice, number, kind, text, name, phone)
        record(
            request,
            f"objection {one.pk}",
            1,
            ("text", "name"),
            "objection_told",
            AccessLog.Kind.CHANGE,
            _whose(one),
        )
    return one


def _made(notice: int, number: int, kind: str, text: str, name: str, phone: str) -> Objection:
    said, whose, called = (
        " ".join(text.split())[:1000],
        " ".join(name.split())[:50],
        normal("phone", phone) if phone else "",
    )
    if kind not in dict(rules.reasons()):
        raise ValidationError(_("Please choose what is wrong."))
    if len(said) < 4:
        raise ValidationError(_("Please say in a sentence what is wrong."))
    if phone and len(called) not in range(7, 13):
        raise ValidationError(_("This is no telephone number."))
    key, day = uuid4(), ymd(today())
    with in_scope(whole_scope()) as scope:
        line = (
            NoticeLine.objects.within(scope).select_for_update().filter(notice=notice, number=number).first()
        )
        if line is None or line.state not in ("showing", "objected"):
            raise ValidationError(_("There is no such line on this list."))
        made = Objection.objects.within(scope).filter(line__notice=notice, at__date=timezone.localdate())
        if made.count() >= rules.measure("most_a_day"):
            raise ValidationError(_("Very many objections have come in today; please try again tomorrow."))
        version, data = seal(ring(), KEY, key, called) if called else (0, b"")
        one: Objection = Objection.objects.within(scope).create(
            id=key, line=line, region=line.region, kind=kind, text=said, name=whose, at=timezone.now(), version=version, sealed=data,
            phone_mask=mask("phone", called) if called else "", due_on=workdays.after(day, rules.measure("answer_days")),
        )  # fmt: skip
        line.state = "objected"
        line.save(update_fields=["state"])
    return one


def answer(request: HttpRequest, objection: UUID, said: str, reason: str) -> Objection:
    """Say what looking into it showed: upheld or rejected. Raises Http404, ValidationError."""
    actor = actor_of(request)
    if said not in Objection.ANSWERS[1:]:
        raise Http404
    with transaction.atomic():
        one = _locked(actor, objection, "open", Right.NOTICE_KEEP)
        one.state, one.answer, one.answered_by, one.reason = "answered", said, actor.username, _why(reason)
        one.save(update_fields=["state", "answer", "answered_by", "reason"])
        record(
            request,
            f"objection {one.pk}",
            1,
            ("text",),
            f"objection_{said}",
            AccessLog.Kind.CHANGE,
            _whose(one),
        )
    return one


def settle(request: HttpRequest, objection: UUID, agrees: bool) -> Objection:
    """Settle an answered objection as a second person, or give it back.

    An upheld one refuses the line for good; after the last rejected one the line stands as its list does.
    Raises Http404, ValidationError for whoever answered it or put the list up.
    """
    actor = actor_of(request)
    with transaction.atomic():
        one = _locked(actor, objection, "answered", Right.NOTICE_SETTLE)
        if one.answered_by == actor.username:
            raise ValidationError(_("A second person settles what you answered."))
        if agrees:
            one.state, one.settled_by = "settled", actor.username
        else:
            one.state, one.answer, one.answered_by = "open", "", ""
        one.save(update_fields=["state", "answer", "answered_by", "settled_by"])
        _restate(actor.scope, one.line_id)
        verb = "objection_settled" if agrees else "objection_returned"
        record(request, f"objection {one.pk}", 1, ("text",), verb, AccessLog.Kind.CHANGE, _whose(one))
    return one


def phone_of(request: HttpRequest, objection: UUID) -> str:
    """The telephone in full, after the row is in the log. Raises Http404, StoreAway."""
    scope = actor_of(request).scope
    scope.need(Right.NOTICE_KEEP)
    one = queries.objections(scope).filter(pk=objection).first()
    if one is None or not one.version:
        raise Http404
    record(request, str(one.pk), 1, ("phone",), "call", AccessLog.Kind.REVEAL, [str(one.pk)])
    return Secret(KEY, one.pk, one.version, bytes(one.sealed), one.phone_mask).opened(ring())


def forget() -> int:
    """Let names and telephones of objectors go when their time is over; returns how many. The worker's verb."""
    past = timezone.now() - timedelta(days=rules.measure("kept_days"))
    with transaction.atomic(), in_scope(whole_scope()) as scope:
        old = Objection.objects.within(scope).filter(at__lt=past, state="settled").exclude(name="", version=0)
        gone: int = old.update(name="", phone_mask="", version=0, sealed=b"")
        if gone:
            record_command("worker", AccessLog.Kind.CHANGE, "objectors", gone)
    return gone


def _restate(scope: Scope, line_id: int) -> None:
    """A line as its objections and its list leave it."""
    line = NoticeLine.objects.within(scope).select_for_update().get(pk=line_id)
    if line.state == "withdrawn":
        return
    found = Objection.objects.within(scope).filter(line=line)
    if found.filter(state="settled", answer="upheld").exists():
        line.state = "refused"
    elif found.filter(state__in=_PENDING).exists():
        line.state = "objected"
    else:
        line.state = "clear" if line.notice.state == "ended" else "showing"
    line.save(update_fields=["state"])


def _locked(actor: Actor, objection: UUID, state: str, right: Right) -> Objection:
    actor.scope.need(right)
    one: Objection | None = (
        Objection.objects.within(actor.scope).select_for_update().filter(pk=objection).first()
    )
    if one is None:
        raise Http404
    if one.state != state:
        raise ValidationError(_("Somebody has answered meanwhile; please read it anew."))
    return one


def _why(reason: str) -> str:
    why = " ".join(reason.split())[:500]
    if len(why) < 2:
        raise ValidationError(_("Please say why."))
    return why


def _whose(one: Objection) -> list[str]:
    return [str(one.line.person_id)] if one.line.person_id else []
