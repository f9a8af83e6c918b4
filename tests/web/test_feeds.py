"""The calendar feed as a calendar fetches it, without signing in; and the page where its address is made."""

import logging
import re
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from mentorpanel import clock
from mentorpanel.storage.models import User
from mentorpanel.usecases import commitments, feeds, goals, people, sessions
from tests.makers import make_person
from tests.web.conftest import browser_of

pytestmark = pytest.mark.django_db
PAGE = "/settings/calendar/"
FEED_MOST = 9


def book(owner: User, person_id: int, *, days: int) -> int:
    day = clock.now() + timedelta(days=days)
    made = sessions.schedule_once(
        owner, person_id=person_id, on=day.date(), at=day.time().replace(second=0, microsecond=0)
    )
    return made.id


@pytest.fixture
def ana(owner: User) -> int:
    return people.add_person(owner, name="Ana Ruiz").id


@pytest.fixture
def path(owner: User) -> str:
    return feeds.address_of(feeds.make_address(owner)[1], base_address="")


def shown_in(answer: Any) -> list[str]:
    """The summaries of the events in an answer."""
    return [str(event["SUMMARY"]) for event in Calendar.from_ical(answer.content).walk("VEVENT")]


def test_a_calendar_fetches_it_without_signing_in(owner: User, ana: int, path: str) -> None:
    book(owner, ana, days=3)
    answer = Client().get(path)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Cache-Control"] == "private, no-cache"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert answer["X-Robots-Tag"] == "noindex"
    assert answer.cookies == {}
    assert sorted(shown_in(answer)) == ["Brief due", "Mentoring session", "Preparation"]
    assert b"http://testserver" in answer.content or b"/sessions/" in answer.content


def test_what_is_known_is_not_sent_again(owner: User, ana: int, path: str) -> None:
    first = Client().get(path)
    known = {"If-None-Match": first["ETag"]}
    again = Client().get(path, headers=known)
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]
    assert again["Referrer-Policy"] == "no-referrer"
    book(owner, ana, days=3)
    changed = Client().get(path, headers=known)
    assert changed.status_code == 200
    assert changed["ETag"] != first["ETag"]


def test_head_says_the_same_without_the_calendar(path: str) -> None:
    asked, fetched = Client().head(path), Client().get(path)
    assert (asked.status_code, asked.content) == (200, b"")
    assert asked["ETag"] == fetched["ETag"]
    assert Client().post(path).status_code == 405


def test_unknown_and_revoked_addresses_get_one_answer(owner: User, path: str) -> None:
    feeds.revoke_address(owner)
    answers = [Client().get(address) for address in (path, "/feeds/nobody-made-this.ics", "/feeds/%00.ics")]
    assert {(one.status_code, one.content, one["Cache-Control"]) for one in answers} == {
        (404, answers[0].content, "private, no-store")
    }
    assert {one["Referrer-Policy"] for one in answers} == {"no-referrer"}
    feeds.restore_address(owner)
    assert Client().get(path).status_code == 200


def test_each_owner_sees_their_own(owner: User, other_owner: User, ana: int, path: str) -> None:
    book(other_owner, make_person(other_owner, "Zora Hidden"), days=2)
    feeds.change_options(other_owner, options=feeds.FeedOptions(shows_names=True))
    theirs = feeds.address_of(feeds.make_address(other_owner)[1], base_address="")
    assert shown_in(Client().get(path)) == []
    assert "Session with Zora Hidden" in shown_in(Client().get(theirs))
    # Being signed in as another changes nothing: the address says whose it is.
    assert "Session with Zora Hidden" in shown_in(browser_of(owner).get(theirs))


def test_a_feed_of_a_closed_account_is_gone(owner: User, path: str) -> None:
    owner.is_active = False
    owner.save()
    assert Client().get(path).status_code == 404


