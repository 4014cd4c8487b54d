"""What agencies owe: one row per duty, period and agency; what happened to it; the day the demo pretends."""

from django.db import models
from django.db.models import Q

from qianxiao.office.accounts.models import Agency
from qianxiao.office.accounts.roles import Kind, Role
from qianxiao.office.accounts.scope import Scope
from qianxiao.office.accounts.scoped import ScopedModel


class Placed(ScopedModel):
    """A row of an agency: offices see their region, an institution what bears its code."""

    region = models.TextField(db_collation="C")
    org_code = models.TextField(
        db_collation="C", default=""
    )  # of a school, institution, enterprise; '' of offices

    class Meta:
        abstract = True

    @classmethod
    def seen_by(cls, scope: Scope, lo: str, hi: str) -> Q:
        """An institution sees its own, an office what lies in its regions."""
        return scope.owns() if scope.institutions else scope.within("region", lo, hi)


class Duty(Placed):
    """What one agency owes for one period (19-16-03). The declaration it stands for is policies/duties."""

    rule = models.TextField(db_collation="C")
    period = models.IntegerField()  # yyyymm, yyyy, or 0 for what is owed once
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="duties")
    kind = models.CharField(max_length=12, choices=Kind.choices)  # of the agency when it was opened
    role = models.CharField(max_length=16, choices=Role.choices)  # who is named when only one holds it there
    digits = (
        models.SmallIntegerField()
    )  # of its region's stem: 0 nation, 2 province, 4 prefecture, 6 county, 9, 12
    opens_on = models.DateField()
    due_on = models.DateField()  # the last day that is in time
    seat = models.BigIntegerField(null=True)  # Post.seat: who sits there is the one named person (19-16-04)
    done_on = models.DateField(null=True)
    done_by = models.CharField(max_length=64, default="")
    evidence = models.TextField(default="")
    subject = models.TextField(
        db_collation="C", default=""
    )  # what a piece of work asked it for, '' by the calendar
    page = models.TextField(
        default=""
    )  # name of the address where it is done, with the number that goes into it
    page_no = models.BigIntegerField(null=True)
    raised_on = models.DateField(null=True)  # when it went one tier up
    again_on = models.DateField(null=True)  # when it went one more
    raised_to = models.ForeignKey(Agency, null=True, on_delete=models.PROTECT, related_name="raised")

    class Meta:
        constraints = (
            # one office of a region owes it, and each institution: opened twice it is there once
            models.UniqueConstraint(
                name="duty_owed_once", fields=["rule", "period", "kind", "region", "org_code", "subject"]
            ),
            models.CheckConstraint(
                name="duty_done_with_evidence",
                condition=Q(done_on__isnull=True, done_by="", evidence="")
                | (Q(done_on__isnull=False) & ~Q(done_by="") & ~Q(evidence="")),
            ),
        )
        indexes = (
            models.Index(fields=["agency", "due_on", "id"], name="duty_of_agency"),
            models.Index(fields=["rule", "period", "region", "id"], name="duty_lacking"),
            models.Index(fields=["due_on"], condition=Q(done_on=None), name="duty_open"),  # remind, raise
            models.Index(fields=["raised_to"], condition=Q(done_on=None), name="duty_raised"),
            models.Index(fields=["seat"], name="duty_seat"),
        )

    def __str__(self) -> str:
        return f"{self.rule} {self.period} {self.region}{self.org_code}"


class DutyEvent(Placed):
    """What happened to a duty, insert-only; `day` is the day of the duties' clock."""

    duty = models.ForeignKey(Duty, on_delete=models.PROTECT, related_name="events")
    at = models.DateTimeField(auto_now_add=True)
    day = models.DateField()
    by = models.CharField(max_length=64)
    post = models.TextField(default="")
    verb = models.CharField(
        max_length=12
    )  # opened, named, reminded, raised, again, handed, done, found, dropped
    detail = models.JSONField(default=dict)
    request_id = models.CharField(max_length=32, default="")

    class Meta:
        indexes = (models.Index(fields=["duty", "id"], name="duty_history"),)
        constraints = (
            # each reminder once, and one step up: a second run on the same day says nothing new
            models.UniqueConstraint(
                name="duty_reminded_once",
                fields=["duty", "day"],
                condition=Q(verb="reminded"),
            ),
            models.UniqueConstraint(name="duty_raised_once", fields=["duty"], condition=Q(verb="raised")),
        )

    def __str__(self) -> str:
        return f"{self.duty_id} {self.verb} {self.day}"


class Reading(models.Model):
    """Up to which event somebody read the messages of a seat. Only added to: the last one counts."""

    seat = models.BigIntegerField()
    last = models.BigIntegerField()  # number of a DutyEvent
    at = models.DateTimeField(auto_now_add=True)
    by = models.CharField(max_length=64)
    post = models.TextField(default="")
    request_id = models.CharField(max_length=32, default="")

    class Meta:
        indexes = (models.Index(fields=["seat", "-last"], name="reading_seat"),)

    def __str__(self) -> str:
        return f"{self.seat} {self.last}"


class Clock(models.Model):
    """The day a demo pretends it is; without a row the real day counts."""

    only = models.BooleanField(primary_key=True, default=True)
    day = models.DateField()

    class Meta:
        constraints = (models.CheckConstraint(name="clock_one_row", condition=Q(only=True)),)

    def __str__(self) -> str:
        return str(self.day)
