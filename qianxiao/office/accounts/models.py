"""People who work with the system: users, the agencies they belong to, the posts they hold."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from qianxiao.office.accounts.roles import Role


class Agency(models.Model):
    """An office, a school, an audit body."""

    name = models.TextField(unique=True)
    region = models.TextField(db_collation="C", default="")

    def __str__(self) -> str:
        return self.name


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

    USERNAME_FIELD = "username"
    objects: ClassVar[UserManager] = UserManager()

    def __str__(self) -> str:
        return self.full_name


class Post(models.Model):
    """A role at an agency over a half-open range of region codes, or over one institution."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="posts")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT)
    role = models.CharField(max_length=16, choices=Role.choices)
    lo = models.TextField(db_collation="C", default="")
    hi = models.TextField(db_collation="C", default="")
    home = models.TextField(db_collation="C", default="")  # the region whose dashboard opens first
    institution = models.TextField(db_collation="C", default="")
    active = models.BooleanField(default=True)

    class Meta:
        constraints = (
            # a post without bounds sees nothing; one with both would be two posts
            models.CheckConstraint(
                name="post_one_scope",
                condition=models.Q(institution="", lo__lt=models.F("hi"))
                | (~models.Q(institution="") & models.Q(lo="", hi="")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.agency} {self.get_role_display()}"


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
