"""Inspections: a plan with the seed its sample was drawn by, the sample line by line with what was found."""

from django.db import models
from django.db.models import Q

from qianxiao.office.accounts.scoped import ScopedModel
from qianxiao.returns.close.models import code_field

KINDS = ("people", "classes", "schools")


class Inspection(ScopedModel):
    """Who looks, where, at what, with which checklist. region: whose inspection; seed: the same one draws the same sample."""

    region = code_field()
    place = code_field()  # what is inspected
    period = models.IntegerField()  # yyyymm of the lists
    kind = models.CharField(max_length=8)
    checklist = models.JSONField(default=list)  # points as they stood: item, level, clause, zh, en
    team = models.TextField()  # who goes
    visit_on = models.DateField()
    seed = models.CharField(max_length=64)
    wanted = models.SmallIntegerField()
    pool = models.BigIntegerField()  # how many the sample was drawn from
    drawn = models.SmallIntegerField()
    frozen = models.BooleanField()  # whether the month was closed for good when it was drawn
    by = models.CharField(max_length=64)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(wanted__gt=0) & Q(pool__gte=0), name="inspection_of_somebody"),
        )
        indexes = (models.Index(fields=["region", "-id"], name="supervision_inspection_of"),)

    def __str__(self) -> str:
        return f"{self.region} {self.place} {self.kind}"


class InspectionLine(ScopedModel):
    """One of the sample. region: where it lies; nobody's name is kept here, a person is the register's number."""

    FINE, FOUND = "fine", "found"

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="+")
    region = code_field()
    inspector = code_field()  # whose inspection
    kind = models.CharField(max_length=8)
    period = models.IntegerField()
    place = models.SmallIntegerField()  # in the order of the draw
    ref = code_field()
    label = models.TextField(default="", blank=True)  # of a class, a school
    outcome = models.CharField(max_length=5, default="", blank=True)
    items = models.JSONField(default=list)  # points that were not in order
    note = models.TextField(default="", blank=True)
    day = models.DateField(null=True)
    by = models.CharField(max_length=64, default="", blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["inspection", "ref"], name="inspection_line_once"),
            models.CheckConstraint(
                condition=Q(outcome="") | (~Q(by="") & Q(day__isnull=False)),
                name="inspection_line_said_by_somebody",
            ),
        )
        indexes = (models.Index(fields=["inspection", "place"], name="inspection_line_of"),)

    def __str__(self) -> str:
        return f"{self.inspection_id} {self.ref}"
