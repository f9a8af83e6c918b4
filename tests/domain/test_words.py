"""Days, spans and names in words, and days read back from them."""

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorpanel.domain.problems import Invalid
from mentorpanel.domain.words import (
    ago,
    by_day,
    called,
    clock_time,
    count,
    date_in_words,
    day_in_words,
    day_with_date,
    moment_in_words,
    month_in_words,
    number,
    parse_day,
    people_list,
    span,
    start_sentence,
)  # fmt: skip

MONDAY = date(2026, 11, 23)
BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "today"), (1, "tomorrow"), (3, "Thursday"), (6, "Sunday"), (7, "in 7 days"), (13, "in 13 days"),
        (14, "in 2 weeks"), (21, "in 3 weeks"), (62, "in 8 weeks"), (63, "Monday 25 January 2027"), (-1, "yesterday"),
        (-3, "last Friday"), (-6, "last Tuesday"), (-7, "seven days ago"), (-65, "nine weeks ago"),
    ],
)  # fmt: skip
def test_a_day_seen_from_today(days, words):
    assert day_in_words(MONDAY + timedelta(days=days), MONDAY) == words


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (-5, "no time"), (0, "no time"), (1, "one day"), (13, "13 days"), (14, "two weeks"), (63, "nine weeks"),
        (69, "nine weeks"), (90, "twelve weeks"), (91, "three months"), (120, "four months"),
        (213, "seven months"), (730, "two years"),
    ],
)  # fmt: skip
def test_spans(days, words):
    assert span(days) == words


def test_the_last_day_for_something():
    by = {days: by_day(MONDAY + timedelta(days=days), MONDAY) for days in (0, 1, 3, 6, 7, 9, 60, -2)}
    assert by == {
        0: "by today", 1: "by tomorrow", 3: "by Thursday", 6: "by Sunday", 7: "by 30 November", 9: "by 2 December",
        60: "by 22 January 2027", -2: "by 21 November",
    }  # fmt: skip
    assert date_in_words(date(2026, 3, 2), MONDAY) == "2 March"


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("Ana Ruiz", "Ana"), ("Ana", "Ana"), ("Dr. Ana Ruiz", "Dr. Ana Ruiz"), ("J. Weil", "J. Weil"), ("", ""),
        ("Åsa van der Berg", "Åsa"), ("Prof Omar Haddad", "Prof Omar Haddad"),
    ],
)  # fmt: skip
def test_how_somebody_is_called(name, word):
    assert called(name) == word


def test_ago():
    assert [ago(MONDAY - timedelta(days=n), MONDAY) for n in (0, 1, 2, 14)] == [
        "today", "yesterday", "two days ago", "two weeks ago"]  # fmt: skip
    assert ago(MONDAY + timedelta(days=1), MONDAY) == "tomorrow"


def test_names_and_counts():
    assert [people_list(names) for names in ([], ["Ana"], ["Ana", "Marek"], ["Ana", "Marek", "Priya"])] == [
        "", "Ana", "Ana and Marek", "Ana, Marek and Priya"]  # fmt: skip
    assert people_list(["Ana", "Marek", "Priya", "Sam", "Lena"]) == "Ana, Marek, Priya and two others"
    assert [count(n, "person", "people") for n in (0, 1, 2, 13)] == [
        "no people",
        "one person",
        "two people",
        "13 people",
    ]
    assert (number(12), number(1234), count(2, "draft")) == ("twelve", "1,234", "two drafts")
    assert start_sentence("two PMs") == "Two PMs"


def test_moments():
    now = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)  # already Tuesday in Berlin
    assert moment_in_words(datetime(2026, 11, 24, 8, 0, tzinfo=UTC), now, BERLIN) == "today 9:00"
    assert moment_in_words(datetime(2026, 11, 26, 15, 30, tzinfo=UTC), now, BERLIN) == "Thursday 16:30"
    assert (
        moment_in_words(datetime(2026, 12, 3, 15, 0, tzinfo=UTC), now, BERLIN) == "Thursday 3 December, 16:00"
    )
    assert moment_in_words(datetime(2026, 11, 23, 8, 0, tzinfo=UTC), now, BERLIN) == "yesterday 9:00"
    assert clock_time(datetime(2026, 7, 1, 7, 5, tzinfo=UTC), BERLIN) == "9:05"
    assert day_with_date(date(2027, 1, 4), MONDAY) == "Monday 4 January 2027"
    assert month_in_words(date(2027, 3, 1), MONDAY) == "March"
    assert month_in_words(date(2028, 3, 1), MONDAY) == "March 2028"


