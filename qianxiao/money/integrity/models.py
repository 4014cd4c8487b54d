"""Findings with their evidence, which never change, and what people said about them. Dates are yyyymmdd."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from qianxiao.money.integrity.models_called import CallBack, Draw, Outside
from qianxiao.office.accounts.scope import Scope
from qianxiao.office.accounts.scoped import ScopedModel
from qianxiao.registers.people.models import code_field

__all__ = ("CallBack", "Draw", "Finding", "FindingStep", "Outside", "Stop", "Target")


class Finding(ScopedModel):
    """One question a rule raised about one subject. Only its state moves; offices see it, institutions never.

    region: of the institution it is about, whose offices look into it.
    """

    STATES = ("open", "looked", "closed")
    ANSWERS = ("", "confirmed", "cleared")

    pattern = models.SmallIntegerField()
    variant = models.CharField(max_length=16)  # which part of the rule
    act = models.CharField(max_length=1)  # B refuses at entry, H holds money, L leads auditors
    subject = code_field()  # numbers of classes, trainees, papers as the rule names them, "|" between
    region = code_field()
    org_code = code_field()
    org_name = models.TextField(default="")
    people = ArrayField(models.UUIDField(), default=list)
    evidence = models.JSONField(default=dict)  # what the sentence says, and no name
    source_day = models.IntegerField()  # the newest day of what was read
    found_on = models.IntegerField()
    rules = models.CharField(max_length=64)  # SHA-256 of the rule and its parameters
    state = models.CharField(max_length=8, default="open")
    answer = models.CharField(max_length=10, default="", blank=True)
    looked_by = models.CharField(max_length=64, default="")
    closed_by = models.CharField(max_length=64, default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["pattern", "variant", "subject", "region"], name="finding_once"),
            # whoever answers a finding never closes it
            models.CheckConstraint(
                condition=Q(closed_by="") | ~Q(closed_by=F("looked_by")), name="finding_two_people"
            ),
            models.CheckConstraint(
                condition=~Q(state="closed") | ~Q(closed_by=""), name="finding_closed_by_somebody"
            ),
        )
        indexes = (
            # the list of a region newest first, of all and by state
            models.Index(fields=["region", "-id"], name="finding_region"),
            models.Index(fields=["state", "region", "-id"], name="finding_state"),
        )

    def __str__(self) -> str:
        return f"{self.pattern} {self.subject}"


class FindingStep(ScopedModel):
    """What somebody did with a finding, and why; only added to."""

    VERBS = ("looked", "returned", "closed", "held", "lifted", "asked")

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="steps")
    region = code_field()
    verb = models.CharField(max_length=8)
    answer = models.CharField(max_length=10, default="", blank=True)
    reason = models.TextField()
    by = models.CharField(max_length=64)
    post = models.TextField(default="")
    request_id = models.CharField(max_length=32, default="")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = (models.Index(fields=["finding", "id"], name="finding_step_of"),)

    def __str__(self) -> str:
        return f"{self.finding_id} {self.verb}"

    @classmethod
    def seen_by(cls, scope: Scope, lo: str = "", hi: str = "~") -> Q:
        return scope.within("region", lo, hi)


class Target(ScopedModel):
    """What a finding names whose money waits: a person, a class, an institution, one line of a claim. Only added to."""

    KINDS = ("person", "class", "org", "claim")

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="targets")
    region = code_field()  # the finding's
    kind = models.CharField(max_length=6)
    value = code_field()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["finding", "kind", "value"], name="target_once"),)
        indexes = (models.Index(fields=["kind", "value"], name="target_value"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.value}"


class Stop(ScopedModel):
    """A line of a claim that a finding stopped, or came too late for. Only added to: the hold itself is the payments'."""

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="stops")
    region = code_field()  # the finding's
    county = code_field()  # that pays
    claim = code_field()  # reference of the line
    told = models.CharField(max_length=4)  # held, sent
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["finding", "claim"], name="stop_once"),)
        indexes = (models.Index(fields=["claim"], name="stop_claim"),)

    def __str__(self) -> str:
        return f"{self.claim} {self.told}"
