"""What a session's day, time and length may be."""

from datetime import date, time, timedelta

from mentorpanel.domain.problems import Invalid
from mentorpanel.domain.recurrence import FIRST_YEAR, LAST_YEAR

LONGEST = 8 * 60
"""Minutes; our judgement."""
MOST_PLACE = 500
BEGINS_WITHIN = timedelta(hours=1)
"""How early a session may be written down: some begin, and end, before their hour."""


def possible_day(on: date) -> date:
    """The day, if a calendar can hold a session on it; else ``Invalid``."""
    if not FIRST_YEAR <= on.year <= LAST_YEAR:
        raise Invalid(f"Choose a day between {FIRST_YEAR} and {LAST_YEAR}.", field="on")
    return on


def to_the_minute(at: time) -> time:
    """A time of day to the minute, without a zone: it is meant in the zone beside it."""
    return at.replace(tzinfo=None, second=0, microsecond=0)


def check_length(minutes: int) -> None:
    """A session lasts from 5 minutes to 8 hours; else ``Invalid``."""
    if not 5 <= minutes <= LONGEST:
        raise Invalid("A session lasts from 5 minutes to 8 hours.", field="length")
