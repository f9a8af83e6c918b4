"""Preparation off busy time, from its table of examples."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorpanel.domain.facts import ClockPlan, WorkingHours
from mentorpanel.domain.preparation import FULL, MOVED, Span, merged, moved_off
from mentorpanel.domain.session_clock import plan
from tests.rule_tables import rows

BERLIN = "Europe/Berlin"
HOURS = WorkingHours()
SAID = {"": "no", MOVED: "yes", FULL: "full"}


def local(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=ZoneInfo(BERLIN)).astimezone(UTC)


def busy_in(cell: str) -> list[Span]:
    found = []
    for one in cell.split(", ") if cell != "none" else []:
        day, _, times = one.partition(" ")
        start, _, end = times.partition("-")
        found.append(Span(local(f"{day} {start}"), local(end if " " in end else f"{day} {end}")))
    return found


def thursday(hours: WorkingHours = HOURS) -> ClockPlan:
    return plan(local("12-03 14:00"), 45, BERLIN, hours)


@pytest.mark.parametrize("row", rows("preparation"), ids=lambda row: row["case"])
def test_where_it_moves(row: dict[str, str]) -> None:
    clock = thursday()
    found = moved_off(clock, busy_in(row["busy"]), BERLIN, HOURS)
    assert f"{found.prepare_at.astimezone(ZoneInfo(BERLIN)):%m-%d %H:%M}" == row["prepare at"]
    assert SAID[found.moved] == row["moved"]
    assert found.brief_due_at == found.prepare_at + timedelta(minutes=60)
    assert (found.reason == clock.reason) == (row["moved"] == "no")
    if found.moved == MOVED:
        assert "busy on Wednesday 2 December at 15:00" in found.reason


def test_who_prepares_in_the_evening_keeps_the_evening() -> None:
    late = WorkingHours(prepares=time(20, 0))
    found = moved_off(thursday(late), busy_in("12-02 19:30-20:30"), BERLIN, late)
    assert found.prepare_at == local("12-02 18:30")


def test_no_preparation_moves_nowhere() -> None:
    clock = plan(local("12-03 14:00"), 45, BERLIN, HOURS, 0)
    assert moved_off(clock, busy_in("12-02 08:00-18:00"), BERLIN, HOURS) == clock


def test_overlaps_are_one_span() -> None:
    given_spans = busy_in("12-02 10:00-11:00, 12-02 10:30-12:00, 12-02 12:00-12:30, 12-02 15:00-14:00")
    assert merged(given_spans) == (Span(local("12-02 10:00"), local("12-02 12:30")),)


@given(
    st.lists(
        st.tuples(st.integers(0, 6 * 24 * 4), st.integers(1, 40)).map(
            lambda one: Span(
                local("11-28 00:00") + timedelta(minutes=15 * one[0]),
                local("11-28 00:00") + timedelta(minutes=15 * (one[0] + one[1])),
            )
        ),
        max_size=25,
    )
)
def test_it_is_free_in_time_and_stable(spans: list[Span]) -> None:
    """Whatever is busy: a moved block overlaps nothing, ends in time, and merging changes nothing."""
    clock = thursday()
    found = moved_off(clock, spans, BERLIN, HOURS)
    assert found.brief_due_at <= clock.brief_latest_at
    assert moved_off(clock, merged(spans), BERLIN, HOURS).prepare_at == found.prepare_at
    if found.moved == MOVED:
        assert all(one.ends_at <= found.prepare_at or one.starts_at >= found.brief_due_at for one in spans)
        begins = found.prepare_at.astimezone(ZoneInfo(BERLIN))
        assert HOURS.starts <= begins.time() < HOURS.ends
