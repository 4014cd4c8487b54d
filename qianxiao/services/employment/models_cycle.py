"""What a monthly exchange with training brought and took: figures only."""

from django.db import models


class Cycle(models.Model):
    """A receipt of one run: of which month, classes' people told, of those new; outcomes due, of those new."""

    period = models.IntegerField()  # yyyymm
    trained_new = models.IntegerField()  # lines "trained" written on records
    trained_all = models.IntegerField()  # people of closed classes up to the month that have a record
    unknown = models.IntegerField()  # people of closed classes without a record
    outcomes_new = models.IntegerField()  # outcomes handed to training
    seconds = models.FloatField()
    by = models.CharField(max_length=64)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = (models.Index(fields=["-period", "-id"], name="cycle_newest"),)

    def __str__(self) -> str:
        return str(self.period)
