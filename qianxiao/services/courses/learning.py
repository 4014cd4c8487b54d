"""Verbs of learning: signs of life counted, a quiz answered, a course finished with its proof (19-11-05, 19-11-06)."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import transaction
from django.db.models import F, Sum
from django.utils import timezone

from qianxiao.office.accounts.scope import Scope, in_scope, whole_scope
from qianxiao.registers.people.models import Person
from qianxiao.registers.schools.models import Institution
from qianxiao.services.courses import queries
from qianxiao.services.courses.counting import Sign, Span, judge
from qianxiao.services.courses.days import today
from qianxiao.services.courses.models import Beat, Learning, Lesson, Progress, Proof
from qianxiao.services.courses.numbers import proof_number
from qianxiao.services.courses.rules import Rules, rules_on

V = Beat.Verdict


def count(scope: Scope, learning: Learning, lesson: Lesson, signs: Sequence[Sign]) -> dict[str, int]:
    """Count signs of life of one lesson, each once, however often it is sent. Returns seconds by verdict.

    One transaction under a lock of the learner, so that two pages at the same moment see each other.
    """
    rules, now = rules_on(today(), learning.home), timezone.now()
    told: dict[str, int] = {}
    with transaction.atomic():
        Learning.objects.within(scope).select_for_update().get(pk=learning.pk)
        at = _progress(scope, learning, lesson)
        held = set(
            Beat.objects.within(scope)
            .filter(learning=learning, key__in=[s.key for s in signs])
            .values_list("key", flat=True)
        )
        for sign in sorted(signs, key=lambda one: one.began_at):
            if UUID(sign.key) not in held:
                held.add(UUID(sign.key))
                verdict, seconds = _one(scope, learning, at, sign, rules, now)
                told[verdict] = told.get(verdict, 0) + seconds
        at.save()
        Learning.objects.within(scope).filter(pk=learning.pk).update(
            seconds=F("seconds") + told.get(V.COUNTED, 0),
            refused=F("refused") + sum(n for verdict, n in told.items() if verdict != V.COUNTED),
        )
        _done(scope, learning, at, rules)
    return told


def _whose(learning: Learning) -> dict[str, object]:
    return {"person_id": learning.person_id, "home": learning.home, "org_code": learning.org_code}


def _progress(scope: Scope, learning: Learning, lesson: Lesson) -> Progress:
    """How far the learner is in a lesson, locked."""
    rows = Progress.objects.within(scope).select_for_update()
    found: Progress = rows.get_or_create(learning=learning, lesson=lesson, defaults=_whose(learning))[0]
    return found


def _one(
    scope: Scope, learning: Learning, at: Progress, sign: Sign, rules: Rules, now: datetime
) -> tuple[str, int]:
    """Judge and keep one sign; brings the progress of the lesson along."""
    others = _around(scope, learning, sign, rules)
    begins = timezone.make_aware(datetime.combine(timezone.localdate(sign.began_at), time.min))
    day = _counted(scope, learning, begins, begins + timedelta(days=1))
    said = judge(
        sign, now, rules, at.place, at.lesson.media in ("audio", "video"), [s for _b, s in others], day
    )
    if said.taken_back:
        _take_back(scope, sign, [beat for beat, _span in others], now)
    Beat.objects.within(scope).create(
        **_whose(learning), learning=learning, lesson=at.lesson, key=sign.key, session=sign.session, at=now,
        began_at=sign.began_at, seconds=said.seconds, verdict=said.verdict,
    )  # fmt: skip
    if said.verdict in (V.COUNTED, V.FAST):
        at.place = max(at.place, sign.place)
    if said.verdict == V.COUNTED:
        at.seconds = min(at.lesson.seconds, at.seconds + said.seconds)
    return said.verdict, said.seconds


def _around(scope: Scope, learning: Learning, sign: Sign, rules: Rules) -> list[tuple[Beat, Span]]:
    """What was counted for the person around a sign, in any course, and not taken back since."""
    near = timedelta(seconds=2 * rules.beat)
    rows = Beat.objects.within(scope).filter(person_id=learning.person_id, verdict=V.COUNTED)
    found = list(rows.filter(began_at__gt=sign.began_at - near, began_at__lt=sign.began_at + near))
    gone = set(
        Beat.objects.within(scope).filter(key__in=[_back(one) for one in found]).values_list("key", flat=True)
    )
    return [
        (one, Span(str(one.session), one.began_at, one.seconds)) for one in found if _back(one) not in gone
    ]


def _back(beat: Beat) -> UUID:
    """The key under which a beat's time is taken back: there is one such row at most."""
    return uuid5(NAMESPACE_URL, f"taken back {beat.key}")


