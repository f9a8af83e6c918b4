"""Series: kept in their zone, made ahead, and refused where they cannot be kept."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine

from mentorpanel.domain.problems import Conflict, Invalid, NotFound
from mentorpanel.storage import feeds
from mentorpanel.storage.models import Person, Session, User
from mentorpanel.usecases import (
    profiles,
    series,
    series_moves,
    sessions,
)
from tests.makers import NOON, make_person

AT = time(9, 0)
FIRST = date(2026, 3, 3)


@pytest.fixture(autouse=True)
def _now() -> object:
    with time_machine.travel(NOON, tick=False):
        yield


def plan(
    owner: User, person: int, rrule: str = "FREQ=MONTHLY;BYDAY=1TU", **changed: object
) -> series.Scheduled:
    values = {"person_id": person, "rrule": rrule, "at": AT, "from_on": FIRST, **changed}
    return series.schedule(owner, **values)  # type: ignore[arg-type]


def test_a_series_keeps_its_hour_across_the_change_of_clocks(owner: User) -> None:
    profiles.change_profile(owner, time_zone="Europe/Berlin")
    made = plan(owner, make_person(owner, "Ana Ruiz"))
    assert made.in_words == "monthly, on the first Tuesday"
    starts = [one.starts_at for one in made.sessions]
    assert starts[0] == datetime(2026, 3, 3, 8, 0, tzinfo=UTC)
    assert starts[1] == datetime(2026, 4, 7, 7, 0, tzinfo=UTC)
    assert all(one.length_minutes == 45 for one in made.sessions)


def test_a_session_on_the_night_of_the_change_comes_once(owner: User) -> None:
    profiles.change_profile(owner, time_zone="Europe/Berlin")
    ana = make_person(owner, "Ana Ruiz")
    skipped = sessions.schedule_once(owner, person_id=ana, on=date(2026, 3, 29), at=time(2, 30))
    assert skipped.starts_at == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    twice = sessions.schedule_once(owner, person_id=ana, on=date(2026, 10, 25), at=time(2, 30))
    assert twice.starts_at == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"rrule": "FREQ=SECONDLY"}, "rrule"),
        ({"rrule": "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"}, "rrule"),
        ({"rrule": "nonsense"}, "rrule"),
        ({"rrule": "FREQ=DAILY;UNTIL=20200101"}, "rrule"),
        ({"time_zone": "Europe/Berln"}, "time_zone"),
        ({"length_minutes": 0}, "length"),
        ({"length_minutes": 10_000}, "length"),
        ({"from_on": date(9999, 12, 31)}, "on"),
        ({"from_on": date(1, 1, 1)}, "on"),
    ],
)
def test_what_cannot_be_a_series_is_said_and_nothing_is_stored(
    owner: User, changed: dict[str, object], field: str
) -> None:
    ana = make_person(owner, "Ana Ruiz")
    with pytest.raises(Invalid) as caught:
        plan(owner, ana, **changed)
    assert caught.value.field == field
    assert series.running_series(owner) == []
    assert Session.objects.count() == 0


def test_a_series_without_end_is_made_ahead_once(owner: User) -> None:
    made = plan(owner, make_person(owner, "Ana Ruiz"), "FREQ=DAILY")
    assert 115 <= len(made.sessions) <= 121
    assert series.make_sessions_ahead(owner) == 0
    with time_machine.travel(NOON + timedelta(days=7), tick=False):
        assert series.make_sessions_ahead(owner) == 7
        assert series.make_sessions_ahead(owner) == 0


def test_a_rare_series_has_its_first_session_however_far_it_is(owner: User) -> None:
    made = plan(owner, make_person(owner, "Ana Ruiz"), "FREQ=YEARLY", from_on=date(2026, 12, 1))
    assert [one.starts_at.date() for one in made.sessions] == [date(2026, 12, 1)]


def test_one_series_that_cannot_go_on_does_not_stop_the_others(owner: User) -> None:
    broken = plan(owner, make_person(owner, "Ana Ruiz")).series
    plan(owner, make_person(owner, "Ben Okri"), "FREQ=WEEKLY")
    owner.series_set.filter(pk=broken.id).update(time_zone="Nowhere/Atall")
    with time_machine.travel(NOON + timedelta(days=30), tick=False):
        assert series.make_sessions_ahead(owner) > 0


def test_the_same_series_or_hour_twice_is_told(owner: User) -> None:
    ana = make_person(owner, "Ana Ruiz")
    plan(owner, ana)
    with pytest.raises(Conflict):
        plan(owner, ana)
    with pytest.raises(Conflict):
        sessions.schedule_once(owner, person_id=ana, on=FIRST, at=AT)
    gone = sessions.schedule_once(owner, person_id=ana, on=date(2026, 3, 20), at=AT)
    sessions.cancel_session(owner, session_id=gone.id)
    assert sessions.schedule_once(owner, person_id=ana, on=date(2026, 3, 20), at=AT).uid != gone.uid


def test_nobody_in_the_trash_is_met(owner: User) -> None:
    ana = make_person(owner, "Ana Ruiz")
    Person.objects.filter(pk=ana).update(deleted_at=NOON)
    with pytest.raises(Conflict):
        plan(owner, ana)
    with pytest.raises(Conflict):
        sessions.schedule_once(owner, person_id=ana, on=FIRST, at=AT)


def test_a_series_that_is_prepared_otherwise_says_so_to_the_clock(owner: User, other_owner: User) -> None:
    profiles.change_profile(owner, prep_hours_before=4)
    made = plan(owner, make_person(owner, "Ana Ruiz"), at=time(16))
    number = made.series.id

    def clock() -> tuple[int, timedelta]:
        (one, *_) = sessions.coming_sessions(owner)
        found = sessions.clock_of(profiles.profile(owner), one)
        return found.prepare_minutes, found.starts_at - found.prepare_at

    assert (made.series.prep_minutes, made.series.prep_lead) == (None, "")
    usual = clock()
    assert usual == (60, timedelta(hours=4))
    series.prepare_otherwise(owner, series_id=number, minutes=30, lead="6")
    assert clock() == (30, timedelta(hours=6))
    before = series.prepare_otherwise(owner, series_id=number, minutes=30, lead="day before")
    assert before.prep_lead == "day-before" and clock()[1] > timedelta(hours=6)
    near = feeds.feed_sessions(owner, since=NOON)[0]
    assert (near.prep_minutes, near.prep_lead) == (30, "day-before")
    (shown, *_) = sessions.coming_sessions(owner)
    moved = series_moves.move_rest(owner, session_id=shown.id, on=date(2026, 3, 4), at=AT).series.id
    kept = series.series(owner, series_id=moved)
    assert (kept.prep_minutes, kept.prep_lead) == (30, "day-before")
    series.prepare_otherwise(owner, series_id=moved)
    assert clock()[0] == 60
    for minutes, lead in ((481, ""), (-1, ""), (None, "73"), (None, "soon")):
        with pytest.raises(Invalid):
            series.prepare_otherwise(owner, series_id=moved, minutes=minutes, lead=lead)
    with pytest.raises(Conflict):
        series.prepare_otherwise(owner, series_id=number)
    with pytest.raises(NotFound):
        series.prepare_otherwise(other_owner, series_id=moved)
