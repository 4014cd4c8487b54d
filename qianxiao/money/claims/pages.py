"""Pages of those who decide: the queue (B56), a claim with its lines (B58), one line (B57), lists by themselves (B59), ageing."""

from collections.abc import Callable
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from qianxiao.masterdata.regions.queries import names
from qianxiao.money.claims import (
    actions,
    actions_money,
    actions_review,
    flow,
    lists,
    queries,
    queries_apply,
    words,
)
from qianxiao.money.claims.forms import BackForm, ReasonForm, SecondForm
from qianxiao.money.claims.models import Claim
from qianxiao.money.claims.steps import day, who_of
from qianxiao.money.entitlements import reasons
from qianxiao.money.entitlements import words as due
from qianxiao.office.accounts.access import opens
from qianxiao.office.accounts.queries import actor_of
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import scope_of
from qianxiao.office.audit.actions import record
from qianxiao.office.lists.figures import yuan
from qianxiao.office.lists.listing import show

FIELDS = ("name", "id_mask", "amount", "checks")
SHOWN = 500  # lines of a claim on one page


@opens(Right.ENTITLEMENTS, Right.CLAIM)
@require_safe
def claims(request: HttpRequest) -> HttpResponse:
    """Claims of the counties in scope, or the own institution's."""
    page, _told = show(request, lists.CLAIMS)
    scope = scope_of(request)
    page |= {
        "label": _("Claims"),
        "nothing": _("No claim is here."),
        "may_list": scope.may(Right.CLAIM_FIRST),
        "may_ask": scope.may(Right.CLAIM),
    }
    return render(request, "claims/claims.html", page)


@opens(Right.ENTITLEMENTS, Right.CLAIM)
@require_safe
def claim(request: HttpRequest, number: int) -> HttpResponse:
    """One claim: how many are verified, who is to be looked at, the lines, what was done."""
    return _claim(request, number)


def _claim(
    request: HttpRequest, number: int, refused: list[str] | None = None, open_: str = ""
) -> HttpResponse:
    who = who_of(request)
    one = queries.get(who.scope, number)
    rows = list(queries.lines(who.scope, one).select_related("entitlement")[:SHOWN])
    whose = [str(row.person_id) for row in rows]
    record(request, one.claim_no, len(whose), FIELDS, "claim", whose=whose if len(whose) <= 100 else ())
    told = {
        "one": one, "title": words.title(one), "state": words.STATES[one.state], "tone": words.TONES.get(one.state, "wait"),
        "kind": words.KINDS[one.kind], "counted": queries.counted(who.scope, one), "place": names({one.region}).get(one.region, ""),
        "looks": [(row, words.look(row.checks), due.when(row.entitlement)) for row in rows if row.state == "open" and row.look],
        "rows": [(row, words.LINES[row.state], words.LINE_TONES[row.state], words.paid(row.paid), due.when(row.entitlement)) for row in rows],
        "steps": [(step, words.VERBS.get(step.verb, step.verb)) for step in queries.steps(who.scope, one)],
        "late": one.state in flow.CLOCK and one.due_on < day(), "clocked": one.state in flow.CLOCK,
        "verbs": _verbs(request, one), "refused": refused or [], "opened": open_, "reason": ReasonForm(), "second": SecondForm(),
        "back": BackForm(), "lacks": one.lacks if one.state == "returned" else [], "notice": flow.flows()[one.item].notice,
    }  # fmt: skip
    return render(request, "claims/claim.html", told, status=422 if refused else 200)


def _verbs(request: HttpRequest, one: Claim) -> set[str]:
    """Verbs this reader may say now."""
    scope, actor = scope_of(request), actor_of(request)
    own = bool(actor.post) and bool(one.org_code) and one.org_code in scope.institutions
    found = {
        step.verb for step in flow.STEPS if one.state in step.begins and step.right and scope.may(step.right)
    }
    if own:
        found |= {step.verb for step in flow.STEPS if one.state in step.begins and step.right is None} & {"withdraw", "supplement"}  # fmt: skip
    if one.state == "to_pay" and scope.may(Right.CLAIM_FIRST):
        found.add("reserve")
    if one.first_by == actor.username:
        found -= {"second", "back"}
    if one.kind == "auto" or one.supplemented:
        found -= {"return"}
    return found


