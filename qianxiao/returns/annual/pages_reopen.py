"""A form of a past year opened again: counted anew, with the people and edits that changed it since."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from qianxiao.masterdata.regions.queries import NATION, stem
from qianxiao.office.accounts.access import opens
from qianxiao.office.accounts.queries import actor_of
from qianxiao.office.accounts.roles import Right
from qianxiao.office.audit.actions import record
from qianxiao.returns.annual import layout, queries, reopen
from qianxiao.returns.annual.pages import cell_of
from qianxiao.returns.close.words import english
from qianxiao.returns.indicators import definitions


@opens(Right.FILES)
@require_safe
def annual_reopen(request: HttpRequest, year: int, region: str) -> HttpResponse:
    """Whether every figure is what its frozen month counts today, and what later months changed of it."""
    scope = actor_of(request).scope
    if region == NATION:
        raise Http404
    form = queries.get_form(scope, year, region)
    said = definitions.place_names([region])
    changed = reopen.changed_codes(scope, form)
    rows = []
    for cell in layout.cells(form.layout.body):
        if cell.indicator in changed:
            one = changed[cell.indicator]
            rows.append((cell, one["lines"], layout.one(cell, abs(one[cell.body["from"]["measure"]])), one[cell.body["from"]["measure"]] < 0))  # fmt: skip
    found = [pair[1 if english() else 0] for pair in reopen.faults(scope, form)]
    told = {"year": str(year), "region": region, "place": said[region], "form": form, "faults": found, "rows": rows, "n": len(queries.figures(scope, form))}  # fmt: skip
    return render(request, "annual/reopen.html", told)


@opens(Right.FILES)
@require_safe
def annual_people(request: HttpRequest, year: int, region: str, code: str, column: str) -> HttpResponse:
    """What later months say of one figure: by month, by county, and in a county the people with their corrections."""
    scope = actor_of(request).scope
    if region == NATION:
        raise Http404
    form = queries.get_form(scope, year, region)
    cell, line = cell_of(form.layout.body, code, column)
    county, found = request.GET.get("county", ""), []
    places = reopen.counties(scope, form, cell)
    if county:
        if not county.startswith(stem(region)) or not scope.may(Right.PEOPLE):
            raise Http404
        found = reopen.people(scope, form, county, cell, layout.SPANS[line["span"]])
        whose = [one.number for one in found]
        record(request, f"annual {year} {county} {code}", len(found), ("name", "id_mask"), "annual-people", whose=whose)  # fmt: skip
    said = definitions.place_names([region, *places, *([county] if county else [])])
    measure = cell.body["from"]["measure"] if cell.indicator else "people"
    told = {
        "year": str(year), "region": region, "place": said[region], "form": form, "cell": cell, "column": line, "county": county, "people": found,
        "months": [(one["period"], one["month"], one[measure]) for one in reopen.later(scope, form, cell)], "named": scope.may(Right.PEOPLE),
        "places": [(code_, said[code_], n) for code_, n in places.items()], "county_name": said.get(county, ""),
    }  # fmt: skip
    return render(request, "annual/people.html", told)
