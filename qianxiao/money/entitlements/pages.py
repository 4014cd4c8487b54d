"""Pages of what people are due: the list with its sums, one row with why and what became of it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from qianxiao.masterdata.regions.queries import names
from qianxiao.money.entitlements import lists, queries, reasons, words
from qianxiao.money.entitlements.chain import links
from qianxiao.office.accounts.access import opens
from qianxiao.office.accounts.queries import actor_of
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import scope_of
from qianxiao.office.audit.actions import record
from qianxiao.office.lists.figures import ymd
from qianxiao.office.lists.listing import show
from qianxiao.registers.people.queries import handed_into


@opens(Right.ENTITLEMENTS)
@require_safe
def entitlements(request: HttpRequest) -> HttpResponse:
    """The due list of the newest closed month with its sums by item."""
    page, told = show(request, lists.ENTITLEMENTS)
    actor = actor_of(request)
    parts = queries.sums(lists.rows(actor, told))
    page |= {
        "sums": [(words.item(one.item), one) for one in parts],
        "whole": queries.whole(parts),
        "period": queries.newest(actor.scope),
        "label": _("What is due"),
        "nothing": _("Nothing is due here."),
    }
    return render(request, "entitlements/entitlements.html", page)


@opens(Right.ENTITLEMENTS)
@require_safe
def entitlement(request: HttpRequest, number: int) -> HttpResponse:
    """One row: conditions with fact, source, date and clause; money; the way from the claim to the bank."""
    scope = scope_of(request)
    one = queries.get(scope, number)
    fields = ("name", "id_mask", "amount", "paid", "facts")
    record(request, f"entitlement {one.pk}", 1, fields, "entitlement", whose=[str(one.person_id)])
    told = {
        "one": one,
        "item": words.item(one.item),
        "when": words.when(one),
        "state": words.STATES[one.state],
        "tone": words.TONES.get(one.state, ""),
        "gap": words.gap(one),
        "why": reasons.why(one),
        "source": reasons.source(one.register),
        "chain": links(scope, one),
        "history": [(line, words.STATES[str(line["state"])]) for line in queries.history(scope, one)],
        "places": names({one.county, one.region[:6], one.region[:9]}),
        "month": ymd(one.last_period),
        "opens_person": scope.may(Right.PEOPLE)
        and (
            any(lo <= one.region < hi for lo, hi in scope.ranges)
            or bool(handed_into(scope, "poor", [one.number]))
        ),
    }
    return render(request, "entitlements/entitlement.html", told)