@opens(Right.CLAIM_FIRST)
@require_http_methods(["GET", "POST"])
def pass_all(request: HttpRequest, number: int) -> HttpResponse:
    """Confirm with the sum: the first review of everybody who is verified or was passed."""
    who = who_of(request)
    one = queries.get(who.scope, number)
    if request.method == "POST":
        try:
            actions_review.first(request, number)
        except ValidationError as error:
            return _claim(request, number, list(error.messages))
        return redirect("claim", number=number)
    counted = queries.counted(who.scope, one)
    people = counted["verified"] + counted["passed"]
    told = {
        "one": one,
        "title": words.title(one),
        "counted": counted,
        "people": people,
        "sum": yuan(counted["fen"]),
    }
    return render(request, "claims/pass.html", told)


@opens(Right.CLAIM_FIRST, Right.CLAIM_SECOND, Right.CLAIM)
@require_POST
def verb(request: HttpRequest, number: int, verb: str) -> HttpResponse:
    """Everything else that is done with a claim as a whole."""
    who = who_of(request)
    one = queries.get(who.scope, number)
    said, clause = request.POST.get("reason", ""), request.POST.get("clause", "")
    points = request.POST.get("lacks", "").splitlines()
    deeds: dict[str, Callable[[], object]] = {
        "recheck": lambda: actions_review.recheck(request, number),
        "return": lambda: actions_review.give_back(request, number, points),
        "refuse": lambda: actions_review.refuse(request, number, said, clause),
        "second": lambda: actions_review.second(request, number, True),
        "back": lambda: actions_review.second(request, number, False, said),
        "put_up": lambda: actions_money.put_up(request, number),
        "reserve": lambda: actions_money.reserve_money(request, number),
        "withdraw": lambda: actions.withdraw(who, number, said),
        "supplement": lambda: actions.supplement(who, number, request.POST.getlist("point")),
    }
    if verb not in deeds:
        raise Http404
    try:
        if {"recheck": "first"}.get(verb, verb) not in _verbs(request, one):
            raise ValidationError(_("This is not for you to do now; please read the claim anew."))
        deeds[verb]()
    except ValidationError as error:
        return _claim(request, number, list(error.messages), verb)
    return redirect("claim", number=number)


@opens(Right.ENTITLEMENTS)
@require_safe
def line(request: HttpRequest, number: int, line: int) -> HttpResponse:
    """One line: facts and rule on the left, checks with source and time, the decision below."""
    return _line(request, number, line)


def _line(request: HttpRequest, number: int, line: int, refused: list[str] | None = None) -> HttpResponse:
    scope = scope_of(request)
    one = queries.get(scope, number)
    row = queries.line(scope, one, line)
    checks = [words.check(told) for told in row.checks]
    record(
        request, row.reference, 1, FIELDS, "claim_line", whose=[str(row.person_id)] if row.person_id else []
    )
    bad = [told for told in checks if told["result"] != "green"]
    applied = queries_apply.decided_from(scope, row)
    told = {
        "one": one, "row": row, "title": words.title(one), "item": due.item(one.item), "checks": checks, "bad": bad,
        "why": reasons.why(row.entitlement), "when": due.when(row.entitlement), "state": words.LINES[row.state],
        "tone": words.LINE_TONES[row.state], "papers": row.papers, "paid": words.paid(row.paid), "asked": [told for told in bad if told["result"] == "grey" and told["check"] not in row.papers],
        "may": one.state == "submitted" and row.live and scope.may(Right.CLAIM_FIRST), "refused": refused or [],
        "suggests": " ".join(told["why"] for told in bad if told["result"] == "red"),
        "waits": any(told["result"] == "grey" and told["check"] not in row.papers for told in bad),
        "places": names({row.place[:6], row.place[:9], row.place}), "passable": all(told["over"] or told["result"] != "red" for told in bad),
        "left": queries.to_look(scope, one).count(), "decided": words.facts_of(applied) if applied else [],
    }  # fmt: skip
    return render(request, "claims/line.html", told, status=422 if refused else 200)


