"""The year's return: the layout as it was, one form per unit and year, its figures, and what happened to it. Money in fen."""

from django.db import models
from django.db.models import Q

from qianxiao.office.accounts.scoped import ScopedModel
from qianxiao.returns.close.models import code_field


class Layout(models.Model):
    """A layout as some form used it: a later one does not change what was sent. Nobody's data."""

    version = models.CharField(max_length=64, primary_key=True)  # SHA-256 of its canonical JSON
    name = models.CharField(max_length=40)
    body = models.JSONField()

    def __str__(self) -> str:
        return f"{self.name} {self.version[:12]}"


class Form(ScopedModel):
    """The form of one unit and year. filler, reviewer, responsible: user names."""

    class State(models.TextChoices):
        """How far it is (flow.py)."""

        DRAFT = "draft"
        CHECKED = "checked"
        SIGNED = "signed"
        SUBMITTED = "submitted"
        ACCEPTED = "accepted"
        RETURNED = "returned"

    year = models.IntegerField()
    region = code_field()  # a unit: a province, 兵团 or a prefecture
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    layout = models.ForeignKey(Layout, on_delete=models.PROTECT, related_name="+")
    period = models.IntegerField()  # yyyymm: the frozen month its figures are from
    manifest = models.CharField(max_length=64)  # of that month
    filler = models.CharField(max_length=64)
    reviewer = models.CharField(max_length=64, default="", blank=True)
    responsible = models.CharField(max_length=64, default="", blank=True)
    submitted_at = models.DateTimeField(null=True)  # by the real clock
    submitted_on = models.DateField(null=True)  # by the clock of the duties
    late_days = models.IntegerField(default=0)
    late_reason = models.TextField(default="", blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["year", "region"], name="annual_form_once"),
            models.CheckConstraint(
                condition=Q(late_days=0) | ~Q(late_reason=""), name="annual_late_has_reason"
            ),
        )

    def __str__(self) -> str:
        return f"{self.year} {self.region} {self.state}"


class Figure(ScopedModel):
    """One figure of a form. computed: from the frozen month, None where it is typed; delta: an adjustment, kept apart from it."""

    form = models.ForeignKey(Form, on_delete=models.CASCADE, related_name="+")
    region = code_field()
    code = models.CharField(max_length=8)
    column = models.CharField(max_length=16)
    computed = models.BigIntegerField(null=True)
    typed = models.BigIntegerField(null=True)
    words = models.TextField(default="", blank=True)  # of a cell that is text
    delta = models.BigIntegerField(default=0)
    reason = models.TextField(default="", blank=True)  # of the adjustment
    by = models.CharField(max_length=64, default="", blank=True)  # who typed or adjusted it last
    at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["form", "code", "column"], name="annual_figure_once"),
            # 19-17-05: an adjustment only with a reason
            models.CheckConstraint(condition=Q(delta=0) | ~Q(reason=""), name="annual_delta_has_reason"),
            models.CheckConstraint(
                condition=Q(computed=None) | Q(typed=None), name="annual_typed_beside_computed"
            ),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.column}"


class Step(ScopedModel):
    """What somebody did with a form, and why; only added to. A signature has the body it covers and its HMAC."""

    form = models.ForeignKey(Form, on_delete=models.PROTECT, related_name="+")
    year = models.IntegerField()
    region = code_field()
    verb = models.CharField(max_length=10)
    about = models.CharField(max_length=64, default="", blank=True)  # the figure or the check
    was = models.BigIntegerField(null=True)
    now = models.BigIntegerField(null=True)
    reason = models.TextField(default="", blank=True)
    by = models.CharField(max_length=64)
    post = models.TextField(default="")
    request_id = models.CharField(max_length=32, default="")
    day = models.DateField()  # of the duties' clock
    at = models.DateTimeField()
    body = models.JSONField(default=dict)
    hash = models.CharField(max_length=64, default="", blank=True)
    key_version = models.IntegerField(default=0)

    class Meta:
        indexes = (models.Index(fields=["form", "-id"], name="annual_step_of"),)

    def __str__(self) -> str:
        return f"{self.year} {self.region} {self.verb}"
