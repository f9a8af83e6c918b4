"""What an owner wants by mail, and what was said so far."""

from django.db import models

from mentorpanel.storage.models.base import Owned


class ReminderSetting(Owned):
    """One per owner: whether mails go, when and about what; off until switched on.

    ``pushes_digest``: the day's headline goes to the owner's devices, too.
    ``moments`` are slugs of the session clock. ``digest_on`` is the last local date whose digest was decided, whether
    or not it was worth a mail; ``digest_at`` and ``digest_sessions`` (ids) are of the last one that went.
    ``stop_salt`` and ``stop_hash`` are of the link that stops the mails; its token is stored nowhere.
    """

    is_on = models.BooleanField(default=False)
    since = models.DateTimeField(null=True, blank=True)
    has_digest = models.BooleanField(default=True)
    at = models.TimeField(null=True, blank=True)
    moments = models.JSONField(default=list)
    hides_names = models.BooleanField(default=False)
    pushes_digest = models.BooleanField(default=False)
    digest_on = models.DateField(null=True, blank=True)
    digest_at = models.DateTimeField(null=True, blank=True)
    digest_sessions = models.JSONField(default=list, blank=True)
    stop_salt = models.CharField(max_length=64)
    stop_hash = models.CharField(max_length=64, unique=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner"], name="reminders_once_per_owner")]
