"""Payments with their holds and steps, batches with their lines, accounts of payees. Money is fen, days are yyyymmdd."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from qianxiao.base.scope import WHOLE
from qianxiao.money.payments.models_bank import Case, Day, Recovery, RecoveryPart, Statement, StatementLine
from qianxiao.money.payments.models_funds import Account, Allotment, Transfer
from qianxiao.office.accounts.scope import Scope
from qianxiao.office.accounts.scoped import ScopedModel
from qianxiao.registers.people.models import Person, code_field

__all__ = (
    "Account", "Allotment", "Batch", "BatchStep", "Case", "Day", "Hold", "Line", "PayeeAccount", "Payment", "PaymentStep",
    "Pool", "Recovery", "RecoveryPart", "Statement", "StatementLine", "Transfer",
)  # fmt: skip


class Pool(models.Model):
    """Which fund a benefit of a case is paid from: one for ever (19-12-09). A digest and a code, nobody's name."""

    digest = models.CharField(max_length=64, primary_key=True)  # of item, payee, record
    fund = models.CharField(max_length=2)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["digest", "fund"], name="payments_pool_fund"),)

    def __str__(self) -> str:
        return f"{self.digest[:8]} {self.fund}"


class Batch(ScopedModel):
    """Payments of one county and fund that go to the bank together, released by two people over one digest."""

    STATES = (
        "made",
        "first",
        "released",
        "sending",
        "sent",
        "accepted",
        "unknown",
        "refused",
        "done",
        "dropped",
    )

    number = models.TextField(unique=True, db_collation="C")  # 621126-20200601-001: the bank knows it by this
    region = code_field()  # of the county that pays
    fund = models.CharField(max_length=2)
    day = models.IntegerField()
    state = models.CharField(max_length=8, default="made")
    lines = models.IntegerField(default=0)
    total = models.BigIntegerField(default=0)
    digest = models.CharField(max_length=64, default="")  # SM3 over the canonical lines
    made_by = models.CharField(max_length=64)
    first_by = models.CharField(max_length=64, default="")
    second_by = models.CharField(max_length=64, default="")
    released = models.CharField(max_length=64, default="")  # the digest both released
    sent_day = models.IntegerField(null=True)
    tries = models.IntegerField(default=0)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(second_by="") | (~Q(second_by=F("first_by")) & ~Q(first_by="")),
                name="payments_two_releases",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["made", "first", "dropped"])
                | (~Q(second_by="") & Q(released=F("digest"))),
                name="payments_sent_as_released",
            ),
        )
        indexes = (
            models.Index(fields=["region", "-id"], name="payments_batch_region"),
            models.Index(fields=["state", "id"], name="payments_batch_state"),
        )

    def __str__(self) -> str:
        return self.number


class BatchStep(ScopedModel):
    """What was done with a batch; only added to."""

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="steps")
    region = code_field()
    verb = models.CharField(max_length=12)
    by = models.CharField(max_length=64)
    post = models.TextField(default="")
    note = models.TextField(default="")
    digest = models.CharField(max_length=64, default="")
    request_id = models.CharField(max_length=32, default="")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = (models.Index(fields=["batch", "id"], name="payments_batchstep_of"),)

    def __str__(self) -> str:
        return f"{self.batch_id} {self.verb}"


class Payment(ScopedModel):
    """One amount for one payee, once for ever. Seen by the county that pays, an institution's own, a person's own."""

    key = models.CharField(max_length=64, unique=True)  # digest of item, payee, record, instalment
    pool = models.CharField(max_length=64)  # digest of item, payee, record; with the fund a key of Pool
    item = models.CharField(max_length=32)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    org_code = code_field()  # '' unless an institution is paid
    record = code_field()  # students/R123
    instalment = models.CharField(max_length=16, default="")
    amount = models.BigIntegerField()
    payee_kind = models.CharField(max_length=2)
    fund = models.CharField(max_length=2)
    region = code_field()  # of the county that pays
    claim = code_field()  # reference of the claims app
    maker = models.CharField(max_length=64)
    checker = models.CharField(max_length=64)
    state = models.CharField(max_length=10)
    attempt = models.SmallIntegerField(default=1)
    held = models.CharField(max_length=8, default="")  # kind of a hold that stands
    account = models.BinaryField(null=True)  # blind index of the account at approval
    account_mask = models.TextField(default="")
    holder = models.TextField(default="")  # the name the account is kept under
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, null=True, related_name="payments")
    settled_on = models.IntegerField(null=True)
    confirmed_on = models.IntegerField(null=True)  # the payee says it arrived
    made_on = models.IntegerField()
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(amount__gt=0), name="payments_amount"),
            models.CheckConstraint(
                condition=~Q(maker=F("checker")) & ~Q(maker="") & ~Q(checker=""), name="payments_two_people"
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=True) ^ Q(org_code=""), name="payments_one_payee"
            ),
        )
        indexes = (
            models.Index(fields=["region", "state", "id"], name="payments_list"),
            models.Index(fields=["claim"], name="payments_claim"),
            models.Index(fields=["person"], name="payments_person"),
            models.Index(fields=["org_code", "id"], condition=~Q(org_code=""), name="payments_org"),
            models.Index(fields=["batch"], name="payments_in_batch"),
        )

    def __str__(self) -> str:
        return f"{self.claim} {self.state}"

    @classmethod
    def seen_by(cls, scope: Scope, lo: str = WHOLE[0], hi: str = WHOLE[1]) -> Q:
        if scope.person:
            return Q(person_id=scope.person)
        return scope.owns() if scope.institutions else scope.within("region", lo, hi)


