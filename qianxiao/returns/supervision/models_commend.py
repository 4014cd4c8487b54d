"""Commendation: candidates by a rule of data, frozen with the figures they were found by; published by a second person."""

from django.db import models
from django.db.models import F, Q

from qianxiao.office.accounts.scoped import ScopedModel
from qianxiao.returns.close.models import code_field


class Commendation(ScopedModel):
    """One list of a month. region: who publishes.

    rule: as it stood; units: [{region, figures: [{of, part, whole, schedule, ahead}]}], best first. Nobody types a figure.
    """

    class State(models.TextChoices):
        """Waits for its second person; published for everybody; refused."""

        PROPOSED = "proposed"
        PUBLISHED = "published"
        REFUSED = "refused"

    region = code_field()
    period = models.IntegerField()  # yyyymm
    rule = models.JSONField()
    units = models.JSONField()
    sources = models.CharField(max_length=64)  # SHA-256 over the manifests of the month
    text = models.TextField()  # what is said beside the list
    state = models.CharField(max_length=9, choices=State.choices, default=State.PROPOSED)
    proposed_by = models.CharField(max_length=64)
    proposed_on = models.DateField()
    decided_by = models.CharField(max_length=64, default="", blank=True)
    decided_on = models.DateField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(decided_by="") | ~Q(decided_by=F("proposed_by")), name="commendation_two_people"
            ),
            models.CheckConstraint(
                condition=Q(state="proposed") | (~Q(decided_by="") & Q(decided_on__isnull=False)),
                name="commendation_decided",
            ),
            models.UniqueConstraint(
                fields=["region"], condition=Q(state="proposed"), name="commendation_one_waits"
            ),
        )
        indexes = (
            models.Index(fields=["region", "-id"], name="commendation_of"),
            models.Index(fields=["state", "-id"], name="commendation_public"),
        )

    def __str__(self) -> str:
        return f"{self.region} {self.period} {self.state}"
