"""What an owner wants by the week."""

from django.db import models

from mentorpanel.storage.models.base import Owned


class WeekSetting(Owned):
    """One per owner. ``digest_weekday``: the mail comes on that day of the week alone, Monday is 0; None for each day.

    ``in_calendar``: the week's planned touches stand in the calendar feed.
    """

    digest_weekday = models.PositiveSmallIntegerField(null=True, blank=True)
    in_calendar = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner"], name="week_once_per_owner"),
            models.CheckConstraint(
                condition=models.Q(digest_weekday=None) | models.Q(digest_weekday__lte=6),
                name="week_digest_weekday_known",
            ),
        ]
