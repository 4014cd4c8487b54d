"""Pages of those who keep courses (B46, T10), see who learns (B47), and hand codes over."""

from uuid import UUID

import segno
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from qianxiao.office.accounts.access import opens
from qianxiao.office.accounts.queries import actor_of
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import scope_of
from qianxiao.office.lists.listing import show as show_list
from qianxiao.registers.schools import words
from qianxiao.services.courses import actions, actions_keep, queries
from qianxiao.services.courses.forms import CourseForm, LearnerForm, LessonForm, QuestionForm
from qianxiao.services.courses.lists import COURSES, LEARNINGS, STATES
from qianxiao.services.courses.models import Course
from qianxiao.services.courses.words import tag_names


@opens(Right.COURSES)
@require_safe
def library(request: HttpRequest) -> HttpResponse:
    """Courses of the own institution, or of the office's regions."""
    shown, _told = show_list(request, COURSES)
    scope = scope_of(request)
    more = {
        "label": _("Online courses"),
        "may_keep": scope.may(Right.COURSE_KEEP),
        "may_hand": scope.may(Right.LEARNERS),
    }
    return render(request, "courses/library.html", {**shown, **more})


@opens(Right.COURSES)
@require_safe
def course(request: HttpRequest, course: UUID) -> HttpResponse:
    """One course: lessons with questions, who learns, what was not counted."""
    return _course(request, course)


def _course(
    request: HttpRequest, course: UUID, what: str = "", form: object = None, refused: str = ""
) -> HttpResponse:
    scope = scope_of(request)
    found = queries.get_course(scope, course)
    # who learns is read by those who serve people, not from the nation's figures
    named = scope.may(Right.PEOPLE) or bool(scope.institutions)
    shown = show_list(request, LEARNINGS, {"course": str(course)})[0] if named else {}
    keeps = scope.may(Right.COURSE_KEEP) and found.org_code in scope.institutions
    told = {
        **shown,
        "label": _("Who learns here"),
        "named": named,
        "course": found,
        "free_for": tag_names(found.free_tags),
        "said": STATES[Course.State(found.state)],
        "occupation": words.occupation(found.occupation) if found.occupation else "",
        "lessons": list(found.lessons.prefetch_related("questions")),
        "refusals": queries.refusals(scope, found) if named else [],
        "keeps": keeps,
        "changes": keeps and found.state != Course.State.OPEN,
        "forms": {"lesson": LessonForm(), "question": QuestionForm(), **({what: form} if what else {})},
        "open": what,
        "refused": refused,
    }
    return render(request, "courses/course.html", told, status=422 if what or refused else 200)


@opens(Right.COURSE_KEEP)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A new course."""
    form = CourseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        told = actions_keep.NewCourse(
            data["title"],
            data["about"],
            data["occupation"],
            data["hours"],
            data["price"] * 100,
            tuple(data["free_tags"]),
            data.get("platform", ""),
            data.get("address", ""),
        )
        try:
            return redirect("library-course", course=actions_keep.make_course(request, told).pk)
        except ValidationError as error:
            form.add_error(None, error)
    return render(request, "courses/new.html", {"form": form}, status=422 if form.errors else 200)


@opens(Right.COURSE_KEEP)
@require_POST
def keep(request: HttpRequest, course: UUID, what: str) -> HttpResponse:
    """One more lesson or question."""
    forms = {"lesson": LessonForm, "question": QuestionForm}
    if what not in forms:
        raise Http404
    queries.get_course(scope_of(request), course)
    form = forms[what](request.POST, request.FILES)
    try:
        if form.is_valid():
            data = form.cleaned_data
            if what == "lesson":
                actions_keep.add_lesson(
                    request, course, data["title"], data["text"], data["minutes"], data["file"]
                )
            else:
                lines = data["choices"].splitlines()
                actions_keep.add_question(
                    request, course, data["lesson"], data["text"], lines, data["right"] - 1
                )
            return redirect("library-course", course=course)
    except ValidationError as error:
        form.add_error(None, error)
    return _course(request, course, what, form)


@opens(Right.COURSE_KEEP)
@require_POST
def state(request: HttpRequest, course: UUID) -> HttpResponse:
    """Open a course, or take it back."""
    try:
        actions.publish(request, course, request.POST.get("state", ""))
    except ValidationError as error:
        return _course(request, course, refused=" ".join(error.messages))
    return redirect("library-course", course=course)


@opens(Right.LEARNERS)
@sensitive_post_parameters("id_no")
@require_http_methods(["GET", "POST"])
def learner(request: HttpRequest) -> HttpResponse:
    """Hand somebody a code: the slip is shown once."""
    form = LearnerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        post = actor_of(request).post
        home = data["home"] or (post.home if post else "")
        try:
            found, code = actions.hand_code(request, data["name"], data["id_no"], home)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            address = request.build_absolute_uri(f"{reverse('portal-sign-in')}?n={found.number}")
            square = segno.make(address, error="m").svg_inline(
                scale=4, border=2, omitsize=True, svgclass="square"
            )
            told = {
                "learner": found,
                "code": code,
                "name": data["name"],
                "square": SafeString(square),
                "address": address,
            }
            return render(request, "courses/slip.html", told)
    return render(request, "courses/learner.html", {"form": form}, status=422 if form.errors else 200)
