"""Projects, classes, sessions, trainees, attendance, inspections, outcomes, requests of villages (19-05-02).

Dates are yyyymmdd, minutes are of the day, hours are class hours, money is fen. Attendance is partitioned by month.
"""

from uuid import UUID

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from qianxiao.base.scope import WHOLE
from qianxiao.office.accounts.scope import Scope
from qianxiao.office.accounts.scoped import ScopedModel
from qianxiao.registers.people.models import Person, code_field
from qianxiao.registers.schools.models import OfInstitution, Room, Teacher


def _before() -> tuple[pghistory.Tracker, pghistory.Tracker]:
    """Keep what stood there before a change, one pass for a whole statement."""
    level = pghistory.Statement
    return pghistory.UpdateEvent("changed", row=pghistory.Old, level=level), pghistory.DeleteEvent("removed", level=level)  # fmt: skip


@pghistory.track(*_before())
class Project(OfInstitution):
    """A purchase of training: what is bought from whom, for how many people, for how much (20-02-10)."""

    project_no = code_field()
    title = models.TextField()
    programme = models.CharField(max_length=24, default="", blank=True)  # of policies/training (20-02-01)
    basis = models.TextField(default="")  # the document it rests on
    selection = models.TextField(default="")  # how the institution was chosen
    contract_no = models.TextField(default="")
    budget = models.BigIntegerField(default=0)  # fen
    advance = models.BigIntegerField(default=0)  # fen paid before the classes
    people = models.IntegerField()  # contracted
    train_type = models.CharField(max_length=2)
    occupation = code_field()
    level = models.CharField(max_length=2)
    package = code_field()
    starts = models.IntegerField()
    ends = models.IntegerField()
    by = models.CharField(max_length=64)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["project_no"], name="project_once"),)
        indexes = (
            models.Index(fields=["region", "project_no", "id"], name="project_region"),
            models.Index(fields=["org_code", "project_no", "id"], name="project_org"),
        )

    def __str__(self) -> str:
        return self.title


@pghistory.track(*_before())
class TrainingClass(OfInstitution):
    """One class from its filing to its papers for the subsidy. region: where it is held, whose county decides."""

    class_no = code_field()
    org_name = models.TextField()
    project = models.ForeignKey(Project, on_delete=models.PROTECT, null=True, related_name="classes")
    package = code_field()
    programme = models.CharField(max_length=24, default="", blank=True)
    mode = models.CharField(max_length=2)  # train_mode: how it is paid
    train_type = models.CharField(max_length=2)
    occupation = code_field()
    level = models.CharField(max_length=2)
    cert_kind = models.CharField(max_length=2, default="")  # what it ends with
    site = models.TextField(default="")
    site_kind = models.CharField(max_length=8, default="", blank=True)  # workshop, outwork, home (19-10-04)
    employer = models.TextField(default="", blank=True)  # who takes the people on (19-10-03)
    starts = models.IntegerField()
    ends = models.IntegerField()
    hours_theory = models.IntegerField(default=0)
    hours_practice = models.IntegerField(default=0)
    seats = models.IntegerField()
    elastic = models.BooleanField(default=False)  # each trainee has days of their own (19-11-03)
    online = models.BooleanField(default=False)  # moved online with all classes of its area (20-02-06)
    control_plan = models.TextField(default="", blank=True)
    state = models.CharField(max_length=10, default="draft")
    warned = models.JSONField(default=list)  # findings that a person has to look at, as [code, detail]
    made_by = models.CharField(max_length=64)
    filed_by = models.CharField(max_length=64, default="")
    checked_by = models.CharField(max_length=64, default="")
    note = models.TextField(default="", blank=True)  # why it was returned or suspended

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["class_no"], name="class_once"),
            models.CheckConstraint(condition=Q(seats__gt=0), name="class_has_seats"),
            # whoever files a class never approves it
            models.CheckConstraint(
                condition=Q(checked_by="") | ~Q(checked_by=models.F("filed_by")), name="class_two_people"
            ),
        )
        indexes = (
            # the list of a region and of an institution, newest first; those that wait for an answer
            models.Index(fields=["region", "starts", "id"], name="class_region"),
            models.Index(fields=["org_code", "starts", "id"], name="class_org"),
            models.Index(fields=["state", "region", "starts", "id"], name="class_state"),
            models.Index(fields=["ends", "id"], name="class_ended"),  # whom to ask next what became of them
        )

    def __str__(self) -> str:
        return self.class_no

    @property
    def hours(self) -> int:
        """Class hours altogether."""
        return self.hours_theory + self.hours_practice


