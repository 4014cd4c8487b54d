"""Proposals: another value of a parameter, or more codes in a list, for a region from a day. Published ones never change."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from qianxiao.office.accounts.scoped import ScopedModel
from qianxiao.registers.people.models import code_field


class Proposal(ScopedModel):
    """A value that an office wants, until a second person has published it (J15). Dates yyyymmdd, money in fen."""

    class Kind(models.TextChoices):
        """A value of a parameter, or codes of a list."""

        VALUE = "value"
        LIST = "list"

    class State(models.TextChoices):
        """Where it stands: flow.py."""

        DRAFT = "draft"
        CHECKED = "checked"
        TRIED = "tried"
        APPROVED = "approved"  # a second person agreed; another department signs
        PUBLISHED = "published"
        WITHDRAWN = "withdrawn"

    item = models.CharField(max_length=40)
    kind = models.CharField(max_length=5, choices=Kind.choices)
    name = models.CharField(max_length=40)  # of the parameter or list
    region = code_field()  # six digits
    start = models.IntegerField()
    value = models.BigIntegerField(null=True)
    codes = ArrayField(models.CharField(max_length=24), default=list)
    clause = models.CharField(max_length=40)  # clause or document of policies/documents it is made under
    document = models.CharField(max_length=80)  # the office's own document, by its number
    reason = models.TextField()
    retroactive = models.TextField(default="", blank=True)  # why it counts from a day that is over
    cosign = models.CharField(max_length=16, default="", blank=True)  # the department that signs as well
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    findings = models.JSONField(default=list)  # of the checker: level, text
    trial = models.JSONField(default=dict)  # of the simulation
    proposed_by = models.CharField(max_length=64)
    approved_by = models.CharField(max_length=64, default="", blank=True)
    cosigned_by = models.CharField(max_length=64, default="", blank=True)
    published_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(approved_by="") | ~Q(approved_by=F("proposed_by")), name="proposal_two_people"
            ),
            models.CheckConstraint(
                condition=Q(cosigned_by="")
                | (~Q(cosigned_by=F("proposed_by")) & ~Q(cosigned_by=F("approved_by"))),
                name="proposal_cosigned_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(state="published")
                | (~Q(approved_by="") & (Q(cosign="") | ~Q(cosigned_by="")) & Q(published_at__isnull=False)),
                name="proposal_published_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(kind="list", value__isnull=True) | Q(kind="value", value__isnull=False),
                name="proposal_value_or_list",
            ),
        )
        indexes = (
            models.Index(fields=["region", "-id"], name="proposal_region"),
            models.Index(fields=["state", "region", "-id"], name="proposal_state"),
            models.Index(fields=["item", "name", "region"], name="proposal_of"),
        )

    def __str__(self) -> str:
        return f"{self.item}.{self.name} {self.region} {self.start}"


class ProposalStep(ScopedModel):
    """What somebody did with a proposal, and why; only added to."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="steps")
    region = code_field()
    verb = models.CharField(max_length=10)
    reason = models.TextField(default="", blank=True)
    by = models.CharField(max_length=64)
    post = models.TextField(default="")
    request_id = models.CharField(max_length=32, default="")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = (models.Index(fields=["proposal", "id"], name="proposal_step_of"),)

    def __str__(self) -> str:
        return f"{self.proposal_id} {self.verb}"
