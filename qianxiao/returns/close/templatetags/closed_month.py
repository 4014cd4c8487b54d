"""Panels of a closed month on pages of the registers, which stand on a lower floor and cannot ask it themselves."""

from collections.abc import Iterable
from typing import Any

from django.template import Context, Library

from qianxiao.office.accounts.scope import in_scope, scope_of, whole_scope
from qianxiao.programme.matching.evidence import alike
from qianxiao.registers.households.models import MemberVersion
from qianxiao.registers.people.models import Enrolment, Person
from qianxiao.registers.people.queries import corrections_by_number
from qianxiao.returns.close.queries import get_close, latest_period
from qianxiao.returns.close.queries_month import missing_of, of_people, one_person
from qianxiao.services.studies.models import Student

register = Library()


@register.inclusion_tag("close/month_household.html", takes_context=True)
def month_of_household(context: Context, members: Iterable[MemberVersion]) -> dict[str, Any]:
    """Services due and received by each member, from the newest closed month."""
    told = list(members)
    period = latest_period()
    scope = scope_of(context["request"])
    months = of_people(scope, period, [one.number for one in told]) if period and told else []
    return {"period": period, "months": months, "request": context["request"]}


@register.inclusion_tag("close/month_person.html", takes_context=True)
def month_of_person(context: Context, person: Person, enrolments: Iterable[Enrolment]) -> dict[str, Any]:
    """What the newest closed month that knows a person decided: states by clause, money, matches with their evidence."""
    scope = scope_of(context["request"])
    line = next((one for one in enrolments if one.register == "poor"), None)
    file = one_person(scope, line.last_period, line.number) if line else None
    told: dict[str, Any] = {"request": context["request"], "period": line.last_period if line else None}
    if file is None:
        return told
    paid = [one for one in file.dues if one.verdict != "not_due"]
    bar = get_close(line.last_period).auto_bits if line else None
    links = alike(file.links, bar)
    used = corrections_by_number(scope, person, file.person.corrected.split(","))
    return {**told, "file": file, "dues": paid, "links": links, "used": used}


@register.inclusion_tag("close/unclaimed.html")
def unclaimed_of(student: Student) -> dict[str, Any]:
    """What a student is due and has not got, by the newest closed month: asked for before any other help (19-05-10).

    The student's school confirms this aid, so it may read of this one person what the home county decided.
    """
    with in_scope(whole_scope()) as scope:
        rows = Enrolment.objects.within(scope).filter(register="poor", person_id=student.person_id)
        line = rows.order_by("-last_period").first()
        return {
            "dues": missing_of(scope, line.last_period, line.number) if line else [],
            "known": line is not None,
        }
