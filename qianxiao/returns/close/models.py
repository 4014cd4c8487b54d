"""The closed month in the database: one row per close, and its lines keyed by (period, row).

Every line carries its period first in the primary key, so that the tables can be partitioned by month.
ID and telephone numbers are masked before they get here; full ones stay in the files of the close.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from qianxiao.office.accounts.scope import Scope
from qianxiao.returns.close.models_base import Line, PlacedLine, code_field
from qianxiao.returns.close.models_books import BookStep, Difference, Side, Signature, SnapshotFile

__all__ = (
    "BookStep", "Close", "CloseEvent", "CoverageCell", "Difference", "Doubt", "DueLine", "DutyState", "Evidence", "EvidenceLink",
    "FeedbackLine", "FeedbackOrg", "GapLine", "Irregularity", "Line", "Person", "PlacedLine", "ReturnFile", "Side", "Signature",
    "SnapshotFile", "code_field",
)  # fmt: skip


class Close(models.Model):
    """One month's result as it was loaded last."""

    class State(models.TextChoices):
        """An open month may be loaded again; a frozen one may not."""

        OPEN = "open"
        FROZEN = "frozen"

    period = models.IntegerField(primary_key=True)  # yyyymm
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    manifest_hash = models.CharField(max_length=64)
    manifest = models.JSONField()
    folder = models.TextField()  # where the files lie on this server
    people = models.IntegerField(default=0)
    gap_lines = models.IntegerField(default=0)
    region_lo = code_field()  # first and last person's region: who may see a file about the whole close
    region_hi = code_field()
    auto_bits = models.IntegerField(null=True)  # hundredths of a bit from which this run linked by itself
    loaded_at = models.DateTimeField()
    loaded_by = models.CharField(max_length=64)

    class Meta:
        ordering = ("-period",)

    def __str__(self) -> str:
        return f"{self.period // 100}-{self.period % 100:02d}"


class CloseEvent(models.Model):
    """What happened to a close: loaded, loaded again, frozen."""

    period = models.IntegerField()
    verb = models.CharField(max_length=16)
    by = models.CharField(max_length=64)
    at = models.DateTimeField(auto_now_add=True)
    manifest_hash = models.CharField(max_length=64)
    rows = models.JSONField(default=dict)

    class Meta:
        indexes = (models.Index(fields=["period", "at"], name="event_period"),)  # a close's history

    def __str__(self) -> str:
        return f"{self.period} {self.verb}"


class CoverageCell(PlacedLine):
    """People of a region by duty, state and step."""

    region = code_field()
    level = models.SmallIntegerField()
    duty = models.CharField(max_length=8)
    state = models.CharField(max_length=16)
    step = models.TextField(default="")
    people = models.IntegerField()

    class Meta:
        # one region's cells; the cells of all regions one level down
        indexes = (
            models.Index(fields=["period", "region", "duty"], name="cell_region"),
            models.Index(fields=["period", "level", "region"], name="cell_level"),
        )


class Person(PlacedLine):
    """One registered person with the one state that counts."""

    person_no = code_field()
    hh_no = code_field()
    name = models.TextField()
    id_mask = models.TextField(default="")
    id_class = models.TextField(default="")
    sex = models.TextField(default="")
    birth = models.IntegerField(null=True)  # yyyymmdd
    region = code_field()
    phone_mask = models.TextField(default="")
    relation = models.TextField(default="")
    ethnic = models.TextField(default="")
    state = models.CharField(max_length=16, default="")
    duty = models.CharField(max_length=8, default="")
    step = models.TextField(default="")
    clause = models.TextField(default="")
    corrected = models.TextField(
        default=""
    )  # corrections this very close used: their numbers, joined by a comma

    class Meta:
        indexes = (
            # one person; one household; the list behind a coverage figure, paged by (region, row)
            models.Index(fields=["period", "person_no"], name="person_no"),
            models.Index(fields=["period", "hh_no"], name="person_household"),
            models.Index(fields=["period", "state", "region", "row"], name="person_state_list"),
        )


