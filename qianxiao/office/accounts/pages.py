"""Sign-in, sign-out, own settings (B84): which post I work at, my password."""

import time

from django.conf import settings
from django.contrib.auth import login, logout, update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from qianxiao.masterdata.regions.queries import names
from qianxiao.office.accounts.access import opens_to_all
from qianxiao.office.accounts.actions import (
    DEMO_PASSWORD,
    change_password,
    note_sign_in,
    note_sign_out,
    note_switch,
    set_reading,
)
from qianxiao.office.accounts.forms import PasswordForm, ReadingForm, SignInForm
from qianxiao.office.accounts.models import User
from qianxiao.office.accounts.queries import (
    SESSION_PENDING,
    SESSION_POST,
    actor_of,
    demo_users,
    open_files,
    own_history,
    posts_of,
)


def next_of(request: HttpRequest) -> str:
    """Where to go after sign-in; only addresses of this site."""
    target = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure())
    return target if safe else settings.LOGIN_REDIRECT_URL


def come_in(request: HttpRequest, user: User, proven: bool = False) -> HttpResponse:
    """Open the session, or ask for the code of the device first."""
    target = next_of(request)
    if user.factor and not proven:
        request.session.cycle_key()
        request.session[SESSION_PENDING] = {"user": user.pk, "at": int(time.time()), "next": target}
        return redirect("sign-in-code")
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    note_sign_in(actor_of(request))
    return redirect(target)


@login_not_required
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """The only page without a sign-in. In a demo it lists the accounts."""
    form = SignInForm(request, request.POST or None)
    if request.method == "POST" and form.is_valid() and form.user:
        return come_in(request, form.user)
    told = {"form": form, "next": request.GET.get("next", ""), "single": bool(settings.OIDC_ISSUER)}
    if settings.DEMO:
        told |= {"demo": demo_users(), "demo_password": DEMO_PASSWORD}
    return render(request, "accounts/sign_in.html", told, status=422 if form.errors else 200)


@opens_to_all
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session; the browser forgets what it kept."""
    note_sign_out(actor_of(request))
    logout(request)
    response = redirect("sign-in")
    response["Clear-Site-Data"] = '"cache", "storage"'
    return response


@opens_to_all
@require_http_methods(["GET", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    """Who I am here, which posts I hold, which one I work at now, what happened to my account."""
    actor = actor_of(request)
    posts = posts_of(actor.user) if actor.user else []
    if request.method == "POST":
        chosen = request.POST.get("post", "")
        found = next((post for post in posts if str(post.id) == chosen), None)
        if found is not None:
            request.session[SESSION_POST] = found.id
            note_switch(actor, found)
        return redirect("home")
    return _settings(request)


def _settings(request: HttpRequest, form: PasswordForm | None = None) -> HttpResponse:
    actor = actor_of(request)
    posts = posts_of(actor.user) if actor.user else []
    told = {
        "posts": posts,
        "names": names({code for post in posts for code in post.regions}),
        "form": form or PasswordForm(actor),
        "reading": ReadingForm({"text_size": actor.user.text_size, "keys": actor.user.keys})
        if actor.user
        else None,
        "events": own_history(actor.username),
        "files": open_files(actor.post) if actor.post else [],
    }
    return render(request, "accounts/account.html", told, status=422 if form and form.errors else 200)


@opens_to_all
@require_POST
def reading(request: HttpRequest) -> HttpResponse:
    """How I read: text size, single keys on or off."""
    actor, form = actor_of(request), ReadingForm(request.POST)
    if form.is_valid() and actor.user is not None:
        set_reading(actor, actor.user, form.cleaned_data["text_size"], form.cleaned_data["keys"])
    return redirect("account")


@opens_to_all
@sensitive_post_parameters("old", "new")
@require_POST
def password(request: HttpRequest) -> HttpResponse:
    """Change my password: every other session of mine ends with its next request."""
    actor = actor_of(request)
    form = PasswordForm(actor, request.POST)
    if not form.is_valid() or actor.user is None:
        return _settings(request, form)
    change_password(actor, actor.user, form.cleaned_data["new"])
    update_session_auth_hash(request, actor.user)
    return redirect("account")