def test_the_log_never_holds_an_address(owner: User, path: str) -> None:
    feeds.revoke_address(owner)
    handler = logging.getLogger("django").handlers[0]
    assert isinstance(handler, logging.StreamHandler)
    before, written = handler.stream, StringIO()
    handler.setStream(written)
    try:
        Client().get(path)
        Client().post(path)
        Client().get("/link/a-secret-of-ours/")
    finally:
        handler.setStream(before)
    assert written.getvalue().count("/feeds/…") == 2
    assert "/link/…" in written.getvalue()
    assert path.split("/")[-1].removesuffix(".ics") not in written.getvalue()
    assert "a-secret-of-ours" not in written.getvalue()


def fill(owner: User, ana: int, many: int, start: int) -> None:
    due = clock.now().date() + timedelta(days=200)
    for number in range(start, start + many):
        book(owner, ana, days=number + 1)
        commitments.promise(owner, person_id=ana, text=f"promise {number}", due_on=due)
        goal = goals.set_goal(owner, statement=f"goal {number}", due_on=due)
        goals.add_milestone(owner, goal_id=goal.id, text="first", due_on=due)


def test_a_full_calendar_costs_as_many_queries_as_an_empty_one(owner: User, ana: int, path: str) -> None:
    counts = []
    Client().get(path)
    for start, many in ((0, 2), (2, 20)):
        fill(owner, ana, many, start)
        with CaptureQueriesContext(connection) as seen:
            assert Client().get(path).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1] <= FEED_MOST, counts


def test_the_address_is_shown_once(client: Client, owner: User) -> None:
    assert "Make an address" in client.get(PAGE).content.decode()
    made = client.post(PAGE)
    (address,) = re.findall(r'value="(http://[^"]+/feeds/[\w-]{43}\.ics)"', made.content.decode())
    assert f'href="webcal://{address.removeprefix("http://")}"' in made.content.decode()
    assert Client().get(address.partition("testserver")[2]).status_code == 200
    page = client.get(PAGE).content.decode()
    assert address not in page
    assert "last fetched" in page
    assert PAGE in client.get("/settings/").content.decode()


def test_a_new_address_ends_the_one_before(client: Client, owner: User, path: str) -> None:
    client.post(PAGE)
    assert Client().get(path).status_code == 404


def test_revoking_can_be_undone(client: Client, owner: User, path: str) -> None:
    said = client.post(f"{PAGE}revoke/", follow=True).content.decode()
    assert "Revoked." in said and f'action="{PAGE}restore/"' in said
    assert Client().get(path).status_code == 404
    client.post(f"{PAGE}restore/")
    assert Client().get(path).status_code == 200


def test_somebody_else_cannot_revoke_it(owner: User, other_owner: User, path: str) -> None:
    browser_of(other_owner).post(f"{PAGE}revoke/")
    assert Client().get(path).status_code == 200


def test_options_are_kept_and_wrong_ones_stand_beside_their_field(client: Client, owner: User) -> None:
    client.post(f"{PAGE}options/", {"names": "yes", "alarm_minutes": ""})
    assert feeds.feed(owner).options == feeds.FeedOptions(True, False, None)
    page = client.get(PAGE).content.decode()
    assert re.search(r'name="names" value="yes" checked', page)
    assert not re.search(r'name="due_dates" value="yes" checked', page)
    wrong = client.post(f"{PAGE}options/", {"alarm_minutes": "2000"})
    assert wrong.status_code == 422
    assert 'class="error"' in wrong.content.decode()
    assert feeds.feed(owner).options.alarm_minutes is None


def test_the_file_is_the_same_calendar(client: Client, owner: User, ana: int, path: str) -> None:
    book(owner, ana, days=3)
    answer = client.get(f"{PAGE}mentoring.ics")
    assert answer["Content-Disposition"] == 'attachment; filename="mentoring.ics"'
    assert answer.content == Client().get(path).content


def test_where_only_this_machine_can_reach_it_the_page_says_so(client: Client, settings: Any) -> None:
    settings.PUBLIC_URL = "https://panel.example.org"
    assert "MENTORPANEL_URL" not in client.get(PAGE).content.decode()
    made = client.post(PAGE).content.decode()
    assert 'value="https://panel.example.org/feeds/' in made
    settings.PUBLIC_URL = "http://localhost:8000"
    assert "on this machine only" in client.get(PAGE).content.decode()
