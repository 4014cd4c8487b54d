"""Verbs of those who keep courses: a new course, its lessons and questions. What is open is not rewritten."""

from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from qianxiao.base.catalogues import occupations
from qianxiao.base.tables import area_tags
from qianxiao.office.accounts.queries import actor_of
from qianxiao.office.accounts.roles import Right
from qianxiao.office.audit.actions import record
from qianxiao.office.audit.models import AccessLog
from qianxiao.registers.schools.queries import own
from qianxiao.services.courses import lti, media, queries
from qianxiao.services.courses.days import today
from qianxiao.services.courses.models import Course, Lesson, Platform, Question
from qianxiao.services.courses.rules import file_most

OURS = "qianxiao"  # code of our own platform


@dataclass(frozen=True)
class NewCourse:
    """What is asked of a new course; price in fen."""

    title: str
    about: str
    occupation: str
    hours: int
    price: int = 0
    free_tags: tuple[str, ...] = ()
    platform: str = ""  # code of the platform it lies on; '' lies here
    address: str = ""  # where it lies there


def our_platform() -> Platform:
    """The platform that this installation is."""
    return Platform.objects.get_or_create(code=OURS, defaults={"name": "千校"})[0]


def _platform(told: NewCourse) -> Platform:
    """Where a new course lies. Raises ValidationError: only approved platforms that take launches, at their own address."""
    if not told.platform and not told.address:
        return our_platform()
    found = queries.hosts(today()).filter(code=told.platform).first()
    if found is None:
        raise ValidationError(_("This platform is not approved, or takes no learners from here."))
    if lti.origin(told.address) not in {lti.origin(one) for one in found.redirects}:
        raise ValidationError(_("The address of the course does not lie on this platform."))
    return found


def make_course(request: HttpRequest, told: NewCourse) -> Course:
    """A course of the own institution, not open yet. Raises Http404, ValidationError."""
    actor = actor_of(request)
    actor.scope.need(Right.COURSE_KEEP)
    one = own(actor.scope)
    if not told.title.strip() or told.hours < 1 or told.price < 0:
        raise ValidationError(_("Please give the course a title and its class hours."))
    if told.occupation and told.occupation not in occupations():
        raise ValidationError(_("This occupation is not in the catalogue."))
    if unknown := set(told.free_tags) - {tag.tag for tag in area_tags()}:
        raise ValidationError(_("There is no area tag %(tag)s.") % {"tag": ", ".join(sorted(unknown))})
    with transaction.atomic():
        made = Course.objects.create(
            org_code=one.org_code, region=one.region, platform=_platform(told), title=told.title.strip(), hours=told.hours, address=told.address,
            about=told.about.strip(), occupation=told.occupation, price=told.price, free_tags=list(told.free_tags),
        )  # fmt: skip
        record(request, str(made.pk), 0, (), "course_made", AccessLog.Kind.CHANGE)
    return made


def _draft(request: HttpRequest, course: UUID) -> Course:
    """An own course that is not open, locked. Raises Http404, ValidationError."""
    actor = actor_of(request)
    actor.scope.need(Right.COURSE_KEEP)
    found = queries.get_course(actor.scope, course)
    if found.org_code not in actor.scope.institutions:
        raise Http404
    held = Course.objects.select_for_update().get(pk=found.pk)
    if held.state == Course.State.OPEN:
        raise ValidationError(_("Learners are in this course; take it back before you change it."))
    return held


def add_lesson(
    request: HttpRequest,
    course: UUID,
    title: str,
    text: str,
    minutes: int,
    given: "UploadedFile[bytes] | None",
) -> Lesson:
    """One more lesson at the end. Raises Http404, ValidationError."""
    if not title.strip() or not (text.strip() or given) or minutes < 1:
        raise ValidationError(_("A lesson needs a title, a text or a file, and how many minutes it takes."))
    with transaction.atomic():
        held = _draft(request, course)
        last = held.lessons.order_by("-number").values_list("number", flat=True).first() or 0
        kept = media.keep(given, file_most()) if given else {}
        made = Lesson.objects.create(
            course=held, number=last + 1, title=title.strip(), text=text.strip(), seconds=minutes * 60, **kept
        )
        record(request, str(held.pk), 0, (), "course_lesson", AccessLog.Kind.CHANGE)
    return made


def add_question(
    request: HttpRequest, course: UUID, lesson: int, text: str, choices: list[str], right: int
) -> Question:
    """One more question of a lesson; right counts from 0. Raises Http404, ValidationError."""
    said = [one.strip() for one in choices if one.strip()]
    if not text.strip() or len(said) < 2 or not 0 <= right < len(said) or len(set(said)) < len(said):
        raise ValidationError(_("A question needs two different choices at least, one of them right."))
    with transaction.atomic():
        found = queries.lesson(_draft(request, course), lesson)
        last = found.questions.order_by("-number").values_list("number", flat=True).first() or 0
        made = Question.objects.create(
            lesson=found, number=last + 1, text=text.strip(), choices=said, right=right
        )
        record(request, str(course), 0, (), "course_question", AccessLog.Kind.CHANGE)
    return made
