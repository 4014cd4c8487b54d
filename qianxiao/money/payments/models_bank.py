"""What the bank said, what does not fit, which days are closed, what is asked back. Fen, yyyymmdd."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from qianxiao.office.accounts.scoped import ScopedModel
from qianxiao.registers.people.models import code_field


class Statement(ScopedModel):
    """A file of the bank about one day of one county's account, taken in once."""

    region = code_field()
    day = models.IntegerField()
    digest = models.CharField(max_length=64)  # SM3 of the bytes
    lines = models.IntegerField(default=0)
    paid = models.BigIntegerField(default=0)
    back = models.BigIntegerField(default=0)
    by = models.CharField(max_length=64)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["region", "digest"], name="payments_statement_once"),)
        indexes = (models.Index(fields=["region", "-day"], name="payments_statement_day"),)

    def __str__(self) -> str:
        return f"{self.region} {self.day}"


class StatementLine(ScopedModel):
    """One movement as the bank told it, under the bank's own number: told again it is the same one."""

    KINDS = ("paid", "returned")
    VERDICTS = ("matched", "unknown", "amount", "account", "double", "state", "future")

    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="entries")
    region = code_field()
    day = models.IntegerField()
    bank_ref = models.TextField(db_collation="C")
    line_key = models.TextField(db_collation="C")
    kind = models.CharField(max_length=8)
    amount = models.BigIntegerField()
    account = models.BinaryField(null=True)  # blind index
    account_mask = models.TextField(default="")
    said = models.TextField(default="")
    line = models.ForeignKey("payments.Line", on_delete=models.PROTECT, null=True, related_name="told")
    verdict = models.CharField(max_length=8)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["region", "bank_ref", "kind"], name="payments_told_once"),
        )
        indexes = (models.Index(fields=["statement", "id"], name="payments_told_in"),)

    def __str__(self) -> str:
        return f"{self.bank_ref} {self.verdict}"


class Case(ScopedModel):
    """A question between the book and the bank, or a payment that came back; closed by a person with a reason."""

    KINDS = ("returned", "unknown", "amount", "account", "double", "state", "missing", "silent", "file")

    region = code_field()
    kind = models.CharField(max_length=8)
    about = models.TextField(db_collation="C")  # line key or bank number: the same question is asked once
    line = models.ForeignKey("payments.Line", on_delete=models.PROTECT, null=True, related_name="cases")
    payment = models.ForeignKey("payments.Payment", on_delete=models.PROTECT, null=True, related_name="cases")
    amount = models.BigIntegerField(default=0)  # by which the bank stands above the book; may be below zero
    said = models.TextField(default="")
    day = models.IntegerField()
    state = models.CharField(max_length=8, default="open")  # open, closed
    closed_by = models.CharField(max_length=64, default="")
    reason = models.TextField(default="")
    closed_at = models.DateTimeField(null=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["region", "kind", "about"], name="payments_case_once"),
        )
        indexes = (models.Index(fields=["state", "region", "-id"], name="payments_case_list"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.about}"


class Day(ScopedModel):
    """A day of a county's account that is closed: the book and the bank agree to the fen."""

    region = code_field()
    day = models.IntegerField()
    book = models.BigIntegerField()  # what left for payees, less what came back, up to the end of the day
    bank = models.BigIntegerField()
    by = models.CharField(max_length=64)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["region", "day"], name="payments_day_once"),
            models.CheckConstraint(condition=Q(book=F("bank")), name="payments_day_agrees"),
        )

    def __str__(self) -> str:
        return f"{self.region} {self.day}"


class Recovery(ScopedModel):
    """Money that is asked back: proposed by one person, decided by another, paid in parts."""

    STATES = ("asked", "approved", "refused", "done")

    payment = models.ForeignKey("payments.Payment", on_delete=models.PROTECT, related_name="recoveries")
    region = code_field()
    amount = models.BigIntegerField()
    parts = models.SmallIntegerField(default=1)
    reason = models.TextField()
    state = models.CharField(max_length=8, default="asked")
    asked_by = models.CharField(max_length=64)
    decided_by = models.CharField(max_length=64, default="")
    day = models.IntegerField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["payment"], condition=Q(state__in=["asked", "approved"]), name="payments_recovery_one"
            ),
            models.CheckConstraint(
                condition=Q(amount__gt=0) & Q(parts__gte=1), name="payments_recovery_amount"
            ),
            models.CheckConstraint(
                condition=Q(decided_by="") | ~Q(decided_by=F("asked_by")), name="payments_recovery_two_people"
            ),
        )
        indexes = (models.Index(fields=["region", "-id"], name="payments_recovery_region"),)

    def __str__(self) -> str:
        return f"{self.payment_id} {self.state}"


class RecoveryPart(ScopedModel):
    """One instalment that is owed or came in."""

    recovery = models.ForeignKey(Recovery, on_delete=models.PROTECT, related_name="shares")
    region = code_field()
    number = models.SmallIntegerField()
    amount = models.BigIntegerField()
    due_on = models.IntegerField()
    received_on = models.IntegerField(null=True)
    receipt = models.TextField(default="")
    by = models.CharField(max_length=64, default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["recovery", "number"], name="payments_part_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="payments_part_amount"),
        )

    def __str__(self) -> str:
        return f"{self.recovery_id} {self.number}"
