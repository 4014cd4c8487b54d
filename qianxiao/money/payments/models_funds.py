"""The ledger: accounts, transfers that never change, and the money that comes down the tiers. Fen, yyyymmdd."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from qianxiao.office.accounts.scoped import ScopedModel
from qianxiao.registers.people.models import code_field


class Account(ScopedModel):
    """One side of the book: a kind of account of a fund in a region. Its balance moves with transfers alone."""

    kind = models.CharField(max_length=9)
    fund = models.CharField(max_length=2)
    region = code_field()
    balance = models.BigIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["region", "fund", "kind"], name="payments_account_once"),
            # only where money comes from outside may be below zero
            models.CheckConstraint(
                condition=Q(balance__gte=0) | Q(kind="source"), name="payments_not_below_zero"
            ),
        )

    def __str__(self) -> str:
        return f"{self.region} {self.fund} {self.kind}"


class Allotment(ScopedModel):
    """Money given to a region: by a document of a tier above (giver '') or by a region above out of its own fund."""

    STATES = ("asked", "approved", "refused")

    fund = models.CharField(max_length=2)
    giver = code_field()
    region = code_field()
    amount = models.BigIntegerField()
    year = models.IntegerField()
    document = models.TextField()  # number of the indicator document
    tier = models.CharField(
        max_length=10, default=""
    )  # central, province, prefecture, county: whose money it is
    sheet = models.JSONField(default=dict)  # the three factors and what came of them (20-06-04)
    state = models.CharField(max_length=8, default="asked")
    asked_by = models.CharField(max_length=64)
    approved_by = models.CharField(max_length=64, default="")
    reason = models.TextField(default="")
    day = models.IntegerField()
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(amount__gt=0), name="payments_allotment_amount"),
            models.CheckConstraint(
                condition=Q(approved_by="") | ~Q(approved_by=F("asked_by")), name="payments_allotment_two_people"
            ),
            models.CheckConstraint(
                condition=~Q(state="approved") | ~Q(approved_by=""), name="payments_allotment_approved"
            ),
            models.UniqueConstraint(
                fields=["document", "fund", "giver", "region"], condition=~Q(state="refused"),
                name="payments_allotment_once",
            ),
        )  # fmt: skip
        indexes = (models.Index(fields=["region", "-id"], name="payments_allotment_region"),)

    def __str__(self) -> str:
        return f"{self.document} {self.region}"


class Transfer(ScopedModel):
    """An amount from one account to another. Never changed, never removed, never dated back; mistakes get a new one."""

    debit = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    credit = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    amount = models.BigIntegerField()
    kind = models.CharField(max_length=10)  # the state a payment came to; allotment, recovery
    region = code_field()
    payment = models.ForeignKey(
        "payments.Payment", on_delete=models.PROTECT, null=True, related_name="transfers"
    )
    attempt = models.SmallIntegerField(default=0)
    allotment = models.ForeignKey(Allotment, on_delete=models.PROTECT, null=True, related_name="transfers")
    part = models.ForeignKey(
        "payments.RecoveryPart", on_delete=models.PROTECT, null=True, related_name="transfers"
    )
    by = models.CharField(max_length=64)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(amount__gt=0), name="payments_transfer_amount"),
            models.CheckConstraint(condition=~Q(debit=F("credit")), name="payments_transfer_two_sides"),
            # it is about exactly one thing: no money without its reason
            models.CheckConstraint(
                condition=Q(payment__isnull=False, allotment__isnull=True, part__isnull=True)
                | Q(payment__isnull=True, allotment__isnull=False, part__isnull=True)
                | Q(payment__isnull=True, allotment__isnull=True, part__isnull=False),
                name="payments_transfer_about",
            ),
            models.UniqueConstraint(fields=["payment", "attempt", "kind"], name="payments_transfer_once"),
            models.UniqueConstraint(fields=["allotment"], name="payments_allotment_booked_once"),
            models.UniqueConstraint(fields=["part"], name="payments_part_booked_once"),
        )
        indexes = (
            models.Index(fields=["debit", "id"], name="payments_debit"),
            models.Index(fields=["credit", "id"], name="payments_credit"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.amount}"
