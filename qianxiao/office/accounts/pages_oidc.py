"""Coming in through a provincial single sign-on; both addresses are not there while it is off."""

from dataclasses import asdict

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from qianxiao.office.accounts import oidc
from qianxiao.office.accounts.forms import SignInForm
from qianxiao.office.accounts.pages import come_in
from qianxiao.office.accounts.queries import SESSION_PROVEN, user_named

SESSION_ASKED = "oidc"


def _back(request: HttpRequest) -> str:
    return request.build_absolute_uri(reverse("oidc-return"))


def _refused(request: HttpRequest) -> HttpResponse:
    """The sign-in page with one sentence; it never says why, so that nobody learns who has an account."""
    form = SignInForm(request, {"username": "", "password": ""})
    form.full_clean()
    form.errors.clear()
    form.add_error(None, _("The single sign-on did not let you in."))
    return render(request, "accounts/sign_in.html", {"form": form, "single": True}, status=422)


@login_not_required
@require_safe
def ask(request: HttpRequest) -> HttpResponse:
    """Send the browser to the issuer."""
    if not oidc.is_on():
        raise Http404
    asked = oidc.Asked.new()
    try:
        address = oidc.question(asked, _back(request))
    except oidc.SignOnProblem:
        return _refused(request)
    request.session[SESSION_ASKED] = asdict(asked)
    return redirect(address)


@login_not_required
@require_safe
def answered(request: HttpRequest) -> HttpResponse:
    """What the issuer said; the account must stand here, nobody is made on the way in."""
    if not oidc.is_on():
        raise Http404
    told = request.session.pop(SESSION_ASKED, None)
    if not isinstance(told, dict):
        return _refused(request)
    try:
        name = oidc.who(
            oidc.Asked(**told), request.GET.get("state", ""), request.GET.get("code", ""), _back(request)
        )
    except oidc.SignOnProblem:
        return _refused(request)
    user = user_named(name) if name else None
    if user is None or not user.is_active or user.is_demo:
        return _refused(request)
    response = come_in(request, user, proven=True)
    request.session[SESSION_PROVEN] = True
    return response
