"""Households, dated versions of them and their members, what changed with which month, counts of it (19-05-03).

A version holds from its month until the month in which it no longer holds; what was delivered once stays for ever.
Periods are yyyymm, dates yyyymmdd. ID numbers, telephones and accounts stand here as masks: the vault has them.
"""

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from qianxiao.office.accounts.scope import Scope
from qianxiao.office.accounts.scoped import ScopedModel
from qianxiao.registers.people.models import OfPerson, Person, code_field

FOREVER = 999999  # until when a version holds that no later month has ended


class Snapshot(models.Model):
    """One month of the register as it was taken in, or why it was not."""

    class State(models.TextChoices):
        """Compared with the month before it; or delivered after a later month, and left aside."""

        TAKEN = "taken"
        LATE = "late"

    period = models.IntegerField(primary_key=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.TAKEN)
    source = models.CharField(max_length=64)  # digest of what was read
    files = models.JSONField(default=list)  # names, in the order versions count them
    by = models.CharField(max_length=64)
    at = models.DateTimeField()
    households = models.IntegerField(default=0)
    members = models.IntegerField(default=0)
    seconds = models.FloatField(default=0)

    def __str__(self) -> str:
        return f"{self.period} {self.state}"


class Household(ScopedModel):
    """One household once, by its number in the register, with what the newest month says of it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    hh_no = code_field()
    region = code_field()  # where the record is kept: who sees it
    home = code_field()  # where the register places it
    handed = models.BooleanField(default=False)  # kept elsewhere than at home, until it is handed back
    head = code_field()
    size = models.IntegerField(default=0)
    present = models.BooleanField(default=True)  # in the newest month
    hh_attr = models.TextField(default="")
    cause = models.TextField(default="")
    exit_status = models.TextField(default="")
    exit_year = models.IntegerField(null=True)
    monitor_type = models.TextField(default="")
    risk_cleared_on = models.IntegerField(null=True)
    first_period = models.IntegerField()
    last_period = models.IntegerField()
    changed_period = models.IntegerField(
        default=0
    )  # newest month in which it or a member entered, left or changed

    class Meta:
        constraints = (models.UniqueConstraint(fields=["hh_no"], name="household_once"),)
        indexes = (
            # the list of a region, paged by (region, number); those with news of one month
            models.Index(fields=["region", "hh_no"], name="household_list"),
            models.Index(fields=["changed_period", "region", "hh_no"], name="household_news"),
        )

    def __str__(self) -> str:
        return self.hh_no


class Version(models.Model):
    """What one month said until another month said otherwise."""

    from_period = models.IntegerField()
    to_period = models.IntegerField(default=FOREVER)  # the first month in which it no longer holds
    verb = models.CharField(max_length=8)  # entered, back or changed
    fields = ArrayField(models.TextField(), default=list)  # what is other than in the version before
    home = code_field()

    class Meta:
        abstract = True


class HouseholdVersion(Version, ScopedModel):
    """A household's own facts; seen where the household is kept."""

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="versions")
    head = code_field()
    size = models.IntegerField()
    hh_attr = models.TextField(default="")
    cause = models.TextField(default="")
    exit_status = models.TextField(default="")
    exit_year = models.IntegerField(null=True)
    monitor_type = models.TextField(default="")
    risk_cleared_on = models.IntegerField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["household", "from_period"], name="household_dated"),)
        indexes = (models.Index(fields=["to_period", "household"], name="household_open"),)

    def __str__(self) -> str:
        return f"{self.household_id} {self.from_period}"

    @classmethod
    def seen_by(cls, scope: Scope, lo: str, hi: str) -> Q:
        return scope.within("household__region", lo, hi)


