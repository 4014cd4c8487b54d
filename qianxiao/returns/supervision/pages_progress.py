"""Pages of progress: what was asked, one question with figures and who is late, a unit's answer, minutes, what was agreed."""

from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from qianxiao.office.accounts.access import opens
from qianxiao.office.accounts.queries import actor_of
from qianxiao.office.accounts.roles import Right
from qianxiao.office.duties.clock import today
from qianxiao.returns.indicators import definitions, queries
from qianxiao.returns.supervision import actions_progress as verbs
from qianxiao.returns.supervision import queries_progress, words
from qianxiao.returns.supervision.forms import ActionForm, AskForm, CommentForm, DoneForm, MinutesForm
from qianxiao.returns.supervision.models import Progress, ProgressAnswer
from qianxiao.returns.supervision.pages import tried


@opens(Right.SUPERVISION)
@require_safe
def progress_list(request: HttpRequest) -> HttpResponse:
    """What we were asked, what we asked, what we were given to do."""
    return _list(request)


def _list(request: HttpRequest, bad: AskForm | None = None) -> HttpResponse:
    actor, day = actor_of(request), today()
    home = actor.post.home if actor.post else ""
    asked = queries_progress.asked(actor.scope, home, day)
    answers, todo = (
        queries_progress.to_answer(actor.scope, home),
        queries_progress.actions_of_unit(actor.scope, home),
    )
    names = definitions.place_names([*(one.asker for one in answers), *(one.asker for one in todo)])
    form = None
    if actor.scope.may(Right.SUPERVISE):
        form = bad or AskForm(queries.periods(actor.scope))
    told = {
        "asked": [(one, n, _codes(one.codes)) for one, n in asked], "answers": [(one, _codes(one.codes), _late(one.answered_on, one.due_on, day)) for one in answers],
        "todo": [(one, _late(one.done_on, one.due_on, day)) for one in todo], "names": names, "form": form,
        "spans": dict(definitions.spans()),
    }  # fmt: skip
    return render(request, "supervision/progress_list.html", told, status=200 if bad is None else 422)


def _codes(codes: list[str]) -> list[str]:
    return [words.indicator(code) for code in codes]


def _late(done: date | None, due: date, day: date) -> bool:
    return (done or day) > due


@opens(Right.SUPERVISE)
@require_POST
def progress_ask(request: HttpRequest) -> HttpResponse:
    """Ask the units below."""
    form = AskForm(queries.periods(actor_of(request).scope), request.POST)
    made: list[Progress] = []

    def verb(data: dict[str, Any]) -> None:
        made.append(
            verbs.ask_progress(
                request, int(data["period"]), data["codes"], data["span"], data["due"], data["note"]
            )
        )

    if tried(form, verb):
        return redirect("progress", number=made[0].pk)
    return _list(request, form)


@opens(Right.SUPERVISION)
@require_safe
def progress(request: HttpRequest, number: int) -> HttpResponse:
    """One question: the figures of every unit from the system, comments, who is late; minutes, actions."""
    return _progress(request, number)


def _progress(request: HttpRequest, number: int, bad: forms.Form | None = None) -> HttpResponse:
    actor, day = actor_of(request), today()
    one = queries_progress.progress(actor.scope, number)
    answers, now = (
        queries_progress.answers(actor.scope, number),
        queries_progress.figures_below(actor.scope, one),
    )
    agreed = list(queries_progress.actions(actor.scope, number))
    names = definitions.place_names(
        [one.region, *(row.region for row in answers), *(row.region for row in agreed)]
    )
    own = actor.scope.may(Right.SUPERVISE) and actor.post is not None and actor.post.home == one.region
    rows = [_row(row, now.get(row.region, []), day) for row in answers]
    told = {
        "one": one, "names": names, "columns": [(code, words.indicator(code)) for code in one.codes], "span": dict(definitions.spans())[one.span],
        "rows": rows, "answered": sum(row.answered_on is not None for row in answers), "late": [row for row in rows if row["late"] and not row["answered"]],
        "minutes": queries_progress.minutes(actor.scope, number), "agreed": [(row, _late(row.done_on, row.due_on, day)) for row in agreed],
        "minutes_form": MinutesForm() if own else None, "action_form": ActionForm([(row.region, names[row.region]) for row in answers]) if own else None,
    }  # fmt: skip
    if bad is not None:
        told["minutes_form" if isinstance(bad, MinutesForm) else "action_form"] = bad
    return render(request, "supervision/progress.html", told, status=200 if bad is None else 422)