class PaymentStep(ScopedModel):
    """Every change of state, written by the database itself; only added to."""

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="steps")
    region = code_field()
    begins = models.CharField(max_length=10)
    ends = models.CharField(max_length=10)
    attempt = models.SmallIntegerField()
    by = models.CharField(max_length=64)
    reason = models.TextField(default="")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = (models.Index(fields=["payment", "id"], name="payments_step_of"),)

    def __str__(self) -> str:
        return f"{self.payment_id} {self.ends}"


class Hold(ScopedModel):
    """Why a payment may not be sent: an objection, a finding, a check. Lifted, never removed."""

    KINDS = ("notice", "finding", "check", "account")

    claim = code_field()
    region = code_field()
    kind = models.CharField(max_length=8)
    reason = models.TextField()
    by = models.CharField(max_length=64)
    at = models.DateTimeField(default=timezone.now)
    lifted_by = models.CharField(max_length=64, default="")
    lifted_why = models.TextField(default="")
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["claim", "kind", "region"], condition=Q(lifted_by=""), name="payments_hold_once"
            ),
            models.CheckConstraint(
                condition=~Q(kind="account") | ~Q(lifted_by=F("by")), name="payments_hold_two_people"
            ),
        )
        indexes = (models.Index(fields=["claim"], name="payments_hold_claim"),)

    def __str__(self) -> str:
        return f"{self.claim} {self.kind}"


class Line(ScopedModel):
    """One payment in one batch, as the bank is told of it: what was released does not change afterwards."""

    key = models.TextField(unique=True, db_collation="C")  # batch number and place in it
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="entries")
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="lines")
    region = code_field()
    attempt = models.SmallIntegerField()
    amount = models.BigIntegerField()
    account = models.BinaryField()
    account_mask = models.TextField(default="")
    holder = models.TextField(default="")
    state = models.CharField(
        max_length=10, default="batched"
    )  # that of the payment while it is here; dropped
    bank_ref = models.TextField(default="", db_collation="C")
    said = models.TextField(default="")  # the bank's reason
    day = models.IntegerField(null=True)  # on which it was settled or came back

    class Meta:
        constraints = (
            # the next attempt only after this one came back, or was never sent
            models.UniqueConstraint(
                fields=["payment", "attempt"], condition=~Q(state="dropped"), name="payments_line_attempt"
            ),
            models.UniqueConstraint(
                fields=["payment"], condition=~Q(state__in=["dropped", "returned"]), name="payments_line_one"
            ),
        )
        indexes = (
            models.Index(fields=["batch", "id"], name="payments_line_batch"),
            models.Index(fields=["region", "state", "id"], name="payments_line_state"),
        )

    def __str__(self) -> str:
        return self.key


class PayeeAccount(ScopedModel):
    """The account of an institution, sealed; asked for by one person, confirmed by another. Old ones stay."""

    org_code = code_field()
    region = code_field()
    holder = models.TextField()
    owner = models.UUIDField()  # what the sealed value is bound to
    version = models.SmallIntegerField()
    sealed = models.BinaryField()
    index = models.BinaryField()
    index_version = models.SmallIntegerField()
    mask = models.TextField()
    state = models.CharField(max_length=9, default="asked")  # asked, confirmed, refused, replaced
    asked_by = models.CharField(max_length=64)
    confirmed_by = models.CharField(max_length=64, default="")
    reason = models.TextField(default="")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["org_code"], condition=Q(state="confirmed"), name="payments_account_one"
            ),
            models.UniqueConstraint(
                fields=["org_code"], condition=Q(state="asked"), name="payments_account_asked_one"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by="") | ~Q(confirmed_by=F("asked_by")),
                name="payments_account_two_people",
            ),
        )
        indexes = (models.Index(fields=["region", "-id"], name="payments_account_region"),)

    def __str__(self) -> str:
        return f"{self.org_code} {self.mask}"
