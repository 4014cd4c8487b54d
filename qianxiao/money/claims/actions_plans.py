"""Verbs of apprenticeship plans: written by the firm, filed by the county, and what comes back of who did not complete (E05)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from qianxiao.base.reference import code_table
from qianxiao.money.claims import about as what_for
from qianxiao.money.claims import applying, queries_apply, words
from qianxiao.money.claims.models_apply import Apprentice, Plan, Roster, RosterLine
from qianxiao.money.claims.steps import Who, day, who_of
from qianxiao.money.payments.actions_recover import ask_back
from qianxiao.money.payments.models import Payment, Recovery
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import in_scope, whole_scope
from qianxiao.office.audit.actions import because, record
from qianxiao.office.audit.models import AccessLog
from qianxiao.registers.people.actions_known import known
from qianxiao.registers.schools.words import occupation

RECOVERY = "apprenticeship_recovery"


def write(request: HttpRequest, told: Mapping[str, Any]) -> Plan:
    """A new plan of the own firm. Raises Http404 without the right, ValidationError also for whoever is no firm."""
    who = who_of(request)
    who.scope.need(Right.CLAIM)
    if queries_apply.FIRM not in queries_apply.asks_as(who.scope):
        raise ValidationError(_("Only an enterprise writes apprenticeship plans."))
    if not told["starts"] < told["ends"]:
        raise ValidationError(_("A plan ends after it begins."))
    if told["level"] not in code_table("train_level") or occupation(told["occupation"]) == told["occupation"]:
        raise ValidationError(_("Please choose occupation and level from the catalogue."))
    county, now = what_for.county_of(who, who.scope.institution), day()
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT nextval('claims_number')")
            number = f"A{county}-{now // 10000}-{cursor.fetchone()[0]:06}"
        made: Plan = Plan.objects.within(who.scope).create(
            plan_no=number, region=county, org_code=who.scope.institution, made_by=who.name,
            **{name: told[name] for name in ("occupation", "level", "provider", "agreement", "starts", "ends")},
        )  # fmt: skip
        _log(request, made, "plan_written")
    return made


def add(request: HttpRequest, number: int, name: str, id_no: str) -> Apprentice:
    """Put somebody on a plan that is not filed. Raises Http404, ValidationError."""
    who, one = _own(request, number)
    with transaction.atomic(), because("plan", who.name, request):
        if who.actor is None:
            raise Http404
        person = known(who.actor, name, id_no, one.region)
        made, new = Apprentice.objects.within(who.scope).get_or_create(
            plan=one, person_id=person.pk,
            defaults={"name": person.name, "id_mask": person.id_mask, "region": one.region, "org_code": one.org_code},
        )  # fmt: skip
        if not new:
            raise ValidationError(_("This person is on the plan already."))
        _log(request, one, "plan_person", [str(person.pk)])
    return made  # type: ignore[no-any-return]


def drop(request: HttpRequest, number: int, apprentice: str) -> None:
    """Take somebody off a plan that is not filed. Raises Http404, ValidationError."""
    who, one = _own(request, number)
    with transaction.atomic():
        rows = Apprentice.objects.within(who.scope).filter(plan=one, pk=int(apprentice) if apprentice.isdecimal() else 0)  # fmt: skip
        whose = [str(key) for key in rows.values_list("person_id", flat=True)]
        rows.delete()
        _log(request, one, "plan_person", whose)


def ask(request: HttpRequest, number: int) -> Plan:
    """Hand a plan in with its people. Raises Http404, ValidationError."""
    who, one = _own(request, number)
    with transaction.atomic():
        if not queries_apply.apprentices(who.scope, one):
            raise ValidationError(_("A plan names its apprentices."))
        one.state = "asked"
        one.save(update_fields=["state"])
        _log(request, one, "plan_asked")
    return one


def file_plan(request: HttpRequest, number: int, agrees: bool) -> Plan:
    """The county files a plan, or gives it back. Raises Http404, ValidationError."""
    who = who_of(request)
    who.scope.need(Right.CLAIM_FIRST)
    with transaction.atomic():
        one = queries_apply.plan(who.scope, number, lock=True)
        if one.state != "asked":
            raise ValidationError(_("This plan does not wait to be filed."))
        if one.made_by == who.name:
            raise ValidationError(_("Whoever applied never reviews the application."))
        one.state = "filed" if agrees else "draft"
        one.filed_by, one.filed_on = (who.name, day()) if agrees else ("", None)
        one.save(update_fields=["state", "filed_by", "filed_on"])
        _log(request, one, "plan_filed" if agrees else "plan_returned")
    return one


@dataclass(frozen=True)
class Back:
    """Whose advance comes back: the apprentice, what the rule says, fen, the payment of the advance, whether it is asked back."""

    apprentice: Apprentice
    why: str
    amount: int
    payment: Payment | None
    asked: bool


def backs(who: Who, one: Plan) -> list[Back]:
    """What the rule of recoveries says of each apprentice of a plan."""
    people = queries_apply.apprentices(who.scope, one)
    told = what_for.about_of(who, RECOVERY, f"{one.plan_no}/1", day())
    roster = Roster(item=RECOVERY, about=told.about, day=told.day)
    lines = [
        RosterLine(pk=at, roster=roster, record=f"{one.plan_no}/{each.person_id}", person_id=each.person_id, name=each.name)
        for at, each in enumerate(people, start=1)
    ]  # fmt: skip
    with in_scope(whole_scope()) as scope:
        said = {placed.case.key: placed for placed in applying.answers(scope, told, {}, lines)}
    rows = Payment.objects.within(who.scope).filter(
        item="apprenticeship", instalment="stage-1", record__in=[f"apprentices/{line.record}" for line in lines], state="settled"
    )  # fmt: skip
    paid = {row.record: row for row in rows}
    live = Recovery.objects.within(who.scope).filter(payment__in=list(paid.values())).exclude(state="refused")
    asked = set(live.values_list("payment_id", flat=True))
    found = []
    for each, line in zip(people, lines, strict=True):
        applying.put(line, said[str(line.pk)])
        payment = paid.get(f"apprentices/{line.record}")
        found.append(
            Back(each, words.why_not(line), line.amount, payment, payment is not None and payment.pk in asked)
        )
    return found


def recover(request: HttpRequest, number: int, apprentice: str) -> None:
    """Ask the advance of somebody who did not complete back: the amount is the rule's. A second person decides it.

    Raises Http404; ValidationError where the rule gives nothing or nothing arrived.
    """
    who = who_of(request)
    who.scope.need(Right.CLAIM_FIRST)
    with transaction.atomic():
        one = queries_apply.plan(who.scope, number)
        back = next((each for each in backs(who, one) if str(each.apprentice.pk) == apprentice), None)
        if back is None:
            raise Http404
        if not back.amount:
            raise ValidationError(back.why or _("Nothing comes back."))
        if back.payment is None:
            raise ValidationError(_("Only what arrived is asked back."))
        reason = _("%(plan)s: not completed") % {"plan": one.plan_no}
        ask_back(request, back.payment.pk, min(back.amount, back.payment.amount), 1, reason)
        _log(request, one, "plan_recovered", [str(back.apprentice.person_id)])


def _own(request: HttpRequest, number: int) -> tuple[Who, Plan]:
    who = who_of(request)
    who.scope.need(Right.CLAIM)
    one = queries_apply.plan(who.scope, number, lock=True)
    if one.state != "draft":
        raise ValidationError(_("This plan was handed in."))
    return who, one


def _log(request: HttpRequest, one: Plan, verb: str, whose: list[str] | None = None) -> None:
    record(request, one.plan_no, len(whose or []), ("state",), verb, AccessLog.Kind.CHANGE, whose or ())
