"""One decision about one item for one person and record, kept for ever. Money in fen, dates yyyymmdd, months yyyymm."""

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import BigIntegerField, F, Q, Value
from django.db.models.functions import Greatest, Least

from qianxiao.base.scope import WHOLE
from qianxiao.office.accounts.scope import Scope
from qianxiao.office.accounts.scoped import ScopedModel
from qianxiao.registers.people.models import Person, code_field


def _before() -> tuple[pghistory.Tracker, pghistory.Tracker]:
    """Keep what was decided before, one pass for a whole month."""
    level = pghistory.Statement
    return pghistory.UpdateEvent("changed", row=pghistory.Old, level=level), pghistory.DeleteEvent("removed", level=level)  # fmt: skip


# being there another month, and what is under way, is no other decision
@pghistory.track(*_before(), exclude=["last_period", "claimed", "arrived", "changed_period"])
class Entitlement(ScopedModel):
    """What the rules decided about one item of one record of one person, as the newest closed month has it.

    paid: by that month's payments; arrived: what our own payments settled after it; claimed: what live claims ask for.
    """

    STATES = ("due", "paid", "part", "missing", "returned", "over", "coming", "not_due", "unknown", "gone")

    item = code_field()  # of the code table aid_item
    # none where the aid is an institution's
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="entitlements")
    number = code_field()  # the person's in the register of poor people
    name = code_field()
    id_mask = models.TextField(default="")
    region = code_field()  # of the person
    county = code_field()  # that pays
    org_code = code_field()  # school or institution of the record
    register = code_field()
    rec_id = code_field()
    instalment = code_field()  # the term; '' where a record is paid once
    month = models.IntegerField(default=0)  # in which it falls due
    decisive_date = models.IntegerField(null=True)
    amount = models.BigIntegerField(default=0)
    paid = models.BigIntegerField(default=0)
    over = models.BigIntegerField(default=0)
    verdict = models.CharField(max_length=8)
    state = models.CharField(max_length=8)
    rule_id = models.TextField(default="")
    rule_version = models.TextField(default="")
    met = models.BigIntegerField(default=0)  # one bit per condition, in the order of the rule
    unmet = models.BigIntegerField(default=0)
    missing = models.BigIntegerField(default=0)
    stop = models.TextField(default="")
    clause = models.TextField(default="")
    payee_kind = models.TextField(default="")
    fund = models.TextField(default="")
    findings = ArrayField(
        models.SmallIntegerField(), default=list
    )  # patterns of the month that block or hold
    first_period = models.IntegerField()
    last_period = models.IntegerField()  # 0: decided by application, no close knows it
    changed_period = models.IntegerField()  # newest month whose decision was another one
    claimed = models.BigIntegerField(default=0, db_default=0)
    arrived = models.BigIntegerField(default=0, db_default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["item", "person", "register", "rec_id", "instalment"], name="entitled_once", nulls_distinct=False),
            models.CheckConstraint(condition=Q(amount__gte=0, paid__gte=0, claimed__gte=0, arrived__gte=0), name="entitled_money"),
        )  # fmt: skip
        indexes = (
            # the due list of a paying county, of all and by state; of a person; of a record's class or school
            models.Index(fields=["county", "id"], name="entitled_county"),
            models.Index(fields=["state", "county", "id"], name="entitled_state"),
            models.Index(fields=["region", "id"], name="entitled_region"),
            models.Index(fields=["person", "item"], name="entitled_person"),
            models.Index(fields=["register", "rec_id"], name="entitled_record"),
            models.Index(fields=["org_code", "item", "id"], condition=~Q(org_code=""), name="entitled_org"),
        )

    def __str__(self) -> str:
        return f"{self.item} {self.record} {self.instalment}"

    @classmethod
    def seen_by(cls, scope: Scope, lo: str = WHOLE[0], hi: str = WHOLE[1]) -> Q:
        """Whoever pays, whoever keeps the record, the institution of the record, and the person."""
        if scope.person:
            return Q(person_id=scope.person)
        if scope.institutions:
            return scope.owns()
        return scope.within("county", lo, hi) | scope.within("region", lo, hi)

    @property
    def record(self) -> str:
        """Register and row it is about: a payment names the same."""
        return f"{self.register}/{self.rec_id}"

    @property
    def had(self) -> int:
        """What has arrived of what is due, in fen."""
        return min(self.paid + self.arrived, self.amount)

    @property
    def under_way(self) -> int:
        """What live claims ask for of the rest."""
        return min(self.claimed, self.amount - self.had)

    @property
    def open(self) -> int:
        """What is due, has not arrived and nobody claims."""
        return self.amount - self.had - self.under_way


COUNTS = Q(verdict="due") & ~Q(state__in=("coming", "gone"))
"""Rows whose money counts: decided, fallen due, still in the newest month."""
HAD = Least(F("paid") + F("arrived"), F("amount"), output_field=BigIntegerField())
UNDER_WAY = Least(F("claimed"), F("amount") - HAD, output_field=BigIntegerField())
OPEN = Greatest(F("amount") - HAD - F("claimed"), Value(0), output_field=BigIntegerField())
