"""One large file of a list: what was asked for and why, who said yes, how it was made, until when it can be fetched."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from qianxiao.office.jobs.models import Placed


class State(models.TextChoices):
    """Where an export stands."""

    ASKED = "asked"  # a second person has to say yes
    MAKING = "making"
    READY = "ready"
    REFUSED = "refused"
    FAILED = "failed"
    DROPPED = "dropped"  # taken back or cancelled: no file
    GONE = "gone"  # its time is over


BEFORE_YES = (State.ASKED, State.REFUSED, State.DROPPED, State.GONE)


class Export(Placed):
    """It belongs to the post that asked; whoever may be the second person sees that it was asked for, never the file."""

    page = models.CharField(max_length=32)  # the list's name
    form = models.CharField(max_length=4)  # csv or xlsx
    query = models.TextField(default="")  # the list's address
    text = models.TextField(default="")  # a name searched in it
    columns = ArrayField(models.CharField(max_length=32), default=list)
    ids = ArrayField(
        models.CharField(max_length=36), default=list
    )  # what was ticked; nothing: the whole list
    said = models.JSONField(default=list)  # its conditions in the words of who asked
    language = models.CharField(max_length=8, default="")
    purpose = models.CharField(max_length=16)
    note = models.TextField(default="")
    told = models.BigIntegerField()  # rows, counted before it was asked for
    second = models.BooleanField()  # wants a second person
    state = models.CharField(max_length=8, choices=State.choices)
    store = models.UUIDField(unique=True)
    rows = models.BigIntegerField(default=0)  # written
    people = models.BigIntegerField(default=0)  # whom they show
    size = models.BigIntegerField(default=0)  # bytes
    over = models.TextField(default="")  # the scope it was made under
    by = models.CharField(max_length=64)
    by_name = models.TextField(default="")
    post = models.BigIntegerField()
    post_name = models.TextField(default="")
    request_id = models.CharField(max_length=32, default="")
    asked_at = models.DateTimeField(auto_now_add=True)
    answer = models.CharField(max_length=3, default="")  # yes or no
    answered_by = models.CharField(max_length=64, default="")
    answered_name = models.TextField(default="")
    answered_post = models.BigIntegerField(null=True)
    answered_note = models.TextField(default="")
    answered_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField()  # no answer is given, no file is handed out from here on

    class Meta:
        indexes = (
            models.Index(fields=["region", "-id"], name="export_region"),  # the newest of a scope
            models.Index(fields=["post", "-id"], name="export_post"),  # one's own
        )
        constraints = (
            models.CheckConstraint(
                name="export_two_people",
                condition=Q(answer="") | (~Q(answered_by=F("by")) & ~Q(answered_post=F("post"))),
            ),
            models.CheckConstraint(
                name="export_after_yes",
                condition=Q(second=False) | Q(answer="yes") | Q(state__in=[str(one) for one in BEFORE_YES]),
            ),
        )

    def __str__(self) -> str:
        return f"{self.page} {self.state}"


class ExportStep(Placed):
    """What was done with an export, insert-only: asked, yes, no, made, failed, dropped, gone."""

    export = models.ForeignKey(Export, on_delete=models.PROTECT, related_name="steps")
    verb = models.CharField(max_length=8)
    detail = models.JSONField(default=dict)
    at = models.DateTimeField(auto_now_add=True)
    by = models.CharField(max_length=64)
    post = models.TextField(default="")
    request_id = models.CharField(max_length=32, default="")

    class Meta:
        indexes = (models.Index(fields=["export", "id"], name="export_steps"),)

    def __str__(self) -> str:
        return f"{self.export_id} {self.verb}"
