"""Pages of one learner: own courses (A02), a lesson (P15), its signs of life, its quiz, the proof."""

import json
from datetime import datetime
from uuid import NAMESPACE_URL, UUID, uuid5

import segno
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST, require_safe

from qianxiao.doors.portal.access import for_learners
from qianxiao.doors.portal.pages_money import own_money
from qianxiao.office.accounts.scope import Scope
from qianxiao.registers.schools.words import coded
from qianxiao.services.courses import learning as verbs
from qianxiao.services.courses import queries
from qianxiao.services.courses.counting import Sign
from qianxiao.services.courses.days import today
from qianxiao.services.courses.models import Learning, Lesson
from qianxiao.services.courses.rules import Rules, rules_on
from qianxiao.services.training.queries_outcomes import own_classes
from qianxiao.services.training.words import STATES, trade

MOST = 500  # signs a device may bring at once: a week without a network is more than anybody learns
SESSION_OPENED = "opened"


def _begun(scope: Scope, course: UUID, number: int) -> tuple[Learning, Lesson]:
    """A course the learner takes and one of its lessons. Raises Http404."""
    learning = queries.own_learning(scope, course)
    if learning is None:
        raise Http404
    return learning, queries.lesson(learning.course, number)


@for_learners
@require_safe
def mine(request: HttpRequest, scope: Scope) -> HttpResponse:
    """One's money, courses, proofs and training classes: also that one is suspended (20-02-06)."""
    rows = [(one, queries.proof_of(scope, one)) for one in queries.own_learnings(scope)]
    classes = [
        (
            one.training_class,
            trade(one.training_class),
            STATES[one.training_class.state],
            coded("train_result", one.result),
        )
        for one in own_classes(scope)
    ]
    told = {"rows": rows, "me": queries.learner(scope), "classes": classes, "money": own_money(scope)}
    return render(request, "portal/mine.html", told)


@for_learners
@require_safe
def lesson(request: HttpRequest, scope: Scope, course: UUID, number: int) -> HttpResponse:
    """Read, listen, answer. Text is there at once; nothing needs a script."""
    learning = queries.own_learning(scope, course)
    if learning is None:
        return redirect("portal-course", course=course)
    found = queries.lesson(learning.course, number)
    opened = request.session.setdefault(SESSION_OPENED, {})
    opened[str(found.pk)] = timezone.now().isoformat()
    request.session.modified = True
    return _lesson(request, scope, learning, found)


def _lesson(
    request: HttpRequest, scope: Scope, learning: Learning, found: Lesson, asked: bool = False
) -> HttpResponse:
    at = queries.progress(scope, learning)
    rules, here = rules_on(today(), learning.home), at.get(found.number)
    questions = [(one, list(enumerate(one.choices))) for one in found.questions.all()]
    lessons = list(learning.course.lessons.all())
    told = {
        "learning": learning,
        "course": learning.course,
        "lesson": found,
        "at": here,
        "need": _minutes(int(found.seconds * rules.time_share)),
        "spent": _minutes(here.seconds if here else 0),
        "questions": questions,
        "passed": bool(here and questions and verbs.passed(found, here.score, rules)),
        "asked": asked,
        "beat": rules.beat,
        "next": next((one for one in lessons if one.number > found.number), None),
        "paragraphs": [part for part in found.text.split("\n") if part.strip()],
        "proof": queries.proof_of(scope, learning),
    }
    return render(request, "portal/lesson.html", told, status=422 if asked and not told["passed"] else 200)


def _minutes(seconds: int) -> str:
    """3:05 of 185 seconds."""
    return f"{seconds // 60}:{seconds % 60:02}"


@for_learners
@require_POST
def beat(request: HttpRequest, scope: Scope, course: UUID, number: int) -> HttpResponse:
    """Signs of life of a lesson that is open; also those a device kept while there was no network. JSON out."""
    learning, found = _begun(scope, course, number)
    told = verbs.count(scope, learning, found, _signs(request))
    here = queries.progress(scope, learning)[found.number]
    done = here.done_at is not None
    return JsonResponse({"counted": told, "spent": _minutes(here.seconds), "done": done})


def _signs(request: HttpRequest) -> list[Sign]:
    """What a device tells, its clock put right by ours. Raises BadRequest on anything else."""
    try:
        told = json.loads(request.POST.get("signs", ""))
        ahead = _moment(request.POST.get("now", "")) - timezone.now()
        return [
            Sign(str(UUID(one["key"])), str(UUID(one["session"])), _moment(one["began"]) - ahead,
                 int(one["seconds"]), int(one.get("place", 0)))
            for one in told[:MOST]
        ]  # fmt: skip
    except (ValueError, TypeError, KeyError, AttributeError) as fault:
        raise BadRequest from fault


def _moment(text: str) -> datetime:
    found = parse_datetime(text)
    if found is None or found.tzinfo is None:
        raise ValueError(text)
    return found


@for_learners
@require_POST
def read(request: HttpRequest, scope: Scope, course: UUID, number: int) -> HttpResponse:
    """Without a script: the time since the page was opened, by our clock."""
    learning, found = _begun(scope, course, number)
    opened = request.session.get(SESSION_OPENED, {}).pop(str(found.pk), "")
    request.session.modified = True
    if opened:
        verbs.count(scope, learning, found, _since(_moment(opened), found, rules_on(today(), learning.home)))
    return redirect("portal-lesson", course=course, number=number)


def _since(opened: datetime, found: Lesson, rules: Rules) -> list[Sign]:
    """The time since a moment as signs of life, no more than the lesson is long."""
    whole = min(int((timezone.now() - opened).total_seconds()), found.seconds)
    session = str(uuid5(NAMESPACE_URL, f"read {found.pk} {opened.isoformat()}"))
    signs = []
    for turn in range(0, whole, rules.beat):
        seconds = min(rules.beat, whole - turn)
        began = opened + (timezone.now() - opened) * (turn / max(whole, 1))
        signs.append(Sign(str(uuid5(NAMESPACE_URL, f"{session} {turn}")), session, began, seconds, turn))
    return signs


@for_learners
@require_POST
def answer(request: HttpRequest, scope: Scope, course: UUID, number: int) -> HttpResponse:
    """Answer the quiz; the best answer counts."""
    learning, found = _begun(scope, course, number)
    given = [request.POST.get(f"q{one.number}", "") for one in found.questions.all()]
    verbs.answer(
        scope, learning, found, [int(one) if one.isdecimal() and len(one) < 4 else -1 for one in given]
    )
    return _lesson(request, scope, learning, found, asked=True)


@for_learners
@require_safe
def proof(request: HttpRequest, scope: Scope, course: UUID) -> HttpResponse:
    """The proof to show or print, with a square code that leads to the public page."""
    learning = queries.own_learning(scope, course)
    held = queries.proof_of(scope, learning) if learning else None
    if held is None:
        raise Http404
    address = request.build_absolute_uri(f"{reverse('portal-verify')}?number={held.number}")
    square = segno.make(address, error="m").svg_inline(scale=4, border=2, omitsize=True, svgclass="square")
    return render(
        request, "portal/proof.html", {"proof": held, "square": SafeString(square), "address": address}
    )
