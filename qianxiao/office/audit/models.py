"""The access log: one row per page, file or number that showed personal data, chained, never changed."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models


class AccessLog(models.Model):
    """Who looked, at which post, at whom or how many, which fields, what for.

    The table is partitioned by month; `hash` chains a row to the one before it in its stream.
    """

    class Kind(models.TextChoices):
        """What was done: a page read, a search, a number shown in full, a file taken away, data changed."""

        READ = "read"
        SEARCH = "search"
        REVEAL = "reveal"
        EXPORT = "export"
        CHANGE = "change"

    pk = models.CompositePrimaryKey("month", "id")
    month = models.IntegerField()  # yyyymm of `at` in UTC: the partition
    id = models.BigIntegerField()
    stream = models.TextField(db_collation="C")  # place and month
    seq = models.BigIntegerField()  # place in the stream, from 1, without holes
    at = models.DateTimeField()
    written = models.DateTimeField()  # later than `at` when the store was away meanwhile
    request_id = models.CharField(max_length=32)
    user_id = models.BigIntegerField()  # no foreign key: the trail outlives the account
    username = models.CharField(max_length=64)
    post_id = models.BigIntegerField(null=True)
    post = models.TextField(default="")  # agency and role as they were called then
    address = models.GenericIPAddressField(null=True)
    path = models.TextField()
    kind = models.CharField(max_length=8, default=Kind.READ, choices=Kind.choices)
    subject = models.TextField()  # a person number, a region, a file
    whose = ArrayField(models.TextField(), default=list)  # the people shown, by vault id or register number
    people = models.IntegerField(default=0)  # how many people were shown
    fields = models.TextField(default="")
    purpose = models.TextField(default="")
    key_version = models.SmallIntegerField()
    hash = models.TextField()  # 64 hex digits

    class Meta:
        # "what did he look at?", "who looked at her?", the chain of one stream
        indexes = (
            models.Index(fields=["user_id", "at"], name="access_by"),
            models.Index(fields=["subject", "at"], name="access_about"),
            GinIndex(fields=["whose"], name="access_whose"),
        )
        constraints = (models.UniqueConstraint(fields=["month", "stream", "seq"], name="access_chain"),)

    def __str__(self) -> str:
        return f"{self.username} {self.subject}"


class Head(models.Model):
    """The last link of every stream. Only a help for the next row: what counts is kept outside the database."""

    stream = models.TextField(primary_key=True, db_collation="C")
    seq = models.BigIntegerField(default=0)
    hash = models.TextField(default="")

    def __str__(self) -> str:
        return f"{self.stream} {self.seq}"


class KeyPrint(models.Model):
    """Which keys sealed what lies here: prints only, never a key."""

    purpose = models.CharField(max_length=8)
    version = models.SmallIntegerField()
    print = models.CharField(max_length=16)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["purpose", "version"], name="key_print_once"),)

    def __str__(self) -> str:
        return f"{self.purpose} {self.version}"
