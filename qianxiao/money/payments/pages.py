"""Pages of payments: batches (B61), one batch with its releases, payments, one payment with its way."""

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from qianxiao.base.reference import code_table
from qianxiao.masterdata.regions.queries import names
from qianxiao.money.payments import (
    actions_accounts,
    actions_bank,
    actions_batches,
    actions_recover,
    queries,
    queries_late,
    rules,
    sure,
    words,
)
from qianxiao.money.payments.actions import confirm_arrival, confirm_own, ymd
from qianxiao.money.payments.bank import bank
from qianxiao.money.payments.forms import BackForm, FixForm, ReasonForm
from qianxiao.money.payments.lists import BATCHES, PAYMENTS
from qianxiao.money.payments.models import Payment
from qianxiao.office.accounts.access import opens
from qianxiao.office.accounts.queries import actor_of
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import scope_of
from qianxiao.office.audit.actions import record
from qianxiao.office.audit.models import AccessLog
from qianxiao.office.lists.listing import show as show_list
from qianxiao.registers.schools.words import coded


def refused(request: HttpRequest, error: ValidationError, back: str) -> HttpResponse:
    """What was not done, and why."""
    return render(request, "desk/refused.html", {"told": error.messages, "back": back}, status=422)


@opens(Right.FUNDS)
@require_safe
def batches(request: HttpRequest) -> HttpResponse:
    """Batches of the regions of the post, and what waits to be put into one."""
    shown, _told = show_list(request, BATCHES)
    actor = actor_of(request)
    waiting = queries.ready(actor.scope)
    said = names({row["region"][:6] for row in waiting})
    for row in waiting:
        row["place"] = said.get(row["region"][:6], row["region"])
        row["fund_name"] = coded("fund", row["fund"])
    told = {"waiting": waiting, "pays": actor.scope.may(Right.PAY), "label": _("Payment batches")}
    return render(request, "payments/batches.html", {**shown, **told})


@opens(Right.PAY)
@require_POST
def batch_new(request: HttpRequest) -> HttpResponse:
    """Put what is ready on a fund into a batch."""
    county, fund = request.POST.get("region", ""), request.POST.get("fund", "")
    try:
        if not county.isdecimal() or fund not in code_table("fund"):
            raise ValidationError(words.how_much())
        one = actions_batches.make_batch(request, county, fund)
    except ValidationError as error:
        return refused(request, error, reverse("payments"))
    return redirect("payment-batch", number=one.pk)


@opens(Right.FUNDS)
@require_safe
def batch(request: HttpRequest, number: int) -> HttpResponse:
    """One batch: lines, count, sum, digest, who released it, what the bank said."""
    actor = actor_of(request)
    one = queries.batch_of(actor.scope, number)
    lines = queries.lines(actor.scope, one)
    whose = [str(line.payment.person_id) for line in lines if line.payment.person_id]
    record(
        request,
        f"batch {one.number}",
        len(whose),
        ("name", "amount", "account_mask"),
        "payment-batch",
        whose=whose,
    )
    pays = actor.scope.may(Right.PAY)
    mine = actor.username in (one.first_by, one.second_by)
    told = {
        "one": one, "lines": [(line, words.STATES.get(line.state, line.state), words.TONES.get(line.state, "")) for line in lines],
        "state": words.BATCHES[one.state], "tone": words.TONES.get(one.state, ""), "fund": coded("fund", one.fund),
        "place": names({one.region[:6]}).get(one.region[:6], one.region), "more": max(0, one.lines - len(lines)), "mine": mine,
        "steps": [(row, words.STEPS.get(row.verb, row.verb), words.said(row.note)) for row in queries.batch_steps(actor.scope, one)],
        "releases": pays and one.state in ("made", "first") and not mine, "drops": pays and one.state in actions_batches.OPEN,
        "again": pays and one.state == "unknown" and bank() is not None, "form": ReasonForm(),
        "waits": pays and one.state == "released" and bank() is None, "second": one.state == "first", "sure": sure.is_sure(request),
    }  # fmt: skip
    return render(request, "payments/batch.html", told)


@opens(Right.PAY)
@require_POST
def batch_verb(request: HttpRequest, number: int, verb: str) -> HttpResponse:
    """Release a batch, take it apart, hand it to the bank once more, take its file along."""
    queries.batch_of(scope_of(request), number)
    wire = bank(rules.limit("answer_seconds", ymd()))
    verbs: dict[str, Callable[[], object]] = {
        "release": lambda: _release(request, number),
        "drop": lambda: actions_batches.drop_batch(request, number, request.POST.get("reason", "")),
    }
    if wire is not None:
        verbs["again"] = lambda: actions_bank.send_again(request, number, wire)
    if verb not in verbs:
        raise Http404
    try:
        verbs[verb]()
    except ValidationError as error:
        return refused(request, error, reverse("payment-batch", args=[number]))
    return redirect("payment-batch", number=number)


def _release(request: HttpRequest, number: int) -> None:
    sure.make_sure(request, request.POST.get("password", ""))
    actions_batches.release(request, number, request.POST.get("seen", ""))


