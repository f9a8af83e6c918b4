"""The session clock, from its table of examples."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from mentorpanel.domain.facts import ClockPlan, SessionStatus, WorkingHours
from mentorpanel.domain.problems import Invalid
from mentorpanel.domain.session_clock import (
    caught_up,
    has_just_ended,
    is_about_to_start,
    is_short_brief,
    plan,
    step_of,
    when_in_words,
    working_day_before,
)
from tests.rule_tables import rows

BERLIN = "Europe/Berlin"


def local(text: str, zone: str = BERLIN) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


def thursday() -> ClockPlan:
    return plan(local("2026-12-03 14:00"), 45, BERLIN, WorkingHours())


@pytest.mark.parametrize("row", rows("session-clock", "Plan"), ids=lambda row: row["case"])
def test_plan(row: dict[str, str]) -> None:
    zone = row["zone"]
    hours = WorkingHours(prepares=time.fromisoformat(row["prepares"]))
    hours_before = None if row["hours before"] == "-" else int(row["hours before"])
    clock = plan(local(row["starts"], zone), int(row["length"]), zone, hours, int(row["prep"]), hours_before)
    found = {
        "prepare at": clock.prepare_at,
        "brief due": clock.brief_due_at,
        "brief latest": clock.brief_latest_at,
        "thanks due": clock.thanks_due_at,
        "overdue": clock.thanks_overdue_at,
    }
    assert {name: f"{at.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}" for name, at in found.items()} == {
        name: row[name] for name in found
    }
    assert clock.notes_due_on == date.fromisoformat(row["notes on"])
    assert all(at.tzinfo is UTC for at in found.values())
    assert f"{clock.prepare_at.astimezone(ZoneInfo(zone)):%A}" in clock.reason


@pytest.mark.parametrize("row", rows("session-clock", "Booked late"), ids=lambda row: row["now"])
def test_booked_late(row: dict[str, str]) -> None:
    clock = caught_up(thursday(), local(row["now"]))
    assert clock.prepare_at == local(row["prepare at"])
    assert clock.prepare_minutes == int(row["minutes"])
    assert clock.brief_due_at == local(row["brief due"])
    assert row["why"] in clock.reason


@pytest.mark.parametrize(
    "row", rows("session-clock", "Step"), ids=lambda row: f"{row['status']} {row['now']}"
)
def test_step(row: dict[str, str]) -> None:
    clock, status, now = thursday(), SessionStatus(row["status"]), local(row["now"])
    has_thanked = row["thanked"] == "yes"
    verdict = step_of(clock, status, now, has_thanked)
    assert verdict.verdict == row["step"]
    assert verdict.reason
    assert is_short_brief(now, clock) == (row["short"] == "yes")
    assert is_about_to_start(clock, status, now) == (row["about to start"] == "yes")
    assert has_just_ended(clock, status, now, has_thanked) == (row["just ended"] == "yes")


def test_a_week_without_working_days_still_has_a_day_before() -> None:
    assert working_day_before(date(2026, 12, 3), WorkingHours(weekdays=())) == date(2026, 12, 2)


@pytest.mark.parametrize(
    ("starts_at", "length", "zone"),
    [
        (datetime(2026, 12, 3, 14), 45, BERLIN),
        (datetime(2026, 12, 3, 14, tzinfo=UTC), 0, BERLIN),
        (datetime(2026, 12, 3, 14, tzinfo=UTC), 45, "Berlin"),
    ],
)
def test_what_cannot_be_planned_is_refused(starts_at: datetime, length: int, zone: str) -> None:
    with pytest.raises(Invalid):
        plan(starts_at, length, zone, WorkingHours())


@pytest.mark.parametrize(
    ("their_zone", "said"),
    [
        ("", "Thursday 3 December, 14:00 (Berlin), 45 minutes"),
        ("Europe/Madrid", "Thursday 3 December, 14:00 (Berlin), 45 minutes"),
        ("America/New_York", "Thursday 3 December, 14:00 (Berlin) / 8:00 (New York), 45 minutes"),
        (
            "Pacific/Auckland",
            "Thursday 3 December, 14:00 (Berlin) / 2:00 on Friday (Auckland), 45 minutes",
        ),
    ],
)
def test_when_in_words(their_zone: str, said: str) -> None:
    clock = thursday()
    assert when_in_words(clock.starts_at, clock.ends_at, BERLIN, their_zone) == said


def test_with_a_mentee_no_brief_and_no_thanks_is_owed() -> None:
    starts = datetime(2026, 3, 5, 15, 0, tzinfo=UTC)
    clock = plan(starts, 30, "UTC", WorkingHours())
    steps = [
        (SessionStatus.PLANNED, clock.prepare_at, "prepare"),
        (SessionStatus.PLANNED, clock.brief_due_at, "meet"),
        (SessionStatus.PREPARED, clock.prepare_at, "meet"),
        (SessionStatus.PLANNED, starts, "meet"),
        (SessionStatus.PLANNED, clock.ends_at, "thank"),
        (SessionStatus.HELD, clock.thanks_overdue_at, "done"),
        (SessionStatus.CANCELLED, starts, "done"),
    ]
    for status, now, step in steps:
        verdict = step_of(clock, status, now, i_mentor=True)
        assert verdict.verdict == step and "brief" not in verdict.reason
