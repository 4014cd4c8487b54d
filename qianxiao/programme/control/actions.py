"""A school says how it stands and reports; an office switches the reports of its region (20-07-03)."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from qianxiao.masterdata.regions.queries import span
from qianxiao.office.accounts.queries import Actor, actor_of
from qianxiao.office.accounts.roles import Right
from qianxiao.office.audit.actions import because, record
from qianxiao.office.audit.models import AccessLog
from qianxiao.office.duties.clock import today
from qianxiao.office.duties.declared import ymd
from qianxiao.programme.control import queries, rules
from qianxiao.programme.control.models import Report, Status, Switch
from qianxiao.registers.schools.models import Institution


def own_school(actor: Actor) -> Institution:
    """The technical school of the post. Raises Http404."""
    if not (actor.scope.may(Right.ENROL) or actor.scope.may(Right.PRINCIPAL)):
        raise Http404
    found = (
        Institution.objects.filter(org_code=actor.scope.institution).first()
        if actor.scope.institution
        else None
    )
    if found is None or not found.is_school:
        raise Http404
    return found


def _change(request: HttpRequest, subject: str, what: str) -> None:
    record(request, subject, 0, (what,), f"control_{what}", AccessLog.Kind.CHANGE)


def tell_state(request: HttpRequest, told: Mapping[str, Any]) -> Status:
    """Open, closed or online from a day on. told: state, starts, until (dates), plan.

    Raises Http404 for who is no school, ValidationError without a plan where one is needed, for days in the wrong
    order, for a day on or before the one the newest state began.
    """
    actor = actor_of(request)
    school = own_school(actor)
    plan, starts = " ".join(told["plan"].split())[:500], ymd(told["starts"])
    until = ymd(told["until"]) if told["until"] else None
    if rules.needs_plan(told["state"]) and len(plan) < 4:
        raise ValidationError(_("A school that teaches needs a plan against infection."))
    if until is not None and until < starts:
        raise ValidationError(_("Please give the days in their order and a reason."))
    with transaction.atomic(), because("state", actor.username, request):
        rows = Status.objects.within(actor.scope).filter(org_code=school.org_code)
        newest = rows.select_for_update().order_by("-starts").first()
        if newest is not None and newest.starts >= starts:
            raise ValidationError(
                _("The newest state began on %(day)s; another one begins later.")
                % {
                    "day": f"{newest.starts // 10000}-{newest.starts // 100 % 100:02}-{newest.starts % 100:02}"
                }
            )
        made: Status = Status.objects.within(actor.scope).create(
            region=school.region, org_code=school.org_code, state=told["state"], starts=starts, until=until, plan=plan, by=actor.username
        )  # fmt: skip
        _change(request, school.org_code, "state")
    return made


def report(request: HttpRequest, told: Mapping[str, Any]) -> Report:
    """The figures of this day or week; written again they need a note that says why.

    told: present, ill, apart, note. Raises Http404, ValidationError while reports are switched off, for more ill than
    people, for a second report without a note.
    """
    actor, day = actor_of(request), today()
    school = own_school(actor)
    every = rules.every_in(queries.rhythms(day), school.region)
    if every == rules.OFF:
        raise ValidationError(_("Reports are switched off in this region."))
    if max(told["ill"], told["apart"]) > told["present"]:
        raise ValidationError(_("There cannot be more people ill or apart than on the site."))
    figures = {name: told[name] for name in ("present", "ill", "apart")}
    note = " ".join(told["note"].split())[:200]
    with transaction.atomic(), because("report", actor.username, request):
        rows = Report.objects.within(actor.scope)
        key = {"org_code": school.org_code, "every": every, "period": rules.period_of(every, day)}
        one: Report | None = rows.filter(**key).select_for_update().first()
        if one is not None and len(note) < 2:
            raise ValidationError(_("This period has its report: say why it changes."))
        if one is None:
            one = rows.model(region=school.region, **key)
        for name, value in {**figures, "note": note, "day": ymd(day), "by": actor.username}.items():
            setattr(one, name, value)
        one.save()
        _change(request, school.org_code, "report")
    return one


def switch(request: HttpRequest, region: str, every: str, reason: str) -> Switch:
    """How often the schools of a region report from today on, or not at all; nothing that was written is touched.

    Raises Http404 out of scope, ValidationError without a reason or when it was switched today already.
    """
    actor = actor_of(request)
    actor.scope.need(Right.STUDENT_CHECK)
    said = " ".join(reason.split())[:200]
    if not actor.scope.holds(*span(region)) or every not in {code for code, _label in rules.rhythms()}:
        raise Http404
    if len(said) < 2:
        raise ValidationError(_("Please say why."))
    try:
        with transaction.atomic(), because("switch", actor.username, request):
            made = Switch.objects.create(
                region=region, starts=ymd(today()), every=every, reason=said, by=actor.username
            )
            _change(request, region, "switch")
    except IntegrityError as error:
        raise ValidationError(_("This was switched today already.")) from error
    return made
