"""Writing free services down, for many households of a visit at once, and taking one back with a reason (19-11-01)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from qianxiao.office.accounts.queries import Actor, actor_of
from qianxiao.office.accounts.roles import Right
from qianxiao.office.audit.actions import because, post_name, record
from qianxiao.office.audit.models import AccessLog
from qianxiao.office.duties.clock import today
from qianxiao.office.duties.declared import ymd
from qianxiao.office.lists.batch import Outcome, found_of
from qianxiao.registers.households.models import Household
from qianxiao.services.outreach import queries, rules
from qianxiao.services.outreach.models import Service


@dataclass(frozen=True)
class Visit:
    """What was done: kinds, day (yyyymmdd), what came of it, and for which one person (None: the whole household)."""

    kinds: tuple[str, ...]
    day: int
    result: str
    person: UUID | None = None


def write(request: HttpRequest, keys: Sequence[UUID], told: Visit) -> Outcome:
    """Write a visit down, one row per household and kind; each household is done or refused with why.

    Raises Http404 for somebody who is not of the household, ValidationError for a day of the future or too long ago,
    a kind that is none, no result.
    """
    actor = actor_of(request)
    actor.scope.need(Right.OUTREACH)
    result = Outcome()
    with transaction.atomic(), because("service", actor.username, request):
        rows = found_of(list(keys), Household.objects.within(actor.scope), result)
        _check(actor, rows, told)
        before = _before(actor, rows, told)
        for row in rows:
            why = _refused(row, told, before)
            if why:
                result.refused.append((row, why))
            else:
                result.done.append(row)
        _keep(request, actor, result.done, told, before)
        whose = [str(row.pk) for row in result.done] + ([str(told.person)] if told.person else [])
        record(
            request, str(told.day), len(whose), ("service",), "service_write", AccessLog.Kind.CHANGE, whose
        )
    return result


def _check(actor: Actor, rows: Sequence[Household], told: Visit) -> None:
    """What holds for the whole visit. Raises Http404, ValidationError."""
    day = today()
    home = actor.post.home if actor.post else ""
    if told.day > ymd(day):
        raise ValidationError(_("The day lies in the future."))
    if told.day < ymd(day - timedelta(days=rules.back_days(ymd(day), home))):
        raise ValidationError(
            _("A service may be written down up to %(n)s days later.")
            % {"n": rules.back_days(ymd(day), home)}
        )
    if not told.kinds or set(told.kinds) - {code for code, _label in rules.kinds(told.day)}:
        raise ValidationError(_("Please choose what was done."))
    if len(told.result) < 2:
        raise ValidationError(_("Please say what came of it."))
    if told.person and (
        len(rows) != 1 or told.person not in {key for key, _name in queries.members(actor.scope, rows[0].pk)}
    ):
        raise Http404


def _before(actor: Actor, rows: Sequence[Household], told: Visit) -> set[tuple[UUID, str]]:
    """Household and kind of what stands there already for this day and person."""
    found = Service.objects.within(actor.scope).filter(
        household__in=[row.pk for row in rows], day=told.day, person=told.person, withdrawn=""
    )
    return set(found.values_list("household_id", "kind"))


def _refused(row: Household, told: Visit, before: set[tuple[UUID, str]]) -> str:
    """Why nothing is written for a household; '' when something is."""
    if not row.present:
        return _("Is no longer in the register.")
    if all((row.pk, kind) in before for kind in told.kinds):
        return _("Stands in the log of this day already.")
    return ""


def _keep(
    request: HttpRequest,
    actor: Actor,
    rows: Iterable[Household],
    told: Visit,
    before: set[tuple[UUID, str]],
) -> None:
    visit, post = uuid4(), post_name(request)
    officer = actor.user.full_name if actor.user else actor.username
    Service.objects.within(actor.scope).bulk_create(
        Service(
            region=row.region, household=row, person_id=told.person, kind=kind, day=told.day, result=told.result, visit=visit,
            officer=officer, by=actor.username, post=post,
        )
        for row in rows
        for kind in told.kinds
        if (row.pk, kind) not in before
    )  # fmt: skip


def withdraw(request: HttpRequest, number: int, reason: str) -> Service:
    """Take a line back that is wrong; it stays to be read and counts no longer.

    Raises Http404 out of scope, ValidationError without a reason or when it was taken back already.
    """
    actor = actor_of(request)
    actor.scope.need(Right.OUTREACH)
    said = " ".join(reason.split())[:200]
    with transaction.atomic(), because("withdraw", actor.username, request):
        one = queries.service_of(actor.scope, number, lock=True)
        if one.withdrawn:
            raise ValidationError(_("This line was taken back already."))
        if len(said) < 2:
            raise ValidationError(_("Please say why."))
        one.withdrawn = said
        one.save(update_fields=["withdrawn"])
        whose = [str(one.household_id), *([str(one.person_id)] if one.person_id else [])]
        record(
            request, str(one.pk), len(whose), ("service",), "service_withdraw", AccessLog.Kind.CHANGE, whose
        )
    return one
