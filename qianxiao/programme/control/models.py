"""What a school says of its control of infection; nothing of its students or classes stands here (20-07-03).

Dates are yyyymmdd; the period of a weekly report is its Monday.
"""

import pghistory
from django.db import models
from django.db.models import Q

from qianxiao.registers.people.models import code_field
from qianxiao.registers.schools.models import OfInstitution


def _before() -> tuple[pghistory.Tracker, pghistory.Tracker]:
    """Keep what stood there before a change."""
    level = pghistory.Statement
    return pghistory.UpdateEvent("changed", row=pghistory.Old, level=level), pghistory.DeleteEvent("removed", level=level)  # fmt: skip


@pghistory.track(*_before())
class Status(OfInstitution):
    """Open, closed or online from a day on, until the next one begins."""

    state = models.CharField(max_length=8)
    starts = models.IntegerField()
    until = models.IntegerField(null=True)  # foreseen
    plan = models.TextField(default="", blank=True)
    by = models.CharField(max_length=64)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["org_code", "starts"], name="control_status_once"),)

    def __str__(self) -> str:
        return f"{self.org_code} {self.starts} {self.state}"


@pghistory.track(*_before())
class Report(OfInstitution):
    """Figures of one day or week, no names: people on the site, with a fever, kept apart."""

    period = models.IntegerField()
    every = models.CharField(max_length=8)
    present = models.IntegerField()
    ill = models.IntegerField()
    apart = models.IntegerField()
    note = models.TextField(default="", blank=True)
    day = models.IntegerField()  # on which it was written
    by = models.CharField(max_length=64)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["org_code", "every", "period"], name="control_report_once"),
            models.CheckConstraint(
                condition=Q(ill__gte=0, apart__gte=0, ill__lte=models.F("present"), apart__lte=models.F("present")),
                name="control_report_sums",
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.org_code} {self.period}"


class Switch(models.Model):
    """How often the schools of a region report from a day on, or not at all; only added to. No person in it."""

    region = code_field()
    starts = models.IntegerField()
    every = models.CharField(max_length=8)
    reason = models.TextField()
    by = models.CharField(max_length=64)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["region", "starts"], name="control_switch_once"),)

    def __str__(self) -> str:
        return f"{self.region} {self.starts} {self.every}"
