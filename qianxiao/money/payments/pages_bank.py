"""Pages of finance towards the bank: returns and questions (B62), money asked back (B63), accounts of institutions."""

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from qianxiao.masterdata.regions.queries import names
from qianxiao.money.payments import (
    actions_accounts,
    actions_bank,
    actions_cases,
    actions_recover,
    queries,
    reconciling,
    words,
)
from qianxiao.money.payments.actions import ymd
from qianxiao.money.payments.bank import bank as bank_of_ours
from qianxiao.money.payments.forms import AccountForm, DayForm, DecideForm, ReasonForm, StatementForm
from qianxiao.money.payments.lists import CASES
from qianxiao.money.payments.models import RecoveryPart
from qianxiao.money.payments.pages import refused
from qianxiao.office.accounts.access import opens
from qianxiao.office.accounts.queries import actor_of
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import in_scope, scope_of
from qianxiao.office.accounts.scoped import the_one
from qianxiao.office.audit.actions import record
from qianxiao.office.lists.listing import show as show_list

MOST = 200  # rows of a page that has no list of its own
LARGEST = 20 << 20  # bytes of a statement


@opens(Right.FUNDS)
@require_safe
def cases(request: HttpRequest) -> HttpResponse:
    """What came back and what does not fit; statements are taken in and days closed here."""
    shown, _told = show_list(request, CASES)
    actor = actor_of(request)
    home = actor.post.home if actor.post else ""
    told: dict[str, object] = {
        "label": _("Returns and questions to the bank"),
        "pays": actor.scope.may(Right.PAY),
    }
    if told["pays"] and len(home) == 6 and not home.endswith("00"):
        with in_scope(actor.scope):
            book, bank = reconciling.book_of(home), reconciling.bank_of(home)
            told |= {"book": book, "bank": bank, "gap": bank - book, "explained": reconciling.explained(home)}
        told |= {
            "home": home,
            "statement": StatementForm(),
            "day": DayForm(),
            "wired": bank_of_ours() is not None,
            "days": queries.days(actor.scope, home),
        }
    return render(request, "payments/cases.html", {**shown, **told, "reason": ReasonForm()})


@opens(Right.FUNDS)
@require_safe
def case(request: HttpRequest, number: int) -> HttpResponse:
    """One question: what the bank said, what the book has, how it was answered."""
    actor = actor_of(request)
    one = queries.case_of(actor.scope, number)
    whose = [str(one.payment.person_id)] if one.payment and one.payment.person_id else []
    record(request, f"case {one.pk}", len(whose), ("amount",), "payment-case", whose=whose)
    closes = actor.scope.may(Right.PAY) and one.state == "open" and not one.amount
    told = {"one": one, "kind": words.CASES[one.kind], "said": words.said(one.said), "reason": words.said(one.reason), "tone": words.TONES[one.state],
            "place": names({one.region[:6]}).get(one.region[:6], one.region), "form": ReasonForm() if closes else None}  # fmt: skip
    return render(request, "payments/case.html", told)


@opens(Right.PAY)
@require_POST
def bank_verb(request: HttpRequest, verb: str) -> HttpResponse:
    """Take a statement in, or close a day."""
    actor, back = actor_of(request), reverse("payment-cases")
    home = actor.post.home if actor.post else ""
    try:
        if verb == "statement":
            form = StatementForm(request.POST, request.FILES)
            if not form.is_valid() or form.cleaned_data["file"].size > LARGEST:
                raise ValidationError(_("Choose the file of the bank."))
            actions_bank.take_statement(request, home, form.cleaned_data["file"].read())
        elif verb == "fetch":
            actions_bank.fetch_new(request, home)
        elif verb == "close":
            asked = DayForm(request.POST)
            if not asked.is_valid():
                raise ValidationError(_("Say which day."))
            day = asked.cleaned_data["day"]
            actions_bank.close_day(request, home, day.year * 10000 + day.month * 100 + day.day)
        else:
            raise Http404
    except ValidationError as error:
        return refused(request, error, back)
    return redirect("payment-cases")


