"""What teachers learned, practised and did elsewhere, and certificates of service (19-14-05, 19-14-06, 19-15-04, 19-15-05)."""

from django.db import models
from django.db.models import Q

from qianxiao.registers.people.models import code_field
from qianxiao.registers.schools.models import OfInstitution, Teacher
from qianxiao.services.studies.models import Written

CLASSES = ("founders", "ability", "integrated")  # the three classes for teachers of poor areas
MODES = ("secondment", "two_place", "entrusted", "on_site")  # of support teaching (19-07-04)
KINDS = ("training", "practice", *CLASSES, "service", "aid")


class TeacherRecord(OfInstitution, Written):
    """Days of training or enterprise practice, a class, a time of support teaching, an aid task; only added to."""

    teacher = models.ForeignKey(Teacher, on_delete=models.PROTECT, related_name="records")
    kind = models.CharField(max_length=12)
    mode = models.CharField(max_length=12, default="")
    what = models.TextField()  # the class, enterprise, task
    place = code_field()  # county of support teaching
    starts = models.IntegerField()
    ends = models.IntegerField()
    days = models.SmallIntegerField(default=0)
    hours = models.SmallIntegerField(default=0)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(starts__lte=models.F("ends")), name="teacher_record_days"),
        )
        indexes = (
            models.Index(fields=["teacher", "kind", "starts"], name="teacher_record_of"),
            models.Index(fields=["org_code", "-starts", "-id"], name="teacher_record_work"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.starts}"


class ServiceProof(OfInstitution, Written):
    """How long a teacher taught in support of other places; its number is verified in public."""

    teacher = models.ForeignKey(Teacher, on_delete=models.PROTECT, related_name="proofs")
    number = code_field()
    name = models.TextField()
    school = models.TextField()
    starts = models.IntegerField()
    ends = models.IntegerField()
    days = models.SmallIntegerField()
    day = models.IntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["number"], name="service_proof_number"),)
        indexes = (models.Index(fields=["teacher", "-id"], name="service_proof_of"),)

    def __str__(self) -> str:
        return self.number


class ClassPlaces(OfInstitution, Written):
    """How many teachers of a school of a poor area may go to one of the three classes in a year (19-14-06).

    Only added to: the newest row of a school, class and year holds.
    """

    kind = models.CharField(max_length=12)
    year = models.SmallIntegerField()
    places = models.SmallIntegerField()

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(places__gte=0), name="class_places_count"),)
        indexes = (models.Index(fields=["org_code", "year", "kind", "-id"], name="class_places_of"),)

    def __str__(self) -> str:
        return f"{self.org_code} {self.kind} {self.year}"