@opens(Right.PAY)
@require_POST
def batch_file(request: HttpRequest, number: int, form: str) -> HttpResponse:
    """The file of a released batch, for a bank that is reached by hand; from then on it counts as sent."""
    one = queries.batch_of(scope_of(request), number)
    if form not in ("fixed", "csv"):
        raise Http404
    try:
        data = actions_bank.carry(request, one.pk, form)
    except ValidationError as error:
        return refused(request, error, reverse("payment-batch", args=[number]))
    kind = "text/plain; charset=gb18030" if form == "fixed" else "text/csv; charset=utf-8"
    name = f"{one.number}.{'txt' if form == 'fixed' else 'csv'}"
    return HttpResponse(
        data, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


@opens(Right.FUNDS)
@require_safe
def payments(request: HttpRequest) -> HttpResponse:
    """Payments of the regions of the post."""
    shown, _told = show_list(request, PAYMENTS)
    late = [(row, words.LATE[row["kind"]]) for row in queries_late.counted(scope_of(request), ymd())]
    return render(request, "payments/payments.html", {**shown, "label": _("Payments"), "late": late})


@opens(Right.CLAIM)
@require_safe
def ours(request: HttpRequest) -> HttpResponse:
    """What was paid to the own school, institution or firm, to which account, and whether it said so (E08)."""
    return _ours(request)


def _ours(request: HttpRequest, told: list[str] | None = None) -> HttpResponse:
    scope = scope_of(request)
    rows = list(queries.ours(scope)[:200])
    context = {
        "rows": [
            (row, coded("aid_item", row.item) or row.item, words.STATES[row.state], words.TONES.get(row.state, ""), words.HOLDS.get(row.held, ""))
            for row in rows
        ],
        "accounts": queries.own_accounts(scope), "refused": told or [], "sums": queries.our_sums(scope),
    }  # fmt: skip
    record(request, "our payments", len(rows), ("amount", "account_mask"), "our-payments")
    return render(request, "payments/ours.html", context, status=422 if told else 200)


@opens(Right.CLAIM)
@require_POST
def ours_confirm(request: HttpRequest, number: int) -> HttpResponse:
    """The institution says that a payment arrived."""
    one = queries.our_payment(scope_of(request), number)
    try:
        confirm_own(scope_of(request), one, actor_of(request).username)
    except ValidationError as error:
        return _ours(request, list(error.messages))
    record(request, f"payment {one.pk}", 0, ("amount",), "payments_confirmed", AccessLog.Kind.CHANGE)
    return redirect("our-payments")


@opens(Right.FUNDS)
@require_safe
def payment(request: HttpRequest, number: int) -> HttpResponse:
    """One payment: for what, to whom, how it went, which transfers stand behind it, down to the bank's line."""
    actor = actor_of(request)
    one = queries.payment_of(actor.scope, number)
    whose = [str(one.person_id)] if one.person_id else []
    record(
        request, f"payment {one.pk}", len(whose), ("name", "amount", "account_mask"), "payment", whose=whose
    )
    way = queries.way(actor.scope, one)
    told = {
        "one": one, "state": words.STATES[one.state], "tone": words.TONES.get(one.state, ""), "fund": coded("fund", one.fund),
        "item": coded("aid_item", one.item) or one.item, "kind": coded("payee_kind", one.payee_kind),
        "place": names({one.region[:6]}).get(one.region[:6], one.region), "held": words.HOLDS.get(one.held, ""),
        "steps": [(row, words.STATES.get(row.ends, row.ends), words.said(row.reason)) for row in way["steps"]],
        "transfers": [(row, words.SIDES[row.credit.kind], words.SIDES[row.debit.kind]) for row in way["transfers"]],
        "holds": [(row, words.HOLDS[row.kind], words.said(row.reason)) for row in way["holds"]], "lines": way["lines"],
        "told": way["told"], "why": queries.entitled(actor.scope, one), "sees_people": actor.scope.may(Right.PEOPLE) and one.person_id, "forms": _forms(request, one),
    }  # fmt: skip
    return render(request, "payments/payment.html", told)


def _forms(request: HttpRequest, one: Payment) -> dict[str, object]:
    scope = scope_of(request)
    forms: dict[str, object] = {}
    if scope.may(Right.ACCOUNT_FIX) and one.state in ("returned", "no_account"):
        forms["fix"] = FixForm()
    if scope.may(Right.ACCOUNT_FIX) and one.held == "account":
        forms["confirm"] = ReasonForm(prefix="")
    if one.state == "settled" and (scope.may(Right.PAY) or scope.may(Right.ACCOUNT_FIX)):
        forms["recover"] = BackForm(initial={"amount": f"{one.amount / 100:.2f}"})
    if one.state == "settled" and one.confirmed_on is None and scope.may(Right.ACCOUNT_FIX):
        forms["arrived"] = ReasonForm()
    return forms


@opens(Right.PAY, Right.ACCOUNT_FIX)
@require_POST
def payment_verb(request: HttpRequest, number: int, verb: str) -> HttpResponse:
    """Fix an account, confirm one, ask money back, note that it arrived."""
    scope = scope_of(request)
    scope.need(Right.FUNDS)
    one = queries.payment_of(scope, number)
    told = request.POST
    try:
        if verb == "fix":
            actions_accounts.fix(request, number, told.get("account", ""), told.get("reason", ""))
        elif verb == "confirm":
            actions_accounts.confirm(request, one.claim, told.get("reason", ""))
        elif verb == "arrived":
            confirm_arrival(request, one, told.get("reason", ""))
        elif verb == "recover":
            form = BackForm(told)
            if not form.is_valid():
                raise ValidationError([error for errors in form.errors.values() for error in errors])
            data = form.cleaned_data
            actions_recover.ask_back(
                request, number, int(data["amount"] * 100), data["parts"], data["reason"]
            )
        else:
            raise Http404
    except ValidationError as error:
        return refused(request, error, reverse("payment", args=[number]))
    return redirect("payment", number=number)
