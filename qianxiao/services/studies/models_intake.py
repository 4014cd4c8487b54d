"""Admission: seats of a major in a year, applications in the order they are ranked, what was decided (19-04-07, 20-07-01/02)."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from qianxiao.registers.people.models import Person, code_field
from qianxiao.registers.schools.models import OfInstitution
from qianxiao.services.studies.models import Written


class IntakePlan(OfInstitution, Written):
    """How many may enter a major of a school in a year; the newest row counts."""

    year = models.SmallIntegerField()
    major = code_field()
    seats = models.SmallIntegerField()

    class Meta:
        indexes = (models.Index(fields=["org_code", "year", "major", "-id"], name="intake_plan_of"),)

    def __str__(self) -> str:
        return f"{self.org_code} {self.year} {self.major} {self.seats}"


class Application(OfInstitution):
    """Somebody who wants to enter a school. Ranked by tier, then time, then number (20-07-02)."""

    class State(models.TextChoices):
        """Waits, has an offer, entered, did not want it, was refused."""

        WAITING = "waiting"
        OFFERED = "offered"
        TAKEN = "taken"
        DECLINED = "declined"
        REFUSED = "refused"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    name = code_field()
    id_mask = models.TextField(default="")
    home = code_field()
    year = models.SmallIntegerField()
    major = code_field()
    reg_kind = models.CharField(max_length=1)
    categories = ArrayField(models.CharField(max_length=2), default=list)  # of the code table intake_category
    evidence = models.JSONField(default=dict)  # category → where it is known from
    poor = models.BooleanField(default=False)  # by matching with the register
    tier = models.SmallIntegerField()  # 1 registered poor, 2 another category, 3 none
    applied_on = models.IntegerField()
    applied_at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    student_id = models.UUIDField(null=True)  # what the offer became

    class Meta:
        constraints = (
            # several categories, one application: it counts once
            models.UniqueConstraint(
                fields=["org_code", "year", "person"],
                condition=Q(state__in=["waiting", "offered", "taken"]),
                name="application_once",
            ),
        )
        indexes = (
            models.Index(
                fields=["org_code", "year", "major", "tier", "applied_at", "id"], name="application_rank"
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} {self.state}"


class ApplicationEvent(OfInstitution, Written):
    """What happened to an application; only added to. An offer past somebody better ranked says why."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="events")
    verb = models.CharField(max_length=12)
    day = models.IntegerField()
    reason = models.TextField(default="")
    passed = models.SmallIntegerField(default=0)  # how many stood before it when it was offered

    class Meta:
        indexes = (models.Index(fields=["application", "id"], name="application_event_of"),)

    def __str__(self) -> str:
        return f"{self.verb} {self.day}"
