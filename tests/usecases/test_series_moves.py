"""A session and all later ones of its series move together; nothing planned is lost, nothing is doubled."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
import time_machine

from mentorpanel.domain.problems import Conflict, Invalid, NotFound
from mentorpanel.storage.models import Session, User
from mentorpanel.usecases import (
    agendas,
    invitation_states,
    invitations,
    letters,
    parking,
    profiles,
    series,
    series_moves,
    sessions,
)
from tests.makers import NOON, make_person, make_session

AT = time(9, 0)


@pytest.fixture(autouse=True)
def _now() -> object:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def planned(owner: User, settings: Any) -> series.Scheduled:
    """Monthly on the first Tuesday at nine, from 7 April 2026."""
    profiles.change_profile(owner, time_zone="Europe/Berlin", name="Maya Lind", mail_address="me@x.example")
    person = make_person(owner, "Ana Ruiz", stage="formal-mentor")
    return series.schedule(
        owner, person_id=person, rrule="FREQ=MONTHLY;BYDAY=1TU", at=AT, from_on=date(2026, 4, 7), place="Oak"
    )


def starts(owner: User) -> list[str]:
    return [f"{one.starts_at:%m-%d %H}" for one in sessions.coming_sessions(owner)]


def test_the_hour_is_said_in_my_zone_and_kept_in_the_series_own(
    owner: User, planned: series.Scheduled
) -> None:
    profiles.change_profile(owner, time_zone="America/New_York")
    first = planned.sessions[0].id
    done = series_moves.move_rest(owner, session_id=first, on=date(2026, 4, 14), at=time(9, 0))
    assert done.first.starts_at == datetime(2026, 4, 14, 13, 0, tzinfo=UTC)
    assert (done.series.time_zone, f"{done.series.starts_local:%H:%M}") == ("Europe/Berlin", "15:00")


def test_the_rest_moves_and_what_was_before_stays(owner: User, planned: series.Scheduled) -> None:
    first, second, *_ = planned.sessions
    assert starts(owner)[:3] == ["04-07 07", "05-05 07", "06-02 07"]
    agendas.change_agenda(owner, session_id=second.id, move="new", text="What first?")
    letters.session_letter(owner, session_id=second.id, kind="brief")
    done = series_moves.move_rest(owner, session_id=second.id, on=date(2026, 5, 14), at=time(16, 30))
    assert (done.first.id, done.in_words) == (second.id, "monthly, on the second Thursday")
    assert starts(owner)[:3] == ["04-07 07", "05-14 14", "06-11 14"]
    assert [one.item.text for one in parking.agenda(owner, session_id=second.id)] == ["What first?"]
    brief = letters.session_letter(owner, session_id=second.id, kind="brief").draft
    assert "Thursday 14 May" in brief.text and "5 May" not in brief.text
    assert done.series.place == "Oak" and series.running_series(owner) == [done.series]
    assert sessions.session(owner, session_id=first.id).series_id == planned.series.id
    series.make_sessions_ahead(owner)
    with time_machine.travel(NOON + timedelta(days=60), tick=False):
        series.make_sessions_ahead(owner)
        assert starts(owner)[:4] == ["05-14 14", "06-11 14", "07-09 14", "08-13 14"]
    moments = list(Session.objects.values_list("starts_at", flat=True))
    assert len(moments) == len(set(moments)), "nothing is doubled"


def test_an_earlier_hour_and_a_step_into_the_next_ones_place_are_free(
    owner: User, planned: series.Scheduled
) -> None:
    series_moves.move_rest(owner, session_id=planned.sessions[0].id, on=date(2026, 5, 5), at=AT)
    assert starts(owner)[:2] == ["05-05 07", "06-02 07"], "the first stands where the second stood"


def test_the_mentor_is_told_of_each_by_its_own_uid(
    owner: User, planned: series.Scheduled, settings: Any
) -> None:
    settings.SMTP_URL = "smtp://127.0.0.1:9"
    for one in planned.sessions:
        invitations.mark_told(owner, session_id=one.id)
    series_moves.move_rest(owner, session_id=planned.sessions[0].id, on=date(2026, 4, 9), at=AT)
    after = [sessions.session(owner, session_id=one.id) for one in planned.sessions]
    assert [one.uid for one in after] == [one.uid for one in planned.sessions]
    known = invitation_states.states(owner, after, zone=profiles.zone(owner))
    assert {state.news for state in known.values()} == {"the new time"}


def test_what_was_skipped_stays_skipped_and_is_not_made_anew(owner: User, planned: series.Scheduled) -> None:
    sessions.cancel_session(owner, session_id=planned.sessions[1].id)
    done = series_moves.move_rest(owner, session_id=planned.sessions[0].id, on=date(2026, 4, 9), at=AT)
    assert starts(owner)[:2] == ["04-09 07", "06-11 07"] and done.moved == len(planned.sessions) - 1
    series.make_sessions_ahead(owner)
    assert "05-14 07" not in starts(owner)


def test_a_series_that_ends_sooner_cancels_what_is_behind(owner: User, planned: series.Scheduled) -> None:
    done = series_moves.move_rest(
        owner, session_id=planned.sessions[0].id, on=date(2026, 4, 9), at=AT, rrule="FREQ=WEEKLY;COUNT=2"
    )
    assert (done.moved, done.cancelled) == (2, len(planned.sessions) - 2)
    assert starts(owner) == ["04-09 07", "04-16 07"]


def test_over_the_change_of_the_clocks_the_hour_stays(owner: User, planned: series.Scheduled) -> None:
    with time_machine.travel(datetime(2026, 9, 1, 9, tzinfo=UTC), tick=False):
        series.make_sessions_ahead(owner)
        found = sessions.coming_sessions(owner)[0]
        series_moves.move_rest(owner, session_id=found.id, on=date(2026, 10, 20), at=AT)
        assert starts(owner)[:2] == ["10-20 07", "11-17 08"]


def test_what_cannot_be_changes_nothing(owner: User, other_owner: User, planned: series.Scheduled) -> None:
    first, before = planned.sessions[0].id, starts(owner)
    alone = make_session(owner, planned.sessions[0].person.id, days=40)
    before = starts(owner)
    for problem, given in (
        (Conflict, {"session_id": alone, "on": date(2026, 4, 9)}),
        (Invalid, {"session_id": first, "on": date(2026, 1, 1)}),
        (Invalid, {"session_id": first, "on": date(2026, 4, 9), "rrule": "FREQ=MONTHLY;BYDAY=1TU"}),
        (Invalid, {"session_id": first, "on": date(2026, 4, 9), "rrule": "FREQ=SECONDLY"}),
        (NotFound, {"session_id": 10**9, "on": date(2026, 4, 9)}),
    ):
        with pytest.raises(problem):
            series_moves.move_rest(owner, at=AT, **given)  # type: ignore[arg-type]
        assert starts(owner) == before and series.running_series(owner) == [planned.series]
    with pytest.raises(NotFound):
        series_moves.move_rest(other_owner, session_id=first, on=date(2026, 4, 9), at=AT)
