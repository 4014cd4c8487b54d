"""Pages of firms: the list, one firm with what it does for the programme (B51, B52)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from qianxiao.masterdata.regions.queries import names
from qianxiao.money.claims import queries_firms, words
from qianxiao.money.claims.lists_firms import FIRMS
from qianxiao.office.accounts.access import opens
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import scope_of
from qianxiao.office.lists.listing import show as show_list
from qianxiao.registers.schools.words import coded, occupation


@opens(Right.ENTITLEMENTS)
@require_safe
def enterprises(request: HttpRequest) -> HttpResponse:
    """Firms of the market register, with how many of the registered poor work at each."""
    shown, _told = show_list(request, FIRMS)
    return render(request, "claims/firms.html", {**shown, "label": _("Firms")})


@opens(Right.ENTITLEMENTS)
@require_safe
def enterprise(request: HttpRequest, org_code: str) -> HttpResponse:
    """One firm: facts, hires, apprentices, rosters of work-for-training, order classes, internships."""
    scope = scope_of(request)
    found = queries_firms.firm(scope, org_code)
    one = found.employer
    page = {
        "one": one, "found": found, "kind": coded("employer_kind", one.kind), "scale": coded("employer_scale", one.scale),
        "sector": coded("industry_section", one.sector), "place": names({one.region[:6]}).get(one.region[:6], one.region), "workshop": one.kind == "3",
        "plans": [(row, occupation(row.occupation), words.PLAN_STATES[row.state]) for row in found.plans],
        "classes": [(row, occupation(row.occupation)) for row in found.classes],
        "lists": scope.may(Right.EMPLOYMENT), "opens_plans": scope.may(Right.CLAIM_FIRST), "opens_classes": scope.may(Right.CLASSES),
    }  # fmt: skip
    return render(request, "claims/firm.html", page)
