"""The queue of doubts, what people ruled about them, and the months they came with (19-05-04).

Only masks stand in clear: the record's own number may hold an ID number, so it lies here sealed, beside keyed marks
by which the next month finds the same pair again.
"""

from django.db import models
from django.db.models import Q

from qianxiao.office.accounts.scope import Scope
from qianxiao.office.accounts.scoped import ScopedModel
from qianxiao.programme.matching.models_batch import (
    Answer,
    Batch,
    Delivery,
    Fault,
    Figure,
    Receipt,
    Received,
    code_field,
)

__all__ = [
    "Answer",
    "Batch",
    "Delivery",
    "Doubt",
    "Fault",
    "Figure",
    "Intake",
    "Receipt",
    "Received",
    "Ruling",
    "State",
    "code_field",
]


class Intake(models.Model):
    """One month's doubts taken into the queue: counts only."""

    period = models.IntegerField()  # yyyymm
    source = models.CharField(max_length=64)  # digest of the close's manifest
    by = models.CharField(max_length=64)
    at = models.DateTimeField(auto_now_add=True)
    rows = models.IntegerField(default=0)  # doubts of the close
    new = models.IntegerField(default=0)
    lapsed = models.IntegerField(default=0)  # decisions whose data changed: asked again
    gone = models.IntegerField(default=0)  # doubts the month no longer has

    class Meta:
        constraints = (models.UniqueConstraint(fields=["period", "source"], name="matching_intake_once"),)

    def __str__(self) -> str:
        return f"{self.period} {self.rows}"


class State(models.TextChoices):
    """Where a doubt stands. Two are decisions that the next close honours: same and apart."""

    OPEN = "open"
    VISIT = "visit"  # somebody was sent to look
    SAME = "same"
    APART = "apart"
    SETTLED = "settled"  # the row seen was taken for another candidate
    GONE = "gone"  # the close no longer asks


DECIDED = (State.SAME, State.APART)
WAITING = (State.OPEN, State.VISIT)


class Doubt(ScopedModel):
    """A row seen in a register beside one registered person it may mean; it belongs where the person lives."""

    register = models.TextField()
    person_no = code_field()
    region = code_field()
    period = models.IntegerField()  # the month that asked last
    first_period = models.IntegerField()  # the month that asked first, or again after the data changed
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    told = models.CharField(
        max_length=8, default=""
    )  # what the next close was told last: same, apart, lifted
    mark = models.BinaryField()  # HMAC-SM3 of register, record and person
    record = models.BinaryField()  # HMAC-SM3 of register and record: the candidates of one row share it
    content = models.BinaryField()  # HMAC-SM3 of what was compared: another value, another question
    sealed = models.BinaryField()  # the record's number, SM4-GCM
    key_version = models.SmallIntegerField()
    rec_shown = models.TextField(default="")  # masked where it holds an ID number
    rank = models.SmallIntegerField()
    doubt_class = models.CharField(max_length=12)
    bits = models.IntegerField(null=True)  # hundredths of a bit
    reasons = models.JSONField(default=dict)  # field → hundredths of a bit; `prior`, `against`
    ev_id = models.SmallIntegerField(null=True)
    ev_name = models.SmallIntegerField(null=True)
    ev_birth = models.SmallIntegerField(null=True)
    ev_sex = models.SmallIntegerField(null=True)
    ev_region = models.SmallIntegerField(null=True)
    ev_phone = models.SmallIntegerField(null=True)
    ev_group = models.SmallIntegerField(null=True)
    amount = models.BigIntegerField(default=0)  # fen of aid not yet paid to the person
    seen_name = models.TextField(default="")
    seen_id_mask = models.TextField(default="")
    seen_sex = models.TextField(default="")
    seen_birth = models.IntegerField(null=True)  # yyyymmdd
    seen_region = code_field()
    seen_phone_mask = models.TextField(default="")
    name = models.TextField(default="")
    id_mask = models.TextField(default="")
    sex = models.TextField(default="")
    birth = models.IntegerField(null=True)
    phone_mask = models.TextField(default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["mark"], name="matching_pair_once"),
            # one row is one human: two counties cannot both take it for somebody of theirs
            models.UniqueConstraint(
                fields=["record"], condition=Q(state=State.SAME), name="matching_one_person"
            ),
        )
        indexes = (
            # the queue of a scope, oldest and costliest first; the counts of a scope; the candidates of one row
            models.Index(
                models.F("state"), models.F("first_period"), models.F("amount").desc(), models.F("id"),
                name="matching_queue",
            ),
            models.Index(fields=["region", "state"], name="matching_region"),
            models.Index(fields=["record"], name="matching_record"),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.register} {self.person_no} {self.state}"


class Ruling(ScopedModel):
    """Who ruled what about a doubt, at which post, when, why. Never changed: a withdrawal is another row."""

    doubt = models.ForeignKey(Doubt, on_delete=models.PROTECT, related_name="rulings")
    period = models.IntegerField()  # the month the doubt stood in
    verb = models.CharField(max_length=10)  # same, apart, visit, withdrawn, lapsed
    reason = models.CharField(max_length=16, default="")  # code of reasons.yaml
    note = models.TextField(default="")
    by = models.CharField(max_length=64)
    by_name = models.TextField(default="")
    post = models.TextField(default="")
    at = models.DateTimeField(auto_now_add=True)
    request_id = models.CharField(max_length=32, default="")

    class Meta:
        indexes = (models.Index(fields=["doubt", "id"], name="ruling_doubt"),)

    def __str__(self) -> str:
        return f"{self.by} {self.verb}"

    @classmethod
    def seen_by(cls, scope: Scope, lo: str, hi: str) -> Q:
        """Seen where the doubt is seen."""
        return scope.within("doubt__region", lo, hi)
