"""Notices, their masked lines, the days they were up, and objections. Days are yyyymmdd, money is fen.

A line holds nothing that may not be shown: what is not here cannot get out. What was put up never changes.
"""

import uuid

from django.db import models
from django.db.models import F, Q

from qianxiao.office.accounts.scoped import ScopedModel
from qianxiao.registers.people.models import Person, code_field


class Notice(ScopedModel):
    """A list that was put up, with what proves it; region: the county that put it up."""

    STATES = ("showing", "ended", "withdrawn")

    region = code_field()
    kind = models.CharField(max_length=16)
    item = models.TextField()
    title = models.TextField(default="", blank=True)
    opened_on = models.IntegerField()
    term = models.SmallIntegerField()  # working days
    due_on = models.IntegerField()  # the last working day, if it is up on each
    ended_on = models.IntegerField(null=True)
    state = models.CharField(max_length=10, default="showing")
    lines_told = models.IntegerField()
    amount = models.BigIntegerField()  # of all lines
    digest = models.CharField(max_length=64)  # SM3 of the lines as shown
    opened_by = models.CharField(max_length=64)
    withdrawn_by = models.CharField(max_length=64, default="")
    reason = models.TextField(default="", blank=True)  # why it was withdrawn

    class Meta:
        indexes = (
            models.Index(fields=["region", "-id"], name="notice_region"),
            models.Index(fields=["state", "region", "-id"], name="notice_state"),
        )
        constraints = (
            models.CheckConstraint(
                condition=~Q(state="withdrawn") | (~Q(withdrawn_by="") & ~Q(reason="")),
                name="notice_withdrawn_why",
            ),
        )

    def __str__(self) -> str:
        return f"{self.pk} {self.kind}"


class NoticeLine(ScopedModel):
    """One line as it is shown. claim: the reference of whoever asked for it; it is never shown."""

    STATES = ("showing", "objected", "clear", "refused", "withdrawn")

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="lines")
    number = models.IntegerField()
    region = code_field()
    claim = code_field()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    name = models.TextField()
    id_mask = models.TextField(default="", blank=True)
    place = models.TextField(default="", blank=True)
    amount = models.BigIntegerField()
    state = models.CharField(max_length=10, default="showing")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["notice", "number"], name="notice_line_once"),
            # a claim's line is up once at a time; withdrawn it may be put up again
            models.UniqueConstraint(
                fields=["claim"], condition=~Q(state="withdrawn"), name="notice_claim_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.notice_id}/{self.number}"


class NoticeDay(ScopedModel):
    """The list was read as the public reads it on a day, and this was its digest."""

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="days")
    region = code_field()
    day = models.IntegerField()
    digest = models.CharField(max_length=64)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["notice", "day"], name="notice_day_once"),)

    def __str__(self) -> str:
        return f"{self.notice_id} {self.day}"


class Objection(ScopedModel):
    """What somebody said against a line; who it was may stay untold. The telephone is sealed."""

    STATES = ("open", "answered", "settled")
    ANSWERS = ("", "upheld", "rejected")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    line = models.ForeignKey(NoticeLine, on_delete=models.PROTECT, related_name="objections")
    region = code_field()
    kind = models.CharField(max_length=8)
    text = models.TextField()
    name = models.TextField(default="", blank=True)
    phone_mask = models.TextField(default="", blank=True)
    version = models.SmallIntegerField(default=0)
    sealed = models.BinaryField(default=b"")
    at = models.DateTimeField()
    due_on = models.IntegerField()
    state = models.CharField(max_length=8, default="open")
    answer = models.CharField(max_length=8, default="", blank=True)
    reason = models.TextField(default="", blank=True)
    answered_by = models.CharField(max_length=64, default="")
    settled_by = models.CharField(max_length=64, default="")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(settled_by="") | ~Q(settled_by=F("answered_by")), name="objection_two_people"
            ),
            models.CheckConstraint(
                condition=~Q(state="settled") | ~Q(settled_by=""), name="objection_settled_by"
            ),
        )
        indexes = (models.Index(fields=["state", "region", "at", "id"], name="objection_list"),)

    def __str__(self) -> str:
        return f"{self.line_id} {self.kind}"