class DutyState(PlacedLine):
    """A person's state in one duty."""

    person_no = code_field()
    duty = models.CharField(max_length=8)
    state = models.CharField(max_length=16)
    step = models.TextField(default="")
    clause = models.TextField(default="")
    since = models.IntegerField(null=True)  # yyyymmdd
    register = models.TextField(default="")
    rec_id = models.TextField(default="")
    region = code_field()

    class Meta:
        indexes = (
            models.Index(fields=["period", "person_no"], name="duty_person"),
            models.Index(fields=["period", "duty", "state", "region", "row"], name="duty_list"),
        )


class GapLine(PlacedLine):
    """Somebody who should have been trained, schooled or paid, and was not."""

    kind = models.CharField(max_length=8)  # train, study, aid
    person_no = code_field()
    name = models.TextField()
    id_mask = models.TextField(default="")
    item = models.TextField(default="")
    term = models.TextField(default="")
    register = models.TextField(default="")
    rec_id = models.TextField(default="")
    amount = models.BigIntegerField(null=True)  # fen
    step = models.TextField(default="")
    clause = models.TextField(default="")
    region = code_field()

    class Meta:
        # the list of one kind in one region, paged by (region, row)
        indexes = (
            models.Index(fields=["period", "kind", "region", "row"], name="gap_list"),
            models.Index(fields=["period", "person_no"], name="gap_person"),
        )


class DueLine(PlacedLine):
    """What the rules decided about one item for one person, and what was paid. Money in fen."""

    item = models.TextField()
    person_no = code_field()
    register = models.TextField(default="")
    rec_id = models.TextField(default="")
    term = models.TextField(default="")
    month = models.IntegerField(null=True)  # yyyymm
    decisive_date = models.IntegerField(null=True)  # yyyymmdd
    amount = models.BigIntegerField(null=True)
    paid = models.BigIntegerField(null=True)
    gap = models.BigIntegerField(null=True)
    over = models.BigIntegerField(null=True)
    verdict = models.CharField(max_length=8)
    status = models.CharField(max_length=16, default="")
    rule_id = models.TextField(default="")
    rule_version = models.TextField(default="")
    met = models.BigIntegerField(default=0)  # one bit per condition, in the order of the rule
    unmet = models.BigIntegerField(default=0)
    missing = models.BigIntegerField(default=0)
    stop = models.TextField(default="")
    payee_kind = models.TextField(default="")
    fund = models.TextField(default="")
    county = code_field()
    clause = models.TextField(default="")
    region = code_field()  # of the person

    class Meta:
        indexes = (models.Index(fields=["period", "person_no"], name="due_person"),)  # the person page


class Evidence(PlacedLine):
    """How a row of another register was matched to a person; weights are hundredths of a bit."""

    register = models.TextField()
    rec_id = models.TextField()
    person_no = code_field()
    bits = models.IntegerField(null=True)
    ev_id = models.IntegerField(null=True)
    ev_name = models.IntegerField(null=True)
    ev_birth = models.IntegerField(null=True)
    ev_sex = models.IntegerField(null=True)
    ev_region = models.IntegerField(null=True)
    ev_phone = models.IntegerField(null=True)
    ev_group = models.IntegerField(null=True)
    against = models.CharField(
        max_length=8, default=""
    )  # the likeliest other story; '' where nothing was weighed
    weights = ArrayField(
        models.SmallIntegerField(), null=True
    )  # before comparing, then by field as WEIGHED has them
    region = code_field()  # of the person, or of the candidate

    class Meta:
        abstract = True


class EvidenceLink(Evidence):
    """An accepted match."""

    link_class = models.TextField()
    seen_name = models.TextField(default="")
    seen_id_mask = models.TextField(default="")

    class Meta:
        # the person page; the list behind a figure of the matching
        indexes = (
            models.Index(fields=["period", "person_no"], name="link_person"),
            models.Index(fields=["period", "register", "link_class", "region", "row"], name="link_list"),
        )


