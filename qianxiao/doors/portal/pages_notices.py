"""Public notices of money for everybody (P21): lists that are up, one list, an objection to a line. Nothing is kept in caches."""

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from qianxiao.doors.portal.access import for_all
from qianxiao.masterdata.regions.queries import names
from qianxiao.money.notices import objections, queries, rules
from qianxiao.money.notices.forms import ObjectionForm
from qianxiao.money.notices.lists import title

_LINES = 100


@for_all
@never_cache
@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """Lists that are up, of the country or of a place."""
    place = request.GET.get("place", "")
    if place and not (place.isdecimal() and len(place) in (2, 4, 6)):
        raise Http404
    rows = queries.on_show(place.ljust(6, "0") if place else "")
    counties = sorted({row.region for row in (queries.on_show() if place else rows)})
    told = names(counties)
    shown = {
        "rows": [(row, title(row), told.get(row.region, row.region)) for row in rows],
        "places": [(code, told.get(code, code)) for code in counties],
        "place": place,
    }
    return render(request, "portal/notices.html", shown)


@for_all
@never_cache
@require_safe
def notice(request: HttpRequest, number: int) -> HttpResponse:
    """One list while it is up."""
    return _notice(request, number)


def _notice(
    request: HttpRequest, number: int, form: ObjectionForm | None = None, status: int = 200
) -> HttpResponse:
    after = request.GET.get("after", "0")
    if not (after.isdecimal() and len(after) < 9):
        raise Http404
    found = queries.shown(number, int(after), _LINES + 1)
    if found is None:
        raise Http404
    one, rows = found
    shown = {
        "one": one, "title": title(one), "kind": rules.kinds()[one.kind], "place": names({one.region}).get(one.region, one.region),
        "rows": rows[:_LINES], "more": rows[_LINES - 1][0] if len(rows) > _LINES else 0, "first": int(after) == 0,
        "form": form or ObjectionForm(), "open": form is not None, "said": request.GET.get("said") == "1",
    }  # fmt: skip
    return render(request, "portal/notice.html", shown, status=status)


@for_all
@require_POST
def object_to(request: HttpRequest, number: int) -> HttpResponse:
    """Say that a line is wrong."""
    form = ObjectionForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        try:
            objections.object_to(
                number, data["number"], data["kind"], data["text"], data["name"], data["phone"]
            )
            return redirect(reverse("portal-notice", args=[number]) + "?said=1")
        except ValidationError as error:
            form.add_error(None, error)
    return _notice(request, number, form, 422)
