"""The letter that the owner writes to themselves at the end of a year."""

from django.db import models

from mentorpanel.storage.models.base import Owned


class YearLetter(Owned):
    """A year's letter in the owner's own words; empty: as it is drafted from the facts.

    ``before`` is what stood there before the last change, so that it can be taken back. It is never sent.
    """

    year = models.PositiveSmallIntegerField()
    text = models.TextField(blank=True)
    before = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "year"], name="year_letter_once"),
            models.CheckConstraint(
                condition=models.Q(year__gte=1900, year__lte=2200), name="year_letter_of_a_year"
            ),
        ]
