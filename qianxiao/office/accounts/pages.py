"""Sign-in, sign-out, my account, choice of post."""

from django.conf import settings
from django.contrib.auth import login, logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from qianxiao.masterdata.regions.queries import names
from qianxiao.office.accounts.actions import DEMO_PASSWORD
from qianxiao.office.accounts.forms import SignInForm
from qianxiao.office.accounts.models import User
from qianxiao.office.accounts.queries import SESSION_POST, demo_users, posts_of


def _next(request: HttpRequest) -> str:
    """Where to go after sign-in; only addresses of this site."""
    target = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure())
    return target if safe else settings.LOGIN_REDIRECT_URL


@login_not_required
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """The only page without a sign-in. In a demo it lists the accounts."""
    form = SignInForm(request, request.POST or None)
    if request.method == "POST" and form.is_valid() and form.user:
        login(request, form.user)
        return redirect(_next(request))
    told = {"form": form, "next": request.GET.get("next", "")}
    if settings.DEMO:
        told |= {"demo": demo_users(), "demo_password": DEMO_PASSWORD}
    return render(request, "accounts/sign_in.html", told, status=422 if form.errors else 200)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    logout(request)
    return redirect("sign-in")


@require_http_methods(["GET", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    """Who I am here, which posts I hold, which one I work at now."""
    user = request.user
    posts = posts_of(user) if isinstance(user, User) else []
    if request.method == "POST":
        chosen = request.POST.get("post", "")
        if chosen in {str(post.id) for post in posts}:
            request.session[SESSION_POST] = int(chosen)
        return redirect("home")
    told = {"posts": posts, "names": names({post.home for post in posts})}
    return render(request, "accounts/account.html", told)
