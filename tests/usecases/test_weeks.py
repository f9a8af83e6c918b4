"""The week's plan over real rows: it stays as it is while the week goes on, and what is done is ticked off."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
import time_machine
from icalendar import Calendar

from mentorpanel.domain.calendar_feed import FeedOptions
from mentorpanel.domain.week_plan import WeekPlan
from mentorpanel.storage.models import WeekSetting
from mentorpanel.usecases import (
    commitments,
    feeds,
    panel,
    people,
    profiles,
    sessions,
    today,
    touchpoints,
    weeks,
)
from tests.makers import queries_in

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def moment() -> Iterator[Any]:
    with time_machine.travel(datetime(2026, 11, 23, 6, tzinfo=UTC), tick=False) as turned:
        yield turned


def known(owner: Any, name: str, days: int, stage: str = "mentor") -> int:
    person = people.add_person(owner, name=name)
    panel.move_stage(
        owner, person_id=person.id, stage=stage, since=MONDAY - timedelta(days=900), is_setting_up=True
    )
    touchpoints.log_touchpoint(
        owner, person_id=person.id, kind="call", direction="both", on=MONDAY - timedelta(days=days)
    )
    return person.id


def begun(owner: Any) -> dict[str, int]:
    profiles.change_profile(owner, time_zone="Europe/Berlin", weekly_minutes=30)
    return {
        name: known(owner, name, days) for name, days in (("Ana", 70), ("Ben", 100), ("Cy", 65), ("Dee", 10))
    }


def plan(owner: Any) -> WeekPlan:
    return weeks.week(owner).plan


def days_of(found: WeekPlan) -> dict[str, str]:
    return {one.person_name: f"{one.on:%a}" for one in found.touches}


def test_who_is_due_a_day_each(owner: Any) -> None:
    begun(owner)
    assert days_of(plan(owner)) == {"Ben": "Mon", "Ana": "Tue", "Cy": "Wed"}


def test_it_stays_while_the_week_goes_on_and_what_is_done_is_ticked(owner: Any, moment: Any) -> None:
    """A call logged, a card done on Today, a letter of mine: each stays on its day; nothing else moves, all week."""
    ids = begun(owner)
    before = days_of(plan(owner))
    moment.move_to(datetime(2026, 11, 24, 9, tzinfo=UTC))
    touchpoints.log_touchpoint(owner, person_id=ids["Ben"], kind="call", direction="both")
    assert days_of(plan(owner)) == before
    moment.move_to(datetime(2026, 11, 26, 9, tzinfo=UTC))
    today.done_card(owner, card_id=f"cadence-{ids['Ana']}")
    touchpoints.log_touchpoint(owner, person_id=ids["Cy"], kind="email", direction="from-me")
    moment.move_to(datetime(2026, 11, 29, 20, tzinfo=UTC))
    after = plan(owner)
    assert days_of(after) == before
    done = {one.person_name: f"{one.done_on:%a}" for one in after.touches if one.done_on}
    assert done == {"Ben": "Tue", "Ana": "Thu", "Cy": "Thu"}
    moment.move_to(datetime(2026, 11, 30, 9, tzinfo=UTC))
    assert "Ben" not in days_of(plan(owner)), "a new week"


def test_the_last_contact_before_this_week_counts_and_not_the_one_in_it(owner: Any, moment: Any) -> None:
    """Dee was not due: a call this week is no part of the plan. A day further back shows the week as it began."""
    ids = begun(owner)
    touchpoints.log_touchpoint(owner, person_id=ids["Dee"], kind="call", direction="both")
    assert "Dee" not in days_of(plan(owner))
    moment.move_to(datetime(2026, 12, 9, 9, tzinfo=UTC))
    touchpoints.log_touchpoint(owner, person_id=ids["Ben"], kind="call", direction="both")
    past = weeks.week(owner, on=date(2026, 11, 25)).plan
    assert days_of(past)["Ben"] == "Mon" and not [one for one in past.touches if one.done_on]


def test_sessions_bring_their_duties_and_silence_the_rest(owner: Any) -> None:
    ids = begun(owner)
    sessions.schedule_once(owner, person_id=ids["Cy"], on=date(2026, 11, 26), at=time(14))
    commitments.promise(owner, person_id=ids["Dee"], text="The deck", due_on=date(2026, 11, 20))
    found = plan(owner)
    assert "Cy" not in days_of(found)
    duties = [(one.title, f"{one.on:%a}", one.minutes) for one in found.duties]
    assert duties == [("The deck", "Mon", 10), ("Brief for Cy", "Wed", 10), ("Thanks to Cy", "Thu", 10)]
    assert found.touches == (), "the thirty minutes are the duties'"
    assert found.weeks[1].people == 2, "so they have the week after"


def test_another_owners_people_are_in_nobody_elses_week(owner: Any, other_owner: Any) -> None:
    begun(other_owner)
    assert plan(owner).touches == () and plan(other_owner).touches != ()


def test_the_trash_and_those_not_to_be_contacted_stay_out(owner: Any) -> None:
    ids = begun(owner)
    people.trash_person(owner, person_id=ids["Ben"])
    people.change_person(owner, person_id=ids["Ana"], do_not_contact=True)
    assert set(days_of(plan(owner))) == {"Cy"}


def entries(owner: Any) -> dict[str, Any]:
    calendar = Calendar.from_ical(feeds.calendar(owner))
    return {
        str(event["UID"]): event
        for event in calendar.walk("VEVENT")
        if str(event["UID"]).startswith("touch-")
    }


def test_in_the_calendar_feed_only_when_said_and_without_names(owner: Any, moment: Any) -> None:
    begun(owner)
    assert entries(owner) == {}
    weeks.put_in_calendar(owner, is_on=True)
    weeks.put_in_calendar(owner, is_on=True)
    found = entries(owner)
    assert len(found) == 3 and {str(one["SUMMARY"]) for one in found.values()} == {"Mentorpanel: 5 minutes"}
    text = feeds.calendar(owner).decode()
    assert not [name for name in ("Ana", "Ben", "Cy") if name in text] and "TRANSPARENT" in text
    starts = sorted(event.decoded("DTSTART") for event in found.values())
    assert starts[0] == datetime(2026, 11, 23, 8, tzinfo=UTC), "when the day starts in Berlin"
    moment.move_to(datetime(2026, 11, 25, 6, tzinfo=UTC))
    assert feeds.calendar(owner).decode() == text, "the same facts give the same bytes"
    feeds.change_options(owner, options=FeedOptions(shows_names=True))
    assert "A word with Ben" in feeds.calendar(owner).decode()
    weeks.put_in_calendar(owner, is_on=False)
    assert entries(owner) == {} and WeekSetting.objects.count() == 1


def test_looking_writes_nothing_and_costs_the_same_for_many(owner: Any) -> None:
    begun(owner)
    few = queries_in(lambda: weeks.week(owner))
    for number in range(30):
        known(owner, f"More {number}", 70)
    assert queries_in(lambda: weeks.week(owner)) == few
    assert WeekSetting.objects.count() == 0
