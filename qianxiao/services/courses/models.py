"""Platforms, courses, lessons and questions, which are public; learners, what they learned, and their proofs.

Dates are yyyymmdd, times of learning are seconds, money is fen.
"""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from qianxiao.base.scope import WHOLE
from qianxiao.base.tables import OPEN_END
from qianxiao.office.accounts.scope import Scope
from qianxiao.office.accounts.scoped import ScopedModel
from qianxiao.registers.people.models import Person, code_field


class Platform(models.Model):
    """A learning platform whose records count, from one day to another (20-02-07). Ours is one of them."""

    code = code_field()
    name = models.TextField()
    home = models.URLField(default="", blank=True)
    basis = models.TextField(default="")  # number of the approval
    valid_from = models.IntegerField(default=0)
    valid_to = models.IntegerField(default=OPEN_END)
    secret = models.TextField(
        default=""
    )  # hash of what its statements are signed in with; '' delivers nothing
    login = models.URLField(default="", blank=True)  # where a launch begins there (LTI 1.3); '' hosts nothing
    redirects = ArrayField(models.URLField(), default=list, blank=True)  # where it may be answered

    class Meta:
        constraints = (models.UniqueConstraint(fields=["code"], name="platform_once"),)

    def __str__(self) -> str:
        return self.name

    def approved(self, day: int) -> bool:
        """Whether its records of a day count."""
        return self.valid_from <= day <= self.valid_to


class Course(models.Model):
    """A course of an institution. Who may take it without paying is said by day and area tag (20-02-09)."""

    class State(models.TextChoices):
        """Being written, to be taken, taken back."""

        DRAFT = "draft"
        OPEN = "open"
        CLOSED = "closed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    org_code = code_field()  # who keeps it
    region = code_field()
    platform = models.ForeignKey(Platform, on_delete=models.PROTECT, related_name="courses")
    title = models.TextField()
    about = models.TextField(default="", blank=True)
    occupation = code_field()
    hours = models.IntegerField()  # class hours it counts for
    programme = models.CharField(
        max_length=16, default="", blank=True
    )  # of the code table, such as the 100 days
    price = models.IntegerField(default=0)  # fen; 0 is free for everybody
    free_tags = ArrayField(models.TextField(), default=list, blank=True)  # area tags whose people pay nothing
    free_from = models.IntegerField(default=0)
    free_to = models.IntegerField(default=OPEN_END)
    address = models.URLField(default="", blank=True)  # of a course that lies on its platform; '' lies here
    state = models.CharField(max_length=6, choices=State.choices, default=State.DRAFT)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        indexes = (models.Index(fields=["state", "title", "id"], name="course_list"),)

    def __str__(self) -> str:
        return self.title


class Lesson(models.Model):
    """One part of a course: text to read, and perhaps a file whose size is told before it is loaded."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="lessons")
    number = models.SmallIntegerField()
    title = models.TextField()
    text = models.TextField(default="", blank=True)  # plain paragraphs
    seconds = models.IntegerField()  # how long learning it takes: no more is counted
    media = models.CharField(max_length=8, default="", blank=True)  # audio, video, paper; '' without a file
    size = models.BigIntegerField(default=0)  # bytes of the file
    sha256 = models.CharField(max_length=64, default="", blank=True)
    file_name = models.TextField(default="", blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["course", "number"], name="lesson_once"),)
        ordering = ("number",)

    def __str__(self) -> str:
        return self.title


class Question(models.Model):
    """One question of a lesson's quiz with its choices."""

    lesson = models.ForeignKey(Lesson, on_delete=models.CASCADE, related_name="questions")
    number = models.SmallIntegerField()
    text = models.TextField()
    choices = ArrayField(models.TextField())
    right = models.SmallIntegerField()  # place of the right one, from 0

    class Meta:
        constraints = (models.UniqueConstraint(fields=["lesson", "number"], name="question_once"),)
        ordering = ("number",)

    def __str__(self) -> str:
        return self.text


