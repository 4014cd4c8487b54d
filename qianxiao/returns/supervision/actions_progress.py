"""Verbs of progress: ask the units below, answer with the system's figures, minutes, agree on an action, say it is done."""

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from qianxiao.masterdata.regions.queries import span as range_of
from qianxiao.office.accounts.queries import Actor, actor_of
from qianxiao.office.accounts.roles import Right
from qianxiao.office.duties.asked import Seen, Wish, ask, settle
from qianxiao.office.duties.clock import today
from qianxiao.returns.indicators import definitions, queries, targets
from qianxiao.returns.supervision import queries_progress
from qianxiao.returns.supervision.models import Progress, ProgressAction, ProgressAnswer, ProgressMinute
from qianxiao.returns.supervision.steps import offices, tell, words

ANSWER, ACTION = "progress_answer", "progress_action"  # of policies/duties
MOST_CODES = 8  # figures in one question: more is a report


def _home(actor: Actor, right: Right) -> str:
    actor.scope.need(right)
    if actor.post is None or not actor.post.home:
        raise Http404
    return actor.post.home


def _future(day: date | None) -> date:
    if day is None or day < today():
        raise ValidationError(_("Please give a day that has not passed."))
    return day


def ask_progress(
    request: HttpRequest, period: int, codes: Iterable[str], span: str, due: date | None, note: str
) -> Progress:
    """Ask every unit directly below for figures of a month by a day. Raises Http404, ValidationError."""
    actor = actor_of(request)
    home, day = _home(actor, Right.SUPERVISE), _future(due)
    known = [code for code in definitions.indicators() if code in set(codes)]
    if (
        not 1 <= len(known) <= MOST_CODES
        or span not in definitions.SPANS
        or period not in queries.periods(actor.scope)
    ):
        raise ValidationError(_("Please choose a month and one to eight figures."))
    units = targets.children(home)
    with transaction.atomic():
        one: Progress = Progress.objects.within(actor.scope).create(
            region=home, period=period, codes=known, span=span, due_on=day, note=" ".join(note.split())[:1000], units=len(units), by=actor.username
        )  # fmt: skip
        rows = [
            ProgressAnswer(progress=one, region=unit, asker=home, period=period, codes=known, span=span, note=one.note, due_on=day)
            for unit in units
        ]  # fmt: skip
        made = ProgressAnswer.objects.within(actor.scope).bulk_create(rows)
        at = offices(units)
        wishes = [
            Wish(at[row.region], subject=f"{row.pk}", page="progress-answer", page_no=row.pk)
            for row in made
            if row.region in at
        ]
        ask(actor, ANSWER, period, wishes, day)
        tell(request, "progress", one.pk, home, "asked", one.note)
    return one


def answer(request: HttpRequest, number: int, comment: str) -> ProgressAnswer:
    """A unit answers: the figures are those of its cells at this moment, the words its own. Raises Http404, ValidationError."""
    actor, said = actor_of(request), words(comment)
    home = _home(actor, Right.SUPERVISED)
    with transaction.atomic():
        one = queries_progress.answer(actor.scope, number, lock=True)
        if one.region != home or one.answered_on is not None:
            raise ValidationError(_("Only the unit that was asked answers, once."))
        one.figures = queries_progress.figures(actor.scope, one.period, home, one.codes, one.span)
        one.comment, one.answered_on, one.by = said, today(), actor.username
        one.save(update_fields=["figures", "comment", "answered_on", "by"])
        settle(actor, ANSWER, one.period, [Seen("", f"{one.pk}", said[:200], *range_of(home))])
        tell(request, "answer", one.pk, home, "answered", said)
    return one


def write_minutes(request: HttpRequest, number: int, held: date | None, text: str) -> ProgressMinute:
    """Minutes of a meeting about the answers. Raises Http404, ValidationError."""
    actor, said = actor_of(request), words(text)
    home = _home(actor, Right.SUPERVISE)
    with transaction.atomic():
        one = _own(actor, number, home)
        if held is None or held > today():
            raise ValidationError(_("Please give the day of the meeting."))
        made: ProgressMinute = ProgressMinute.objects.within(actor.scope).create(
            progress=one, region=home, held_on=held, text=said, by=actor.username
        )
        tell(request, "progress", one.pk, home, "minutes", said)
    return made


def agree(request: HttpRequest, number: int, unit: str, what: str, due: date | None) -> ProgressAction:
    """One unit is to do one thing by a day: a duty of its own. Raises Http404, ValidationError."""
    actor, said = actor_of(request), words(what)
    home, day = _home(actor, Right.SUPERVISE), _future(due)
    with transaction.atomic():
        one = _own(actor, number, home)
        if not ProgressAnswer.objects.within(actor.scope).filter(progress=one, region=unit).exists():
            raise ValidationError(_("Please choose one of the units that were asked."))
        made: ProgressAction = ProgressAction.objects.within(actor.scope).create(
            progress=one, region=unit, asker=home, period=one.period, what=said, due_on=day
        )
        wishes = [
            Wish(at, subject=f"{made.pk}", page="progress-action", page_no=made.pk)
            for at in offices([unit]).values()
        ]
        ask(actor, ACTION, one.period, wishes, day)
        tell(request, "action", made.pk, unit, "agreed", said)
    return made


def done(request: HttpRequest, number: int, evidence: str) -> ProgressAction:
    """The unit did it, and by which evidence. Raises Http404, ValidationError."""
    actor, said = actor_of(request), words(evidence)
    home = _home(actor, Right.SUPERVISED)
    with transaction.atomic():
        one = queries_progress.action(actor.scope, number, lock=True)
        if one.region != home or one.done_on is not None:
            raise ValidationError(_("Only the unit it was given to says that it is done, once."))
        one.done_on, one.evidence, one.by = today(), said, actor.username
        one.save(update_fields=["done_on", "evidence", "by"])
        settle(actor, ACTION, one.period, [Seen("", f"{one.pk}", said[:200], *range_of(home))])
        tell(request, "action", one.pk, home, "done", said)
    return one


def _own(actor: Actor, number: int, home: str) -> Progress:
    one = queries_progress.progress(actor.scope, number)
    if one.region != home:
        raise ValidationError(_("Only whoever asked does this."))
    return one
