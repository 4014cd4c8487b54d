"""Search everywhere (B03): persons by name, reading or full number; agencies and schools by name; clauses by word."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from qianxiao.masterdata.regions.queries import names
from qianxiao.office.accounts.access import opens
from qianxiao.office.accounts.queries import agencies
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import scope_of
from qianxiao.programme.policies.citations import clauses_with
from qianxiao.registers.people import actions
from qianxiao.registers.people.forms import SearchForm
from qianxiao.registers.people.protection import limit
from qianxiao.registers.people.queries import is_number

FEW = 8  # of what is no person


@opens(Right.PEOPLE)
@require_http_methods(["GET", "POST"])
def find(request: HttpRequest) -> HttpResponse:
    """What is typed travels in the body, so that no address and no server log keeps it."""
    form = SearchForm(request.POST or None)
    told: dict[str, object] = {"form": form}
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                told |= _found(request, form.cleaned_data["text"])
                status = 200
            except actions.TooMany:
                told["too_many"] = limit("lookups_per_minute")
                status = 429
    return render(request, "desk/find.html", told, status=status)


def _found(request: HttpRequest, text: str) -> dict[str, object]:
    """Persons first; a number is never looked for among names and clauses. Raises TooMany."""
    found, scope = actions.find(request, text), scope_of(request)
    places = {code for one in found.persons for code in (one.region, one.region[:9], one.region[:6])}
    told: dict[str, object] = {"found": found, "names": names(places)}
    said = text.strip()
    if is_number(said) or len(said) < 2:
        return told
    if scope.may(Right.POSTS):
        told["agencies"] = agencies(scope).filter(name__contains=said).order_by("name")[:FEW]
    return told | {"clauses": clauses_with(said, FEW)}