def _take_back(scope: Scope, sign: Sign, beats: Sequence[Beat], now: datetime) -> None:
    """Neither of two pages open at once counts: a row with less than nothing for what other pages were given."""
    for one in beats:
        if str(one.session) == sign.session:
            continue
        whose = {"person_id": one.person_id, "home": one.home, "org_code": one.org_code}
        Beat.objects.within(scope).create(
            **whose, learning_id=one.learning_id, lesson_id=one.lesson_id, key=_back(one), session=one.session, at=now,
            began_at=one.began_at, seconds=-one.seconds, verdict=V.DOUBLE,
        )  # fmt: skip
        rows = Progress.objects.within(scope).filter(
            learning_id=one.learning_id, lesson_id=one.lesson_id, done_at=None
        )
        for progress in rows:
            progress.seconds = max(0, progress.seconds - one.seconds)
            progress.save(update_fields=["seconds"])
        mine = Learning.objects.within(scope).filter(pk=one.learning_id)
        mine.update(seconds=F("seconds") - one.seconds, refused=F("refused") + one.seconds)


def _counted(scope: Scope, learning: Learning, since: datetime, until: datetime) -> int:
    rows = Beat.objects.within(scope).filter(
        person_id=learning.person_id, began_at__gte=since, began_at__lt=until
    )
    return rows.filter(verdict=V.COUNTED).aggregate(n=Sum("seconds"))["n"] or 0


def answer(scope: Scope, learning: Learning, lesson: Lesson, given: Sequence[int]) -> Progress:
    """Answer the quiz of a lesson; the best answer counts. given: places chosen, -1 for none, in order."""
    rules = rules_on(today(), learning.home)
    questions = list(lesson.questions.all())
    right = sum(one.right == place for one, place in zip(questions, given, strict=False))
    with transaction.atomic():
        at = _progress(scope, learning, lesson)
        at.score = max(right, at.score or 0)
        at.save(update_fields=["score"])
        _done(scope, learning, at, rules)
    return at


def passed(lesson: Lesson, score: int | None, rules: Rules) -> bool:
    """Whether a quiz is passed; a lesson without one is."""
    asked = len(lesson.questions.all())
    return not asked or (score is not None and score >= asked * rules.pass_share)


def _done(scope: Scope, learning: Learning, at: Progress, rules: Rules) -> None:
    """A lesson is done when enough time was spent on it and its quiz is passed; with the last one the course is."""
    enough = at.seconds >= at.lesson.seconds * rules.time_share
    if at.done_at is None and enough and passed(at.lesson, at.score, rules):
        at.done_at = timezone.now()
        at.save(update_fields=["done_at"])
    rows = Progress.objects.within(scope).filter(learning=learning, done_at__isnull=False)
    if rows.count() == learning.course.lessons.count():
        finish(scope, learning)


def finish(scope: Scope, learning: Learning) -> Proof:
    """Write the proof of a finished course, once."""
    held = queries.proof_of(scope, learning)
    if held is not None:
        return held
    day = today()
    with in_scope(whole_scope()) as everywhere:
        name = Person.objects.within(everywhere).get(pk=learning.person_id).name
    course = learning.course
    org = Institution.objects.filter(org_code=course.org_code).values_list("name", flat=True).first()
    Learning.objects.within(scope).filter(pk=learning.pk, finished_at=None).update(finished_at=timezone.now())
    proof: Proof = Proof.objects.within(scope).create(
        **_whose(learning), learning=learning, number=proof_number(day), name=name, title=course.title,
        org_name=org or course.org_code, hours=course.hours, on=day,
    )  # fmt: skip
    return proof
