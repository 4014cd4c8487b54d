"""Pages of the households: the list (B13), one household (B14), who entered, left and changed in a month (19-05-03)."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from qianxiao.masterdata.regions.queries import above, names, span
from qianxiao.office.accounts.access import opens
from qianxiao.office.accounts.queries import actor_of
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import Scope, scope_of
from qianxiao.office.audit.actions import record
from qianxiao.office.exports.asking import answer
from qianxiao.office.lists.listing import show as show_list
from qianxiao.office.lists.places import offered
from qianxiao.registers.households import history, labels, queries
from qianxiao.registers.households.forms import MoveForm
from qianxiao.registers.households.lists import HOUSEHOLDS
from qianxiao.registers.households.lists_changes import CHANGES
from qianxiao.registers.households.models import Snapshot


def asked_region(request: HttpRequest, scope: Scope) -> str:
    """The region asked for, else where the post is. Raises Http404 out of scope."""
    post = getattr(request, "post", None)
    region = request.GET.get("region", "") or (post.home if post else "")
    queries.inside(scope, region)
    return region


def _day(request: HttpRequest, months: list[Snapshot]) -> int:
    """The last day of the month asked for (?on=2026-05), else of the newest month of the register; yyyymmdd."""
    text = request.GET.get("on", "").replace("-", "")
    if text and not (text.isdecimal() and len(text) == 6 and "01" <= text[4:] <= "12"):
        raise Http404
    month = queries.newest(months)
    return (int(text) if text else month.period if month else 0) * 100 + 31


def crumbs_of(scope: Scope, region: str) -> list[str]:
    """Regions from the top of the scope down to this one."""
    return [code for code in above(region) if scope.holds(*span(code))]


@opens(Right.PEOPLE)
@require_safe
def households(request: HttpRequest) -> HttpResponse:
    """Households of a county, township or village; above a county the figures that lead there."""
    scope = scope_of(request)
    region = asked_region(request, scope)
    page, told = show_list(request, HOUSEHOLDS) if queries.listed(region) else ({}, {})
    month = told["month"] if told else queries.newest(queries.months())
    own, below = queries.tallies(scope, month.period if month else 0, region, "household")
    crumbs = crumbs_of(scope, region)
    page |= {
        "region": region,
        "month": month,
        "own": own,
        "below": below,
        "may_keep": scope.may(Right.KEEP),
        "crumbs": crumbs,
        "names": offered(told) if told else names({region, *(one.region for one in below), *crumbs}),
        "label": _("Households"),
        "nothing": _("No household fits."),
        "export_to": reverse("households-export"),
    }
    return render(request, "households/households.html", page)


@opens(Right.PEOPLE)
@require_POST
def households_export(request: HttpRequest) -> HttpResponseBase:
    """What is ticked, else all that the filters leave, as a file; the access row comes first."""
    return answer(request, HOUSEHOLDS)


@opens(Right.PEOPLE)
@require_safe
def changes(request: HttpRequest) -> HttpResponse:
    """Who entered, left, moved or changed in a month: figures by region, in a county and below the names."""
    scope = scope_of(request)
    region = asked_region(request, scope)
    page: dict[str, Any] = {}
    if queries.listed(region):
        page, told = show_list(request, CHANGES)
    else:
        told = CHANGES.told(actor_of(request), request.GET.dict())
    crumbs, below = crumbs_of(scope, region), told["below"]
    page |= {
        "region": region,
        "months": told["months"],
        "month": told["month"],
        "below": below,
        "crumbs": crumbs,
        "names": offered(told) | names({region, *(one.region for one in below), *crumbs}),
        "label": _("Entered, left, changed"),
        "nothing": _("Nobody is on this list."),
    }
    return render(request, "households/changes.html", page)


@opens(Right.PEOPLE)
@require_safe
def household(request: HttpRequest, household: UUID) -> HttpResponse:
    """One household: its people, its labels on a day, what happened to it and from which file and row."""
    return show(request, household)


def show(request: HttpRequest, household: UUID, status: int = 200, **more: object) -> HttpResponse:
    """The page of a household, also with what was refused. Writes the look down first. Raises Http404."""
    scope = scope_of(request)
    file = queries.household_file(scope, household)
    shown = {str(one.person_id) for one in file.people}
    fields = ("hh_no", "name", "id_mask", "phone_mask", "relation", "labour", "history", "states", "visits")
    record(
        request,
        str(file.household.id),
        len(shown),
        fields,
        "household",
        whose=[str(household), *sorted(shown)],
    )
    months, moves = queries.months(), queries.moves_of(scope, file.household)
    day = _day(request, months)
    then = queries.on(file.versions, day // 100)
    known = {one.period: one for one in months}
    codes = {
        file.household.home,
        file.household.region,
        *(one.home for one in (*file.versions, *file.people)),
    }
    codes |= {code for one in moves for code in (one.region_from, one.region_to)}
    codes |= {code[:size] for code in codes for size in (6, 9)}
    said = names(codes)
    homes = queries.numbers(scope, {one.household_id for one in file.people})
    told = {
        "household": file.household,
        "members": file.members,
        "day": day,
        "then": then,
        "labels": labels.labels(then, day) if then else [],
        "lines": history.of_household(file, known, said, homes),
        "names": said,
        "moves": moves,
        "move": MoveForm() if scope.may(Right.KEEP) else None,
        **more,
    }
    return render(request, "households/household.html", told, status=status)
