"""Internships, recommendations, what became of graduates, proofs of equal standing (19-04-08, 19-04-09, 19-15-01)."""

from django.db import models

from qianxiao.registers.people.models import code_field
from qianxiao.registers.schools.models import OfInstitution
from qianxiao.services.studies.models import OfStudent, Written


class InternPost(OfInstitution, Written):
    """A post for interns that an employer offers to a school."""

    employer = models.TextField()
    title = models.TextField()
    major = code_field()  # '' for any
    places = models.SmallIntegerField()
    starts = models.IntegerField()
    ends = models.IntegerField()

    class Meta:
        indexes = (models.Index(fields=["org_code", "-starts", "id"], name="intern_post_of"),)

    def __str__(self) -> str:
        return f"{self.employer} {self.title}"


class Placement(OfStudent, Written):
    """A student on a post; only added to. Passing poor students by says why."""

    post_of = models.ForeignKey(InternPost, on_delete=models.PROTECT, related_name="placements")
    day = models.IntegerField()
    passed = models.SmallIntegerField(default=0)  # poor students of the major without a post at that moment
    reason = models.TextField(default="")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["post_of", "student"], name="placement_once"),)
        indexes = (models.Index(fields=["student", "-id"], name="placement_of"),)

    def __str__(self) -> str:
        return f"{self.post_of_id} {self.day}"


class Recommendation(OfStudent, Written):
    """A job a graduate was recommended for with its result, or why there was none; only added to (19-04-09)."""

    RESULTS = ("hired", "refused", "declined", "waiting", "none")

    day = models.IntegerField()
    employer = models.TextField(default="")
    job = models.TextField(default="")
    result = models.CharField(max_length=8)
    reason = models.TextField(default="")  # why there was none

    class Meta:
        indexes = (models.Index(fields=["student", "-id"], name="recommendation_of"),)

    def __str__(self) -> str:
        return f"{self.result} {self.day}"


class Outcome(OfStudent, Written):
    """What a graduate does, said or checked on a day; the newest row counts. Only added to."""

    day = models.IntegerField()
    employed = models.BooleanField()
    employer = models.TextField(default="")
    form = models.CharField(max_length=2, default="")  # of the code table employ_form
    checked = models.BooleanField(default=False)  # the check after the months the parameter says

    class Meta:
        indexes = (models.Index(fields=["student", "-id"], name="outcome_of"),)

    def __str__(self) -> str:
        return f"{self.employed} {self.day}"


class DegreeProof(OfStudent, Written):
    """That a graduate of an advanced or technician class stands equal to a college graduate (19-15-01)."""

    number = code_field()
    day = models.IntegerField()
    stage = models.CharField(max_length=1)
    cert_no = models.TextField()  # of the certificate of that level

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["number"], name="degree_proof_number"),
            models.UniqueConstraint(fields=["student", "stage"], name="degree_proof_once"),
        )

    def __str__(self) -> str:
        return self.number


class Need(OfStudent, Written):
    """Why a student stands on the list of needy students of a term, and from where it is known (20-09-01)."""

    CATEGORIES = ("registered", "low_income", "school")  # two by matching, one recognised by the school
    LEVELS = ("1", "2", "3")  # of the code table need_level

    term = code_field()
    category = models.CharField(max_length=12)
    level = models.CharField(max_length=1)
    source = models.TextField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["student", "term", "category"], name="need_once"),)

    def __str__(self) -> str:
        return f"{self.term} {self.category}"
