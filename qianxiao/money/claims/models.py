"""Claims with their lines, steps and appeals; keys of submissions; sources that are away. Money is fen, days are yyyymmdd."""

from django.db import models
from django.db.models import F, Q

from qianxiao.base.scope import WHOLE
from qianxiao.money.entitlements.models import Entitlement
from qianxiao.office.accounts.scope import Scope
from qianxiao.office.accounts.scoped import ScopedModel
from qianxiao.registers.people.models import Person, code_field


class OfClaim(ScopedModel):
    """A row of a claim: for the county that decides, the institution and the person that asked."""

    region = code_field()  # of the county that pays
    org_code = code_field()  # '' unless an institution asked
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        abstract = True

    @classmethod
    def seen_by(cls, scope: Scope, lo: str = WHOLE[0], hi: str = WHOLE[1]) -> Q:
        if scope.person:
            return Q(person_id=scope.person)
        return scope.owns() if scope.institutions else scope.within("region", lo, hi)


class Claim(OfClaim):
    """One list or application about one item. person: who asked, where a person did."""

    KINDS = ("auto", "org", "person")
    STATES = (
        "draft", "submitted", "returned", "checked", "to_notice", "notice", "to_pay", "paying", "done", "refused", "withdrawn",
    )  # fmt: skip
    LIVE = ("draft", "submitted", "returned", "checked", "to_notice", "notice", "to_pay", "paying")

    claim_no = code_field()  # C621126-2020-000012
    item = code_field()
    kind = models.CharField(max_length=6)
    about = code_field()  # the class or term it settles; '' for lists by themselves
    title = models.TextField(default="")
    state = models.CharField(max_length=10, default="submitted")
    entered_on = models.IntegerField()  # the day it came into its state
    due_on = models.IntegerField()  # by which it should have left it
    made_on = models.IntegerField()
    made_by = models.CharField(max_length=64, default="")  # '' where nobody had to ask
    first_by = models.CharField(max_length=64, default="")
    second_by = models.CharField(max_length=64, default="")
    supplemented = models.BooleanField(default=False)  # was given back once
    lacks = models.JSONField(default=list)  # what was missing then, all of it
    answers = models.JSONField(default=dict)
    note = models.TextField(default="", blank=True)
    lines_told = models.IntegerField(default=0)
    total = models.BigIntegerField(default=0)
    notice = models.BigIntegerField(null=True)  # the list it was put up in

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["claim_no"], name="claim_number"),
            # nobody decides on the own application, nobody takes both reviews
            models.CheckConstraint(condition=Q(first_by="") | ~Q(first_by=F("made_by")), name="claim_not_own_first"),
            models.CheckConstraint(
                condition=Q(second_by="") | (~Q(second_by=F("made_by")) & ~Q(second_by=F("first_by"))), name="claim_two_people"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["to_notice", "notice", "to_pay", "paying", "done"]) | (~Q(first_by="") & ~Q(second_by="")),
                name="claim_reviewed_twice",
            ),
        )  # fmt: skip
        indexes = (
            # the queue of a county and of an institution, newest first; what waits longest
            models.Index(fields=["region", "-id"], name="claim_region"),
            models.Index(fields=["org_code", "-id"], condition=~Q(org_code=""), name="claim_org"),
            models.Index(fields=["state", "region", "due_on", "id"], name="claim_queue"),
            models.Index(fields=["person"], condition=Q(person__isnull=False), name="claim_person"),
        )

    def __str__(self) -> str:
        return self.claim_no


class ClaimLine(OfClaim):
    """One person's part of a claim, decided by itself. person: whom it is about."""

    STATES = ("open", "passed", "refused", "held", "withdrawn")

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="lines")
    number = models.IntegerField()  # place in the claim, from 1
    reference = code_field()  # claim number and place, for ever: notices and payments name the line by it
    entitlement = models.ForeignKey(Entitlement, on_delete=models.PROTECT, related_name="lines")
    name = code_field()
    id_mask = models.TextField(default="")
    place = code_field()
    amount = models.BigIntegerField()
    state = models.CharField(max_length=9, default="open")
    live = models.BooleanField(default=True)  # one live line for an entitlement, whoever asks
    checks = models.JSONField(default=list)  # check, result, code, detail, day of the source, time
    look = models.BooleanField(default=False)  # something is red or could not be checked
    papers = models.JSONField(default=dict)  # check → what was seen instead, by whom
    reason = models.TextField(default="", blank=True)
    clause = models.TextField(default="", blank=True)
    decided_by = models.CharField(max_length=64, default="")
    paid = models.CharField(max_length=12, default="")  # state of its payment
    settled_on = models.IntegerField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["claim", "number"], name="claimline_number"),
            models.UniqueConstraint(fields=["entitlement"], condition=Q(live=True), name="claimline_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="claimline_money"),
        )
        indexes = (
            models.Index(fields=["person"], name="claimline_person"),
            models.Index(fields=["reference"], name="claimline_reference"),
        )

    def __str__(self) -> str:
        return self.reference


class ClaimStep(OfClaim):
    """What was done with a claim or a line of it; only added to. One row for each change of state."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="steps")
    line = models.IntegerField(default=0)  # number of the line; 0 for the claim
    verb = models.CharField(max_length=12)
    before = models.CharField(max_length=10)
    after = models.CharField(max_length=10)
    day = models.IntegerField()
    waited = models.IntegerField(default=0)  # working days in the state before
    by = models.CharField(max_length=64)
    post = models.TextField(default="")
    reason = models.TextField(default="")
    request_id = models.CharField(max_length=32, default="")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = (models.Index(fields=["claim", "id"], name="claimstep_of"),)

    def __str__(self) -> str:
        return f"{self.claim_id} {self.verb}"


class Submission(OfClaim):
    """The answer to one submission, by the key the form carried: sent again it is answered again, for ever."""

    key = models.UUIDField(primary_key=True)
    body = models.CharField(max_length=64)  # SHA-256 of what was sent
    by = models.CharField(max_length=64)
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return str(self.key)


class Appeal(OfClaim):
    """Somebody says that a line was decided wrongly; heard by a person who took no part in it."""

    STATES = ("open", "upheld", "rejected")

    line = models.ForeignKey(ClaimLine, on_delete=models.PROTECT, related_name="appeals")
    reason = models.TextField()
    made_on = models.IntegerField()
    due_on = models.IntegerField()
    made_by = models.CharField(max_length=64)
    state = models.CharField(max_length=8, default="open")
    answer = models.TextField(default="", blank=True)
    decided_by = models.CharField(max_length=64, default="")
    decided_on = models.IntegerField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["line"], condition=Q(state="open"), name="appeal_once"),
            models.CheckConstraint(condition=Q(decided_by="") | ~Q(decided_by=F("made_by")), name="appeal_other_person"),
        )  # fmt: skip
        indexes = (models.Index(fields=["state", "region", "-id"], name="appeal_queue"),)

    def __str__(self) -> str:
        return f"{self.line_id} {self.state}"


class SourceState(models.Model):
    """A source that is switched off, or whose newest day is another one than that of the closed month."""

    code = models.CharField(max_length=16, primary_key=True)
    down = models.BooleanField(default=False)
    as_of = models.IntegerField(null=True)
    note = models.TextField(default="", blank=True)
    by = models.CharField(max_length=64, default="")
    at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return self.code
