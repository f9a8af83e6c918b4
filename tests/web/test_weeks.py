"""The week's page: what fits, each on its day, and the switch for the calendar."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from mentorpanel.storage.models import User
from mentorpanel.usecases import commitments, panel, people, profiles, touchpoints, weeks

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def moment() -> Any:
    with time_machine.travel(datetime(2026, 11, 25, 8, tzinfo=UTC), tick=False) as turned:
        yield turned


def known(owner: User, name: str, days: int) -> int:
    person = people.add_person(owner, name=name)
    panel.move_stage(owner, person_id=person.id, stage="mentor", since=date(2024, 1, 1), is_setting_up=True)
    touchpoints.log_touchpoint(
        owner, person_id=person.id, kind="call", direction="both", on=MONDAY - timedelta(days=days)
    )
    return person.id


def test_an_empty_week_teaches(client: Client, owner: User) -> None:
    page = client.get("/week/").content.decode()
    assert "Nobody needs a word this week." in page and "each on a day of its own" in page
    assert "four after it" not in page, "no table of nothing"


def test_who_is_due_what_is_done_and_what_waits(client: Client, owner: User) -> None:
    known(owner, "Ana <b>Ruiz</b>", 70)
    ben = known(owner, "Ben Okoro", 100)
    touchpoints.log_touchpoint(owner, person_id=ben, kind="call", direction="both", on=date(2026, 11, 24))
    page = client.get("/week/").content.decode()
    assert "One more person is due a word this week, 5 minutes in all." in page
    assert "Ana &lt;b&gt;Ruiz" in page and "still open" in page and "done" in page
    assert 'href="/week/"' in client.get("/").content.decode(), "the week's minutes on Today lead here"


def test_what_the_minutes_do_not_reach_for_is_said_kindly(client: Client, owner: User) -> None:
    profiles.change_profile(owner, weekly_minutes=5, welcome_step="done")
    known(owner, "Ana Ruiz", 178)
    known(owner, "Ben Okoro", 177)
    page = client.get("/week/").content.decode()
    assert "The minutes do not reach for Ben Okoro" in page and "Five minutes more a week would do" in page


def test_into_the_calendar_and_out(client: Client, owner: User) -> None:
    assert "Put it into my calendar" in client.get("/week/").content.decode()
    answer = client.post("/week/calendar/", {"to": "on"}, follow=True)
    assert "Take it out" in answer.content.decode() and weeks.week(owner).in_calendar
    client.post("/week/calendar/", {"to": "off"})
    assert not weeks.week(owner).in_calendar
    assert client.get("/week/calendar/").status_code == 405


def test_a_promise_of_last_week_stands_on_today(client: Client, owner: User) -> None:
    """On Wednesday it is not put on Monday, which is over."""
    ana = known(owner, "Ana Ruiz", 10)
    commitments.promise(owner, person_id=ana, text="Send the deck", due_on=date(2026, 11, 20))
    (duty,) = [one for one in weeks.week(owner).plan.duties if one.title == "Send the deck"]
    assert duty.on == date(2026, 11, 25)
    page = client.get("/week/").content.decode()
    assert "Open: Send the deck" in page and page.index("Wednesday") < page.index("Send the deck")
