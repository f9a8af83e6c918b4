"""The calendar feed: what is in it and what is not, its address, and what the audit list says of it."""

from datetime import date, time, timedelta
from typing import Any

import pytest
import time_machine
from icalendar import Calendar

from mentorpanel import clock
from mentorpanel.domain.problems import Conflict, Invalid
from mentorpanel.storage import owners
from mentorpanel.storage.models import FeedAddress, Person, Session, User
from mentorpanel.usecases import commitments, feeds, goals, profiles, series, sessions
from mentorpanel.usecases.feeds import FeedOptions
from tests.makers import NOON, make_person, make_session

NAMED = FeedOptions(shows_names=True)


@pytest.fixture(autouse=True)
def _now() -> object:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def ana(owner: User) -> int:
    return make_person(owner, "Ana Ruiz", stage="mentor")


def events(owner: User) -> dict[str, Any]:
    """The events of the feed by what they say; each may be there once."""
    found = Calendar.from_ical(feeds.calendar(owner)).walk("VEVENT")
    assert len({event["UID"] for event in found}) == len(found)
    return {str(event["SUMMARY"]): event for event in found}


def test_a_session_has_its_preparation_and_its_brief(owner: User, ana: int) -> None:
    made = make_session(owner, ana, days=7)
    plan = sessions.clock_of(profiles.profile(owner), sessions.session(owner, session_id=made))
    found = events(owner)
    assert set(found) == {"Mentoring session", "Preparation", "Brief due"}
    assert found["Mentoring session"]["DTSTART"].dt == NOON + timedelta(days=7)
    assert found["Preparation"]["DTSTART"].dt == plan.prepare_at
    assert found["Preparation"]["DTEND"].dt == plan.brief_due_at
    assert found["Brief due"]["DTSTART"].dt == plan.brief_due_at
    assert found["Brief due"]["TRANSP"] == "TRANSPARENT"
    assert [len(event.walk("VALARM")) for event in found.values()] == [1, 1, 0]


def test_names_are_said_only_where_wished(owner: User, ana: int) -> None:
    made = make_session(owner, ana)
    Session.objects.filter(pk=made).update(place="Ana's office")
    assert b"Ana" not in feeds.calendar(owner)
    feeds.change_options(owner, options=NAMED)
    found = events(owner)
    assert set(found) == {"Session with Ana Ruiz", "Preparation for Ana Ruiz", "Brief for Ana Ruiz due"}
    assert found["Session with Ana Ruiz"]["LOCATION"] == "Ana's office"
    assert "LOCATION" not in found["Preparation for Ana Ruiz"]
    assert {event["CLASS"] for event in found.values()} == {"PRIVATE"}


@pytest.mark.parametrize(
    ("days", "status", "is_in"),
    [
        (-91, "held", False), (-89, "held", True), (-1, "planned", True), (3, "prepared", True),
        (3, "brief-sent", True), (700, "planned", True), (3, "cancelled", False), (-3, "missed", False),
        (3, "moved", False),
    ],
)  # fmt: skip
def test_which_sessions_are_in_it(owner: User, ana: int, days: int, status: str, is_in: bool) -> None:
    make_session(owner, ana, days=days, status=status)
    assert ("Mentoring session" in events(owner)) == is_in


@pytest.mark.parametrize(("status", "is_due"), [("prepared", True), ("brief-sent", False), ("held", False)])
def test_a_brief_is_due_until_it_has_gone(owner: User, ana: int, status: str, is_due: bool) -> None:
    make_session(owner, ana, days=3, status=status)
    assert ("Brief due" in events(owner)) == is_due


def test_a_moved_session_is_the_same_event_at_its_new_time(owner: User, ana: int) -> None:
    made = make_session(owner, ana)
    before = events(owner)["Mentoring session"]
    with time_machine.travel(NOON + timedelta(hours=1)):
        sessions.move_session(
            owner, session_id=made, on=(NOON + timedelta(days=9)).date(), at=NOON.time(), reason="tired"
        )
        after = events(owner)["Mentoring session"]
    assert after["UID"] == before["UID"]
    assert after["SEQUENCE"] == before["SEQUENCE"] + 1
    assert after["DTSTART"].dt == before["DTSTART"].dt + timedelta(days=2)
    assert after["LAST-MODIFIED"].dt > before["LAST-MODIFIED"].dt


def test_preparation_of_a_session_booked_late_begins_when_it_was_booked(owner: User, ana: int) -> None:
    made = make_session(owner, ana, days=0)
    Session.objects.filter(pk=made).update(starts_at=NOON + timedelta(hours=5))
    assert events(owner)["Preparation"]["DTSTART"].dt == NOON


def test_a_series_keeps_its_hour_over_a_change_of_the_clocks(owner: User, ana: int) -> None:
    profiles.change_profile(owner, time_zone="Europe/Berlin")
    series.schedule(owner, person_id=ana, rrule="FREQ=WEEKLY;COUNT=4", at=time(16), from_on=date(2026, 3, 19))
    found = Calendar.from_ical(feeds.calendar(owner)).walk("VEVENT")
    starts = sorted(one["DTSTART"].dt for one in found if one["SUMMARY"] == "Mentoring session")
    assert [one.hour for one in starts] == [15, 15, 14, 14]


