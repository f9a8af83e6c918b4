"""Recurrences, from their tables of examples, and those that try to take for ever."""

from datetime import UTC, datetime
from time import perf_counter

import pytest

from mentorpanel.domain.problems import Invalid
from mentorpanel.domain.recurrence import check_rrule, in_words, occurrences, zone_of
from tests.rule_tables import rows

FROM, TO = datetime(2026, 1, 1, tzinfo=UTC), datetime(2028, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    "row", rows("session-clock", "Recurrences"), ids=lambda row: f"{row['rule']} {row['starts']}"
)
def test_moments(row: dict[str, str]) -> None:
    assert in_words(row["rule"]) == row["in words"]
    assert check_rrule(row["rule"]) == row["rule"]
    starts = datetime.fromisoformat(row["starts"])
    found = occurrences(row["rule"], starts, row["zone"], FROM, TO, limit=3)
    assert ", ".join(f"{moment:%Y-%m-%d %H:%M}" for moment in found) == row["moments"].replace("none", "")
    assert all(moment.tzinfo is UTC for moment in found)


@pytest.mark.parametrize("row", rows("session-clock", "Refused recurrences"), ids=lambda row: row["rule"])
def test_refused_with_the_place_and_the_mend(row: dict[str, str]) -> None:
    started = perf_counter()
    with pytest.raises(Invalid) as raised:
        check_rrule(row["rule"])
    assert row["says"] in raised.value.message
    assert raised.value.field == "rrule"
    assert perf_counter() - started < 2


def test_the_normal_form() -> None:
    given = " rrule: freq=weekly; wkst=mo ;byday=mo,we,mo;interval=1; "
    assert check_rrule(given) == "FREQ=WEEKLY;BYDAY=MO,WE"


def test_text_without_end_is_refused() -> None:
    with pytest.raises(Invalid, match="at most 500"):
        check_rrule("FREQ=DAILY;BYDAY=" + "MO," * 50_000)
    with pytest.raises(Invalid, match="empty"):
        check_rrule(" RRULE: ")


def test_a_series_without_end_is_capped_in_count_and_time() -> None:
    started = perf_counter()
    far = datetime(9999, 12, 31, tzinfo=UTC)
    assert len(occurrences("FREQ=DAILY", datetime(1970, 1, 1, 9), "UTC", FROM, far)) == 200
    assert (
        len(occurrences("FREQ=DAILY", datetime(1970, 1, 1, 9), "Asia/Tokyo", FROM, TO, limit=10_000)) == 730
    )
    assert perf_counter() - started < 3


def test_a_day_that_the_interval_always_steps_over_is_refused() -> None:
    started = perf_counter()
    with pytest.raises(Invalid, match="No day from 2027"):
        occurrences("FREQ=YEARLY;INTERVAL=4;BYMONTH=2;BYMONTHDAY=29", datetime(2027, 1, 1), "UTC", FROM, TO)
    with pytest.raises(Invalid, match="exclude each other"):
        occurrences("FREQ=DAILY;INTERVAL=7;BYDAY=MO", datetime(2026, 12, 1, 9), "UTC", FROM, TO)
    assert perf_counter() - started < 2


def test_the_window_holds_its_start_and_not_its_end() -> None:
    starts = datetime(2026, 12, 1, 9)
    first, last = datetime(2026, 12, 1, 9, tzinfo=UTC), datetime(2026, 12, 3, 9, tzinfo=UTC)
    assert occurrences("FREQ=DAILY", starts, "UTC", first, last) == [
        first,
        datetime(2026, 12, 2, 9, tzinfo=UTC),
    ]


@pytest.mark.parametrize(
    "starts", [datetime(1, 1, 1), datetime(9999, 1, 1), datetime(2026, 1, 1, tzinfo=UTC)]
)
def test_a_start_out_of_reach(starts: datetime) -> None:
    with pytest.raises(Invalid):
        occurrences("FREQ=DAILY", starts, "UTC", FROM, TO)


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("Berlin", "Did you mean Europe/Berlin?"),
        ("europe/berln", "Did you mean Europe/Berlin?"),
        ("new york", "Did you mean America/New_York?"),
        ("Mars/Olympus_Mons", "such as Europe/Berlin"),
        ("../../etc/passwd", "such as Europe/Berlin"),
        ("Europe", "such as Europe/Berlin"),
        ("", "such as Europe/Berlin"),
        ("\0", "such as Europe/Berlin"),
        ("x" * 10_000, "such as Europe/Berlin"),
        ("\ud800", "such as Europe/Berlin"),
    ],
)
def test_an_unknown_zone_names_what_is_wanted(name: str, says: str) -> None:
    with pytest.raises(Invalid) as raised:
        zone_of(name)
    assert says in raised.value.message
    assert len(raised.value.message) < 200


def test_a_known_zone() -> None:
    assert zone_of("Europe/Berlin").key == "Europe/Berlin"
