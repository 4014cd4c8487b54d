"""Public pages: start, courses (P13, P14), a proof or certificate verified; coming in as a learner (A01)."""

from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from qianxiao.doors.portal.access import SESSION_LEARNER, for_all, for_learners, learner_of
from qianxiao.doors.portal.forms import LearnerForm
from qianxiao.doors.portal.verify import verified
from qianxiao.office.accounts.scope import Scope, in_scope
from qianxiao.services.courses import actions, media, queries
from qianxiao.services.courses.days import today
from qianxiao.services.courses.demo import demo_learner
from qianxiao.services.courses.models import Progress


@for_all
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What there is without an account."""
    return render(request, "portal/home.html", {"learner": learner_of(request) is not None})


@for_all
@require_safe
def courses(request: HttpRequest) -> HttpResponse:
    """Courses that can be taken; which are free where the learner lives (20-02-09)."""
    day, scope = today(), learner_of(request)
    home = ""
    if scope is not None:
        with in_scope(scope):
            home = queries.learner(scope).home
    rows = [
        (one, queries.is_free(one, home, day))
        for one in queries.open_courses(day).order_by("title", "id")[:200]
    ]
    # what is free comes first; nobody pays here for the others
    rows.sort(key=lambda told: not told[1])
    return render(request, "portal/courses.html", {"rows": rows, "learner": scope is not None})


@for_all
@require_safe
def course(request: HttpRequest, course: UUID) -> HttpResponse:
    """One course with its lessons and their sizes; for a learner how far each is."""
    found, scope = queries.open_course(course, today()), learner_of(request)
    lessons, told = list(found.lessons.all()), {"course": found, "learner": scope is not None}
    at: dict[int, Progress] = {}
    if scope is not None:
        with in_scope(scope):
            if learning := queries.own_learning(scope, course):
                at = queries.progress(scope, learning)
                told |= {"learning": learning, "proof": queries.proof_of(scope, learning)}
    told["lessons"] = [(one, at.get(one.number)) for one in lessons]
    return render(request, "portal/course.html", told)


@for_learners
@require_POST
def begin(request: HttpRequest, scope: Scope, course: UUID) -> HttpResponse:
    """Take a course and open its first lesson, or the way to the platform it lies on."""
    try:
        learning = actions.begin(scope, course)
    except ValidationError as error:
        return render(request, "portal/refused.html", {"told": error.messages}, status=422)
    if learning.course.address:
        return redirect("portal-launch", course=course)
    first = learning.course.lessons.first()
    return redirect("portal-lesson", course=course, number=first.number if first else 1)


@for_all
@require_safe
def file(request: HttpRequest, course: UUID, number: int) -> HttpResponseBase:
    """The recording or paper of a lesson."""
    lesson = queries.lesson(queries.open_course(course, today()), number)
    stream = media.opened(lesson)
    return FileResponse(
        stream,
        filename=lesson.file_name,
        content_type=media.kind(lesson),
        as_attachment="save" in request.GET,
    )


@for_all
@require_safe
def verify(request: HttpRequest) -> HttpResponse:
    """Whether a number is that of a proof or certificate, and what it says; names are masked (19-11-05)."""
    number = request.GET.get("number", "")[:64]
    found = verified(number) if number.strip() else None
    return render(request, "portal/verify.html", {"number": number.strip(), "found": found})


@for_all
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Come in with the number and the code of the slip."""
    form = LearnerForm(request, request.POST or None, initial={"number": request.GET.get("n", "")[:20]})
    target = request.POST.get("next") or request.GET.get("next") or ""
    if request.method == "POST" and form.is_valid() and form.scope:
        request.session.cycle_key()
        request.session[SESSION_LEARNER] = form.scope.person
        safe = url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure())
        return redirect(target if safe else "portal-mine")
    told = {"form": form, "next": target, "demo": demo_learner() if settings.DEMO else None}
    return render(request, "portal/sign_in.html", told, status=422 if form.errors else 200)


@for_all
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Leave; the browser forgets what it kept."""
    request.session.pop(SESSION_LEARNER, None)
    response = redirect("portal-home")
    response["Clear-Site-Data"] = '"cache", "storage"'
    return response
