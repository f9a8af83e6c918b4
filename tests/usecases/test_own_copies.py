"""Copies of sessions to an address at work: sent, moved, cancelled, without a name, by a real mail server."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from icalendar import Calendar

from mentorpanel.domain.calendar_feed import FeedOptions
from mentorpanel.domain.problems import Conflict, Invalid
from mentorpanel.storage.models import OutboxItem, User
from mentorpanel.usecases import feeds, own_copies, people, profiles, sessions
from mentorpanel.worker import steps
from tests.mail_servers import Inbox, serving

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
DAY = datetime(2026, 3, 5).date()
WORK = "maya.lind@work.example"


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as moved:
        yield moved


@pytest.fixture
def inbox(settings: Any) -> Iterator[Inbox]:
    found = Inbox()
    with serving(found) as address:
        settings.SMTP_URL = address
        yield found


@pytest.fixture
def session_id(owner: User) -> int:
    profiles.change_profile(
        owner, name="Maya Lind", mail_address="maya@home.example", time_zone="Europe/Berlin"
    )
    ana = people.add_person(owner, name="Ana Ruiz")
    at = datetime(2026, 3, 5, 14).time()
    return sessions.schedule_once(owner, person_id=ana.id, on=DAY, at=at, place="Room 5").id


def arrived(inbox: Inbox) -> list[tuple[str, str, str, int]]:
    """What came since the last look: method, summary, start in UTC, SEQUENCE."""
    while steps.deliver_one("test"):
        pass
    found = []
    for mail in inbox.mails:
        assert mail["To"] == WORK and "Ana" not in str(mail) and "Room" not in str(mail)
        part = next(one for one in mail.walk() if one.get_content_type() == "text/calendar")
        calendar = Calendar.from_ical(part.get_payload(decode=True))
        event = calendar.walk("VEVENT")[0]
        assert (
            str(event["ORGANIZER"]) == "mailto:maya@home.example"
            and str(event["ATTENDEE"]) == f"mailto:{WORK}"
        )
        assert part.get_param("method") == calendar["METHOD"] and str(event["UID"]).startswith("own-")
        start = f"{event.decoded('DTSTART').astimezone(UTC):%m-%d %H:%M}"
        found.append((str(calendar["METHOD"]), str(event["SUMMARY"]), start, int(event["SEQUENCE"])))
    inbox.arrived.clear()
    return found


def send_all_due() -> int:
    """What the worker does for everybody."""
    return sum(own_copies.send_what_is_due(one) for one in own_copies.with_work_address())


def test_they_go_move_and_are_cancelled(owner: User, inbox: Inbox, session_id: int) -> None:
    feeds.change_options(owner, options=FeedOptions(shows_names=True))
    assert send_all_due() == 0 and arrived(inbox) == []  # never without the owner's word
    assert own_copies.set_work_address(owner, address=f" {WORK} ") == 2
    assert send_all_due() == 0
    assert arrived(inbox) == [
        ("REQUEST", "Mentoring session", "03-05 13:00", 0),
        ("REQUEST", "Preparation", "03-04 14:00", 0),
    ]
    sessions.move_session(owner, session_id=session_id, on=DAY, at=datetime(2026, 3, 5, 16).time())
    assert send_all_due() == 1
    assert arrived(inbox) == [("REQUEST", "Mentoring session", "03-05 15:00", 1)]
    sessions.cancel_session(owner, session_id=session_id, reason="tired")
    assert send_all_due() == 2
    assert {(method, sequence) for method, _, _, sequence in arrived(inbox)} == {("CANCEL", 2), ("CANCEL", 1)}
    sessions.reopen_session(owner, session_id=session_id)
    send_all_due()
    assert {one[0] for one in arrived(inbox)} == {"REQUEST"}
    assert own_copies.set_work_address(owner, address="") == 2
    assert {one[0] for one in arrived(inbox)} == {"CANCEL"}
    assert (own_copies.work_address(owner), send_all_due()) == ("", 0)
    assert not OutboxItem.objects.exclude(status="sent").exists()


def test_what_cannot_be(owner: User, session_id: int, settings: Any) -> None:
    with pytest.raises(Invalid):
        own_copies.set_work_address(owner, address="nonsense")
    settings.SMTP_URL = ""
    with pytest.raises(Conflict, match="mail server"):
        own_copies.set_work_address(owner, address=WORK)
    settings.SMTP_URL = "smtp://localhost:1"
    profiles.change_profile(owner, mail_address="")
    with pytest.raises(Conflict, match="mail address"):
        own_copies.set_work_address(owner, address=WORK)
    assert own_copies.work_address(owner) == "" and not OutboxItem.objects.exists()
