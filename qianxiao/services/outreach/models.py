"""One row per free service given to a household, or to one person of it (19-11-01). Dates are yyyymmdd."""

import uuid

import pghistory
from django.db import models
from django.db.models import Q

from qianxiao.office.accounts.scoped import ScopedModel
from qianxiao.registers.households.models import Household
from qianxiao.registers.people.models import Person, code_field


@pghistory.track(
    pghistory.UpdateEvent("changed", row=pghistory.Old, level=pghistory.Statement),
    pghistory.DeleteEvent("removed", level=pghistory.Statement),
)
class Service(ScopedModel):
    """What an officer did for a household on a day; one visit to many households has one key. region: the household's."""

    region = code_field()
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", null=True
    )  # nobody: all of it
    kind = models.CharField(max_length=12)  # of policies/outreach.yaml
    day = models.IntegerField()
    result = models.TextField()  # what came of it
    visit = models.UUIDField(default=uuid.uuid4)
    withdrawn = models.TextField(default="", blank=True)  # why it does not count; "" while it does
    officer = models.TextField()  # who gave it, as the log of the household shows it
    by = models.CharField(max_length=64)
    post = models.TextField(default="")  # agency and role
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (
            # the same service of one day counts once; a withdrawn one may be written down again
            models.UniqueConstraint(
                fields=["household", "kind", "day", "person"], condition=Q(withdrawn=""), nulls_distinct=False, name="service_once"
            ),
        )  # fmt: skip
        indexes = (
            models.Index(fields=["household", "day"], name="service_household"),  # whoever has none this year
            models.Index(fields=["person", "day"], name="service_person"),
            models.Index(fields=["region", "-day", "-id"], name="service_list"),
            models.Index(fields=["-day", "-id"], name="service_newest"),
        )

    def __str__(self) -> str:
        return f"{self.day} {self.kind}"
