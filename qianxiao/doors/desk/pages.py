"""The shell's own pages: where a post starts, the language, what is said when something is not there."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.views.decorators.http import require_POST, require_safe

from qianxiao.office.accounts.access import opens_to_all
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import scope_of
from qianxiao.office.duties.clock import today
from qianxiao.office.duties.queries import has_work
from qianxiao.returns.close.queries import latest_period


@opens_to_all
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Work of today where there is any; else the newest month: a school its feedback, an office its coverage."""
    scope, period = scope_of(request), latest_period()
    post = getattr(request, "post", None)
    if scope.may(Right.APPOINT) or scope.may(Right.GRANT):
        return redirect("orgs")
    if post is not None and has_work(scope, post, today()):
        return redirect("duties")
    if period is None or post is None:
        return render(request, "desk/nothing.html")
    if scope.may(Right.COVERAGE):
        return redirect("coverage", period=period, region=post.home)
    if scope.may(Right.FEEDBACK):
        return redirect("feedback", period=period, org_code=scope.institution)
    return redirect("trail") if scope.may(Right.TRAIL) else render(request, "desk/nothing.html")


@login_not_required
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Keep the chosen language in a cookie and go back to the page."""
    target = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure()):
        target = "/"
    response = redirect(target)
    chosen = request.POST.get("language", "")
    if chosen in dict(settings.LANGUAGES) and check_for_language(chosen):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            chosen,
            max_age=365 * 86400,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    return response


def refused(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403."""
    return render(request, "desk/missing.html", {"status": 403}, status=403)


def missing(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: not there, and not for you, look alike."""
    return render(request, "desk/missing.html", {"status": 404}, status=404)


@login_not_required
def broken(request: HttpRequest) -> HttpResponse:
    """500: says so without asking the database anything."""
    return HttpResponse("出错了，请稍后再试。 / Something went wrong, please try again later.", status=500)
