"""The access log: one row per page or file that showed personal data. Rows are never changed."""

from django.db import models


class AccessLog(models.Model):
    """Who looked, at which post, at whom or how many, which fields, what for."""

    at = models.DateTimeField(auto_now_add=True)
    request_id = models.CharField(max_length=32)
    user_id = models.BigIntegerField()  # no foreign key: the trail outlives the account
    username = models.CharField(max_length=64)
    post_id = models.BigIntegerField(null=True)
    address = models.GenericIPAddressField(null=True)
    path = models.TextField()
    subject = models.TextField()  # a person number, a region, a file
    people = models.IntegerField(default=0)  # how many people were shown
    fields = models.TextField(default="")
    purpose = models.TextField(default="")

    class Meta:
        # "who looked at her?" and "what did he look at?" are the two questions
        indexes = (
            models.Index(fields=["subject", "at"], name="access_subject"),
            models.Index(fields=["user_id", "at"], name="access_user"),
        )

    def __str__(self) -> str:
        return f"{self.username} {self.subject}"
