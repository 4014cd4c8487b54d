"""What other departments tell about people, day by day; who is called back, and what they say. Dates are yyyymmdd."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from qianxiao.office.accounts.scoped import ScopedModel
from qianxiao.registers.people.models import Person, code_field


class Outside(ScopedModel):
    """One dated fact about a person from outside: insured by a firm, in hospital, on the staff of a school, an account opened.

    org_code: the firm, the institution, the branch of a bank, or the user name of an official.
    """

    KINDS = ("death", "pension", "payroll", "insured", "prison", "abroad", "hospital", "staff", "owner", "official", "opened")  # fmt: skip

    kind = models.CharField(max_length=8)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    region = code_field()  # where the person's record is kept
    starts = models.IntegerField()
    ends = models.IntegerField(default=99991231)
    org_code = code_field()
    source_day = models.IntegerField()  # the newest day of the file it came in
    source = models.CharField(max_length=64, default="")  # digest of the file
    by = models.CharField(max_length=64)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["kind", "person", "starts", "org_code"], name="outside_once"),
            models.CheckConstraint(condition=Q(ends__gte=models.F("starts")), name="outside_in_order"),
        )
        indexes = (
            models.Index(fields=["person", "kind"], name="outside_person"),
            models.Index(fields=["kind", "org_code", "starts"], name="outside_kind"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.starts}"


class Draw(ScopedModel):
    """One drawing of clean lines to be called back: seed and share, so that anybody can draw the same ones again."""

    region = code_field()  # of the county
    day = models.IntegerField()
    seed = models.CharField(max_length=64)
    percent = models.SmallIntegerField()
    lines = models.IntegerField()  # clean ones, of which it was drawn
    drawn = models.IntegerField()
    by = models.CharField(max_length=64)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["region", "day"], name="draw_once"),)

    def __str__(self) -> str:
        return f"{self.region} {self.day}"


class CallBack(ScopedModel):
    """One line whose payee is called; the answer is written down once, by somebody who decided nothing about it."""

    ANSWERS = ("", "confirmed", "denied", "less", "unreached")

    draw = models.ForeignKey(Draw, on_delete=models.PROTECT, related_name="calls")
    region = code_field()  # of the county
    claim = code_field()  # reference of the line
    about = code_field()  # number of the class; '' where there is none
    org_code = code_field()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    name = code_field()  # as it was when drawn: the record may lie with another county
    phone_mask = models.TextField(default="")
    item = code_field()
    amount = models.BigIntegerField()
    decided_by = ArrayField(models.TextField(), default=list)  # who may not call
    answer = models.CharField(max_length=10, default="", blank=True)
    received = models.BigIntegerField(null=True)  # fen, as the payee says, where it was less
    note = models.TextField(default="", blank=True)
    by = models.CharField(max_length=64, default="")
    day = models.IntegerField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["claim"], name="callback_once"),
            models.CheckConstraint(condition=Q(answer="") | ~Q(by=""), name="callback_by_somebody"),
        )
        indexes = (models.Index(fields=["region", "answer", "-id"], name="callback_list"),)

    def __str__(self) -> str:
        return f"{self.claim} {self.answer}"
