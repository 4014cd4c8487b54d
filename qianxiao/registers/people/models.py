"""Persons, their sealed numbers, the registers they stand in, and who was taken for whom.

Names are in clear: an officer cannot find a family without them. ID number, telephone and account are sealed;
their masks stand beside, so that a list opens nothing.
"""

import uuid

import pghistory
from django.db import models
from django.db.models import Q

from qianxiao.office.accounts.scope import Scope
from qianxiao.office.accounts.scoped import ScopedModel


def _before() -> tuple[pghistory.Tracker, pghistory.Tracker]:
    """Keep what stood there before a change; the context says who, at which post, why, in which request."""
    level = pghistory.Statement  # one pass for a whole register, half the time of a trigger for each row
    changed = pghistory.UpdateEvent("changed", row=pghistory.Old, level=level)
    return changed, pghistory.DeleteEvent("removed", level=level)


def code_field() -> "models.TextField[str, str]":
    """A text compared byte by byte, so that a prefix and a range of regions are a range of the index."""
    return models.TextField(db_collation="C", default="")


class OfPerson(ScopedModel):
    """A row of one person: seen where the person is seen, so that it moves with the record."""

    class Meta:
        abstract = True

    @classmethod
    def seen_by(cls, scope: Scope, lo: str, hi: str) -> Q:
        return scope.within("person__region", lo, hi)


# where somebody stands comes anew with every month from the close, which keeps its own months: no change of the person
@pghistory.track(*_before(), exclude=["state", "study", "train", "step"])
class Person(ScopedModel):
    """One person once. A person taken for another one points at it and keeps everything of its own."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)  # random: it tells nothing
    name = code_field()
    pinyin = code_field()  # yangxiumei
    initials = code_field()  # yxm
    sex = models.CharField(max_length=1, default="")
    birth = models.IntegerField(null=True)  # yyyymmdd
    region = code_field()  # where the record is kept
    handed = models.BooleanField(default=False)  # kept elsewhere than the register places the person
    # in a register of households; False for those a school or class brought, whom the list of registered people leaves out
    registered = models.BooleanField(default=True, db_default=True)
    id_class = models.TextField(default="")
    id_mask = models.TextField(default="")
    phone_mask = models.TextField(default="")
    account_mask = models.TextField(default="")
    same_as = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="others")
    # of the newest month: the one state that counts with its step, the state of each duty; '' when not in it
    state = models.CharField(max_length=16, default="", db_default="")
    study = models.CharField(max_length=16, default="", db_default="")
    train = models.CharField(max_length=16, default="", db_default="")
    step = models.CharField(max_length=32, default="", db_default="")  # "duty:step"

    class Meta:
        indexes = (
            # the list filtered by state, of a duty or of all
            models.Index(fields=["state", "region", "name", "id"], name="people_state"),
            models.Index(fields=["study", "region", "name", "id"], name="people_study"),
            models.Index(fields=["train", "region", "name", "id"], name="people_train"),
            # search inside a scope: by name, pinyin, initials (prefix, then region); the list of a region
            models.Index(fields=["name", "region"], name="people_name"),
            models.Index(fields=["pinyin", "region"], name="people_pinyin"),
            models.Index(fields=["initials", "region"], name="people_initials"),
            models.Index(fields=["region", "name", "id"], name="people_region"),
            # the few whose closed months lie in another county
            models.Index(fields=["region"], condition=Q(handed=True), name="people_handed"),
        )

    def __str__(self) -> str:
        return self.name


class Headcount(ScopedModel):
    """People of a county by where they stand, counted when a month is loaded: lists show it where counting is dear."""

    region = code_field()  # of a county
    state = models.CharField(max_length=16)
    study = models.CharField(max_length=16)
    train = models.CharField(max_length=16)
    n = models.IntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["region", "state", "study", "train"], name="headcount_once"),
        )

    def __str__(self) -> str:
        return f"{self.region} {self.state} {self.n}"


# a ciphertext kept in the history would outlive its key, and sealing anew is no change of the number
@pghistory.track(*_before(), exclude=["sealed", "version", "index_version"])
class Sealed(OfPerson):
    """One number of a person: ciphertext, key version, blind index."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="numbers")
    kind = models.CharField(max_length=8)  # id_no, phone, account
    version = models.SmallIntegerField()  # of the data key
    sealed = models.BinaryField()  # nonce, ciphertext, tag
    index = models.BinaryField()  # HMAC-SM3, 32 bytes
    index_version = models.SmallIntegerField()
    contested = models.BooleanField(default=False)  # another person holds the same ID number

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["person", "kind"], name="sealed_once_each"),
            # one person once: a second holder of an ID number is a question, never a second owner
            models.UniqueConstraint(
                fields=["index"], condition=models.Q(kind="id_no", contested=False), name="sealed_one_holder"
            ),
        )
        indexes = (
            models.Index(fields=["index", "kind"], name="sealed_search"),  # exact search
            models.Index(fields=["kind", "version"], name="sealed_versions"),  # sealing anew, batch by batch
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.version}"


