"""A month's matching as figures, the files that came in, what went out to schools and whether they have it (19-05-05, -06).

No person stands here: counts by place, names and digests of files, and what institutions answered.
"""

from django.db import models
from django.db.models import Q

from qianxiao.office.accounts.scope import Scope
from qianxiao.office.accounts.scoped import ScopedModel


def code_field() -> "models.TextField[str, str]":
    """A code compared byte by byte."""
    return models.TextField(db_collation="C", default="")


class Batch(models.Model):
    """One month's matching as it was loaded last (B20)."""

    period = models.IntegerField(primary_key=True)  # yyyymm
    source = models.CharField(max_length=64)  # digest of the close's manifest
    by = models.CharField(max_length=64)
    at = models.DateTimeField()
    day = models.DateField()  # of `at`, by the duties' clock

    def __str__(self) -> str:
        return str(self.period)


class Figure(ScopedModel):
    """Rows of a register by what became of them, where the person lives, else where the row says (B21)."""

    period = models.IntegerField()
    region = code_field()  # the county; of rows without a place the region that holds the whole month
    register = models.TextField()
    link_class = models.TextField()  # a class of links, doubtful, or none
    rows = models.IntegerField()

    class Meta:
        indexes = (models.Index(fields=["period", "region"], name="figure_region"),)

    def __str__(self) -> str:
        return f"{self.period} {self.register} {self.link_class} {self.rows}"


class Fault(ScopedModel):
    """Rows of a register with one kind of fault (B25). Known for the month as a whole, so seen by who holds it."""

    period = models.IntegerField()
    region = code_field()  # the smallest region that holds the whole month
    register = models.TextField()
    fault = models.TextField()  # an id of the engine's faults, or id_blank
    rows = models.IntegerField()

    class Meta:
        indexes = (models.Index(fields=["period", "region"], name="fault_region"),)

    def __str__(self) -> str:
        return f"{self.period} {self.register} {self.fault} {self.rows}"


class Received(ScopedModel):
    """A sheet of a file that an owner of a register sent in (19-05-06)."""

    period = models.IntegerField()
    region = code_field()  # as of Fault
    name = models.TextField()
    sheet = models.TextField(default="")
    register = models.TextField(default="")  # '' when it could not be read
    sha256 = models.CharField(max_length=64)
    rows = models.IntegerField(default=0)
    rejected = models.IntegerField(
        default=0
    )  # rows the month does not hold; their reasons went back in a workbook
    problem_zh = models.TextField(default="")  # why the whole sheet was not read
    problem_en = models.TextField(default="")

    class Meta:
        indexes = (models.Index(fields=["period", "region"], name="received_region"),)

    def __str__(self) -> str:
        return f"{self.period} {self.name}"


class Answer(models.TextChoices):
    """Where a delivery stands."""

    SENT = "sent"
    CONFIRMED = "confirmed"
    RETURNED = "returned"  # the institution says it cannot use it, and why
    GONE = "gone"  # a later result of the same month has nothing for it


class Owned(ScopedModel):
    """A row of an institution, seen by it and by the offices of its region."""

    region = code_field()
    org_code = code_field()

    class Meta:
        abstract = True

    @classmethod
    def seen_by(cls, scope: Scope, lo: str, hi: str) -> Q:
        """An institution sees its own, an office what stands in its regions."""
        return scope.owns() if scope.institutions else scope.within("region", lo, hi)


class Delivery(Owned):
    """What one school or institution was told about a month (19-05-05)."""

    period = models.IntegerField()
    name = models.TextField(default="")
    lines = models.IntegerField(default=0)
    to_do = models.IntegerField(default=0)
    fresh = models.IntegerField(default=0)  # newly identified
    lost = models.IntegerField(default=0)  # no longer matched
    sha256 = models.CharField(max_length=64)  # of its workbook: another one is sent anew
    state = models.CharField(max_length=10, choices=Answer.choices, default=Answer.SENT)
    sent_on = models.DateField()  # from this day on it could be read; by the duties' clock
    answered_on = models.DateField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["period", "org_code"], name="delivery_once"),
            models.CheckConstraint(
                name="delivery_answered_with_a_day",
                condition=Q(state__in=["confirmed", "returned"], answered_on__isnull=False)
                | Q(state__in=["sent", "gone"], answered_on__isnull=True),
            ),
        )
        # the list of a month, those without an answer first; an institution's own
        indexes = (
            models.Index(fields=["period", "region", "state"], name="delivery_region"),
            models.Index(fields=["org_code", "period"], name="delivery_org"),
        )

    def __str__(self) -> str:
        return f"{self.period} {self.org_code} {self.state}"

    @property
    def days(self) -> int | None:
        """Days from sending to the answer; None while there is none."""
        return max((self.answered_on - self.sent_on).days, 0) if self.answered_on else None


class Receipt(Owned):
    """What happened to a delivery: sent, sent again, confirmed, returned. Insert-only."""

    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="receipts")
    verb = models.CharField(max_length=10)
    sha256 = models.CharField(max_length=64)  # of what it is about
    note = models.TextField(default="")
    by = models.CharField(max_length=64)
    by_name = models.TextField(default="")
    post = models.TextField(default="")
    at = models.DateTimeField(auto_now_add=True)
    day = models.DateField()
    request_id = models.CharField(max_length=32, default="")

    class Meta:
        indexes = (models.Index(fields=["delivery", "id"], name="receipt_delivery"),)

    def __str__(self) -> str:
        return f"{self.delivery_id} {self.verb}"
