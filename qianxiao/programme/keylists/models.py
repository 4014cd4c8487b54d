"""Applications of schools with their majors, weights of provinces, published lists, visitors who want to be contacted."""

import uuid

from django.db import models
from django.db.models import F, Q

from qianxiao.registers.people.models import code_field
from qianxiao.registers.schools.models import OfInstitution


class Application(OfInstitution):
    """A school's application for one year: the prefecture's opinion, the province's decision."""

    class State(models.TextChoices):
        """With the prefecture, with the province, decided."""

        HANDED = "handed"
        REVIEWED = "reviewed"
        KEY = "key"
        REFUSED = "refused"

    year = models.IntegerField()
    name = models.TextField()
    note = models.TextField(default="", blank=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.HANDED)
    opinion = models.TextField(default="", blank=True)
    reason = models.TextField(default="", blank=True)
    points = models.FloatField(null=True)  # when it was decided
    sheet = models.JSONField(default=list)  # what it was decided on
    by = models.CharField(max_length=64)
    at = models.DateTimeField()
    reviewed_by = models.CharField(max_length=64, default="")
    decided_by = models.CharField(max_length=64, default="")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["org_code", "year"], name="key_application_once"),
            models.CheckConstraint(
                condition=Q(decided_by="") | ~Q(decided_by=F("reviewed_by")), name="application_two_hands"
            ),
        )
        indexes = (models.Index(fields=["year", "region"], name="application_year"),)

    def __str__(self) -> str:
        return f"{self.year} {self.name}"


class MajorChoice(OfInstitution):
    """One major a school applies with; it can be selected only while the school is a key one (19-04-02)."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="majors")
    major = code_field()
    seats = models.IntegerField()
    poor_seats = models.IntegerField()  # kept for students of poor families
    selected = models.BooleanField(null=True)
    reason = models.TextField(default="", blank=True)
    points = models.FloatField(null=True)
    sheet = models.JSONField(default=list)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["application", "major"], name="key_choice_once"),
            models.CheckConstraint(
                condition=Q(seats__gt=0, poor_seats__gte=0, poor_seats__lte=F("seats")), name="choice_seats"
            ),
        )

    def __str__(self) -> str:
        return self.major


class Weight(models.Model):
    """What a province lets a criterion weigh from now on; the newest row of a criterion counts. Insert-only."""

    province = code_field()
    subject = models.CharField(max_length=6)  # school or major
    criterion = models.CharField(max_length=16)
    weight = models.IntegerField()  # percent
    by = models.CharField(max_length=64)
    post = models.TextField(default="")
    request_id = models.CharField(max_length=32, default="")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = (models.Index(fields=["province", "subject", "criterion", "-id"], name="weight_newest"),)

    def __str__(self) -> str:
        return f"{self.criterion} {self.weight}"


class KeyList(models.Model):
    """One year's list of a province: proposed by one person, published by another (19-04-05)."""

    province = code_field()
    year = models.IntegerField()
    proposed_by = models.CharField(max_length=64)
    proposed_at = models.DateTimeField()
    published_by = models.CharField(max_length=64, default="")
    published_on = models.DateField(null=True)
    published_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["province", "year"], name="keylist_once"),
            models.CheckConstraint(
                condition=Q(published_by="") | ~Q(published_by=F("proposed_by")), name="keylist_two_people"
            ),
        )

    def __str__(self) -> str:
        return f"{self.province} {self.year}"


class Entry(models.Model):
    """A school, or one of its majors, on a list; also what was taken off, with the reason (19-04-01)."""

    class Verdict(models.TextChoices):
        """Against the list of the year before."""

        ADDED = "added"
        KEPT = "kept"
        REMOVED = "removed"

    list = models.ForeignKey(KeyList, on_delete=models.CASCADE, related_name="entries")
    org_code = code_field()
    region = code_field()
    name = models.TextField()
    major = code_field()  # '' is the school itself
    seats = models.IntegerField(default=0)
    poor_seats = models.IntegerField(default=0)
    verdict = models.CharField(max_length=8, choices=Verdict.choices)
    reason = models.TextField(default="", blank=True)
    points = models.FloatField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["list", "org_code", "major"], name="key_entry_once"),)
        indexes = (models.Index(fields=["major", "region"], name="key_entry_major"),)

    def __str__(self) -> str:
        return f"{self.name} {self.major}"


class Contact(OfInstitution):
    """A visitor who wants to hear from a key school (19-04-06); the telephone is sealed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.TextField()
    major = code_field()
    phone_mask = models.TextField()
    version = models.SmallIntegerField()
    sealed = models.BinaryField()
    at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=64, default="")
    outcome = models.TextField(default="", blank=True)

    class Meta:
        indexes = (models.Index(fields=["org_code", "-at"], name="contact_school"),)

    def __str__(self) -> str:
        return f"{self.org_code} {self.major}"
