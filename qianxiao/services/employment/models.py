"""One record a person with its newest state, the states it had, every change, what it learned. Dates are yyyymmdd, money is fen.

`home` is where the register places the person, `region` who owns the record: home as long as somebody is not employed or
works in the own county, the county of work otherwise. Both read it, the owner alone writes it.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from qianxiao.base.scope import WHOLE
from qianxiao.base.tables import OPEN_END
from qianxiao.office.accounts.scope import Scope
from qianxiao.office.accounts.scoped import ScopedModel
from qianxiao.registers.people.models import Person, code_field
from qianxiao.services.employment.models_cycle import Cycle
from qianxiao.services.employment.models_todo import Todo

__all__ = [
    "EMPLOYED",
    "FACTS",
    "OF_NO_WORK",
    "OF_WORK",
    "Change",
    "Cycle",
    "Record",
    "Spell",
    "Todo",
    "Trained",
]
EMPLOYED, NOT_EMPLOYED, LOST, LEFT = "1", "2", "3", "4"  # of the code table employ_state
# what a state says; the first line belongs to work, the second one to no work
OF_WORK = ("form", "org_code", "employer", "sector", "job", "work_region", "starts", "contract", "contract_end", "income",
           "insured", "organised")  # fmt: skip
OF_NO_WORK = ("reason", "willing", "wanted_trade", "wanted_place", "wanted_income", "wants_training", "training_trade",
              "training_time", "wants_business")  # fmt: skip
FACTS = ("state", "since", *OF_WORK, *OF_NO_WORK)


class Seen(ScopedModel):
    """A row that the owner and the home of a person read."""

    region = code_field()  # who owns it
    home = code_field()  # where the register places the person

    class Meta:
        abstract = True

    @classmethod
    def seen_by(cls, scope: Scope, lo: str = WHOLE[0], hi: str = WHOLE[1]) -> Q:
        return scope.within("region", lo, hi) | scope.within("home", lo, hi)


class OfRecord(ScopedModel):
    """A row that goes along with its record."""

    class Meta:
        abstract = True

    @classmethod
    def seen_by(cls, scope: Scope, lo: str = WHOLE[0], hi: str = WHOLE[1]) -> Q:
        return scope.within("record__region", lo, hi) | scope.within("record__home", lo, hi)


class Record(Seen):
    """Where a person stands, since when, who said so in which way, until when it has to be asked again."""

    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="+")
    name = code_field()  # beside the number's mask, because the person's record may lie with another county
    id_mask = models.TextField(default="")
    phone_mask = models.TextField(default="")
    sex = models.CharField(max_length=1, default="")
    birth = models.IntegerField(null=True)
    state = models.CharField(max_length=1)  # employ_state
    since = models.IntegerField()
    form = models.CharField(max_length=2, default="", blank=True)  # employ_form
    org_code = code_field()  # the firm's credit code
    employer = models.TextField(default="", blank=True)
    sector = models.CharField(max_length=2, default="", blank=True)  # section of GB/T 4754
    job = models.TextField(default="", blank=True)
    work_region = code_field()  # the county, six digits
    starts = models.IntegerField(null=True)
    contract = models.CharField(max_length=8, default="", blank=True)  # of policies/employment
    contract_end = models.IntegerField(null=True)
    income = models.BigIntegerField(null=True)  # fen a month
    insured = ArrayField(models.TextField(), default=list, blank=True)
    organised = models.BooleanField(null=True)  # went there with the government's help, or alone
    reason = models.CharField(max_length=8, default="", blank=True)  # why not employed
    willing = models.BooleanField(null=True)
    wanted_trade = models.TextField(default="", blank=True)
    wanted_place = models.TextField(default="", blank=True)
    wanted_income = models.BigIntegerField(null=True)
    wants_training = models.BooleanField(null=True)
    training_trade = models.TextField(default="", blank=True)
    training_time = models.TextField(default="", blank=True)
    wants_business = models.BooleanField(null=True)
    way = models.CharField(max_length=8)  # visit, phone, compare, file
    as_of = models.IntegerField()  # the day it was confirmed
    due = models.IntegerField()  # the day by which it is to be confirmed again
    by = models.CharField(max_length=64)
    unreached = models.IntegerField(null=True)  # since when nobody could reach the person
    trained_on = models.IntegerField(null=True)  # the newest class that was closed

    class Meta:
        constraints = (
            # the owner moves with the state: nobody can keep what is another county's
            models.CheckConstraint(
                condition=Q(region=F("home")) | Q(state=EMPLOYED, region=F("work_region")), name="record_owner"
            ),
            models.CheckConstraint(
                condition=Q(state=EMPLOYED) & ~Q(form="") & ~Q(work_region="") | ~Q(state=EMPLOYED) & Q(form="", work_region=""),
                name="record_work",
            ),
        )  # fmt: skip
        indexes = (
            # the list, longest unconfirmed first: of a place, of a place by state; of whom the home reads
            models.Index(fields=["region", "as_of", "id"], name="employment_list"),
            models.Index(fields=["home", "as_of", "id"], name="employment_home"),
            models.Index(fields=["as_of", "id"], name="employment_oldest"),
            models.Index(
                fields=["org_code", "state", "id"], condition=~Q(org_code=""), name="employment_firm"
            ),
        )

    def __str__(self) -> str:
        return self.name


class Spell(Seen):
    """A state from a day on until before another one: never overwritten, only ended. Counts of a past day stand on it."""

    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="spells")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    state = models.CharField(max_length=1)
    form = models.CharField(max_length=2, default="", blank=True)
    org_code = code_field()
    sector = models.CharField(max_length=2, default="", blank=True)
    work_region = code_field()
    income = models.BigIntegerField(null=True)
    valid_from = models.IntegerField()
    valid_to = models.IntegerField(default=OPEN_END)  # the first day on which it no longer holds

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["record"], condition=Q(valid_to=OPEN_END), name="spell_one_open"),
            models.CheckConstraint(condition=Q(valid_to__gte=F("valid_from")), name="spell_in_order"),
        )
        indexes = (
            models.Index(fields=["record", "valid_from"], name="spell_record"),
            models.Index(fields=["region", "valid_from", "valid_to"], name="spell_region"),
            models.Index(fields=["home", "valid_from", "valid_to"], name="spell_home"),
        )

    def __str__(self) -> str:
        return f"{self.state} {self.valid_from}"


class Change(OfRecord):
    """What was said of a record once, insert-only: old and new of what differs, source, owner before and after."""

    KINDS = ("begun", "changed", "confirmed", "trained", "unreached")

    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="changes")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=9)
    was = models.JSONField(default=dict)
    now = models.JSONField(default=dict)
    way = models.CharField(max_length=8, default="")
    source = models.TextField(default="")  # office, file, class
    owner_before = code_field()
    owner_after = code_field()
    day = models.IntegerField()  # as of
    note = models.TextField(default="", blank=True)
    by = models.CharField(max_length=64)
    post = models.TextField(default="")
    request_id = models.CharField(max_length=32, default="")
    at = models.DateTimeField(auto_now_add=True, db_default=Now())

    class Meta:
        indexes = (models.Index(fields=["record", "-id"], name="change_record"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.day}"


class Trained(OfRecord):
    """A class somebody went through, as training told it in the next cycle; insert-only."""

    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="trained")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    class_no = code_field()
    occupation = code_field()
    level = models.CharField(max_length=2)
    starts = models.IntegerField()
    ends = models.IntegerField()
    result = models.CharField(max_length=1)  # train_result
    cert_no = code_field()
    period = models.IntegerField()  # of the cycle that brought it, yyyymm

    class Meta:
        constraints = (models.UniqueConstraint(fields=["record", "class_no"], name="trained_once"),)

    def __str__(self) -> str:
        return self.class_no
