"""What every line of a closed month has: its period first in the key, its place in the order of its table."""

from django.db import models

from qianxiao.office.accounts.scoped import ScopedModel


def code_field() -> "models.TextField[str, str]":
    """A code compared byte by byte, so that a range of regions is a range of the index."""
    return models.TextField(db_collation="C", default="")


class Line(models.Model):
    """A line of a close; row is its place in the order of its table."""

    pk = models.CompositePrimaryKey("period", "row")
    period = models.IntegerField()
    row = models.BigIntegerField()

    class Meta:
        abstract = True


class PlacedLine(ScopedModel, Line):
    """A line about a place: seen inside the scope only, by the query layer and by row security."""

    class Meta:
        abstract = True
