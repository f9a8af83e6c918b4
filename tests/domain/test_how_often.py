"""How often, as a rule from the first day."""

from datetime import UTC, date, datetime

import pytest

from mentorpanel.domain.how_often import rrule_for, same_rhythm, weekday_words
from mentorpanel.domain.problems import Invalid
from mentorpanel.domain.recurrence import check_rrule, occurrences


@pytest.mark.parametrize(
    ("often", "first", "rule"),
    [
        ("once", date(2026, 3, 3), ""),
        ("weekly", date(2026, 3, 3), "FREQ=WEEKLY;BYDAY=TU"),
        ("two-weeks", date(2026, 3, 3), "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"),
        ("monthly-weekday", date(2026, 3, 3), "FREQ=MONTHLY;BYDAY=1TU"),
        ("monthly-weekday", date(2026, 3, 27), "FREQ=MONTHLY;BYDAY=4FR"),
        ("monthly-weekday", date(2026, 3, 31), "FREQ=MONTHLY;BYDAY=-1TU"),
        ("monthly-date", date(2026, 3, 28), "FREQ=MONTHLY;BYMONTHDAY=28"),
        ("monthly-date", date(2026, 3, 31), "FREQ=MONTHLY;BYMONTHDAY=-1"),
        ("monthly-date", date(2026, 3, 30), "FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=-1"),
        ("custom", date(2026, 3, 3), "FREQ=DAILY"),
    ],
)
def test_a_choice_becomes_a_rule_that_begins_on_the_first_day(often: str, first: date, rule: str) -> None:
    assert rrule_for(often, first, "FREQ=DAILY") == rule
    if rule:
        start = datetime(first.year, first.month, first.day, 9)
        found = occurrences(
            check_rrule(rule),
            start,
            "UTC",
            datetime(2026, 1, 1, tzinfo=UTC),
            datetime(2027, 1, 1, tzinfo=UTC),
        )
        assert found[0].date() == first


def test_a_date_that_february_lacks_is_its_last_day() -> None:
    rule = rrule_for("monthly-date", date(2026, 1, 30))
    start, stop = datetime(2026, 1, 30, 9), datetime(2026, 4, 1, tzinfo=UTC)
    found = occurrences(rule, start, "UTC", datetime(2026, 1, 1, tzinfo=UTC), stop)
    assert [one.day for one in found] == [30, 28, 30]


def test_the_weekday_of_a_month_in_words() -> None:
    assert weekday_words(date(2026, 3, 3)) == "first Tuesday"
    assert weekday_words(date(2026, 3, 31)) == "last Tuesday"


def test_another_word_or_no_rule_is_told() -> None:
    for often in ("hourly", "custom"):
        with pytest.raises(Invalid):
            rrule_for(often, date(2026, 3, 3))


@pytest.mark.parametrize(
    ("before", "first", "after"),
    [
        ("FREQ=MONTHLY;BYDAY=1TU", date(2026, 3, 12), "FREQ=MONTHLY;BYDAY=2TH"),
        ("FREQ=MONTHLY;BYDAY=1TU", date(2026, 3, 31), "FREQ=MONTHLY;BYDAY=-1TU"),
        ("FREQ=MONTHLY;BYMONTHDAY=28", date(2026, 3, 5), "FREQ=MONTHLY;BYMONTHDAY=5"),
        ("FREQ=WEEKLY;BYDAY=TU", date(2026, 3, 6), "FREQ=WEEKLY;BYDAY=FR"),
        ("FREQ=WEEKLY", date(2026, 3, 6), "FREQ=WEEKLY;BYDAY=FR"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", date(2026, 3, 6), "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR"),
        ("FREQ=WEEKLY;INTERVAL=3;BYDAY=TU", date(2026, 3, 6), "FREQ=WEEKLY;INTERVAL=3;BYDAY=TU"),
        ("FREQ=WEEKLY;BYDAY=TU,TH", date(2026, 3, 6), "FREQ=WEEKLY;BYDAY=TU,TH"),
        ("FREQ=MONTHLY;BYDAY=1TU;COUNT=6", date(2026, 3, 6), "FREQ=MONTHLY;BYDAY=1TU;COUNT=6"),
        ("FREQ=DAILY", date(2026, 3, 6), "FREQ=DAILY"),
    ],
)
def test_as_often_as_before_from_another_day(before: str, first: date, after: str) -> None:
    assert same_rhythm(before, first) == after
