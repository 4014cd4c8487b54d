"""Curriculum norms with their items, which are public, and the modules that a school teaches (19-14-01)."""

from django.db import models

from qianxiao.base.tables import OPEN_END
from qianxiao.registers.people.models import code_field
from qianxiao.registers.schools.models import OfInstitution

KINDS = ("theory", "practice", "integrated")


class CurriculumNorm(models.Model):
    """A national training standard or integrated curriculum norm of a major, from one day to another."""

    code = code_field()
    title = models.TextField()
    major = code_field()
    document = models.TextField(default="")  # under which it was published
    valid_from = models.IntegerField(default=0)
    valid_to = models.IntegerField(default=OPEN_END)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["code"], name="curriculum_norm_once"),)

    def __str__(self) -> str:
        return self.code


class NormItem(models.Model):
    """One thing a norm asks to be taught, with its class hours."""

    norm = models.ForeignKey(CurriculumNorm, on_delete=models.CASCADE, related_name="items")
    number = models.SmallIntegerField()
    title = models.TextField()
    hours = models.IntegerField()
    kind = models.CharField(max_length=10)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["norm", "number"], name="norm_item_once"),
            models.CheckConstraint(condition=models.Q(hours__gt=0), name="norm_item_hours"),
        )
        ordering = ("number",)

    def __str__(self) -> str:
        return self.title


class Module(OfInstitution):
    """One part of what a school teaches in a major, and the item of the norm it covers; None: the school's own."""

    major = code_field()
    title = models.TextField()
    hours = models.IntegerField()
    item = models.ForeignKey(NormItem, on_delete=models.PROTECT, null=True, related_name="modules")
    by = models.CharField(max_length=64)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["org_code", "major", "title"], name="module_once"),
            models.CheckConstraint(condition=models.Q(hours__gt=0), name="module_hours"),
        )

    def __str__(self) -> str:
        return self.title