def _row(row: ProgressAnswer, now: list[list[Any]], day: date) -> dict[str, Any]:
    """A unit's line: what it answered with, and where the system says otherwise since."""
    today_ = dict(now)
    shown = row.figures or [[code, today_.get(code)] for code in row.codes]
    cells = [
        (
            code,
            words.indicator(code),
            words.number(code, value),
            words.number(code, today_.get(code)) if value != today_.get(code) else "",
        )
        for code, value in shown
    ]
    return {
        "one": row,
        "cells": cells,
        "answered": row.answered_on is not None,
        "late": _late(row.answered_on, row.due_on, day),
    }


@opens(Right.SUPERVISE)
@require_POST
def progress_minutes(request: HttpRequest, number: int) -> HttpResponse:
    """Minutes of a meeting."""
    queries_progress.progress(actor_of(request).scope, number)
    form = MinutesForm(request.POST)
    if tried(form, lambda data: verbs.write_minutes(request, number, data["held"], data["text"])):
        return redirect("progress", number=number)
    return _progress(request, number, form)


@opens(Right.SUPERVISE)
@require_POST
def progress_agree(request: HttpRequest, number: int) -> HttpResponse:
    """One unit is to do something."""
    scope = actor_of(request).scope
    one = queries_progress.progress(scope, number)
    names = definitions.place_names([row.region for row in queries_progress.answers(scope, one.pk)])
    form = ActionForm(list(names.items()), request.POST)
    if tried(form, lambda data: verbs.agree(request, number, data["unit"], data["what"], data["due"])):
        return redirect("progress", number=number)
    return _progress(request, number, form)


@opens(Right.SUPERVISION)
@require_safe
def progress_answer(request: HttpRequest, number: int) -> HttpResponse:
    """A unit's answer: its figures stand there, it adds its words."""
    return _answer(request, number)


def _answer(request: HttpRequest, number: int, bad: CommentForm | None = None) -> HttpResponse:
    actor = actor_of(request)
    one = queries_progress.answer(actor.scope, number)
    figures = one.figures or queries_progress.figures(
        actor.scope, one.period, one.region, one.codes, one.span
    )
    own = actor.scope.may(Right.SUPERVISED) and actor.post is not None and actor.post.home == one.region
    told = {
        "one": one, "names": definitions.place_names([one.region, one.asker]), "span": dict(definitions.spans())[one.span],
        "figures": [(code, words.indicator(code), words.number(code, value)) for code, value in figures],
        "late": _late(one.answered_on, one.due_on, today()), "linked": definitions.level(one.region) <= queries.COUNTY,
        "form": (bad or CommentForm()) if (own and one.answered_on is None) or bad is not None else None,
    }  # fmt: skip
    return render(request, "supervision/answer.html", told, status=200 if bad is None else 422)


@opens(Right.SUPERVISED)
@require_POST
def progress_answer_give(request: HttpRequest, number: int) -> HttpResponse:
    """Answer."""
    queries_progress.answer(actor_of(request).scope, number)
    form = CommentForm(request.POST)
    if tried(form, lambda data: verbs.answer(request, number, data["comment"])):
        return redirect("progress-answer", number=number)
    return _answer(request, number, form)


@opens(Right.SUPERVISION)
@require_safe
def progress_action(request: HttpRequest, number: int) -> HttpResponse:
    """One thing that was agreed."""
    return _action(request, number)


def _action(request: HttpRequest, number: int, bad: DoneForm | None = None) -> HttpResponse:
    actor = actor_of(request)
    one = queries_progress.action(actor.scope, number)
    own = actor.scope.may(Right.SUPERVISED) and actor.post is not None and actor.post.home == one.region
    told = {
        "one": one, "names": definitions.place_names([one.region, one.asker]), "late": _late(one.done_on, one.due_on, today()),
        "form": (bad or DoneForm()) if (own and one.done_on is None) or bad is not None else None,
    }  # fmt: skip
    return render(request, "supervision/action.html", told, status=200 if bad is None else 422)


@opens(Right.SUPERVISED)
@require_POST
def progress_action_done(request: HttpRequest, number: int) -> HttpResponse:
    """Say that it is done."""
    queries_progress.action(actor_of(request).scope, number)
    form = DoneForm(request.POST)
    if tried(form, lambda data: verbs.done(request, number, data["evidence"])):
        return redirect("progress-action", number=number)
    return _action(request, number, form)
