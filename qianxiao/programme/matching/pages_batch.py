"""Pages of a month's matching: batches (B20), one batch (B21), feedback and receipts (B24), exchange log, quality (B25)."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from qianxiao.office.accounts.access import opens
from qianxiao.office.accounts.queries import actor_of
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import Scope, scope_of
from qianxiao.office.duties.clock import today
from qianxiao.office.lists.listing import show
from qianxiao.programme.matching import actions_feedback, words
from qianxiao.programme.matching import queries_batch as queries
from qianxiao.programme.matching.actions import Refused
from qianxiao.programme.matching.lists_batch import DELIVERIES, LOG
from qianxiao.programme.matching.models import Answer, Delivery

SHOWN = 6  # months side by side on one page


@opens(Right.FILES)
@require_safe
def batches(request: HttpRequest) -> HttpResponse:
    """Every month that was matched: rows of the scope, matched, doubtful, of nobody registered, answers of schools."""
    scope = scope_of(request)
    found = queries.batches(scope)
    for line in found:
        line["sent"] = queries.sent_totals(scope, line["batch"].period)
    return render(request, "matching/batches.html", {"batches": found})


@opens(Right.FILES)
@require_safe
def batch(request: HttpRequest, period: int) -> HttpResponse:
    """What became of each register's rows: by class, and month by month; figures open to their lists."""
    scope, found = scope_of(request), queries.batch_in(period)
    registers = queries.by_register(scope, period)
    classes: dict[str, list[dict[str, Any]]] = {}
    for line in queries.by_class(scope, period):
        classes.setdefault(line["register"], []).append(line)
    months = [line["batch"].period for line in queries.batches(scope)][:SHOWN]
    past = queries.by_month(scope, months)
    told = {
        "batch": found,
        "registers": [{**line, "classes": classes.get(line["register"], [])} for line in registers],
        "total": sum(line["all"] for line in registers),
        "linked": sum(line["linked"] for line in registers),
        "months": months,
        "past": [(name, [said.get(month) for month in months]) for name, said in past.items()],
        "may_list": scope.may(Right.REVIEW),
    }
    return render(request, "matching/batch.html", told)


@opens(Right.FEEDBACK)
@require_safe
def feedback(request: HttpRequest) -> HttpResponse:
    """Who was told what and has it: an institution its own months, an office those of its region (19-05-05)."""
    scope, day = scope_of(request), today()
    if scope.institutions:
        told = {"own": [_line(one, day) for one in queries.own_deliveries(scope)]}
        return render(request, "matching/feedback_own.html", told)
    shown, told = show(request, DELIVERIES)
    page = {
        **shown,
        "period": told["period"],
        "counted": told["counted"],
        "label": _("Feedback and receipts"),
    }
    return render(request, "matching/feedback.html", page)


def _line(one: Delivery, day: Any) -> dict[str, Any]:
    waits = queries.waited(one, day) if one.state == Answer.SENT else None
    return {
        "one": one,
        "said": words.answer_said(one.state),
        "tone": queries.TONES[one.state],
        "waits": waits,
    }


@opens(Right.FEEDBACK)
@require_safe
def delivery(request: HttpRequest, number: int) -> HttpResponse:
    """One delivery: what it holds, whether it was confirmed, and the buttons for its institution."""
    return _delivery(request, queries.delivery_in(scope_of(request), number))


def _delivery(request: HttpRequest, found: Delivery, refused: str = "") -> HttpResponse:
    scope = scope_of(request)
    told = {
        **_line(found, today()),
        "receipts": [(line, words.happened(line.verb)) for line in queries.receipts(scope, found)],
        "may_answer": scope.may(Right.RECEIPT) and found.state == Answer.SENT,
        "refused": words.refusal_said(refused) if refused else "",
    }
    return render(request, "matching/delivery.html", told, status=422 if refused else 200)


@opens(Right.RECEIPT)
@require_POST
def receipt(request: HttpRequest, number: int) -> HttpResponse:
    """Confirm a delivery, or return it with the reason."""
    actor, told = actor_of(request), request.POST
    try:
        actions_feedback.answer(
            actor, number, told.get("verb", ""), told.get("seen", ""), told.get("note", "")
        )
    except Refused as refused:
        return _delivery(request, queries.delivery_in(actor.scope, number), str(refused))
    return redirect("match-delivery", number=number)


@opens(Right.FILES)
@require_safe
def exchange(request: HttpRequest) -> HttpResponse:
    """Files both ways for a month: rows, digest, when, accepted, rejected (19-05-06)."""
    scope = scope_of(request)
    sees = scope.may(Right.FEEDBACK)
    shown, told = show(request, LOG) if sees else ({}, LOG.told(actor_of(request), request.GET.dict()))
    month = queries.batch_in(told["period"]) if told["period"] else None
    came = queries.received(scope, month.period) if month else []
    page = {
        **shown,
        "month": month,
        "months": told["months"],
        "came": came,
        "rows": sum(one.rows for one in came),
        "rejected": sum(one.rejected for one in came),
        "sent": queries.sent_totals(scope, month.period) if month else {},
        "label": _("Went out"),
    }
    return render(request, "matching/exchange.html", page)


@opens(Right.FILES)
@require_safe
def quality(request: HttpRequest) -> HttpResponse:
    """Faults of each register month by month: rows, rows refused, repeats, blank ID numbers, every kind of fault."""
    scope = scope_of(request)
    months = [line["batch"].period for line in queries.batches(scope)][:SHOWN]
    told = {"months": months, "registers": _quality(scope, months)}
    return render(request, "matching/quality.html", told)


def _quality(scope: Scope, months: list[int]) -> list[dict[str, Any]]:
    """Per register: months with rows, refused, repeats, blank; and one line per kind of fault."""
    found: dict[str, dict[str, Any]] = {}
    for line in queries.rows_received(scope, months):
        one = found.setdefault(line["register"], {"register": line["register"], "sums": {}, "kinds": {}})
        one["sums"][line["period"]] = {**line, "repeats": 0, "blank": 0}
    for line in queries.faults(scope, months):
        one = found.setdefault(line["register"], {"register": line["register"], "sums": {}, "kinds": {}})
        one["kinds"].setdefault(line["fault"], {})[line["period"]] = line["n"]
        here = one["sums"].setdefault(line["period"], {"all": 0, "refused": 0, "repeats": 0, "blank": 0})
        here["repeats"] += line["n"] if line["fault"] in queries.REPEATS else 0
        here["blank"] += line["n"] if line["fault"] == queries.BLANK else 0
    for one in found.values():
        one["kinds"] = [
            (words.fault(name), [said.get(month, 0) for month in months])
            for name, said in one["kinds"].items()
        ]
        one["sums"] = [one["sums"].get(month) for month in months]
    return list(found.values())
