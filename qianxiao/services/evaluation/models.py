"""Norms, exams, candidates, certificates (20-05). Dates are yyyymmdd, minutes are of the day, scores are points of 100."""

import pghistory
from django.db import models
from django.db.models import F, Q

from qianxiao.registers.people.models import Person, code_field
from qianxiao.registers.schools.models import OfInstitution, Room, Teacher


def _before() -> tuple[pghistory.Tracker, pghistory.Tracker]:
    """Keep what stood there before a change, one pass for a whole statement."""
    level = pghistory.Statement
    changed = pghistory.UpdateEvent("changed", row=pghistory.Old, level=level)
    return changed, pghistory.DeleteEvent("removed", level=level)


class Norm(models.Model):
    """What a special ability is examined by; a new version never changes an old one (20-05-02). Nobody's name in it."""

    STATES = ("proposed", "reviewed", "published", "refused")

    code = code_field()
    version = models.IntegerField()
    title = models.TextField()
    occupation = code_field()
    hours = models.IntegerField()
    content = models.TextField()
    body = code_field()  # who proposed it
    state = models.CharField(max_length=10, default="proposed")
    opinion = models.TextField(default="")
    proposed_by = models.CharField(max_length=64)
    reviewed_by = models.CharField(max_length=64, default="")
    published_by = models.CharField(max_length=64, default="")
    published_on = models.IntegerField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["code", "version"], name="norm_once"),
            # proposed, reviewed and published by three people
            models.CheckConstraint(
                condition=(Q(reviewed_by="") | ~Q(reviewed_by=F("proposed_by")))
                & (
                    Q(published_by="")
                    | (~Q(published_by=F("proposed_by")) & ~Q(published_by=F("reviewed_by")))
                ),
                name="norm_three_people",
            ),
        )
        indexes = (models.Index(fields=["state", "code", "version"], name="norm_state"),)

    def __str__(self) -> str:
        return f"{self.code} {self.version}"


@pghistory.track(*_before())
class Exam(OfInstitution):
    """One exam of a body: when, where, by whom, for which occupation and level. Rooms and examiners are held once."""

    exam_no = code_field()
    cert_kind = models.CharField(max_length=2)
    occupation = code_field()
    level = models.CharField(max_length=2)
    norm = models.ForeignKey(Norm, on_delete=models.PROTECT, null=True)
    day = models.IntegerField()
    lo = models.SmallIntegerField()
    hi = models.SmallIntegerField()
    room = models.ForeignKey(Room, on_delete=models.PROTECT)
    examiner = models.ForeignKey(Teacher, on_delete=models.PROTECT, related_name="+")
    second_examiner = models.ForeignKey(Teacher, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, default="planned")  # planned, scored, closed, issued, dropped
    made_by = models.CharField(max_length=64)
    scored_by = models.CharField(max_length=64, default="")
    closed_by = models.CharField(max_length=64, default="")
    live = models.BooleanField(default=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["exam_no"], name="exam_once"),
            models.CheckConstraint(condition=Q(lo__gte=0, lo__lt=F("hi"), hi__lte=1440), name="exam_times"),
            models.CheckConstraint(condition=~Q(examiner=F("second_examiner")), name="exam_two_examiners"),
            models.CheckConstraint(
                condition=Q(closed_by="") | ~Q(closed_by=F("scored_by")), name="exam_two_people"
            ),
        )
        indexes = (
            models.Index(fields=["region", "day", "id"], name="exam_region"),
            models.Index(fields=["org_code", "day", "id"], name="exam_org"),
        )

    def __str__(self) -> str:
        return self.exam_no


@pghistory.track(*_before())
class Candidate(OfInstitution):
    """Somebody in an exam, with the class the person comes from, if any."""

    exam = models.ForeignKey(Exam, on_delete=models.CASCADE, related_name="candidates")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    name = code_field()
    id_mask = models.TextField(default="")
    class_no = code_field()
    theory = models.SmallIntegerField(null=True)
    practice = models.SmallIntegerField(null=True)
    result = models.CharField(max_length=1, default="0")  # train_result: 0 open, 1 passed, 2 failed

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["exam", "person"], name="candidate_once"),
            models.CheckConstraint(
                condition=(Q(theory=None) | Q(theory__gte=0, theory__lte=100))
                & (Q(practice=None) | Q(practice__gte=0, practice__lte=100)),
                name="candidate_points",
            ),
        )
        indexes = (models.Index(fields=["exam", "name", "id"], name="candidate_roll"),)

    def __str__(self) -> str:
        return self.name


@pghistory.track(*_before())
class Certificate(OfInstitution):
    """A paper that says what somebody can. Of an exam of ours, or as a register has it."""

    cert_no = code_field()
    cert_kind = models.CharField(max_length=2)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    name = code_field()
    id_mask = models.TextField(default="")
    occupation = code_field()
    level = models.CharField(max_length=2)
    issued = models.IntegerField()
    issuer = models.TextField(default="")
    exam = models.ForeignKey(Exam, on_delete=models.PROTECT, null=True, related_name="certificates")
    exam_day = models.IntegerField(null=True)
    class_no = code_field()
    source = models.TextField(default="")  # the register and month it came with
    withdrawn = models.TextField(default="", blank=True)  # why it does not count any more
    warned = models.JSONField(default=list)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["cert_no"], name="certificate_once"),
            # no paper before its exam, whatever a page says
            models.CheckConstraint(
                condition=Q(exam_day=None) | Q(issued__gte=F("exam_day")), name="certificate_after_exam"
            ),
            models.CheckConstraint(condition=~Q(exam=None) | ~Q(source=""), name="certificate_has_exam"),
        )
        indexes = (
            models.Index(fields=["region", "issued", "id"], name="certificate_region"),
            models.Index(fields=["org_code", "issued", "id"], name="certificate_org"),
            models.Index(fields=["person", "occupation", "level"], name="certificate_person"),
        )

    def __str__(self) -> str:
        return self.cert_no
