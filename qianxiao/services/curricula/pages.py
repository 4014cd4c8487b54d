"""Pages of curricula: majors with their gaps, and one major of a school beside its norm (19-14-01)."""

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from qianxiao.base.catalogues import majors
from qianxiao.masterdata.regions.queries import names
from qianxiao.office.accounts.access import opens
from qianxiao.office.accounts.queries import actor_of
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import scope_of
from qianxiao.office.duties import clock
from qianxiao.office.duties.declared import ymd
from qianxiao.registers.schools import words
from qianxiao.services.curricula import actions, queries
from qianxiao.services.curricula.words import KINDS


@opens(Right.STUDENTS)
@require_safe
def curricula(request: HttpRequest) -> HttpResponse:
    """Majors that are taught, with how much of their norm is not."""
    org, _bar, major = request.GET.get("after", "")[:64].partition("|")
    rows, more = queries.taught(scope_of(request), ymd(clock.today()), (org, major))
    told = {
        "rows": [(row, words.major(row.major)) for row in rows],
        "names": names({row.school.region[:6] for row in rows}),
        "after": f"{rows[-1].school.org_code}|{rows[-1].major}" if more and rows else "",
    }
    return render(request, "curricula/curricula.html", told)


@opens(Right.STUDENTS)
@require_safe
def curriculum(request: HttpRequest, org: str, major: str) -> HttpResponse:
    """One major of one school: the norm, the school's modules, what is missing."""
    return _curriculum(request, org, major)


def _curriculum(request: HttpRequest, org: str, major: str, refused: str = "") -> HttpResponse:
    actor = actor_of(request)
    school = queries.school_of(actor.scope, org)
    if major not in majors():
        raise Http404
    norm = queries.norms([major], ymd(clock.today())).get(major)
    lines, own = queries.mapping(actor.scope, org, norm, major)
    told = {
        "school": school,
        "major": major,
        "name": words.major(major),
        "norm": norm,
        "lines": [(line, KINDS[line.item.kind]) for line in lines],
        "own": own,
        "short": [line for line in lines if line.missing],
        "hours": sum(line.missing for line in lines),
        "keeps": actor.scope.may(Right.ENROL) and org in actor.scope.institutions,
        "refused": refused,
        "given": request.POST,
    }
    return render(request, "curricula/curriculum.html", told, status=422 if refused else 200)


@opens(Right.ENROL)
@require_POST
def keep(request: HttpRequest, org: str, major: str) -> HttpResponse:
    """Add a module of the own school, or take one away."""
    scope = scope_of(request)
    queries.school_of(scope, org)
    told = request.POST
    try:
        if told.get("act") == "drop":
            actions.drop_module(request, major, _number(told.get("module", "")) or 0)
        else:
            item = _number(told.get("item", ""))
            actions.add_module(
                request, major, told.get("title", ""), _number(told.get("hours", "")) or 0, item
            )
    except ValidationError as fault:
        return _curriculum(request, org, major, " ".join(fault.messages))
    return redirect("curriculum", org=org, major=major)


def _number(text: str) -> int | None:
    """A whole number that was sent; None for anything else."""
    return int(text) if text.isdecimal() and len(text) < 10 else None
