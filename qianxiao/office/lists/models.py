"""What people chose about lists: saved views, the columns and the size of a page. No row says anything about a person."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from qianxiao.office.accounts.models import Agency, User


class SavedView(models.Model):
    """A choice of filters under a title; shared ones are offered to everybody of the agency, each in the own scope."""

    page = models.CharField(max_length=32)  # the name of the list
    title = models.CharField(max_length=40)
    query = models.TextField()  # the address's filters and order; never a name that was searched
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="views")
    agency = models.ForeignKey(
        Agency, null=True, on_delete=models.CASCADE, related_name="views"
    )  # shared with it

    class Meta:
        constraints = (models.UniqueConstraint(fields=["user", "page", "title"], name="view_title_once"),)
        indexes = (
            models.Index(fields=["agency", "page"], condition=Q(agency__isnull=False), name="view_shared"),
        )

    def __str__(self) -> str:
        return f"{self.page} {self.title}"


class Layout(models.Model):
    """Columns of one list in the reader's order, rows on a page."""

    page = models.CharField(max_length=32)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="layouts")
    columns = ArrayField(models.CharField(max_length=32), default=list)
    size = models.SmallIntegerField(default=50)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["user", "page"], name="layout_once"),)

    def __str__(self) -> str:
        return f"{self.page} {self.size}"
