"""A target split down: numbers of the regions below one, as versions that a second person approves (19-02-04)."""

from django.db import models
from django.db.models import F, Q

from qianxiao.office.accounts.scoped import ScopedModel
from qianxiao.returns.close.models import code_field


class Target(ScopedModel):
    """The number of one region in one version of a split; the newest approved version counts."""

    PROPOSED, APPROVED, REFUSED = "proposed", "approved", "refused"

    code = models.CharField(max_length=40)
    region = code_field()
    parent = code_field()  # who split its own number
    version = models.IntegerField()
    goal = models.BigIntegerField()
    state = models.CharField(max_length=8, default=PROPOSED)
    proposed_by = models.CharField(max_length=64)
    decided_by = models.CharField(max_length=64, default="", blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["code", "parent", "version", "region"], name="target_split_once"),
            models.CheckConstraint(condition=Q(goal__gte=0), name="target_not_negative"),
            models.CheckConstraint(
                condition=Q(decided_by="") | ~Q(decided_by=F("proposed_by")), name="target_two_people"
            ),
        )
        indexes = (models.Index(fields=["code", "region", "-version"], name="target_of_region"),)

    def __str__(self) -> str:
        return f"{self.code} {self.region} {self.goal}"


class TargetStep(ScopedModel):
    """What somebody did with a split, and why; only added to. region: whose number was split."""

    code = models.CharField(max_length=40)
    region = code_field()
    version = models.IntegerField()
    verb = models.CharField(max_length=8)
    reason = models.TextField()
    by = models.CharField(max_length=64)
    post = models.TextField(default="")
    request_id = models.CharField(max_length=32, default="")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = (models.Index(fields=["region", "code", "-id"], name="target_step_of"),)

    def __str__(self) -> str:
        return f"{self.code} {self.region} {self.verb}"
