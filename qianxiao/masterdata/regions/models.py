"""The region tree: province, prefecture, county, township, village, with the dates a code was in force."""

from django.db import models


class Region(models.Model):
    """One region code. Codes sort by byte (collation C), so that a subtree is one half-open range."""

    code = models.TextField(primary_key=True, db_collation="C")
    name = models.TextField()
    name_en = models.TextField(default="")
    level = models.SmallIntegerField()  # 1 province … 5 village
    parent = models.TextField(db_collation="C", default="")
    valid_from = models.IntegerField(default=0)  # yyyymmdd
    valid_to = models.IntegerField(default=99991231)
    successor = models.TextField(db_collation="C", default="")

    class Meta:
        # children of one region, in code order: every drill-down
        indexes = (models.Index(fields=["parent", "code"], name="region_children"),)

    def __str__(self) -> str:
        return f"{self.name} {self.code}"
