"""The public catalogue of key majors (P09, P11), and asking a school to call (19-04-06)."""

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from qianxiao.base.catalogues import majors
from qianxiao.doors.portal.access import for_all
from qianxiao.masterdata.regions.queries import names
from qianxiao.programme.keylists import contacts, queries
from qianxiao.registers.schools import words
from qianxiao.registers.schools.models import Institution

_MOST = 200


@for_all
@require_safe
def keys(request: HttpRequest) -> HttpResponse:
    """Key majors of published lists by province, major, boarding; to choose from and to print."""
    return _keys(request)


def _keys(request: HttpRequest, refused: str = "", asked: bool = False) -> HttpResponse:
    told = request.GET
    years = queries.years()
    year, place = told.get("year", ""), told.get("place", "")
    chosen = int(year) if year.isdecimal() and len(year) == 4 else (years[0] if years else 0)
    if place and not (place.isdecimal() and len(place) in (2, 4, 6)):
        raise Http404
    rows = list(queries.entries(place, chosen, told.get("major", "")[:8])[:_MOST])
    schools = {
        one.org_code: one for one in Institution.objects.filter(org_code__in={row.org_code for row in rows})
    }
    if told.get("boarding"):
        rows = [row for row in rows if schools.get(row.org_code) and schools[row.org_code].boarding]
    every = queries.entries("", chosen)
    key_schools = list(queries.schools(place, chosen)[:_MOST])
    provinces = sorted({row.region[:2] for row in queries.schools("", chosen)})
    offered = sorted({row.major for row in every})
    shown = {
        "years": years,
        "year": chosen,
        "place": place,
        "major": told.get("major", ""),
        "boarding": bool(told.get("boarding")),
        "provinces": [(code, names([f"{code}0000"]).get(f"{code}0000", code)) for code in provinces],
        "majors": [(code, words.major(code)) for code in offered],
        "rows": [_row(row, schools.get(row.org_code)) for row in rows],
        "schools": key_schools,
        "names": names({row.region for row in (*rows, *key_schools)}),
        "refused": refused,
        "asked": asked,
    }
    return render(request, "portal/keys.html", shown, status=422 if refused else 200)


def _row(row: object, school: Institution | None) -> tuple[object, Institution | None, str, str]:
    code = getattr(row, "major", "")
    known = majors().get(code)
    return row, school, words.major(code), words.coded("school_stage", known.stage) if known else ""


@for_all
@require_POST
def contact(request: HttpRequest, entry: int) -> HttpResponse:
    """Ask the school of a key major to call."""
    try:
        contacts.ask(entry, request.POST.get("name", ""), request.POST.get("phone", ""))
    except ValidationError as error:
        return _keys(request, " ".join(error.messages))
    return _keys(request, asked=True)
