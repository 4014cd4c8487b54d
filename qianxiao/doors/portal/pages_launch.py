"""A learner goes to a course that lies on another platform: the way there, and the answer to that platform (LTI 1.3)."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from qianxiao.doors.portal.access import for_all, for_learners
from qianxiao.office.accounts.scope import Scope
from qianxiao.services.courses import lti, queries
from qianxiao.services.courses.days import today


def _issuer(request: HttpRequest) -> str:
    """This installation, as the platforms know it."""
    return request.build_absolute_uri("/").rstrip("/")


def _onward(request: HttpRequest, to: str, fields: dict[str, str], **told: object) -> HttpResponse:
    """A page whose form leads to another site; the policy of pages allows that one site for it."""
    response = render(request, "portal/onward.html", {"to": to, "fields": fields, **told})
    response._csp_update = {"form-action": [lti.origin(to)]}  # type: ignore[attr-defined]  # read by django-csp
    return response


@for_learners
@require_safe
def launch(request: HttpRequest, scope: Scope, course: UUID) -> HttpResponse:
    """Where the course lies and what is told there; onward with one press."""
    learning = queries.own_learning(scope, course)
    if learning is None or not learning.course.address:
        raise Http404
    found, learner = queries.open_course(course, today()), queries.learner(scope)
    fields = lti.begun(found.platform, found, learner, _issuer(request))
    return _onward(request, found.platform.login, fields, course=found)


@for_learners
@require_safe
def authorize(request: HttpRequest, scope: Scope) -> HttpResponse:
    """The platform asks who comes: answered only for the learner signed in here, and the course begun here."""
    asked = {name: str(value) for name, value in request.GET.items()}
    try:
        platform = lti.platform_asking(asked, today())
        learning = queries.own_learning(scope, lti.course_asked(asked))
        if learning is None or learning.course.platform_id != platform.pk:
            raise ValidationError("lti_message_hint")
        if asked.get("login_hint") != learning.number:
            raise ValidationError("login_hint")
    except ValidationError as fault:
        told = [
            _("The platform asked in a way that is not allowed (%(what)s).") % {"what": fault.messages[0]}
        ]
        return render(request, "portal/refused.html", {"told": told}, status=400)
    fields = {"id_token": lti.token(learning, asked, _issuer(request)), "state": asked.get("state", "")}
    return _onward(request, asked["redirect_uri"], fields, course=learning.course, answered=True)


@for_all
@require_safe
def keys(_request: HttpRequest) -> HttpResponse:
    """The public keys that launches are signed with."""
    return JsonResponse(lti.public_keys())