@pghistory.track(*_before())
class Session(OfInstitution):
    """One piece of a timetable. Room and teacher are held by exclusion constraints: nobody has two at once."""

    MODES = ("group", "elastic", "classroom", "workshop", "media")  # the five of 19-11-03

    training_class = models.ForeignKey(TrainingClass, on_delete=models.CASCADE, related_name="sessions")
    day = models.IntegerField()
    lo = models.SmallIntegerField()
    hi = models.SmallIntegerField()
    hours = models.SmallIntegerField()
    mode = models.CharField(max_length=10)
    kind = models.CharField(max_length=8, default="theory")  # theory or practice
    subject = models.TextField(default="")
    room = models.ForeignKey(Room, on_delete=models.PROTECT, null=True)
    teacher = models.ForeignKey(Teacher, on_delete=models.PROTECT, null=True)
    live = models.BooleanField(default=True)  # a suspended one holds neither room nor teacher

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(lo__gte=0, lo__lt=models.F("hi"), hi__lte=1440), name="session_times"
            ),
            models.CheckConstraint(condition=Q(hours__gt=0), name="session_hours"),
            models.UniqueConstraint(fields=["training_class", "day", "lo"], name="session_once"),
        )
        indexes = (models.Index(fields=["day", "org_code"], name="session_day"),)  # today's sessions

    def __str__(self) -> str:
        return f"{self.day} {self.lo}"


@pghistory.track(*_before())
class Booking(OfInstitution):
    """A shared practice base held by an institution for some hours; two never hold it at once (19-11-03).

    region, org_code: of whoever booked. Sessions that are held there stand on a booking of their own institution.
    """

    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="bookings")
    day = models.IntegerField()
    lo = models.SmallIntegerField()
    hi = models.SmallIntegerField()
    purpose = models.TextField(default="")
    by = models.CharField(max_length=64)

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(lo__gte=0, lo__lt=models.F("hi"), hi__lte=1440), name="booking_times"),)  # fmt: skip
        indexes = (models.Index(fields=["room", "day", "lo"], name="booking_room"),)

    def __str__(self) -> str:
        return f"{self.room_id} {self.day}"


@pghistory.track(*_before())
class Trainee(OfInstitution):
    """A person in a class. region and institution are the class's: the record of the person stays where it is kept."""

    trainee_no = code_field()
    training_class = models.ForeignKey(TrainingClass, on_delete=models.CASCADE, related_name="trainees")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    name = code_field()
    id_mask = models.TextField(default="")
    person_group = models.CharField(max_length=2, default="99")
    group_from = models.TextField(default="")  # what it was recognised by (20-02-02)
    wish = models.CharField(max_length=10, default="", blank=True)  # of policies/training (19-10-01)
    advised = models.CharField(max_length=2, default="", blank=True)  # the type the officer chose instead
    joined = models.IntegerField()
    left_on = models.IntegerField(null=True)
    warned = models.JSONField(default=list)
    score = models.SmallIntegerField(null=True)
    result = models.CharField(max_length=1, default="0")  # train_result
    cert_no = code_field()
    edited_by = models.CharField(max_length=64, default="")
    # sessions of an elastic class that are this person's (19-11-03); none: all of them
    own = ArrayField(models.BigIntegerField(), default=list, blank=True, db_default=[])

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["training_class", "person"], name="trainee_once"),
            models.UniqueConstraint(fields=["trainee_no"], name="trainee_number"),
        )
        indexes = (
            models.Index(fields=["person", "training_class"], name="trainee_person"),
            models.Index(fields=["training_class", "name", "id"], name="trainee_roster"),
        )

    def __str__(self) -> str:
        return self.name


class Entry(OfInstitution):
    """One roll call as it arrived, insert-only: applied once by its key, however often it is sent."""

    SOURCES = ("page", "device", "office")

    key = models.UUIDField(primary_key=True)
    session = models.ForeignKey(
        Session, on_delete=models.PROTECT, related_name="entries", db_constraint=False
    )
    absent = ArrayField(models.BigIntegerField(), default=list)  # numbers of trainees
    present = models.SmallIntegerField(default=0)
    held = models.SmallIntegerField(default=0)
    source = models.CharField(max_length=8)
    captured_at = models.DateTimeField()  # when it was written, by the device
    at = models.DateTimeField()  # when it arrived
    late = models.BooleanField(default=False)
    edited = models.BooleanField(default=False)
    doubts = ArrayField(models.TextField(), default=list)  # clock, photo: what a person has to look at
    reason = models.TextField(default="")
    photo = models.CharField(max_length=64, default="")  # SHA-256 of the evidence, taken on the device
    by = models.CharField(max_length=64)
    post = models.TextField(default="")
    request_id = models.CharField(max_length=32, default="")

    class Meta:
        indexes = (
            models.Index(fields=["session", "at"], name="entry_session"),
            models.Index(fields=["photo"], condition=~Q(photo=""), name="entry_photo"),
        )

    def __str__(self) -> str:
        return str(self.key)


