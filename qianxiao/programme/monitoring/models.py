"""One record per supported student and month, cases for difficulties, what was done about them. Months are yyyymm."""

from django.db import models
from django.db.models import Q

from qianxiao.base.scope import WHOLE
from qianxiao.office.accounts.scope import Scope
from qianxiao.office.accounts.scoped import ScopedModel
from qianxiao.registers.people.models import code_field
from qianxiao.services.studies.models import Student

NONE = "none"
TROUBLES = (NONE, "study", "living", "mind", "family", "job")  # facts 2.9
MEASURES = {  # trouble → what helps against it (19-05-09, 19-05-10)
    "study": ("major", "tutoring", "practice"),
    "living": ("claim", "help", "work"),
    "mind": ("talk",),
    "family": ("visit", "help"),
    "job": ("recommend", "practice"),
}


class OfStudent(ScopedModel):
    """A row about one student: seen by the school, the offices of its region and of the student's home."""

    student = models.ForeignKey(Student, on_delete=models.PROTECT, related_name="+")
    org_code = code_field()
    region = code_field()  # of the school
    home = code_field()

    class Meta:
        abstract = True

    @classmethod
    def seen_by(cls, scope: Scope, lo: str = WHOLE[0], hi: str = WHOLE[1]) -> Q:
        return (
            scope.owns()
            if scope.institutions
            else scope.within("region", lo, hi) | scope.within("home", lo, hi)
        )


class Record(OfStudent):
    """How one supported student fared in one month; open until the monitoring officer hands the month in."""

    month = models.IntegerField()
    name = code_field()
    class_name = code_field()
    absent = models.SmallIntegerField(null=True)  # days; NULL as long as nobody told
    failed = models.SmallIntegerField(null=True)  # courses
    trouble = models.CharField(max_length=8, default=NONE)
    measure = models.CharField(max_length=12, default="", blank=True)
    note = models.TextField(default="", blank=True)
    handed_at = models.DateTimeField(null=True)
    by = models.CharField(max_length=64, default="")
    post = models.TextField(default="")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["student", "month"], name="record_once"),)
        indexes = (
            models.Index(fields=["org_code", "month", "class_name", "name", "id"], name="record_school"),
            models.Index(fields=["region", "month", "org_code"], name="record_region"),
        )

    def __str__(self) -> str:
        return f"{self.month} {self.trouble}"


class Case(OfStudent):
    """A difficulty of one student: what is done, by whom, until when, and what came of it."""

    class State(models.TextChoices):
        """Still there; over, with its effect told."""

        OPEN = "open"
        CLOSED = "closed"

    kind = models.CharField(max_length=8)
    measure = models.CharField(max_length=12)
    owner = models.TextField(default="", blank=True)
    due = models.DateField(null=True)
    month = models.IntegerField()  # whose record found it
    name = code_field()
    state = models.CharField(max_length=6, choices=State.choices, default=State.OPEN)
    effect = models.TextField(default="", blank=True)
    amount = models.IntegerField(default=0)  # fen of help beyond the entitlements
    source = models.TextField(default="", blank=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["student", "kind"], condition=Q(state="open"), name="case_one_open"
            ),
            models.CheckConstraint(condition=Q(state="open") | ~Q(effect=""), name="case_closed_with_effect"),
        )
        indexes = (
            models.Index(fields=["org_code", "state", "-id"], name="case_school"),
            models.Index(fields=["region", "state", "-id"], name="case_region"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"


class CaseStep(OfStudent):
    """What happened to a case. Insert-only."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="steps")
    verb = models.CharField(max_length=8)
    note = models.TextField(default="", blank=True)
    by = models.CharField(max_length=64)
    post = models.TextField(default="")
    request_id = models.CharField(max_length=32, default="")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = (models.Index(fields=["case", "id"], name="case_step"),)

    def __str__(self) -> str:
        return self.verb
