"""Reads of the control of infection: schools with state and report of the period, one school's own lines."""

from datetime import date

from django.db.models import (
    Case,
    CharField,
    Exists,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)

from qianxiao.masterdata.regions.queries import span
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import Scope
from qianxiao.office.duties.declared import ymd
from qianxiao.programme.control import rules
from qianxiao.programme.control.models import Report, Status, Switch
from qianxiao.registers.schools.models import TRUE_SCHOOLS, Institution

MOST = 60  # lines of one school shown at once


def rhythms(day: date) -> list[rules.Rhythm]:
    """How often who reports on a day, the most specific region first."""
    told = Switch.objects.filter(starts__lte=ymd(day))
    return rules.in_force([rules.Rhythm(one.region, one.starts, one.every) for one in told], ymd(day))


def schools(scope: Scope, day: date) -> "QuerySet[Institution]":
    """Technical schools in scope with `state` ('' not told), `every`, and `reported` for the period of the day."""
    scope.need(Right.STUDENTS)
    seen = scope.owns() if scope.institutions else scope.within("region")
    told = (
        Status.objects.within(scope)
        .filter(org_code=OuterRef("org_code"), starts__lte=ymd(day))
        .order_by("-starts")
    )
    whens = []
    for one in rhythms(day):
        lo, hi = span(one.region) if one.region else ("", "~")
        whens.append(When(region__gte=lo, region__lt=hi, then=Value(one.every)))
    rows = Institution.objects.filter(seen, org_type__in=TRUE_SCHOOLS).annotate(
        state=Subquery(told.values("state")[:1]),
        until=Subquery(told.values("until")[:1]),
        every=Case(*whens, default=Value(rules.OFF), output_field=CharField()),
    )
    period = Case(
        *(When(every=code, then=Value(rules.period_of(code, day))) for code, _label in rules.rhythms()),
        output_field=IntegerField(),
    )
    reports = Report.objects.within(scope).filter(
        org_code=OuterRef("org_code"), every=OuterRef("every"), period=OuterRef("period")
    )
    return rows.annotate(period=period).annotate(reported=Exists(reports))


LACKS = ~Q(every=rules.OFF) & Q(reported=False)


def statuses(scope: Scope, org_code: str) -> list[Status]:
    """What a school said of itself, newest first."""
    return list(Status.objects.within(scope).filter(org_code=org_code).order_by("-starts")[:MOST])


def reports(scope: Scope, org_code: str) -> list[Report]:
    """What a school reported, newest first; it stays when reports are switched off."""
    return list(Report.objects.within(scope).filter(org_code=org_code).order_by("-period", "every")[:MOST])


def switches(scope: Scope) -> list[Switch]:
    """Switches that concern the scope, newest first."""
    scope.need(Right.STUDENTS)
    found = Switch.objects.order_by("-starts", "-id")[:500]
    return [one for one in found if scope.narrow(*span(one.region))][:MOST]