class Attendance(ScopedModel):
    """Where one trainee stands in one session now; what was there before stands in the entries."""

    pk = models.CompositePrimaryKey("day", "session", "trainee")
    day = models.IntegerField()
    session = models.BigIntegerField()
    trainee = models.BigIntegerField()
    training_class = models.BigIntegerField()
    person = models.UUIDField()
    region = code_field()
    org_code = code_field()
    lo = models.SmallIntegerField()
    hi = models.SmallIntegerField()
    hours = models.SmallIntegerField()
    state = models.CharField(max_length=7)  # present, absent, held
    late = models.BooleanField(default=False)
    edited = models.BooleanField(default=False)
    entry: "models.UUIDField[UUID, UUID]" = models.UUIDField()
    other = models.TextField(default="")  # number of the class in which the person stood at the same time

    @classmethod
    def seen_by(cls, scope: Scope, lo: str = WHOLE[0], hi: str = WHOLE[1]) -> Q:
        return scope.owns() if scope.institutions else scope.within("region", lo, hi)

    def __str__(self) -> str:
        return f"{self.day} {self.state}"


class Inspection(OfInstitution):
    """A visit to a class with names drawn by a seed: the same seed draws the same names (T09)."""

    training_class = models.ForeignKey(TrainingClass, on_delete=models.PROTECT, related_name="inspections")
    day = models.IntegerField()
    seed = models.CharField(max_length=32)
    drawn = ArrayField(models.BigIntegerField(), default=list)  # trainees
    missing = ArrayField(models.BigIntegerField(), default=list)  # of those drawn
    result = models.CharField(max_length=8, default="open")  # open, good, bad
    note = models.TextField(default="")
    by = models.CharField(max_length=64)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = (models.Index(fields=["training_class", "id"], name="inspection_class"),)

    def __str__(self) -> str:
        return self.seed


@pghistory.track(*_before())
class Outcome(OfInstitution):
    """What became of a trainee 3 and 6 months (a start-up: also 12) after the class."""

    trainee = models.ForeignKey(Trainee, on_delete=models.PROTECT, related_name="outcomes")
    months = models.SmallIntegerField()
    form = models.CharField(max_length=2)  # employ_form; "" for none
    employer = models.TextField(default="", blank=True)
    starts = models.IntegerField(null=True)  # first day of that work
    direct = models.BooleanField(
        default=False
    )  # with the enterprise of the class, soon after its end (19-10-03)
    licence = models.TextField(default="", blank=True)  # of an own business (19-10-06)
    incubator = models.TextField(default="", blank=True)  # where that business was helped to begin
    warned = models.JSONField(default=list)  # what a person has to look at, as [code, detail]
    day = models.IntegerField()
    by = models.CharField(max_length=64)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["trainee", "months"], name="outcome_once"),)

    def __str__(self) -> str:
        return f"{self.trainee_id} {self.months}"


@pghistory.track(*_before())
class Request(ScopedModel):
    """A village asks for a class in the village (19-11-02)."""

    region = code_field()
    occupation = code_field()
    train_type = models.CharField(max_length=2)
    people = models.IntegerField()
    wished = models.IntegerField()
    note = models.TextField(default="", blank=True)
    state = models.CharField(max_length=10, default="asked")  # asked, scheduled, refused
    training_class = models.ForeignKey(
        TrainingClass, on_delete=models.PROTECT, null=True, related_name="requests"
    )
    answer = models.TextField(default="", blank=True)
    by = models.CharField(max_length=64)

    class Meta:
        indexes = (models.Index(fields=["region", "id"], name="request_region"),)

    def __str__(self) -> str:
        return f"{self.region} {self.occupation}"


@pghistory.track(*_before())
class AreaStop(ScopedModel):
    """Training on the spot stopped in an area, or moved online, from a day on (20-02-06)."""

    region = code_field()
    starts = models.IntegerField()
    ends = models.IntegerField()
    online = models.BooleanField(default=False)
    reason = models.TextField()
    classes = models.IntegerField(default=0)
    by = models.CharField(max_length=64)

    class Meta:
        indexes = (models.Index(fields=["region", "starts", "ends"], name="stop_region"),)

    def __str__(self) -> str:
        return f"{self.region} {self.starts}"