def test_people_in_the_trash_are_left_out(owner: User, ana: int) -> None:
    make_session(owner, ana)
    commitments.promise(owner, person_id=ana, text="Send it", due_on=NOON.date())
    Person.objects.filter(pk=ana).update(deleted_at=NOON)
    assert events(owner) == {}


def fill_dues(owner: User, ana: int) -> None:
    on = date(2026, 4, 1)
    commitments.promise(owner, person_id=ana, text="Send the deck", due_on=on)
    commitments.promise(owner, person_id=ana, text="Read it", due_on=on, is_mine=False)
    commitments.promise(owner, person_id=ana, text="Some day")
    kept = commitments.promise(owner, person_id=ana, text="Done", due_on=on)
    commitments.keep_commitment(owner, commitment_id=kept.id)
    goal = goals.set_goal(owner, statement="Lead a team", due_on=date(2027, 1, 1))
    goals.add_milestone(owner, goal_id=goal.id, text="First report", due_on=on)
    goals.add_milestone(owner, goal_id=goal.id, text="Whenever")


def test_what_is_due_is_a_day(owner: User, ana: int) -> None:
    fill_dues(owner, ana)
    assert set(events(owner)) == {"Promise due", "Goal due", "Milestone due"}
    assert events(owner)["Goal due"]["DTSTART"].dt == date(2027, 1, 1)
    feeds.change_options(owner, options=NAMED)
    wanted = {"Promise due: Send the deck (Ana Ruiz)", "Goal due: Lead a team", "Milestone due: First report"}
    assert set(events(owner)) == wanted
    feeds.change_options(owner, options=FeedOptions(has_due_dates=False))
    assert events(owner) == {}


def test_without_due_dates_no_brief_is_due(owner: User, ana: int) -> None:
    make_session(owner, ana)
    feeds.change_options(owner, options=FeedOptions(has_due_dates=False, alarm_minutes=None))
    assert set(events(owner)) == {"Mentoring session", "Preparation"}
    assert b"VALARM" not in feeds.calendar(owner)


def test_other_options_change_every_event(owner: User, ana: int) -> None:
    make_session(owner, ana)
    later = NOON + timedelta(days=1)
    with time_machine.travel(later, tick=False):
        feeds.change_options(owner, options=FeedOptions(alarm_minutes=30))
        assert {event["DTSTAMP"].dt for event in events(owner).values()} == {later}


def test_an_address_opens_until_it_is_replaced_or_revoked(owner: User, other_owner: User) -> None:
    assert feeds.feed(owner).state == "none"
    _, first = feeds.make_address(owner)
    made, second = feeds.make_address(owner)
    assert len(first) == 43 and first != second
    assert not FeedAddress.objects.filter(token_hash__in=[first, second]).exists()
    assert (made.state, feeds.feed_owner(first), feeds.feed_owner(second)) == ("good", None, owner)
    assert feeds.revoke_address(owner).state == feeds.revoke_address(owner).state == "revoked"
    assert feeds.feed_owner(second) is None
    assert feeds.restore_address(owner).state == feeds.restore_address(owner).state == "good"
    assert feeds.feed_owner(second) == owner
    assert feeds.feed_owner("") is None and feeds.feed_owner("\udc80") is None
    assert feeds.feed(other_owner).state == "none"
    with pytest.raises(Conflict):
        feeds.revoke_address(other_owner)
    assert feeds.restore_address(other_owner).state == "none"


def test_only_the_day_of_a_fetch_is_kept(owner: User) -> None:
    _, token = feeds.make_address(owner)
    changed = FeedAddress.objects.get(owner=owner).updated_at
    feeds.feed_owner(token)
    assert feeds.feed(owner).last_fetched_on == clock.now().date()
    assert FeedAddress.objects.get(owner=owner).updated_at == changed
    assert feeds.make_address(owner)[0].last_fetched_on is None


def test_the_audit_list_says_what_was_done_and_never_the_address(owner: User) -> None:
    _, token = feeds.make_address(owner)
    feeds.make_address(owner)
    feeds.change_options(owner, options=NAMED)
    feeds.change_options(owner, options=NAMED)
    feeds.revoke_address(owner)
    feeds.revoke_address(owner)
    feeds.restore_address(owner)
    said = owners.audit_of(owner)
    assert [what for _, what, _ in said][::-1] == [
        "calendar address made", "calendar address made", "calendar feed shows names", "calendar address revoked",
        "calendar address good again",
    ]  # fmt: skip
    assert token not in str(said)


@pytest.mark.parametrize("minutes", [-1, 1441])
def test_a_senseless_reminder_changes_nothing(owner: User, minutes: int) -> None:
    with pytest.raises(Invalid):
        feeds.change_options(owner, options=FeedOptions(alarm_minutes=minutes))
    assert feeds.feed(owner).options == FeedOptions()


@pytest.mark.parametrize(
    ("address", "is_local"),
    [("http://localhost:8000", True), ("http://127.0.0.1", True), ("http://[::1]:8000", True), ("", True),
     ("https://panel.example.org", False)],
)  # fmt: skip
def test_whether_others_can_reach_it(address: str, is_local: bool) -> None:
    assert feeds.is_this_machine_only(address) == is_local
