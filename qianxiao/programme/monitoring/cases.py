"""Verbs of cases: opened by a record, given an owner and a day, closed when the effect is in the register (19-05-09, -10)."""

from collections.abc import Sequence
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from qianxiao.office.accounts.queries import Actor, actor_of
from qianxiao.office.audit.actions import record
from qianxiao.office.audit.models import AccessLog
from qianxiao.programme.monitoring import queries
from qianxiao.programme.monitoring.models import MEASURES, Case, CaseStep, Record
from qianxiao.services.studies.models import StatusEvent

MAJOR = "major"  # the measure and the step of the roll that proves it


def open_cases(actor: Actor, rows: Sequence[Record]) -> int:
    """A case for every difficulty that has none open; those that have go on. Returns new ones."""
    held = set(
        Case.objects.within(actor.scope)
        .filter(student_id__in=[row.student_id for row in rows], state=Case.State.OPEN)
        .values_list("student_id", "kind")
    )
    fresh = [
        Case(
            **_whose(row),
            kind=row.trouble,
            measure=row.measure,
            month=row.month,
            name=row.name,
            opened_at=timezone.now(),
        )
        for row in rows
        if (row.student_id, row.trouble) not in held
    ]
    made = Case.objects.within(actor.scope).bulk_create(fresh, batch_size=500)
    CaseStep.objects.within(actor.scope).bulk_create(
        [CaseStep(**_whose(one), case=one, verb="opened", **_who(actor)) for one in made]
    )
    return len(made)


def _who(actor: Actor) -> dict[str, str]:
    return {"by": actor.username, "post": actor.post_name, "request_id": actor.request_id}


def _whose(row: Record | Case) -> dict[str, object]:
    return {"student_id": row.student_id, "org_code": row.org_code, "region": row.region, "home": row.home}


def plan(request: HttpRequest, number: int, measure: str, owner: str, due: date | None) -> Case:
    """Who does what until when. Raises Http404, ValidationError."""
    actor = actor_of(request)
    queries.own_school(actor.scope)
    with transaction.atomic():
        case = _open(actor, number)
        if measure not in MEASURES[case.kind] or len(owner.strip()) < 2 or due is None:
            raise ValidationError(_("Please say what is done, by whom and until which day."))
        case.measure, case.owner, case.due = measure, owner.strip()[:60], due
        case.save(update_fields=["measure", "owner", "due"])
        _step(request, actor, case, "planned", f"{measure} {case.owner} {due}")
    return case


def close(request: HttpRequest, number: int, effect: str, amount: int, source: str) -> Case:
    """Say what came of it. A change of major has to stand in the roll before (19-05-09). amount: fen of extra help.

    Raises Http404, ValidationError.
    """
    actor = actor_of(request)
    queries.own_school(actor.scope)
    with transaction.atomic():
        case = _open(actor, number)
        if len(effect.strip()) < 2 or amount < 0 or (amount and not source.strip()):
            raise ValidationError(_("Please say what came of it; help in money needs its source."))
        if case.measure == MAJOR and not _changed(actor, case):
            raise ValidationError(_("The change of major does not stand in the student register yet."))
        case.state, case.effect, case.closed_at = Case.State.CLOSED, effect.strip()[:300], timezone.now()
        case.amount, case.source = amount, source.strip()[:60]
        case.save(update_fields=["state", "effect", "closed_at", "amount", "source"])
        _step(request, actor, case, "closed", case.effect)
    return case


def _changed(actor: Actor, case: Case) -> bool:
    """Whether the student's major was changed in the roll since the case was opened."""
    rows = StatusEvent.objects.within(actor.scope).filter(student_id=case.student_id, verb=MAJOR)
    return bool(rows.filter(at__gte=case.opened_at).exists())


def _open(actor: Actor, number: int) -> Case:
    case = queries.get_case(actor.scope, number, lock=True)
    if case.state != Case.State.OPEN:
        raise ValidationError(_("This case was closed already."))
    return case


def _step(request: HttpRequest, actor: Actor, case: Case, verb: str, note: str) -> None:
    CaseStep.objects.within(actor.scope).create(
        **_whose(case), case=case, verb=verb, note=note, **_who(actor)
    )
    whose = [str(case.student_id)]
    record(
        request, str(case.student_id), 1, ("name", "trouble"), f"case_{verb}", AccessLog.Kind.CHANGE, whose
    )
