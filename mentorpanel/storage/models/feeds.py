"""The private address under which an owner's calendar can be fetched."""

from django.db import models

from mentorpanel.storage.models.base import Owned


class FeedAddress(Owned):
    """One per owner: the address, stored hashed, and what its calendar shows. A new address replaces the old hash.

    ``updated_at`` is when the options changed, since that changes every event. When it was last fetched is kept
    as a day only.
    """

    token_hash = models.CharField(max_length=64, unique=True, null=True, blank=True)
    made_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_fetched_on = models.DateField(null=True, blank=True)
    shows_names = models.BooleanField(default=False)
    has_due_dates = models.BooleanField(default=True)
    alarm_minutes = models.PositiveSmallIntegerField(null=True, blank=True, default=10)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner"], name="feed_once_per_owner")]
