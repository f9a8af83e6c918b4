"""Owners: sign-in, profile, phases, sign-in links and the audit list."""

from datetime import time
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models

from mentorpanel.storage.models.base import Owned
from mentorpanel.storage.together import Given, Read

MOST_USERS = 2**31
"""Greater numbers are left to Django, which knows what a database takes."""


class UserManager(BaseUserManager["User"]):
    """Makes users by e-mail address, and finds one by number with a statement that is kept."""

    def get(self, *args: Any, **wanted: Any) -> "User":
        """As Django's; by ``pk`` alone, as each signed-in page asks, in a third of the time."""
        number = wanted.get("pk")
        if args or len(wanted) != 1 or type(number) is not int or not 0 < number < MOST_USERS:
            return super().get(*args, **wanted)
        user = BY_NUMBER.alone(None, pk=number)
        if user is None:
            raise self.model.DoesNotExist
        return user

    def create_user(self, email: str, password: str | None = None, **extra: Any) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **extra)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser, PermissionsMixin):
    """An owner. The first one made on a machine is the local owner, who signs in by link."""

    email = models.EmailField(unique=True, max_length=254)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    date_joined = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = UserManager()

    def get_full_name(self) -> str:
        return self.email


BY_NUMBER: Read[User | None] = Read(
    lambda: User.objects.filter(pk=Given("pk", models.BigIntegerField())),
    lambda rows: rows[0] if rows else None,
)


class Profile(models.Model):
    """What the owner says of themselves, and the numbers they have changed."""

    owner = models.OneToOneField(User, on_delete=models.CASCADE, primary_key=True)
    name = models.CharField(max_length=300, blank=True)
    mail_address = models.EmailField(blank=True)
    title = models.CharField(max_length=300, blank=True)
    level = models.CharField(max_length=60, blank=True)
    organisation = models.CharField(max_length=300, blank=True)
    time_zone = models.CharField(max_length=64, default="UTC")
    work_starts = models.TimeField(default=time(9, 0))
    work_ends = models.TimeField(default=time(17, 30))
    prepares = models.TimeField(default=time(15, 0))
    prep_hours_before = models.PositiveSmallIntegerField(null=True, blank=True)
    weekly_minutes = models.PositiveSmallIntegerField(default=60)
    ladder = models.JSONField(default=list)
    principles = models.JSONField(default=list)
    rule_overrides = models.JSONField(default=dict)
    theme = models.CharField(max_length=10, default="system")
    phone_region = models.CharField(max_length=2, blank=True)
    welcome_step = models.CharField(max_length=20, default="helpers")
    hides_giving = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)


class Phase(Owned):
    """A phase of the owner's career, with its situation note. The one without an end is the current one.

    ``focus_change`` tells what its beginning did to the focus areas, so that it can be taken back: ``before`` and
    ``after``, each a list of text, readers and the ids of those named; empty where they were left alone.
    """

    phase = models.CharField(max_length=60)
    note = models.TextField(blank=True)
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    focus_change = models.JSONField(default=dict, blank=True)

    class Meta:
        indexes = [models.Index(fields=["owner", "started_on"], name="phase_owner_started")]
        constraints = [
            models.UniqueConstraint(
                fields=["owner"], condition=models.Q(ended_on__isnull=True), name="phase_one_current"
            ),
            models.CheckConstraint(
                condition=models.Q(ended_on__isnull=True) | models.Q(ended_on__gte=models.F("started_on")),
                name="phase_ends_after_start",
            ),
        ]


class PositionChange(Owned):
    """A day on which the owner's title or organisation became another; what was empty before is no change."""

    on = models.DateField()
    title_before = models.CharField(max_length=300, blank=True)
    title = models.CharField(max_length=300, blank=True)
    organisation_before = models.CharField(max_length=300, blank=True)
    organisation = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["owner", "-on"], name="position_owner_on")]
        constraints = [models.UniqueConstraint(fields=["owner", "on"], name="position_once_a_day")]


class SignInLink(Owned):
    """A sign-in link for the local owner: stored hashed, used once, valid for ten minutes."""

    token_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["owner", "expires_at"], name="signin_owner_expires")]


class AuditEntry(Owned):
    """What touched the safety of the data: sign-ins, links, exports, backups, restores, deletions."""

    at = models.DateTimeField()
    what = models.CharField(max_length=60)
    detail = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["owner", "-at"], name="audit_owner_at")]
