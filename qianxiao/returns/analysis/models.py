"""A month's analysis of one region: its figures as they were counted, and what was done with it. Both are only added to."""

from django.db import models

from qianxiao.office.accounts.scoped import ScopedModel
from qianxiao.registers.people.models import code_field


class Report(ScopedModel):
    """One version of a region's figures for a month. figures: counts by key, see `counting`; days are yyyymmdd."""

    region = code_field()
    month = models.IntegerField()  # yyyymm
    version = models.IntegerField()
    counted_on = models.IntegerField()  # the day it was counted
    figures = models.JSONField()
    by = models.CharField(max_length=64)
    post = models.TextField(default="")
    request_id = models.CharField(max_length=32, default="")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["region", "month", "version"], name="analysis_version_once"),
        )
        indexes = (models.Index(fields=["month", "region", "-version"], name="analysis_of_month"),)

    def __str__(self) -> str:
        return f"{self.region} {self.month} {self.version}"


class ReportStep(ScopedModel):
    """What somebody did with a version: said something, issued it. region: that of the report."""

    SAID, ISSUED = "said", "issued"

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="steps")
    region = code_field()
    verb = models.CharField(max_length=8)
    words = models.TextField(default="", blank=True)
    by = models.CharField(max_length=64)
    post = models.TextField(default="")
    request_id = models.CharField(max_length=32, default="")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["report"], condition=models.Q(verb="issued"), name="analysis_issued_once"
            ),
        )
        indexes = (models.Index(fields=["report", "id"], name="analysis_steps"),)

    def __str__(self) -> str:
        return f"{self.report_id} {self.verb}"