class OfLearner(ScopedModel):
    """A row about one learner: seen by the learner, by the offices of the home, by the institution that keeps the course."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    home = code_field()  # where the person was kept when the row was written
    org_code = code_field()

    class Meta:
        abstract = True

    @classmethod
    def seen_by(cls, scope: Scope, lo: str = WHOLE[0], hi: str = WHOLE[1]) -> Q:
        if scope.person:
            return Q(person_id=scope.person)
        return scope.owns() if scope.institutions else scope.within("home", lo, hi)


class Learner(OfLearner):
    """A person who may learn here: with a code that a village, township, school or institution handed over."""

    number = models.CharField(max_length=16)  # what the person signs in with, and platforms name them by
    code = models.TextField()  # hash
    given_by = models.CharField(max_length=64)
    given_post = models.TextField(default="")
    given_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["person"], name="learner_once"),
            models.UniqueConstraint(fields=["number"], name="learner_number"),
        )

    def __str__(self) -> str:
        return self.number


class Learning(OfLearner):
    """One person in one course."""

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="learnings")
    number = models.CharField(max_length=16)  # the learner's
    began_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    seconds = models.IntegerField(default=0)  # counted
    refused = models.IntegerField(default=0)  # seconds told and not counted

    class Meta:
        constraints = (models.UniqueConstraint(fields=["person", "course"], name="learning_once"),)
        indexes = (
            models.Index(fields=["home", "-began_at", "id"], name="learning_home"),
            models.Index(fields=["org_code", "-began_at", "id"], name="learning_org"),
        )

    def __str__(self) -> str:
        return f"{self.course_id} {self.person_id}"


class Progress(OfLearner):
    """How far somebody is in one lesson: time that counts, the best answer to its quiz."""

    learning = models.ForeignKey(Learning, on_delete=models.CASCADE, related_name="progress")
    lesson = models.ForeignKey(Lesson, on_delete=models.PROTECT, related_name="+")
    seconds = models.IntegerField(default=0)
    place = models.IntegerField(default=0)  # seconds into the recording, or share of the text in hundredths
    score = models.SmallIntegerField(null=True)  # right answers
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["learning", "lesson"], name="progress_once"),)

    def __str__(self) -> str:
        return f"{self.learning_id} {self.lesson_id}"


class Beat(OfLearner):
    """One sign of life from a lesson that is open, and what became of it (19-11-06). Insert-only."""

    class Verdict(models.TextChoices):
        """Counted; or why not: a second session, too fast, too long a day, sent too late, told before."""

        COUNTED = "counted"
        DOUBLE = "double"
        FAST = "fast"
        DAY = "day"
        LATE = "late"

    learning = models.ForeignKey(Learning, on_delete=models.CASCADE, related_name="beats")
    lesson = models.ForeignKey(Lesson, on_delete=models.PROTECT, related_name="+")
    key = models.UUIDField()  # made on the device: what is sent twice counts once
    session = models.UUIDField()  # one open page
    began_at = models.DateTimeField()  # by the device's clock, put right by the difference to ours
    seconds = models.IntegerField()
    verdict = models.CharField(max_length=8, choices=Verdict.choices)
    at = models.DateTimeField()  # when it arrived

    class Meta:
        constraints = (models.UniqueConstraint(fields=["learning", "key"], name="beat_once"),)
        indexes = (models.Index(fields=["person", "began_at"], name="beat_person"),)

    def __str__(self) -> str:
        return f"{self.learning_id} {self.verdict}"


class Proof(OfLearner):
    """A numbered proof that somebody finished a course; anybody may verify it by its number (19-11-05). Insert-only."""

    number = code_field()
    learning = models.OneToOneField(Learning, on_delete=models.PROTECT, related_name="proof")
    name = models.TextField()
    title = models.TextField()  # of the course, as it was
    org_name = models.TextField()
    hours = models.IntegerField()
    on = models.IntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["number"], name="proof_once"),)

    def __str__(self) -> str:
        return self.number


class Statement(OfLearner):
    """What another platform told of a learner (xAPI), once each by its own number. Insert-only."""

    platform = models.ForeignKey(Platform, on_delete=models.PROTECT, related_name="statements")
    key = models.UUIDField()
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="+")
    verb = models.TextField()
    seconds = models.IntegerField(default=0)
    score = models.FloatField(null=True)
    told_at = models.DateTimeField()
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["platform", "key"], name="statement_once"),)

    def __str__(self) -> str:
        return f"{self.platform_id} {self.key}"