class Doubt(Evidence):
    """A candidate for a match that a person has to decide; the row seen stands beside the person."""

    rank = models.SmallIntegerField()
    doubt_class = models.TextField()
    seen_name = models.TextField(default="")
    seen_id_mask = models.TextField(default="")
    seen_sex = models.TextField(default="")
    seen_birth = models.IntegerField(null=True)
    seen_region = code_field()
    seen_phone_mask = models.TextField(default="")

    class Meta:
        indexes = (
            models.Index(fields=["period", "register", "rec_id"], name="doubt_record"),  # candidates together
            models.Index(fields=["period", "region", "row"], name="doubt_list"),
        )


class Irregularity(PlacedLine):
    """A finding of the exact fraud and error patterns."""

    pattern = models.SmallIntegerField()
    action = models.CharField(max_length=2)  # B block, H hold, L look
    person_no = code_field()
    name = models.TextField(default="")
    register = models.TextField(default="")
    rec_id = models.TextField(default="")
    other_register = models.TextField(default="")
    other_rec_id = models.TextField(default="")
    region = code_field()  # the county
    since = models.IntegerField(null=True)
    detail = models.TextField(default="")

    class Meta:
        # newest pattern first within a county list
        indexes = (models.Index(fields=["period", "region", "row"], name="irregular_list"),)


class FeedbackLine(PlacedLine):
    """What a school or institution is told about one of its people (19-05-05)."""

    org_code = code_field()
    register = models.TextField()
    rec_id = models.TextField()
    person_no = code_field()
    name = models.TextField(default="")
    id_mask = models.TextField(default="")
    link_class = models.TextField(default="")
    change = models.TextField(default="")
    items_due = models.IntegerField(default=0)
    items_missing = models.IntegerField(default=0)
    missing = models.TextField(default="")  # item:term, joined by ;
    amount_missing = models.BigIntegerField(default=0)  # fen
    action = models.TextField(default="")
    region = code_field()

    class Meta:
        indexes = (
            models.Index(fields=["period", "org_code", "row"], name="feedback_org_list"),
            models.Index(fields=["period", "region"], name="feedback_region"),  # an officer's schools
        )

    @classmethod
    def seen_by(cls, scope: Scope, lo: str, hi: str) -> Q:
        """An institution sees its own lines, an office those about people of its region."""
        return scope.owns() if scope.institutions else scope.within("region", lo, hi)


class FeedbackOrg(Line):
    """One school or institution that gets feedback."""

    org_code = code_field()
    name = models.TextField(default="")
    region = code_field()
    lines = models.IntegerField(default=0)
    to_do = models.IntegerField(default=0)

    class Meta:
        indexes = (models.Index(fields=["period", "region", "org_code"], name="feedback_orgs"),)


class ReturnFile(PlacedLine):
    """A workbook or form of the close on disk; names in it are complete, so every download is logged."""

    kind = models.CharField(max_length=12)  # returns, lists, feedback, faults
    path = models.TextField()  # below the folder of the close
    size = models.BigIntegerField()  # bytes
    sha256 = models.CharField(max_length=64)
    region = code_field()  # '' when the file is about the whole close
    org_code = code_field()

    @classmethod
    def seen_by(cls, scope: Scope, lo: str, hi: str) -> Q:
        """An institution sees its own files, an office those of its regions, and the whole's if it holds the whole."""
        if scope.institutions:
            return scope.owns()
        return (scope.within("region", lo, hi) & ~Q(region="")) | (Q(region="") & cls._whole(scope))

    @classmethod
    def _whole(cls, scope: Scope) -> Q:
        """The whole close lies in the scope."""
        held = Q(region_lo__lt="")
        for low, high in scope.ranges:
            held |= Q(region_lo__gte=low, region_hi__lt=high)
        return Q(period__in=Close.objects.filter(held).values("period"))
