"""Telling what became of people 3 and 6 months after their class, of many at once; changed only with a reason (19-10-03)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from qianxiao.base.fold import fold
from qianxiao.base.uscc import read_uscc
from qianxiao.office.accounts.queries import actor_of
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import in_scope, whole_scope
from qianxiao.office.audit.actions import because, record
from qianxiao.office.audit.models import AccessLog
from qianxiao.office.duties.clock import today
from qianxiao.office.lists import batch
from qianxiao.services.training import queries_outcomes as queries
from qianxiao.services.training.models import Outcome, Trainee, TrainingClass
from qianxiao.services.training.rules import employers, limit, types
from qianxiao.services.training.timetable import as_date, months_before, ymd


@dataclass(frozen=True)
class Fate:
    """What became of somebody: form of employment ('' for none), employer, first day (yyyymmdd), licence, incubator."""

    form: str
    employer: str = ""
    starts: int | None = None
    licence: str = ""
    incubator: str = ""


def fate_of(told: Mapping[str, Any], one: bool) -> Fate:
    """A fate as a form tells it (form "" for no work). Raises ValidationError for what does not fit together."""
    by, own = employers()
    form, employer, starts = told["form"], " ".join((told.get("employer") or "").split()), told.get("starts")
    licence, state = read_uscc(told.get("licence") or "")
    if not form and (employer or starts or licence):
        raise ValidationError(_("Somebody without work has no employer, first day or licence."))
    if form and starts is None:
        raise ValidationError(_("Please give the first day of work."))
    if starts is not None and starts > today():
        raise ValidationError(_("The first day of work lies in the future."))
    if form in by and len(employer) < 2:
        raise ValidationError(_("Please name who employs them."))
    if licence and (form != own or not one):
        raise ValidationError(_("A licence belongs to one person with a business of their own."))
    if state == "bad_form":
        raise ValidationError(_("A licence number has 18 digits and letters."))
    incubator = " ".join((told.get("incubator") or "").split()) if form == own else ""
    return Fate(form, employer, ymd(starts) if starts else None, licence or "", incubator)


def tell(
    request: HttpRequest, keys: Iterable[int], months: int, fate: Fate, reason: str = ""
) -> batch.Outcome:
    """Write one fate down for trainees of the own institution; each is done or refused with why.

    Refused: before its month, of somebody who left the class, of a type that does not ask then, a change without a
    reason. Held for a person: a licence whose check character does not fit or that stands with somebody else.
    """
    actor = actor_of(request)
    actor.scope.need(Right.TEACH)
    if not actor.scope.institutions:
        raise Http404
    result, said = batch.Outcome(), " ".join(reason.split())[:500]
    with transaction.atomic(), because("outcome", actor.username, request, why=said):
        mine = Trainee.objects.within(actor.scope).select_related("training_class")
        rows = batch.found_of(list(keys), mine, result)
        before = queries.outcomes_of(actor.scope, [row.pk for row in rows], months)
        for row in rows:
            why = _refused(row, months, bool(before.get((row.pk, months))), said)
            if why:
                result.refused.append((row, why))
            else:
                result.done.append(row)
        _write(actor.scope, actor.username, result.done, before, months, fate)
        whose = [str(row.person_id) for row in result.done]
        record(request, str(months), len(whose), ("outcome",), "class_outcome", AccessLog.Kind.CHANGE, whose)
    return result


def _refused(row: Trainee, months: int, again: bool, said: str) -> str:
    """Why nothing can be told of somebody now; '' when it can."""
    one = row.training_class
    if row.left_on is not None or row.result == queries.DROPPED_OUT:
        return _("Left the class: nothing is asked.")
    kind = types().get(one.train_type)
    if kind is None or months not in kind.months:
        return _("This training type does not ask after %(months)s months.") % {"months": months}
    if one.state not in queries.ENDED or one.ends > months_before(today(), months):
        return _("Class %(other)s ended less than %(months)s months ago.") % {
            "other": one.class_no,
            "months": months,
        }
    if again and len(said) < 2:
        return _("This was told already: say why it changes.")
    return ""


def _write(
    scope: Any,
    by: str,
    rows: list[Trainee],
    before: Mapping[tuple[int, int], Outcome],
    months: int,
    fate: Fate,
) -> None:
    """New outcomes in one statement, changed ones in one for each answer to "a direct start?"."""
    told: dict[str, Any] = {
        "form": fate.form, "employer": fate.employer, "starts": fate.starts, "licence": fate.licence,
        "incubator": fate.incubator, "warned": _warned(rows, fate), "day": ymd(today()), "by": by,
    }  # fmt: skip
    direct = {row.pk: is_direct(row.training_class, fate) for row in rows}
    fresh = [row for row in rows if (row.pk, months) not in before]
    Outcome.objects.within(scope).bulk_create(
        Outcome(trainee=row, months=months, region=row.region, org_code=row.org_code, direct=direct[row.pk], **told)
        for row in fresh
    )  # fmt: skip
    for answer in (True, False):
        keys = [pk for pk, is_so in direct.items() if is_so is answer and (pk, months) in before]
        if keys:
            Outcome.objects.within(scope).filter(trainee__in=keys, months=months).update(
                direct=answer, **told
            )


def is_direct(one: TrainingClass, fate: Fate) -> bool:
    """Whether somebody went from a class straight to its enterprise (19-10-03)."""
    if not fate.form or fate.starts is None or not one.employer or fold(fate.employer) != fold(one.employer):
        return False
    last = as_date(one.ends) + timedelta(days=limit("start_days", one.ends, one.region))
    return fate.starts <= ymd(last)


def late(row: Trainee, months: int, day: date) -> bool:
    """Whether an outcome should have been told by now."""
    one = row.training_class
    allowed = timedelta(days=limit("outcome_days", one.ends, one.region))
    return one.ends <= months_before(day - allowed, months)


def _warned(rows: list[Trainee], fate: Fate) -> list[list[str]]:
    """What a person has to look at about a licence; of another person's class only its number is told."""
    if not fate.licence or not rows:
        return []
    found = [["licence_check", fate.licence]] if read_uscc(fate.licence)[1] == "bad_check" else []
    with in_scope(whole_scope()) as everywhere:
        same = Outcome.objects.within(everywhere).filter(licence=fate.licence)
        other = same.exclude(trainee__person__in=[row.person_id for row in rows]).order_by("id")
        number = other.values_list("trainee__training_class__class_no", flat=True).first()
    return [*found, *([["licence_twice", number]] if number else [])]
