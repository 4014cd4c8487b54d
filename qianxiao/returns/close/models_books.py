"""The month's books: sides of the reconciliation, differences with their explanations, signatures that chain (20-11-02, X-10)."""

from django.db import models
from django.db.models import Q

from qianxiao.office.accounts.scoped import ScopedModel
from qianxiao.returns.close.models_base import PlacedLine, code_field


class Side(PlacedLine):
    """Reported, recorded, certified, paid of one county, month of training and programme, as this period knows them. Money in fen."""

    region = code_field()  # county of the class
    month = models.IntegerField()  # yyyymm
    programme = models.CharField(max_length=8)
    reported = models.IntegerField()
    recorded = models.IntegerField()
    certified = models.IntegerField()
    paid_people = models.IntegerField()
    paid_amount = models.BigIntegerField()
    platform = models.IntegerField()
    poor = models.IntegerField()
    reported_times = models.IntegerField()
    recorded_times = models.IntegerField()

    class Meta:
        # a region's sheet of one month of training
        indexes = (models.Index(fields=["period", "month", "region"], name="side_sheet"),)


class Difference(PlacedLine):
    """One difference between two sides, down to the person where there is one, and what was said about it.

    key: the same difference has the same one in every period. since: the period that saw it first.
    """

    OPEN, EXPLAINED, RESOLVED, CARRIED = "open", "explained", "resolved", "carried"
    STATES = (OPEN, EXPLAINED, RESOLVED, CARRIED)

    region = code_field()  # county
    key = models.CharField(max_length=64)
    kind = models.CharField(max_length=32)
    month = models.IntegerField()  # yyyymm
    programme = models.CharField(max_length=8)
    person_no = code_field()
    name = models.TextField(default="")
    id_mask = models.TextField(default="")
    register = models.TextField(default="")
    rec_id = models.TextField(default="")
    people = models.IntegerField()
    amount = models.BigIntegerField(default=0)  # fen
    since = models.IntegerField(default=0)  # yyyymm
    state = models.CharField(max_length=10, default=OPEN)
    cause = models.CharField(max_length=24, default="", blank=True)
    words = models.TextField(default="", blank=True)
    assigned = models.CharField(max_length=64, default="", blank=True)
    by = models.CharField(max_length=64, default="", blank=True)
    at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(state="open") | ~Q(cause=""), name="difference_has_cause"),
        )
        indexes = (
            models.Index(fields=["period", "region", "row"], name="difference_list"),
            models.Index(fields=["key", "period"], name="difference_key"),  # what was said in earlier periods
        )


class BookStep(ScopedModel):
    """What somebody did with differences, and why; only added to. n: how many at once."""

    VERBS = ("assigned", "explained", "resolved")

    period = models.IntegerField()
    region = code_field()
    verb = models.CharField(max_length=10)
    kind = models.CharField(max_length=32, default="")
    row = models.BigIntegerField(null=True)  # one difference; without it all open ones of the kind
    n = models.IntegerField()
    cause = models.CharField(max_length=64, default="", blank=True)  # whom it was put on, where it was
    reason = models.TextField()
    by = models.CharField(max_length=64)
    post = models.TextField(default="")
    request_id = models.CharField(max_length=32, default="")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = (models.Index(fields=["period", "region", "-id"], name="book_step_of"),)

    def __str__(self) -> str:
        return f"{self.period} {self.region} {self.verb}"


class Signature(ScopedModel):
    """A unit signed its month, or had it given back; only added to, the last one counts.

    body: what was signed, with the signatures of the tier below. hash: HMAC over it under a key that is not in the database.
    """

    SIGNED, RETURNED = "signed", "returned"

    period = models.IntegerField()
    region = code_field()
    level = models.SmallIntegerField()
    verb = models.CharField(max_length=8)
    body = models.JSONField(default=dict)
    hash = models.CharField(max_length=64, default="")
    key_version = models.IntegerField(default=0)
    reason = models.TextField(default="", blank=True)
    by = models.CharField(max_length=64)
    post = models.TextField(default="")
    request_id = models.CharField(max_length=32, default="")
    at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["period", "region", "-id"], name="signature_of"),)

    def __str__(self) -> str:
        return f"{self.period} {self.region} {self.verb}"


class SnapshotFile(models.Model):
    """A file the period's figures come from, as it was when the period was loaded: paths and hashes, nobody's data."""

    period = models.IntegerField()
    path = models.TextField()  # below the folder of the close
    size = models.BigIntegerField()  # bytes
    sha256 = models.CharField(max_length=64)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["period", "path"], name="snapshot_file_once"),)

    def __str__(self) -> str:
        return f"{self.period} {self.path}"
