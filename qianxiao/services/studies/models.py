"""Students, what happened to each, the terms they are registered for, and registrations two schools claim (19-05-01).

A student belongs to the school; the offices of the school's region and of the home see the record as well.
Dates are yyyymmdd, months yyyymm. The ID number stands here as its mask: the vault has it.
"""

import uuid
from typing import Any

from django.db import models
from django.db.models import F, Q

from qianxiao.base.scope import WHOLE
from qianxiao.office.accounts.scope import Scope
from qianxiao.office.accounts.scoped import ScopedModel
from qianxiao.registers.people.models import Person, code_field

FULL_TIME, OTHER_TIME = "1", "2"  # of the code table reg_kind
PENDING, ACTIVE, SUSPENDED, KEPT = "0", "1", "2", "3"  # of the code table student_status
GRADUATED, CANCELLED = "7", "10"
ON_ROLL = (ACTIVE, SUSPENDED, KEPT)  # one full-time registration of these for a person, nationwide
WAITS = ("", "principal", "department", "school", "student")  # whose yes a pending registration waits for


class Student(ScopedModel):
    """One registration of one person at one school."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    org_code = code_field()
    region = code_field()  # of the school
    home = code_field()  # county the person's record was kept in when registered
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="studies")
    reg_no = code_field()  # 20 characters, given by the system
    school_no = code_field()
    name = code_field()
    sex = models.CharField(max_length=1, default="")
    birth = models.IntegerField(null=True)
    id_mask = models.TextField(default="")
    reg_kind = models.CharField(max_length=1)
    major = code_field()
    stage = models.CharField(max_length=1, default="")  # of the code table school_stage
    years = models.SmallIntegerField(default=0)
    grade = models.SmallIntegerField(default=1)
    class_name = code_field()
    enrol_month = models.IntegerField()
    level_month = models.IntegerField(default=0)  # in which the present level began
    first_term = code_field()  # 2020S: the registration counts from it on
    term = code_field()  # the newest one registered for
    status = models.CharField(max_length=2, default=PENDING)
    status_date = models.IntegerField()
    waits = models.CharField(max_length=12, default="")
    principal_by = models.CharField(max_length=64, default="")
    department_by = models.CharField(max_length=64, default="")
    poor = models.BooleanField(default=False)  # by matching with the register of poor people, never typed
    poor_period = models.IntegerField(default=0)  # the month of the register it was matched with
    grad_cert_no = models.TextField(default="", blank=True)
    source = models.TextField(default="")  # register and month it came with; '' registered here
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["reg_no"], name="student_reg_no"),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(reg_kind=FULL_TIME, status__in=ON_ROLL),
                name="student_one_full_time",
            ),
            models.CheckConstraint(
                condition=Q(department_by="") | ~Q(department_by=F("principal_by")),
                name="student_two_hands",
            ),
            models.CheckConstraint(condition=Q(waits="") | Q(status=PENDING), name="student_waits_pending"),
        )
        indexes = (
            # the lists, each with an index of its own: of a school, of the schools of a region, of those whose home is
            # there, of what waits for a yes
            models.Index(fields=["org_code", "region", "name", "id"], name="student_school"),
            models.Index(fields=["region", "org_code", "name", "id"], name="student_region"),
            models.Index(fields=["home", "name", "id"], name="student_home"),
            models.Index(
                fields=["region", "org_code", "name", "id"], condition=~Q(waits=""), name="student_waits"
            ),
            models.Index(fields=["person"], name="student_person"),
        )

    def __str__(self) -> str:
        return self.reg_no

    @classmethod
    def seen_by(cls, scope: Scope, lo: str = WHOLE[0], hi: str = WHOLE[1]) -> Q:
        """The school sees its own; offices those of schools of the region, and those whose home is there."""
        if scope.institutions:
            return scope.owns()
        return scope.within("region", lo, hi) | scope.within("home", lo, hi)

    @property
    def on_roll(self) -> bool:
        """Registered, suspended or kept."""
        return self.status in ON_ROLL


class OfStudent(ScopedModel):
    """A row of one student: seen where the student is seen."""

    student = models.ForeignKey(Student, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True

    @classmethod
    def seen_by(cls, scope: Scope, lo: str = WHOLE[0], hi: str = WHOLE[1]) -> Q:
        if scope.institutions:
            return scope.owns("student__org_code")
        return scope.within("student__region", lo, hi) | scope.within("student__home", lo, hi)


class Written(models.Model):
    """Who wrote a row, at which post, in which request."""

    at = models.DateTimeField(auto_now_add=True)
    by = models.CharField(max_length=64)
    post = models.TextField(default="")
    request_id = models.CharField(max_length=32, default="")

    class Meta:
        abstract = True


class StatusEvent(OfStudent, Written):
    """One thing that happened to a registration; only added to."""

    day = models.IntegerField()
    verb = models.CharField(max_length=16)
    status = models.CharField(max_length=2)  # afterwards
    before = models.JSONField(default=dict)  # the fields that changed
    after = models.JSONField(default=dict)
    reason = models.TextField(default="")
    document = models.TextField(default="")  # number of the paper

    class Meta:
        indexes = (models.Index(fields=["student", "-id"], name="status_event_of"),)

    def __str__(self) -> str:
        return f"{self.verb} {self.day}"


class TermEntry(OfStudent, Written):
    """A student registered for a term; only added to."""

    term = code_field()
    day = models.IntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["student", "term"], name="term_entry_once"),)

    def __str__(self) -> str:
        return self.term


class Conflict(ScopedModel):
    """Two schools claim one full-time student; the student is asked, the answer settles both (fraud pattern 5).

    Both schools, their offices and the home see it: names of schools are public, of the other record only its number.
    """

    class State(models.TextChoices):
        """The student is asked; has chosen; one of the registrations ended meanwhile."""

        OPEN = "open"
        SETTLED = "settled"
        ENDED = "ended"

    one = models.UUIDField()  # the registration that was there first
    two = models.UUIDField()
    no_one = code_field()
    no_two = code_field()
    org_one = code_field()
    org_two = code_field()
    region_one = code_field()
    region_two = code_field()
    home = code_field()  # where the student is asked: a village, township or county
    person = models.UUIDField()
    name = models.TextField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    chosen = models.CharField(max_length=4, default="")  # one, two, none
    asked = models.IntegerField(default=0)  # month of the duties that ask
    found_at = models.DateTimeField(auto_now_add=True)
    by = models.CharField(max_length=64, default="")  # who wrote the answer down
    post = models.TextField(default="")
    request_id = models.CharField(max_length=32, default="")
    answered_on = models.IntegerField(null=True)
    proof = models.TextField(default="")  # how the student was asked, which paper

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["two"], condition=Q(state="open"), name="conflict_one_open"),
            models.CheckConstraint(condition=~Q(one=F("two")), name="conflict_of_two"),
        )
        indexes = (
            models.Index(fields=["state", "id"], name="conflict_list"),
            models.Index(fields=["one"], name="conflict_first"),
        )

    def __str__(self) -> str:
        return f"{self.no_one} {self.no_two} {self.state}"

    @classmethod
    def seen_by(cls, scope: Scope, lo: str = WHOLE[0], hi: str = WHOLE[1]) -> Q:
        if scope.institutions:
            return scope.owns("org_one") | scope.owns("org_two")
        places = ("region_one", "region_two", "home")
        found = Q()
        for column in places:
            found |= scope.within(column, lo, hi)
        return found

    def sides(self) -> list[tuple[str, Any, str, str]]:
        """Both registrations: which, its id, number, school."""
        return [("one", self.one, self.no_one, self.org_one), ("two", self.two, self.no_two, self.org_two)]


# Django looks for models here; these stand on the ones above
from qianxiao.services.studies import models_intake, models_teachers, models_work  # noqa: E402, F401
