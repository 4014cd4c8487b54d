"""What the owner has to find out about a person: a difference of the quarter's comparison, a call of the month. Dates are yyyymmdd."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from qianxiao.office.accounts.scoped import ScopedModel
from qianxiao.registers.people.models import Person, code_field


class Todo(ScopedModel):
    """One question about one record; answered by what the owner says of the record, or after dated attempts in vain."""

    KINDS = ("compare", "call")
    # insured without work told, with another firm than told, no longer insured; confirmed too long ago
    WHYS = ("insured", "firm", "ended", "old")
    ANSWERS = ("", "confirmed", "changed", "unreached")

    region = code_field()  # who owns the record
    record = models.ForeignKey("employment.Record", on_delete=models.PROTECT, related_name="todos")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=7)
    period = models.IntegerField()  # yyyymm: of the quarter its first month
    why = models.CharField(max_length=7)
    facts = models.JSONField(
        default=dict
    )  # what is proposed, all facts of a state; {} where only a look-up helps
    due = models.IntegerField()
    tries = ArrayField(models.IntegerField(), default=list, blank=True)  # days on which nobody answered
    answer = models.CharField(max_length=9, default="", blank=True)
    by = models.CharField(max_length=64, default="", blank=True)
    day = models.IntegerField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["kind", "period", "record"], name="todo_once"),
            models.CheckConstraint(condition=Q(answer="") | ~Q(by=""), name="todo_by_somebody"),
        )
        indexes = (
            models.Index(fields=["kind", "answer", "region", "due", "id"], name="todo_list"),
            models.Index(fields=["record"], condition=Q(answer=""), name="todo_open"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.period} {self.answer}"
