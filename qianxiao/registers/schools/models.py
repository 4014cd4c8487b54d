"""Institutions, what they are licensed for, their rooms and teachers, and rows that belong to one of them.

What an institution is and may do is public: people choose by it. Teachers are people and stay inside the scope.
Dates are yyyymmdd, money is fen.
"""

import uuid

import pghistory
from django.db import models
from django.db.models import Q

from qianxiao.base.scope import WHOLE
from qianxiao.base.tables import OPEN_END
from qianxiao.office.accounts.scope import Scope
from qianxiao.office.accounts.scoped import ScopedModel
from qianxiao.registers.people.models import code_field

TRUE_SCHOOLS = ("1", "2", "3")  # of the code table org_type: only these keep a student roll (19-05-01)
TRAINERS = (*TRUE_SCHOOLS, "4", "5")
EVALUATORS = ("6",)


class Institution(models.Model):
    """A school, training institution, enterprise centre or evaluation body. No person in it."""

    org_code = code_field()
    name = models.TextField()
    org_type = models.CharField(max_length=2)
    school_level = models.CharField(max_length=2, default="", blank=True)
    region = code_field()
    address = models.TextField(default="", blank=True)
    phone = models.TextField(default="", blank=True)  # of the office that answers applicants
    licence_no = models.TextField(default="", blank=True)
    licence_from = models.IntegerField(null=True)
    licence_to = models.IntegerField(null=True)  # a class may not begin after it
    scale = models.IntegerField(null=True)  # approved number of students or trainees at a time
    practice_area = models.IntegerField(null=True)  # square metres
    tuition = models.IntegerField(null=True)  # fen a year
    boarding = models.BooleanField(default=False)
    ethnic_area = models.BooleanField(default=False)
    source = models.TextField(default="")  # the register and month it came with, or who wrote it

    class Meta:
        constraints = (models.UniqueConstraint(fields=["org_code"], name="institution_once"),)
        # the list of a region, and of a kind
        indexes = (models.Index(fields=["region", "name", "id"], name="institution_region"),)

    def __str__(self) -> str:
        return self.name

    @property
    def is_school(self) -> bool:
        """Whether it keeps a student roll."""
        return self.org_type in TRUE_SCHOOLS

    def licensed(self, day: int) -> bool:
        """Whether its licence holds on a day; one without dates is not known to have ended."""
        return (self.licence_from or 0) <= day <= (self.licence_to or OPEN_END)


class Licensed(models.Model):
    """One occupation at one level an institution may teach, or a body may evaluate (20-05-01)."""

    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="licensed_for")
    what = models.CharField(max_length=8)  # teach or evaluate
    occupation = code_field()
    level = models.CharField(max_length=2)
    valid_from = models.IntegerField(default=0)
    valid_to = models.IntegerField(default=OPEN_END)
    basis = models.TextField(default="")  # number of the filing

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["institution", "what", "occupation", "level", "valid_from"], name="licensed_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.what} {self.occupation} {self.level}"


class Room(models.Model):
    """A classroom, practice room or practice base. Those marked shared may be booked by others (19-11-03)."""

    KINDS = ("classroom", "practice", "base", "exam")

    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="rooms")
    name = models.TextField()
    kind = models.CharField(max_length=12)
    seats = models.IntegerField()
    area = models.IntegerField(null=True)  # square metres
    region = code_field()
    shared = models.BooleanField(default=False)
    active = models.BooleanField(default=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["institution", "name"], name="room_once"),
            models.CheckConstraint(condition=Q(seats__gt=0), name="room_has_seats"),
        )

    def __str__(self) -> str:
        return self.name


class OfInstitution(ScopedModel):
    """A row of an institution: it sees its own, the offices those of their regions."""

    region = code_field()  # of the institution
    org_code = code_field()

    class Meta:
        abstract = True

    @classmethod
    def seen_by(cls, scope: Scope, lo: str = WHOLE[0], hi: str = WHOLE[1]) -> Q:
        return scope.owns() if scope.institutions else scope.within("region", lo, hi)


@pghistory.track(
    pghistory.UpdateEvent("changed", row=pghistory.Old, level=pghistory.Statement),
    pghistory.DeleteEvent("removed", level=pghistory.Statement),
)
class Teacher(OfInstitution):
    """Somebody who teaches at an institution."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = code_field()
    hired = models.BooleanField(default=False)  # comes for single classes; not of the staff
    occupation = code_field()  # what is taught
    certificate = models.TextField(default="", blank=True)  # number of the teacher's own qualification
    starts = models.IntegerField(default=0)
    ends = models.IntegerField(default=OPEN_END)

    class Meta:
        indexes = (models.Index(fields=["org_code", "name", "id"], name="teacher_org"),)

    def __str__(self) -> str:
        return self.name
