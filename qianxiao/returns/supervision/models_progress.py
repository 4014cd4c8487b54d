"""Progress asked for: the question, each unit's answer from the system's own cells, minutes of the meeting, what was agreed."""

from typing import Any

from django.db import models
from django.db.models import Q

from qianxiao.office.accounts.scoped import ScopedModel
from qianxiao.returns.close.models import code_field


def codes() -> "models.JSONField[Any, Any]":
    """Codes of indicators as a list."""
    return models.JSONField(default=list)


class Progress(ScopedModel):
    """A unit asks those directly below it how some figures of a month stand. region: who asks."""

    region = code_field()
    period = models.IntegerField()  # yyyymm
    codes = codes()
    span = models.CharField(max_length=5)  # month, year, total
    due_on = models.DateField()
    note = models.TextField(default="", blank=True)
    units = models.SmallIntegerField()  # how many were asked
    by = models.CharField(max_length=64)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = (models.Index(fields=["region", "-id"], name="progress_of"),)

    def __str__(self) -> str:
        return f"{self.region} {self.period}"


class ProgressAnswer(ScopedModel):
    """One unit's answer. It carries the question, because the unit does not see the asker's row.

    figures: [code, number] as the cells had them when it was answered; nobody types one.
    """

    progress = models.ForeignKey(Progress, on_delete=models.PROTECT, related_name="+")
    region = code_field()
    asker = code_field()
    period = models.IntegerField()
    codes = codes()
    span = models.CharField(max_length=5)
    note = models.TextField(default="", blank=True)
    due_on = models.DateField()
    figures = models.JSONField(default=list)
    comment = models.TextField(default="", blank=True)
    answered_on = models.DateField(null=True)
    by = models.CharField(max_length=64, default="", blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["progress", "region"], name="progress_answer_once"),
            models.CheckConstraint(
                condition=Q(answered_on__isnull=True) | (~Q(comment="") & ~Q(by="")),
                name="progress_answer_with_words",
            ),
        )
        indexes = (models.Index(fields=["region", "-id"], name="progress_answer_of"),)

    def __str__(self) -> str:
        return f"{self.region} {self.period}"


class ProgressMinute(ScopedModel):
    """Minutes of a meeting about the answers; only added to. region: whose meeting."""

    progress = models.ForeignKey(Progress, on_delete=models.PROTECT, related_name="+")
    region = code_field()
    held_on = models.DateField()
    text = models.TextField()
    by = models.CharField(max_length=64)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = (models.Index(fields=["progress", "-id"], name="progress_minute_of"),)

    def __str__(self) -> str:
        return f"{self.region} {self.held_on}"


class ProgressAction(ScopedModel):
    """What was agreed: one unit, one day. region: the unit that does it."""

    progress = models.ForeignKey(Progress, on_delete=models.PROTECT, related_name="+")
    region = code_field()
    asker = code_field()
    period = models.IntegerField()  # of the question
    what = models.TextField()
    due_on = models.DateField()
    done_on = models.DateField(null=True)
    evidence = models.TextField(default="", blank=True)
    by = models.CharField(max_length=64, default="", blank=True)  # who did it

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(done_on__isnull=True) | (~Q(evidence="") & ~Q(by="")),
                name="progress_action_with_evidence",
            ),
        )
        indexes = (
            models.Index(fields=["progress", "id"], name="progress_action_of"),
            models.Index(fields=["region", "-id"], name="progress_action_unit"),
        )

    def __str__(self) -> str:
        return f"{self.region} {self.due_on}"
