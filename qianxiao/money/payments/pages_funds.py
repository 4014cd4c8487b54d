"""The page of funds (B64): balance by source and region, allotments, ageing, the sheet of the three factors."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from qianxiao.masterdata.regions.queries import below, names
from qianxiao.money.payments import actions_funds, queries_funds, rules, words
from qianxiao.money.payments.actions import ymd
from qianxiao.money.payments.forms import AllotForm, DecideForm, funds
from qianxiao.money.payments.pages import refused
from qianxiao.office.accounts.access import opens
from qianxiao.office.accounts.queries import Actor, actor_of
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import scope_of
from qianxiao.office.accounts.scoped import the_one
from qianxiao.registers.schools.words import coded

MOST = 200


def _regions(actor: Actor) -> list[tuple[str, str]]:
    """The post's own region and those directly below that keep money: provinces, prefectures, counties."""
    home = actor.post.home if actor.post else ""
    under = [(code, name) for code, name in below(home) if len(code) == 6] if home else []
    return [(home, names({home}).get(home, home)), *under] if home else []


@opens(Right.FUNDS)
@require_safe
def funds_page(request: HttpRequest) -> HttpResponse:
    """What each fund has in each region, where it is, what grows old."""
    actor = actor_of(request)
    lines = queries_funds.balances(actor.scope)
    allotted = list(queries_funds.allotments(actor.scope)[:MOST])
    limits = [rules.limit(name, ymd()) for name in ("ageing_days", "ageing_long")]
    old = queries_funds.ageing(actor.scope, limits)
    said = names(
        {row["region"][:6] for row in [*lines, *old]}
        | {one.region for one in allotted}
        | {one.giver for one in allotted}
    )
    for row in [*lines, *old]:
        row["place"] = said.get(row["region"][:6], row["region"])
    for row in lines:
        row["name"] = coded("fund", row["fund"])
    for row in old:
        row["over"] = list(zip(limits, row["over"], strict=True))
        row["said"] = words.STATES.get(row["state"]) or words.STOPPED
    pays = actor.scope.may(Right.PAY)
    told: dict[str, Any] = {
        "lines": lines, "old": old, "limits": limits, "pays": pays, "decide": DecideForm(),
        "whole": {kind: sum(row[kind] for row in lines) for kind in (*queries_funds.KINDS, "allocated")},
        "allotted": [(one, coded("fund", one.fund), said.get(one.region, one.region), said.get(one.giver, one.giver), words.TIER_WORDS.get(one.tier, ""),
                      words.ALLOTMENTS[one.state], words.TONES.get(one.state, ""), pays and one.state == "asked" and one.asked_by != actor.username) for one in allotted],
        "form": AllotForm(regions=_regions(actor)) if pays else None, "spreads": len(_regions(actor)) > 1, "funds": funds(),
    }  # fmt: skip
    return render(request, "payments/funds.html", told)


@opens(Right.FUNDS)
@require_safe
def fund_sheet(request: HttpRequest) -> HttpResponse:
    """How an amount would be spread over the regions below: three factors and the result."""
    actor = actor_of(request)
    home, fund = (actor.post.home if actor.post else ""), request.GET.get("fund", "3")
    told = request.GET.get("yuan", "")
    amount = int(told) * 100 if told.isdecimal() and len(told) < 13 else 0
    try:
        rows = actions_funds.sheet(request, home, fund, amount)
    except ValidationError as error:
        return refused(request, error, reverse("funds"))
    for row in rows:
        row["cells"] = [
            (row["told"][name], round(row["share"][name] * 100, 1)) for name in rules.factors(ymd(), home)
        ]
        row["part"] = round(row["part"] * 100, 1)
    weights = [(label, rules.factors(ymd(), home)[name]) for name, label in rules.factor_words().items()]
    shown = {"rows": rows, "weights": weights, "amount": amount, "fund": fund, "funds": funds(), "yuan": told,
             "fund_name": coded("fund", fund), "pays": actor.scope.may(Right.PAY)}  # fmt: skip
    return render(request, "payments/sheet.html", shown)


@opens(Right.PAY)
@require_POST
def fund_allot(request: HttpRequest) -> HttpResponse:
    """Ask for money for one region, or for all below by the sheet."""
    actor, told = actor_of(request), request.POST
    try:
        if told.get("spread"):
            home, amount = (actor.post.home if actor.post else ""), told.get("yuan", "")
            if not amount.isdecimal() or len(amount) > 12:
                raise ValidationError(words.how_much())
            rows = actions_funds.sheet(request, home, told.get("fund", ""), int(amount) * 100)
            told_all = {"fund": told.get("fund", ""), "year": ymd() // 10000, "document": told.get("document", ""),
                        "sheet": {row["region"]: {"told": row["told"], "share": row["share"]} for row in rows}}  # fmt: skip
            actions_funds.allot(request, home, {row["region"]: row["amount"] for row in rows}, told_all)
        else:
            form = AllotForm(told, regions=_regions(actor))
            if not form.is_valid():
                raise ValidationError([error for errors in form.errors.values() for error in errors])
            data = form.cleaned_data
            lines = {data["region"]: int(data["amount"] * 100)}
            actions_funds.allot(request, data["giver"], lines, {**data, "year": ymd() // 10000})
    except ValidationError as error:
        return refused(request, error, reverse("funds"))
    return redirect("funds")


@opens(Right.PAY)
@require_POST
def fund_decide(request: HttpRequest, number: int) -> HttpResponse:
    """Approve an allotment as a second person, or refuse it."""
    the_one(queries_funds.allotments(scope_of(request)), number)
    try:
        actions_funds.decide(
            request, number, request.POST.get("agrees") == "yes", request.POST.get("reason", "")
        )
    except ValidationError as error:
        return refused(request, error, reverse("funds"))
    return redirect("funds")
