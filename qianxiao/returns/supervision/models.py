"""Warnings with their rectification, and what happened to everything that is supervised. Days are dates; figures integers."""

from django.db import models
from django.db.models import F, Q

from qianxiao.office.accounts.scoped import ScopedModel
from qianxiao.returns.close.models import code_field
from qianxiao.returns.supervision.models_commend import Commendation
from qianxiao.returns.supervision.models_inspect import Inspection, InspectionLine
from qianxiao.returns.supervision.models_progress import (
    Progress,
    ProgressAction,
    ProgressAnswer,
    ProgressMinute,
)

__all__ = (
    "Commendation",    "Inspection", "InspectionLine", "Progress", "ProgressAction", "ProgressAnswer", "ProgressMinute", "Rectification", "Step",
)  # fmt: skip


class Rectification(ScopedModel):
    """Something a unit has to put right: found by a rule or an inspection, answered by the unit, accepted by a tier above.

    region: the unit; overseer: who accepts, one tier above, higher after each day that was missed.
    """

    REMIND, CORRECT, ACCOUNTABLE = 1, 2, 3

    class State(models.TextChoices):
        """To be answered; answered; accepted by the tier above; gone by itself, which counts for a reminder only."""

        OPEN = "open"
        ANSWERED = "answered"
        ACCEPTED = "accepted"
        CURED = "cured"

    region = code_field()
    overseer = code_field()
    rule = models.CharField(max_length=24)  # of policies/supervision.yaml
    subject = code_field()  # which figure, month or line of an inspection the rule found
    period = models.IntegerField(default=0)  # yyyymm or yyyy it is about
    level = models.SmallIntegerField()
    measured = models.IntegerField(default=0)  # tenths of a point, or days
    facts = models.JSONField(default=dict)  # the figures it was found by
    clause = models.CharField(max_length=16, default="")
    about = models.TextField(default="", blank=True)  # what was found, in words
    opened_on = models.DateField()
    due_on = models.DateField()  # the last day in time
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    answer = models.TextField(default="", blank=True)  # what was done, and by which evidence
    answered_on = models.DateField(null=True)
    answered_by = models.CharField(max_length=64, default="", blank=True)
    given_back = models.SmallIntegerField(default=0)  # times
    raised = models.SmallIntegerField(default=0)  # tiers it went up
    accepted_by = models.CharField(max_length=64, default="", blank=True)
    closed_on = models.DateField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["region", "rule", "subject"],
                condition=Q(state__in=("open", "answered")),
                name="rectification_one_open",
            ),
            models.CheckConstraint(condition=Q(level__gte=1, level__lte=3), name="rectification_level"),
            models.CheckConstraint(
                condition=~Q(state="accepted")
                | (~Q(answer="") & ~Q(accepted_by="") & ~Q(accepted_by=F("answered_by"))),
                name="rectification_accepted_by_another",
            ),
            models.CheckConstraint(condition=~Q(overseer=F("region")), name="rectification_not_by_itself"),
        )
        indexes = (
            models.Index(fields=["region", "-id"], name="rectification_of"),
            models.Index(fields=["overseer", "state", "-id"], name="rectification_overseen"),
            models.Index(fields=["due_on"], condition=Q(state="open"), name="rectification_due"),
        )

    def __str__(self) -> str:
        return f"{self.rule} {self.region} {self.level}"


class Step(ScopedModel):
    """What happened to something supervised; only added to. region: the unit it is about, or who asked."""

    of = models.CharField(
        max_length=16
    )  # rectification, progress, answer, action, inspection, line, commendation
    number = models.BigIntegerField()
    region = code_field()
    verb = models.CharField(max_length=12)
    note = models.TextField(default="", blank=True)
    day = models.DateField()
    by = models.CharField(max_length=64)
    post = models.TextField(default="")
    request_id = models.CharField(max_length=32, default="")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = (models.Index(fields=["of", "number", "-id"], name="supervision_step_of"),)

    def __str__(self) -> str:
        return f"{self.of} {self.number} {self.verb}"
