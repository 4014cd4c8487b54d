"""People who work with the system: users, the agencies they belong to, the posts they hold, files in their hands."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from qianxiao.base.scope import Range
from qianxiao.masterdata.regions.queries import span
from qianxiao.office.accounts.roles import Hand, Kind, Role


def codes_field() -> "ArrayField[list[str], list[str]]":
    """A list of codes compared byte by byte."""
    return ArrayField(models.TextField(db_collation="C"), default=list, blank=True)


class Agency(models.Model):
    """An office, a school, an audit body. Its superior is of its own tree (19-00-02)."""

    name = models.TextField(unique=True)
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.HR)
    region = models.TextField(db_collation="C", default="")
    code = models.TextField(db_collation="C", default="")  # of a school, institution, enterprise
    above = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="below")

    class Meta:
        verbose_name_plural = "agencies"
        # the agencies of one region and below it
        indexes = (models.Index(fields=["region", "name"], name="agency_region"),)

    def __str__(self) -> str:
        return self.name


class TextSize(models.TextChoices):
    """How large a reader has the text."""

    NORMAL = "", _("Normal text")
    LARGE = "l", _("Large text")
    LARGEST = "xl", _("Largest text")


class UserManager(BaseUserManager["User"]):
    """Finds users by their sign-in name."""

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username=username)


class User(AbstractBaseUser):
    """A person with a password. What may be seen comes from posts, never from the user."""

    username = models.CharField(max_length=64, unique=True)
    full_name = models.TextField()
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False)  # its password is public: only a demo lets it in
    factor = models.BinaryField(default=b"")  # second factor's secret, encrypted; empty without one
    factor_step = models.BigIntegerField(default=0)  # last half minute whose code was used: none works twice
    text_size = models.CharField(max_length=2, choices=TextSize.choices, default="", blank=True)
    keys = models.BooleanField(default=True)  # single keys on lists (WCAG 2.1.4: they can be turned off)

    USERNAME_FIELD = "username"
    objects: ClassVar[UserManager] = UserManager()

    def __str__(self) -> str:
        return self.full_name


class PostQuerySet(models.QuerySet["Post"]):
    """Posts by where they stand today."""

    def held(self) -> "PostQuerySet":
        """Granted, begun, not ended."""
        today = localdate()
        ended = models.Q(ends__isnull=True) | models.Q(ends__gt=today)
        return self.filter(ended, starts__lte=today).exclude(granted_by="")


class Post(models.Model):
    """A role at an agency over regions or institutions, from one day until another (X-01, 19-16-01)."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="posts")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="posts")
    role = models.CharField(max_length=16, choices=Role.choices)
    regions = codes_field()
    institutions = codes_field()
    starts = models.DateField(default=localdate)
    ends = models.DateField(null=True)  # the first day without it
    asked_by = models.CharField(max_length=64, default="")
    granted_by = models.CharField(max_length=64, default="")  # '' waits for the security administrator
    seat = models.BigIntegerField(null=True)  # the first holder's post: what is owed stays with the seat

    objects: ClassVar["models.Manager[Post]"] = PostQuerySet.as_manager()

    class Meta:
        constraints = (
            # a post without bounds sees nothing; one with both would be two posts
            models.CheckConstraint(
                name="post_regions_or_institutions",
                condition=models.Q(institutions=[], regions__len__gt=0)
                | models.Q(regions=[], institutions__len__gt=0),
            ),
            # who asks for a post does not grant it: two people behind every right
            models.CheckConstraint(
                name="post_two_people",
                condition=models.Q(granted_by="") | ~models.Q(granted_by=models.F("asked_by")),
            ),
        )
        indexes = (models.Index(fields=["seat"], name="post_seat"),)  # who sat here before

    def __str__(self) -> str:
        return f"{self.agency} {self.get_role_display()}"

    @property
    def ranges(self) -> tuple[Range, ...]:
        """Half-open ranges of its regions."""
        return tuple(span(code) for code in self.regions)

    @property
    def home(self) -> str:
        """The region whose dashboard opens first."""
        return self.regions[0] if self.regions else ""

    @property
    def institution(self) -> str:
        """Its first institution."""
        return self.institutions[0] if self.institutions else ""


class FileHand(models.Model):
    """Somebody's part in one file. The database refuses a second part of the same person, and a second maker."""

    file = models.TextField(db_collation="C")  # any reference that names one file about money
    hand = models.CharField(max_length=8, choices=Hand.choices)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="files")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="files")
    open = models.BooleanField(default=True)  # still to be done
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(name="hand_one_person_once", fields=["file", "user"]),
            models.UniqueConstraint(name="hand_taken_once", fields=["file", "hand"]),
        )
        # what a post still has to do
        indexes = (models.Index(fields=["post", "open"], name="hand_open"),)

    def __str__(self) -> str:
        return f"{self.file} {self.hand}"


class AccountEvent(models.Model):
    """What happened to accounts, posts and doors: insert-only, names instead of keys, so that it outlives them."""

    at = models.DateTimeField(auto_now_add=True)
    by = models.CharField(max_length=64)
    post = models.TextField(default="")  # agency and role as they were called then
    verb = models.CharField(max_length=24)
    subject = models.TextField()
    detail = models.JSONField(default=dict)
    request_id = models.CharField(max_length=32, default="")

    class Meta:
        indexes = (
            models.Index(fields=["subject", "at"], name="event_subject"),
        )  # the history of one account

    def __str__(self) -> str:
        return f"{self.by} {self.verb} {self.subject}"


class SignInTry(models.Model):
    """Wrong passwords per sign-in name and address, so that nobody can lock another person out."""

    username = models.CharField(max_length=64)
    address = models.GenericIPAddressField()
    failures = models.PositiveIntegerField(default=0)
    not_before = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(name="try_one_row", fields=["username", "address"]),)

    def __str__(self) -> str:
        return f"{self.username} {self.failures}"