@opens(Right.PAY)
@require_POST
def case_close(request: HttpRequest, number: int) -> HttpResponse:
    """Close a question that has no money in it."""
    queries.case_of(scope_of(request), number)
    try:
        actions_cases.close_case(request, number, request.POST.get("reason", ""))
    except ValidationError as error:
        return refused(request, error, reverse("payment-case", args=[number]))
    return redirect("payment-case", number=number)


@opens(Right.FUNDS)
@require_safe
def recoveries(request: HttpRequest) -> HttpResponse:
    """Money that is asked back, with its instalments."""
    actor = actor_of(request)
    rows = list(queries.recoveries(actor.scope)[:MOST])
    whose = [str(row.payment.person_id) for row in rows if row.payment.person_id]
    record(request, "recoveries", len(whose), ("name", "amount"), "recoveries", whose=whose)
    parts: dict[int, list[RecoveryPart]] = {}
    for part in (
        RecoveryPart.objects.within(actor.scope).filter(recovery__in=rows).order_by("recovery", "number")
    ):
        parts.setdefault(part.recovery_id, []).append(part)
    pays = actor.scope.may(Right.PAY)
    told = [
        {
            "one": row, "state": words.RECOVERIES[row.state], "tone": words.TONES.get(row.state, ""), "parts": parts.get(row.pk, []),
            "back": sum(part.amount for part in parts.get(row.pk, []) if part.received_on),
            "decides": pays and row.state == "asked" and row.asked_by != actor.username,
        }
        for row in rows
    ]  # fmt: skip
    return render(
        request,
        "payments/recoveries.html",
        {"rows": told, "pays": pays, "form": DecideForm(), "receipt": ReasonForm()},
    )


@opens(Right.PAY)
@require_POST
def recovery_verb(request: HttpRequest, number: int, verb: str) -> HttpResponse:
    """Decide a recovery, or note an instalment that came in."""
    scope = scope_of(request)
    the_one(queries.recoveries(scope) if verb == "decide" else RecoveryPart.objects.within(scope), number)
    told = request.POST
    try:
        if verb == "decide":
            actions_recover.decide(request, number, told.get("agrees") == "yes", told.get("reason", ""))
        elif verb == "receive":
            actions_recover.receive(request, number, told.get("reason", ""))
        else:
            raise Http404
    except ValidationError as error:
        return refused(request, error, reverse("recoveries"))
    return redirect("recoveries")


@opens(Right.FUNDS)
@require_safe
def accounts(request: HttpRequest) -> HttpResponse:
    """Accounts of institutions, every one with its history."""
    actor = actor_of(request)
    rows = list(queries.accounts(actor.scope)[:MOST])
    fixes = actor.scope.may(Right.ACCOUNT_FIX)
    told = [
        (row, words.ACCOUNTS[row.state], words.TONES.get(row.state, ""), fixes and row.state == "asked" and row.asked_by != actor.username)
        for row in rows
    ]  # fmt: skip
    form = AccountForm() if fixes else None
    return render(request, "payments/accounts.html", {"rows": told, "form": form, "decide": DecideForm(), "today": ymd(),
                  "names": names({row.region[:6] for row in rows})})  # fmt: skip


@opens(Right.ACCOUNT_FIX)
@require_POST
def account_new(request: HttpRequest) -> HttpResponse:
    """Propose an institution's account."""
    form = AccountForm(request.POST)
    try:
        if not form.is_valid():
            raise ValidationError([error for errors in form.errors.values() for error in errors])
        data = form.cleaned_data
        actions_accounts.ask_account(
            request, data["org_code"], data["holder"], data["account"], data["reason"]
        )
    except ValidationError as error:
        return refused(request, error, reverse("payee-accounts"))
    return redirect("payee-accounts")


@opens(Right.ACCOUNT_FIX)
@require_POST
def account_decide(request: HttpRequest, number: int) -> HttpResponse:
    """Confirm an institution's account as a second person, or refuse it."""
    the_one(queries.accounts(scope_of(request)), number)
    try:
        told = request.POST
        actions_accounts.decide_account(request, number, told.get("agrees") == "yes", told.get("reason", ""))
    except ValidationError as error:
        return refused(request, error, reverse("payee-accounts"))
    return redirect("payee-accounts")
