"""What changes a form: every verb has an address of its own, for those who may."""

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qianxiao.office.accounts.access import opens
from qianxiao.office.accounts.roles import Right
from qianxiao.returns.annual import actions
from qianxiao.returns.annual.pages import cell_page
from qianxiao.returns.annual.screen import form_page


def _tried(request: HttpRequest, year: int, region: str, verb: Callable[[], object]) -> HttpResponse:
    try:
        verb()
    except ValidationError as error:
        return form_page(request, year, region, error.messages)
    return redirect("annual-form", year=year, region=region)


def _reason(request: HttpRequest) -> str:
    return str(request.POST.get("reason", ""))


@opens(Right.ANNUAL)
@require_POST
def annual_make(request: HttpRequest, year: int, region: str) -> HttpResponse:
    """Fill the own form in from the frozen months."""
    return _tried(request, year, region, lambda: actions.make(request, year, region))


@opens(Right.ANNUAL)
@require_POST
def annual_type(request: HttpRequest, year: int, region: str) -> HttpResponse:
    """Take typed figures; what is no number comes back."""
    told = {key.removeprefix("v-"): str(text) for key, text in request.POST.items() if key.startswith("v-")}
    try:
        bad = actions.type_in(request, year, region, told)
    except ValidationError as error:
        return form_page(request, year, region, error.messages, told)
    if bad:
        said = [_("%(line)s: “%(text)s” is no number.") % {"line": line, "text": text} for line, text in bad]
        return form_page(request, year, region, said, told)
    return redirect("annual-form", year=year, region=region)


@opens(Right.ANNUAL)
@require_POST
def annual_adjust(request: HttpRequest, year: int, region: str, code: str, column: str) -> HttpResponse:
    """Put an adjustment beside a computed figure."""
    told, why = str(request.POST.get("delta", "")), _reason(request)
    try:
        actions.adjust(request, year, region, code, column, told, why)
    except ValidationError as error:
        asked = {"delta": told, "reason": why}
        return cell_page(request, year, region, code, column, asked, " ".join(error.messages))
    return redirect("annual-cell", year=year, region=region, code=code, column=column)


@opens(Right.ANNUAL)
@require_POST
def annual_explain(request: HttpRequest, year: int, region: str) -> HttpResponse:
    """Explain a check that fails."""
    key = str(request.POST.get("check", ""))
    return _tried(
        request, year, region, lambda: actions.explain(request, year, region, key, _reason(request))
    )


@opens(Right.ANNUAL)
@require_POST
def annual_do(request: HttpRequest, year: int, region: str) -> HttpResponse:
    """Check, sign, withdraw, send the own form."""
    verb = str(request.POST.get("verb", ""))
    return _tried(request, year, region, lambda: actions.do(request, year, region, verb, _reason(request)))


@opens(Right.ANNUAL)
@require_POST
def annual_answer(request: HttpRequest, year: int, region: str) -> HttpResponse:
    """Accept or return a form of a unit directly below."""
    verb = str(request.POST.get("verb", ""))
    return _tried(
        request, year, region, lambda: actions.answer(request, year, region, verb, _reason(request))
    )