class MemberVersion(Version, OfPerson):
    """A member's facts and household; seen where the person is, so that a moved person takes all of it along."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="member_versions")
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="member_versions")
    number = code_field()  # the person's in the register
    name = models.TextField()
    id_mask = models.TextField(default="")
    phone_mask = models.TextField(default="")
    account_mask = models.TextField(default="")
    sex = models.TextField(default="")
    birth = models.IntegerField(null=True)
    relation = models.TextField(default="")
    ethnic = models.TextField(default="")
    edu = models.TextField(default="")
    in_school = models.TextField(default="")
    health = models.TextField(default="")
    labour = models.TextField(default="")
    hukou_type = models.TextField(default="")
    identified_on = models.IntegerField(null=True)
    change_type = models.TextField(default="")
    change_date = models.IntegerField(null=True)
    file = models.SmallIntegerField(default=0)  # place in the files of the snapshot, from 1; 0 not told
    row = models.IntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["number", "from_period"], name="member_dated"),)
        indexes = (
            models.Index(fields=["household", "to_period"], name="member_household"),
            models.Index(fields=["person", "from_period"], name="member_person"),
            models.Index(fields=["to_period", "number"], name="member_open"),
            models.Index(fields=["home", "number"], name="member_place"),  # lists of a village
        )

    def __str__(self) -> str:
        return f"{self.number} {self.from_period}"


class Change(ScopedModel):
    """One line of the lists entered, left, changed: of a household or a member, in one month, at one place."""

    VERBS: ClassVar = ("entered", "back", "left", "came", "went", "changed")

    period = models.IntegerField()
    region = code_field()
    subject = models.CharField(max_length=9)  # household or member
    verb = models.CharField(max_length=8)  # came and went: from or to another county
    number = code_field()
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="changes")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="member_changes")
    name = models.TextField(default="")
    fields = ArrayField(models.TextField(), default=list)
    other = code_field()  # the other place of came and went

    class Meta:
        indexes = (
            # a list of one month, one kind, one region, paged by (region, id)
            models.Index(fields=["period", "subject", "verb", "region", "id"], name="change_list"),
            models.Index(fields=["household", "period"], name="change_household"),
        )

    def __str__(self) -> str:
        return f"{self.period} {self.verb} {self.number}"


class Tally(ScopedModel):
    """How many of one region, from village to nation, are in a month's register, entered, left or changed."""

    period = models.IntegerField()
    region = code_field()
    level = models.SmallIntegerField()  # 0 nation … 5 village
    subject = models.CharField(max_length=9)
    present = models.IntegerField(default=0)
    entered = models.IntegerField(default=0)  # also those who came back
    left = models.IntegerField(default=0)
    came = models.IntegerField(default=0)
    went = models.IntegerField(default=0)
    changed = models.IntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["period", "subject", "region"], name="tally_once"),)
        indexes = (models.Index(fields=["period", "subject", "level", "region"], name="tally_below"),)

    def __str__(self) -> str:
        return f"{self.period} {self.region}"


class Move(ScopedModel):
    """A household's records asked over from the county that keeps them to another, and what became of it.

    Seen from both sides; until it is accepted the other side knows no more than what stands here.
    """

    class State(models.TextChoices):
        """Waiting, moved, refused by the other county, taken back by the own one."""

        ASKED = "asked"
        ACCEPTED = "accepted"
        REFUSED = "refused"
        WITHDRAWN = "withdrawn"

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="moves")
    region_from = code_field()  # where the household was kept when it was asked
    region_to = code_field()  # a county
    head = models.TextField()
    people = models.IntegerField()
    state = models.CharField(max_length=9, choices=State.choices, default=State.ASKED)
    reason = models.TextField()
    asked_by = models.CharField(max_length=64)
    asked_post = models.TextField(default="")
    asked_at = models.DateTimeField()
    decided_by = models.CharField(max_length=64, default="")
    decided_post = models.TextField(default="")
    decided_at = models.DateTimeField(null=True)
    note = models.TextField(default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["household"], condition=models.Q(state="asked"), name="move_one_open"
            ),
        )
        indexes = (
            models.Index(fields=["state", "region_to", "id"], name="move_in"),
            models.Index(fields=["state", "region_from", "id"], name="move_out"),
        )

    def __str__(self) -> str:
        return f"{self.region_from} {self.region_to} {self.state}"

    @classmethod
    def seen_by(cls, scope: Scope, lo: str, hi: str) -> Q:
        return scope.within("region_from", lo, hi) | scope.within("region_to", lo, hi)


class Confirmation(OfPerson):
    """What somebody of the village or county says of one person on a list; the newest word counts (19-01-01)."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="confirmations")
    kind = models.CharField(max_length=8)  # leavers
    period = models.IntegerField()
    right = models.BooleanField()  # the list is right about this person
    note = models.TextField(default="")
    by = models.CharField(max_length=64)
    post = models.TextField(default="")
    at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["person", "-id"], name="confirmation_newest"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.right}"
