"""What items decided by application stand on: the firm, its training plan with apprentices, a list with its lines. Money is fen."""

from django.db import models
from django.db.models import Q

from qianxiao.money.claims.models import Claim, OfClaim
from qianxiao.money.entitlements.models import Entitlement
from qianxiao.registers.people.models import code_field


class Employer(models.Model):
    """A firm, cooperative or workshop as the market register has it: public, no person in it."""

    org_code = code_field()
    name = models.TextField()
    region = code_field()
    kind = models.CharField(max_length=2)  # employer_kind
    scale = models.CharField(max_length=2)  # employer_scale
    sector = models.CharField(max_length=2)  # section of GB/T 4754
    foreign_trade = models.BooleanField(default=False)
    active = models.BooleanField(default=True)
    as_of = models.IntegerField()  # day of the register
    source = models.TextField(default="")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["org_code"], name="employer_once"),)

    def __str__(self) -> str:
        return self.name


class Plan(OfClaim):
    """A firm's plan to train apprentices, filed with the county (E05)."""

    plan_no = code_field()
    occupation = code_field()
    level = models.CharField(max_length=2)  # aimed at
    provider = models.TextField()  # who teaches beside the firm
    agreement = models.TextField()  # number of the agreement
    starts = models.IntegerField()
    ends = models.IntegerField()
    state = models.CharField(max_length=6, default="draft")  # draft, asked, filed
    made_by = models.CharField(max_length=64)
    filed_by = models.CharField(max_length=64, default="")
    filed_on = models.IntegerField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["plan_no"], name="plan_number"),
            models.CheckConstraint(condition=Q(ends__gt=models.F("starts")), name="plan_days"),
            # whoever files a plan never wrote it
            models.CheckConstraint(
                condition=Q(filed_by="") | ~Q(filed_by=models.F("made_by")), name="plan_two_people"
            ),
        )
        indexes = (
            models.Index(fields=["region", "-id"], name="plan_region"),
            models.Index(fields=["org_code", "-id"], name="plan_org"),
        )

    def __str__(self) -> str:
        return self.plan_no


class Apprentice(OfClaim):
    """One person of a plan."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="apprentices")
    name = code_field()
    id_mask = models.TextField(default="")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["plan", "person"], name="apprentice_once"),)
        indexes = (models.Index(fields=["person"], name="apprentice_person"),)

    def __str__(self) -> str:
        return self.name


class Roster(OfClaim):
    """One application for an item: what it is for, what was told once for all; a person's own, or a list of an institution."""

    item = code_field()
    about = code_field()  # term, year, month, number of a class, project or plan (with its stage)
    title = models.TextField(default="")
    day = models.IntegerField()  # the decisive one
    told = models.JSONField(default=dict)  # fact → what was told, as the rule reads it
    given_back = models.JSONField(default=list)  # row, name, why: of the newest file
    made_by = models.CharField(max_length=64)
    made_on = models.IntegerField()
    claim = models.ForeignKey(
        Claim, on_delete=models.PROTECT, null=True, related_name="+"
    )  # the newest it became

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["item", "about", "org_code"], condition=~Q(org_code=""), name="roster_org_once"
            ),
            models.UniqueConstraint(fields=["item", "about", "person"], condition=Q(org_code=""), name="roster_person_once"),
        )  # fmt: skip
        indexes = (
            models.Index(fields=["region", "-id"], name="roster_region"),
            models.Index(fields=["org_code", "-id"], condition=~Q(org_code=""), name="roster_org"),
        )

    def __str__(self) -> str:
        return f"{self.item} {self.about}"


class RosterLine(OfClaim):
    """One person of a list, or the list itself where the aid is no person's: what was told, what was found, the decision."""

    WHY = ("", "rule", "places", "fund", "twice", "taken")

    roster = models.ForeignKey(Roster, on_delete=models.CASCADE, related_name="lines")
    record = code_field()  # row of the register it is about
    name = code_field()
    id_mask = models.TextField(default="")
    place = code_field()
    told = models.JSONField(default=dict)
    facts = models.JSONField(default=dict)  # every fact the decision stood on
    verdict = models.CharField(max_length=8, default="")
    amount = models.BigIntegerField(default=0)
    met = models.BigIntegerField(default=0)
    unmet = models.BigIntegerField(default=0)
    missing = models.BigIntegerField(default=0)
    why = models.CharField(
        max_length=8, default=""
    )  # beside the rule: places or money ended, somebody else has it
    stop = models.TextField(default="", blank=True)  # excluded:item
    entitlement = models.ForeignKey(Entitlement, on_delete=models.PROTECT, null=True, related_name="applied")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["roster", "record"], name="rosterline_once"),)
        indexes = (
            models.Index(fields=["person"], name="rosterline_person"),
            models.Index(fields=["entitlement"], name="rosterline_due"),
        )

    def __str__(self) -> str:
        return f"{self.roster_id} {self.record}"