@pghistory.track(*_before(), exclude=["last_period"])  # being there another month is no change
class Enrolment(OfPerson):
    """A person's number in a register, as the register gave it: no ID number."""

    register = models.CharField(max_length=16)
    number = code_field()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="enrolments")
    first_period = models.IntegerField()  # yyyymm
    last_period = models.IntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["register", "number"], name="enrolled_once"),)

    def __str__(self) -> str:
        return f"{self.register} {self.number}"


class Intake(models.Model):
    """One taking in of a whole register: what its first rows have instead of a history each."""

    register = models.CharField(max_length=16)
    period = models.IntegerField()
    source = models.CharField(max_length=64)  # digest of what was read
    by = models.CharField(max_length=64)
    at = models.DateTimeField(auto_now_add=True)
    rows = models.IntegerField(default=0)
    new = models.IntegerField(default=0)
    changed = models.IntegerField(default=0)
    sealed = models.IntegerField(default=0)
    seconds = models.FloatField(default=0)

    def __str__(self) -> str:
        return f"{self.register} {self.period}"


class Duplicate(ScopedModel):
    """Two records that may be one person; decided once, asked again only when a reason is added."""

    class State(models.TextChoices):
        """Waiting, one person, two people."""

        OPEN = "open"
        SAME = "same"
        APART = "apart"

    one = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    two = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    why = models.CharField(
        max_length=16
    )  # number, or names: name, birth date and telephone or household place
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    region_one = code_field()
    region_two = code_field()
    found_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["one", "two", "why"], name="duplicate_once"),
            models.CheckConstraint(condition=models.Q(one__lt=models.F("two")), name="duplicate_in_order"),
        )
        indexes = (models.Index(fields=["state", "region_one"], name="duplicate_list"),)

    def __str__(self) -> str:
        return f"{self.why} {self.state}"

    @classmethod
    def seen_by(cls, scope: Scope, lo: str, hi: str) -> Q:
        """Both records, or the question is not there."""
        return scope.within("region_one", lo, hi) & scope.within("region_two", lo, hi)


class Decision(models.Model):
    """Merged, split, told apart: who, at which post, why, in which request. Never changed."""

    verb = models.CharField(max_length=8)
    one = models.UUIDField()
    two = models.UUIDField()
    at = models.DateTimeField(auto_now_add=True)
    by = models.CharField(max_length=64)
    post = models.TextField(default="")
    reason = models.TextField()
    request_id = models.CharField(max_length=32, default="")

    class Meta:
        indexes = (
            models.Index(fields=["one"], name="decision_one"),
            models.Index(fields=["two"], name="decision_two"),
        )

    def __str__(self) -> str:
        return f"{self.verb} {self.one} {self.two}"


class Correction(OfPerson):
    """One field of a person set right by an officer: why, by which proof, who confirmed it, what became of it (B10).

    The register stays the source: as long as it delivers the value it delivered then (`told`), the corrected one
    stands; when it delivers another one, that one counts.
    """

    class State(models.TextChoices):
        """Waits for the second person; stands; refused; taken back; the register says it too; it says something new."""

        ASKED = "asked"
        APPLIED = "applied"
        REFUSED = "refused"
        WITHDRAWN = "withdrawn"
        CONFIRMED = "confirmed"
        OVERTAKEN = "overtaken"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="corrections")
    field = models.CharField(max_length=8)  # name, sex, birth, phone
    before = models.TextField(default="")  # as it was shown: a telephone as its mask
    after = models.TextField(default="")
    told = models.TextField(default="")  # the register's value then; of a telephone its blind index, hex
    reason = models.TextField()
    proof = models.TextField()  # which paper was seen
    state = models.CharField(max_length=9, choices=State.choices, default=State.ASKED)
    by = models.CharField(max_length=64)
    post = models.TextField(default="")
    at = models.DateTimeField()
    checked_by = models.CharField(max_length=64, default="")
    checked_post = models.TextField(default="")
    checked_at = models.DateTimeField(null=True)
    note = models.TextField(default="")
    period = models.IntegerField(
        default=0
    )  # newest month of the register when it was applied; later closes use it

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["person", "field"], condition=Q(state="asked"), name="correction_one_asked"
            ),
            models.UniqueConstraint(
                fields=["person", "field"], condition=Q(state="applied"), name="correction_one_stands"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["applied", "refused"]) | ~Q(checked_by=models.F("by")),
                name="correction_two_hands",
            ),
        )
        indexes = (models.Index(fields=["state", "id"], name="correction_waiting"),)

    def __str__(self) -> str:
        return f"{self.field} {self.state}"
