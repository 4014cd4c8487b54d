"""Money on the portal: service guides for everybody; a person's own application, its progress, taking it back, an appeal."""

from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from qianxiao.doors.portal.access import for_all, for_learners
from qianxiao.masterdata.regions.queries import names
from qianxiao.money.claims import actions, actions_appeal, actions_apply, actions_money, flow, queries, words
from qianxiao.money.claims.guide import guide as guide_of
from qianxiao.money.claims.guide import guides as all_guides
from qianxiao.money.claims.models import ClaimLine
from qianxiao.money.claims.steps import day, person_of
from qianxiao.money.entitlements import own
from qianxiao.money.entitlements import words as due
from qianxiao.money.entitlements.models import Entitlement
from qianxiao.money.entitlements.own import Year
from qianxiao.money.payments import queries as paid
from qianxiao.office.accounts.scope import Scope


@for_all
@require_safe
def guides(request: HttpRequest) -> HttpResponse:
    """Every item there is a guide of."""
    return render(request, "portal/guides.html", {"rows": all_guides()})


@for_all
@require_safe
def guide(request: HttpRequest, item: str) -> HttpResponse:
    """One item: who gets how much, how, how long it takes, what is looked up where (19-13-06)."""
    region = request.GET.get("region", "")
    if item not in flow.flows() or not (region == "" or (region.isdecimal() and len(region) in (2, 4, 6))):
        raise Http404
    place = names({region.ljust(6, "0")}).get(region.ljust(6, "0"), "") if region else ""
    told = {"guide": guide_of(item, region, day()), "place": place, "may": flow.flows()[item].claimant == "person"}  # fmt: skip
    return render(request, "portal/guide.html", told)


@for_learners
@require_http_methods(["GET", "POST"])
def apply(request: HttpRequest, scope: Scope, item: str) -> HttpResponse:
    """Apply: everything held is filled in; asked is only what no register holds. Sent twice it is one application."""
    kind = flow.flows().get(item)
    if kind is None or kind.claimant != "person":
        raise Http404
    refused: list[str] = []
    if request.method == "POST":
        try:
            key = UUID(request.POST.get("key", ""))
            made = actions.apply(scope, item, request.POST.dict(), key)
            return redirect("portal-claim", line=queries.own_line(scope, made).pk)
        except ValueError as error:
            raise Http404 from error
        except ValidationError as error:
            refused = list(error.messages)
        except actions.OtherBody:
            refused = [_("This form was sent before with something else; please open it anew.")]
    rows = queries.own_open(scope, item)
    line = actions_apply.own_answer(scope, item) if kind.applies and not rows else None
    told = {
        "item": item, "title": due.item(item), "rows": [(row, due.when(row)) for row in rows], "key": uuid4(),
        "asks": [(ask["fact"], flow.said(ask), flow.said(ask, "why")) for ask in kind.asks], "refused": refused,
        "facts": guide_of(item, "", day()).facts, "me": rows[0] if rows else None,
        "line": line, "line_when": due.term(line.roster.about) if line else "", "why": words.why_not(line) if line else "",
    }  # fmt: skip
    return render(request, "portal/apply.html", told, status=422 if refused else 200)


@for_learners
@require_safe
def claim(request: HttpRequest, scope: Scope, line: int) -> HttpResponse:
    """Where my money is: the number, what was done, what comes next and by when (J2)."""
    return _claim(request, scope, line)


def _claim(request: HttpRequest, scope: Scope, line: int, refused: list[str] | None = None) -> HttpResponse:
    row = _own(scope, line)
    one = row.claim
    own = one.person_id is not None and str(one.person_id) == scope.person
    order = [step for step in flow.flows()[one.item].steps if step in ("first", "second", "notice", "pay", "arrive")]  # fmt: skip
    at = flow.CLOCK.get(one.state, "arrive" if one.state == "done" else "")
    ahead = order.index(at) if at in order else -1
    steps = [
        (flow.said(flow.steps()[name]), "done" if one.state == "done" or place < ahead else "now" if place == ahead else "", flow.limit(name))
        for place, name in enumerate(order)
    ]  # fmt: skip
    told = {
        "row": row, "one": one, "title": due.item(one.item), "when": due.when(row.entitlement), "state": words.STATES[one.state],
        "line_state": words.LINES[row.state], "steps": steps, "paid": words.paid(row.paid), "refused": refused or [],
        "withdraws": own and one.state in ("submitted", "returned"), "lacks": one.lacks if own and one.state == "returned" else [],
        "appeals": row.state == "refused", "appealed": [(told, words.APPEALS[told.state]) for told in queries.own_appeals(scope, row)],
        "clocked": one.state in flow.CLOCK, "confirms": own_paid(scope, row),
    }  # fmt: skip
    return render(request, "portal/claim.html", told, status=422 if refused else 200)


def _own(scope: Scope, line: int) -> ClaimLine:
    found = next((row for row in queries.own_lines(scope) if row.pk == line), None)
    if found is None:
        raise Http404
    return found


@for_learners
@require_POST
def verb(request: HttpRequest, scope: Scope, line: int, verb: str) -> HttpResponse:
    """Take an application back, answer what was missing, appeal (J14)."""
    row, who = _own(scope, line), person_of(scope)
    said = request.POST.get("reason", "")
    try:
        if verb == "withdraw":
            actions.withdraw(who, row.claim_id, said)
        elif verb == "supplement":
            actions.supplement(who, row.claim_id, request.POST.getlist("point"))
        elif verb == "arrived":
            actions_money.confirm(who, row)
        elif verb == "appeal":
            actions_appeal.appeal(who, row.reference, said)
        else:
            raise Http404
    except ValidationError as error:
        return _claim(request, scope, line, list(error.messages))
    return redirect("portal-claim", line=line)


def own_money(scope: Scope) -> list[tuple[Year, list[tuple[Entitlement, str, str, tuple[int, str] | None]]]]:
    """A person's money by item and school year; beside each row the newest line that asks for it and where that stands."""
    asked = {
        row.entitlement_id: (
            row.pk,
            str(words.LINES[row.state] if row.state == "refused" else words.STATES[row.claim.state]),
        )
        for row in reversed(queries.own_lines(scope))
    }
    return [
        (year, [(row, term, gap, asked.get(row.pk)) for row, term, gap in year.rows])
        for year in own.of(scope)
    ]


def own_paid(scope: Scope, row: ClaimLine) -> bool:
    """Whether the person may say that it arrived: settled, the own, not said yet."""
    rows = paid.of_person(scope, scope.person).filter(claim=row.reference)
    return rows.filter(state="settled", confirmed_on__isnull=True).exists()
