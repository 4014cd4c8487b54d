"""Cells: one indicator of one region in one month, as one period knows it."""

from django.db import models

from qianxiao.office.accounts.scoped import ScopedModel
from qianxiao.returns.close.models import code_field
from qianxiao.returns.indicators.models_targets import Target, TargetStep

__all__ = ("Cell", "Target", "TargetStep")


class Cell(ScopedModel):
    """A figure of a region. Money in fen.

    span m: of `month`; where the month lies before the period, what the period changes of what was known (a correction).
    span y: distinct people since January; span t: since the baseline; month is the period then.
    region: county, prefecture, province or CN; 兵团's counties under 66. parent: the region one tier up.
    """

    MONTH, YEAR, TOTAL = "m", "y", "t"

    period = models.IntegerField()  # yyyymm
    month = models.IntegerField()  # yyyymm
    region = code_field()
    parent = code_field()
    level = models.SmallIntegerField()
    indicator = models.CharField(max_length=40)
    span = models.CharField(max_length=1)
    people = models.BigIntegerField()
    times = models.BigIntegerField()
    amount = models.BigIntegerField()
    source = models.CharField(
        max_length=64
    )  # SHA-256 of the manifest of the result it came from; '' for sums over tiers

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["period", "indicator", "span", "month", "region"], name="indicator_cell_once"
            ),
        )
        indexes = (
            # the regions below one in a month; a region's months
            models.Index(fields=["period", "parent", "indicator", "span"], name="indicator_cell_below"),
            models.Index(
                fields=["region", "indicator", "span", "month", "period"], name="indicator_cell_series"
            ),
        )

    def __str__(self) -> str:
        return f"{self.period} {self.region} {self.indicator} {self.span}{self.month}"