@opens(Right.CLAIM_FIRST)
@require_POST
def decide(request: HttpRequest, number: int, line: int, what: str) -> HttpResponse:
    """Decide one line and go to the next that is to be looked at; behind the last one back to the claim."""
    scope = scope_of(request)
    one = queries.get(scope, number)
    queries.line(scope, one, line)
    said = request.POST.get("reason", "")
    try:
        if what == "paper":
            actions_review.paper(request, number, line, request.POST.get("check", ""), request.POST.get("seen", ""))  # fmt: skip
            return redirect("claim-line", number=number, line=line)
        actions_review.decide(request, number, line, what, said, request.POST.get("clause", ""))
    except ValidationError as error:
        return _line(request, number, line, list(error.messages))
    after = queries.to_look(scope, one).first()
    return (
        redirect("claim-line", number=number, line=after.number)
        if after
        else redirect("claim", number=number)
    )


@opens(Right.CLAIM_FIRST)
@require_http_methods(["GET", "POST"])
def auto(request: HttpRequest) -> HttpResponse:
    """Lists without an application: who is due an item and had nothing; the office confirms that the list is made."""
    refused: list[str] = []
    if request.method == "POST" and not request.POST.get("item"):
        refused = [_("Please choose an item from the list below.")]
    elif request.method == "POST":
        try:
            made = actions.make_list(request, request.POST.get("item", ""), request.POST.get("county", ""))
            return redirect("claim", number=made.pk)
        except ValidationError as error:
            refused = list(error.messages)
    rows = queries.auto(scope_of(request))
    told = {
        "rows": [(row, due.item(str(row["item"]))) for row in rows],
        "places": names({str(row["county"]) for row in rows}),
        "most": flow.number("batch_most"),
        "refused": refused,
    }
    return render(request, "claims/auto.html", told, status=422 if refused else 200)


@opens(Right.CLAIM)
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """What the own school or institution may ask for: terms, classes that are ready (T08, S09). Sent twice it is one claim."""
    refused: list[str] = []
    if request.method == "POST" and not request.POST.get("key"):
        refused = [_("Please choose an item from the list below.")]
    elif request.method == "POST":
        try:
            key = UUID(request.POST["key"])
        except ValueError as error:
            raise Http404 from error
        try:
            made = actions.settle(request, request.POST.get("item", ""), request.POST.get("about", ""), key)
            return redirect("claim", number=made[0].pk)
        except ValidationError as error:
            refused = list(error.messages)
        except actions.OtherBody:
            refused = [_("This form was sent before with something else; please open it anew.")]
    scope = scope_of(request)
    rows = queries.settling(scope)
    told = {
        "rows": [
            (row, due.item(row.item), due.term(row.about), str(uuid4()), flow.flows()[row.item])
            for row in rows
        ],
        "refused": refused,
        "claims": reverse("claims"),
        "by_rule": [(one.item, due.item(one.item)) for one in queries_apply.items(scope)],
        "firm": queries_apply.FIRM in queries_apply.asks_as(scope),
    }
    return render(request, "claims/ask.html", told, status=422 if refused else 200)


@opens(Right.ENTITLEMENTS)
@require_safe
def ageing(request: HttpRequest) -> HttpResponse:
    """Claims that stand longer than so many working days, by place, item and step (19-12-08)."""
    asked = request.GET.get("days", "10")
    over = int(asked) if asked.isdecimal() and len(asked) < 4 else 10
    rows = queries.ageing(scope_of(request), day(), over)
    told = {
        "rows": [(row, due.item(str(row["item"])), words.STATES[str(row["state"])]) for row in rows],
        "places": names({str(row["region"]) for row in rows}),
        "days": over,
        "n": sum(int(str(row["n"])) for row in rows),
    }
    return render(request, "claims/ageing.html", told)
