"""Verbs of a record: confirm what stands there, say that it changed. The owner says it; a change hands the record on."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from qianxiao.base.uscc import read_uscc
from qianxiao.masterdata.regions.queries import county_named
from qianxiao.office.accounts.queries import Actor, actor_of
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import in_scope, whole_scope
from qianxiao.office.audit.actions import because, post_name, record
from qianxiao.office.audit.models import AccessLog
from qianxiao.office.duties.clock import today
from qianxiao.office.duties.declared import ymd
from qianxiao.services.employment import parameters, queries
from qianxiao.services.employment.applying import Applied, News, apply, whole
from qianxiao.services.employment.models import EMPLOYED, FACTS, Record

BY_HAND = ("visit", "phone", "compare")
OFFICE = "office"  # source of what somebody said on a page


def confirm(request: HttpRequest, number: int, way: str) -> Record:
    """Say that what stands there is still so. Raises Http404 for somebody else's record, ValidationError for no way."""
    actor = actor_of(request)
    with transaction.atomic():
        one = queries.owned(actor.scope, number, lock=True)
        say(request, actor, one, {name: getattr(one, name) for name in FACTS}, way)
    return one


def change(request: HttpRequest, number: int, told: Mapping[str, Any], way: str, note: str = "") -> Record:
    """Say what a person does now. told: facts of the form, days as dates or yyyymmdd, money in fen.

    In another county the record is that county's from now on; without work it goes back home. Raises Http404 for somebody
    else's record, ValidationError for what does not fit together.
    """
    actor = actor_of(request)
    with transaction.atomic():
        one = queries.owned(actor.scope, number, lock=True)
        say(request, actor, one, checked(told, one), way, note)
    return one


def say(request: HttpRequest, actor: Actor, one: Record, facts: Mapping[str, Any], way: str, note: str = "", source: str = OFFICE) -> Applied:  # fmt: skip
    """Apply facts to a locked record of the actor's, as of today, with its trail. Raises ValidationError."""
    actor.scope.need(Right.EMPLOY)
    if way not in BY_HAND:
        raise ValidationError(_("Please say how it was verified."))
    on = ymd(today())
    if one.as_of > on:
        raise ValidationError(_("Somebody has confirmed it for a later day."))
    due = parameters.before(on, -parameters.days("again", on, one.region))
    news = News(
        one.pk,
        facts,
        way,
        source,
        on,
        due,
        actor.username,
        post_name(request),
        " ".join(note.split())[:300],
        actor.request_id,
    )
    # who gives a record away does not own it afterwards: the database is asked for everybody, the lock was asked as owner
    with because("employment", actor.username, request), in_scope(whole_scope()):
        made = apply([news])
    verb = "employment_change" if made.changed else "employment_confirm"
    record(request, f"employment {one.pk}", 1, ("state",), verb, AccessLog.Kind.CHANGE, [str(one.person_id)])
    return made


def checked(told: Mapping[str, Any], one: Record) -> dict[str, Any]:
    """All facts of a state as they are kept. Raises ValidationError with what does not fit."""
    facts = {name: ymd(value) if hasattr(value, "year") else value for name, value in told.items()}
    on, state = ymd(today()), str(facts.get("state", ""))
    if state == one.state and not facts.get("since"):
        facts["since"] = one.since
    if state == EMPLOYED:
        facts["since"] = facts.get("since") or facts.get("starts")
    if not facts.get("since"):
        raise ValidationError(_("Please say since when."))
    if int(facts["since"]) > on or int(facts.get("starts") or 0) > on:
        raise ValidationError(_("The day lies in the future."))
    return whole(_work(facts) if state == EMPLOYED else facts)


def _work(facts: dict[str, Any]) -> dict[str, Any]:
    """Facts of somebody in work. Raises ValidationError."""
    county = county_named(str(facts.get("work_region") or ""))
    if not county:
        raise ValidationError(
            _("No county of this code or full name, or several of the name: please give the code.")
        )
    if not facts.get("form"):
        raise ValidationError(_("Please choose the form of employment."))
    if facts["form"] in parameters.by_employer() and len(str(facts.get("employer") or "")) < 2:
        raise ValidationError(_("Please name who employs them."))
    code, read = read_uscc(str(facts.get("org_code") or ""))
    if read == "bad_form":
        raise ValidationError(_("A credit code has 18 digits and letters."))
    if facts.get("starts") and facts.get("contract_end") and facts["contract_end"] < facts["starts"]:
        raise ValidationError(_("The contract ends before it begins."))
    return {**facts, "work_region": county, "org_code": code or ""}
