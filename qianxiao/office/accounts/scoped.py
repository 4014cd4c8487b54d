"""Models whose rows belong to a place: read and written through a scope, or not at all."""

from typing import Any, ClassVar, TypeVar

from django.db import models
from django.db.models import Q, QuerySet
from django.http import Http404

from qianxiao.base.scope import WHOLE
from qianxiao.office.accounts.scope import Scope

M = TypeVar("M", bound="ScopedModel")


class Unscoped(RuntimeError):
    """Somebody asked a table of people for rows without saying for whom."""


class ScopedManager(models.Manager[M]):
    """Answers only to `within`; every other way into the table raises Unscoped."""

    def get_queryset(self) -> "QuerySet[M]":
        raise Unscoped(f"{self.model.__name__}: rows are reached by objects.within(scope)")

    def within(self, scope: Scope, lo: str = WHOLE[0], hi: str = WHOLE[1]) -> "QuerySet[M]":
        """The rows a scope sees, and of those the ones in the region range [lo, hi)."""
        return super().get_queryset().filter(self.model.seen_by(scope, lo, hi))


class ScopedModel(models.Model):
    """A row of a region. Its table is also under row security: tests compare the two lists."""

    objects: ClassVar[ScopedManager[Any]] = ScopedManager()

    class Meta:
        abstract = True

    @classmethod
    def seen_by(cls, scope: Scope, lo: str, hi: str) -> Q:
        """The condition under which a scope sees a row; other ownership overrides it."""
        return scope.within("region", lo, hi)


def the_one(rows: "QuerySet[M]", number: int, lock: bool = False) -> M:
    """The row of a number, locked when asked. Raises Http404: out of scope is not there."""
    found = (rows.select_for_update() if lock else rows).filter(pk=number).first()
    if found is None:
        raise Http404
    return found