@pytest.mark.parametrize(
    ("text", "ahead", "back"),
    [
        ("2026-11-26", "2026-11-26", "2026-11-26"), ("2026-11-26T09:00", "2026-11-26", "2026-11-26"),
        ("Today", "2026-11-23", "2026-11-23"), ("yesterday", "2026-11-22", "2026-11-22"),
        ("tomorrow", "2026-11-24", "2026-11-24"), ("tue", "2026-11-24", "2026-11-17"),
        ("Friday.", "2026-11-27", "2026-11-20"), ("monday", "2026-11-30", "2026-11-23"),
        ("next tuesday", "2026-12-01", "2026-12-01"), ("last tuesday", "2026-11-17", "2026-11-17"),
        ("in 3 weeks", "2026-12-14", "2026-12-14"), ("3 weeks ago", "2026-11-02", "2026-11-02"),
        ("a month ago", "2026-10-23", "2026-10-23"), ("two years ago", "2024-11-23", "2024-11-23"),
        ("26 nov", "2026-11-26", "2025-11-26"), ("26th of November", "2026-11-26", "2025-11-26"),
        ("nov 26, 2027", "2027-11-26", "2027-11-26"), ("3 sept", "2026-09-03", "2026-09-03"),
        ("1 jan", "2027-01-01", "2026-01-01"), ("29 feb", "2028-02-29", "2024-02-29"),
        ("26.11.2027", "2027-11-26", "2027-11-26"), ("26.11.", "2026-11-26", "2025-11-26"),
        ("Thu 26 Nov", "2026-11-26", "2025-11-26"), ("Thursday, 26 November 2026", "2026-11-26", "2026-11-26"),
        ("march", "2027-03-01", "2026-03-01"), ("end of march", "2027-03-31", "2026-03-31"),
        ("next week", "2026-11-30", "2026-11-30"), ("next month", "2026-12-01", "2026-12-01"),
        ("end of week", "2026-11-29", "2026-11-29"), ("end of the year", "2026-12-31", "2026-12-31"),
    ],
)  # fmt: skip
def test_days_read(text, ahead, back):
    assert parse_day(text, MONDAY).isoformat() == ahead
    assert parse_day(text, MONDAY, looks_back=True).isoformat() == back


@pytest.mark.parametrize(
    "text",
    ["", "soon", "31 feb", "29 feb 2027", "in 99999 years", "999999 weeks ago", "in weeks", "3 weeks", "in 3 weeks ago",
     "0000-01-01", "9999-12-31", "2026-13-01", "mo", "next", "(" * 5000, "\0", "in ½ days"],
)  # fmt: skip
def test_days_not_read_say_what_is_understood(text):
    with pytest.raises(Invalid, match="next tuesday") as refused:
        parse_day(text, MONDAY)
    assert refused.value.field == "on"
    assert len(refused.value.message) < 300


@given(st.integers(-80, 270))
def test_a_day_in_our_own_words_is_read_back(days):
    day = MONDAY + timedelta(days=days)
    assert parse_day(day_with_date(day, MONDAY), MONDAY) == day
    if -13 <= days < 14:
        assert parse_day(day_in_words(day, MONDAY), MONDAY) == day


@given(st.text(max_size=60) | st.from_regex(r"(in |next |last )?[0-9a-z]{1,5} [a-z]{3,9}( ago)?", fullmatch=True),
       st.dates(date(1901, 1, 1), date(2199, 1, 1)), st.booleans())  # fmt: skip
def test_any_text_is_a_day_or_a_clear_refusal(text, today, looks_back):
    with suppress(Invalid):
        assert 1900 <= parse_day(text, today, looks_back=looks_back).year <= 2200
