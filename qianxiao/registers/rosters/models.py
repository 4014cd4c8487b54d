"""An import, its lines, and what is held now: a line is a version that never changes, an entry points at the newest."""

import pghistory
from django.db import models
from django.db.models import Q

from qianxiao.base.scope import WHOLE
from qianxiao.office.accounts.scope import Scope
from qianxiao.office.accounts.scoped import ScopedModel


def code_field() -> "models.TextField[str, str]":
    """A text compared byte by byte."""
    return models.TextField(db_collation="C", default="")


class Placed(ScopedModel):
    """A row of a region, or of an institution there: the institution sees its own, the office all of its regions'."""

    region = code_field()
    org_code = code_field()

    class Meta:
        abstract = True

    @classmethod
    def seen_by(cls, scope: Scope, lo: str = WHOLE[0], hi: str = WHOLE[1]) -> Q:
        return scope.owns() if scope.institutions else scope.within("region", lo, hi)


class State(models.TextChoices):
    """Where an import stands."""

    READING = "reading"
    READY = "ready"  # compared: somebody looks at it
    ACCEPTING = "accepting"
    DONE = "done"
    REFUSED = "refused"  # the file could not be read
    FAILED = "failed"
    DROPPED = "dropped"  # cancelled, or left to lapse


class Verdict(models.TextChoices):
    """What a line is against what is held."""

    NEW = "new"
    CHANGED = "changed"
    TWIN = "twin"  # perhaps held already, under another number
    MEANWHILE = "meanwhile"  # what is held changed after the comparison


class Import(Placed):
    """One file brought in. Counts are of rows."""

    register = models.CharField(max_length=16)
    period = models.IntegerField()  # yyyymm: the month the roster is of
    state = models.CharField(max_length=10, choices=State.choices, default=State.READING)
    file_name = models.TextField()
    sha256 = models.CharField(max_length=64, default="")
    size = models.BigIntegerField(default=0)
    store = models.UUIDField()  # name of its files in the store
    by = models.CharField(max_length=64)
    by_name = models.TextField(default="")
    post = models.BigIntegerField()
    at = models.DateTimeField(auto_now_add=True)
    rows = models.IntegerField(default=0)
    wrong = models.IntegerField(default=0)
    repeated = models.IntegerField(default=0)
    hinted = models.IntegerField(default=0)
    same = models.IntegerField(default=0)
    new = models.IntegerField(default=0)
    changed = models.IntegerField(default=0)
    twin = models.IntegerField(default=0)
    meanwhile = models.IntegerField(default=0)
    taken = models.IntegerField(default=0)
    problems = models.JSONField(default=list)  # about the file: code, level, zh, en
    faults = models.JSONField(default=list)  # about its cells, without values: column, fault, rows, first row
    back = models.TextField(default="")  # name of the workbook with the rows to correct
    with_new = models.BooleanField(default=True)
    with_changed = models.BooleanField(default=True)
    accepted_by = models.CharField(max_length=64, default="")
    accepted_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=["region", "-id"], name="import_region"),)  # the newest of a scope

    def __str__(self) -> str:
        return f"{self.register} {self.period} {self.file_name}"


class Line(Placed):
    """One row of a file that tells something new: its cells sealed, masks and name in clear. Never changed once taken."""

    imported = models.ForeignKey(Import, on_delete=models.PROTECT, related_name="lines")
    n = models.IntegerField()  # place in the file, rows kept back counted
    sheet = models.TextField(default="")
    src_row = models.IntegerField()
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    answer = models.CharField(max_length=5, default="")  # take, leave, or nothing said
    home = code_field()  # county or institution: numbers of the register are told apart inside it
    key_index = models.BinaryField()  # HMAC-SM3 of the register's own number
    key_shown = models.TextField(default="")  # masked where it holds an ID number
    mark = models.BinaryField()  # HMAC-SM3 of what the cells mean
    twin_mark = models.BinaryField(null=True)  # HMAC-SM3 of what would be told twice
    name = code_field()
    id_mask = models.TextField(default="")
    # Both point at lines that are held or were: those are never deleted. No constraint, because dropping a million
    # lines would look for each of them here.
    prior = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="+", db_index=False, db_constraint=False
    )
    other = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="+", db_index=False, db_constraint=False
    )
    version = models.SmallIntegerField()  # of the key
    sealed = models.BinaryField()  # all cells as delivered, SM4-GCM

    class Meta:
        indexes = (
            models.Index(fields=["imported", "verdict", "n"], name="line_page"),
        )  # a tab of the preview, in the order of the file

    def __str__(self) -> str:
        return f"{self.imported_id} {self.n} {self.verdict}"


class Step(Placed):
    """What somebody did with an import, insert-only: what a line or an import says of itself is only its last."""

    imported = models.ForeignKey(Import, on_delete=models.PROTECT, related_name="steps")
    verb = models.CharField(max_length=10)  # brought, answered, accepted, dropped, failed
    detail = models.JSONField(default=dict)  # line and answer; kinds of rows wanted
    at = models.DateTimeField(auto_now_add=True)
    by = models.CharField(max_length=64)
    post = models.TextField(default="")
    request_id = models.CharField(max_length=32, default="")

    class Meta:
        indexes = (models.Index(fields=["imported", "id"], name="import_steps"),)

    def __str__(self) -> str:
        return f"{self.imported_id} {self.verb}"


@pghistory.track(
    pghistory.UpdateEvent("changed", row=pghistory.Old, level=pghistory.Statement),
    pghistory.DeleteEvent("removed", level=pghistory.Statement),
)
class Entry(Placed):
    """What a register holds now under one number: the newest line taken. What it was lies in its history."""

    register = models.CharField(max_length=16)
    home = code_field()
    key_index = models.BinaryField()
    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="+")
    mark = models.BinaryField()
    twin_mark = models.BinaryField(null=True)
    since = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["register", "home", "key_index"], name="entry_once"),)
        indexes = (
            models.Index(fields=["register", "twin_mark"], name="entry_twin"),
            models.Index(fields=["register", "region"], name="entry_region"),  # export of a scope
        )

    def __str__(self) -> str:
        return f"{self.register} {self.home}"
