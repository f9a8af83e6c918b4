"""The feed's file: what RFC 5545 asks of it, and what other programs read from it."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import vobject
from icalendar import Calendar

from mentorpanel.domain.calendar_feed import NAME, REFRESH, FeedEvent
from mentorpanel.formats.ical_feed import calendar_feed

STARTS = datetime(2026, 12, 3, 14, 0, tzinfo=ZoneInfo("Europe/Berlin"))
CHANGED = datetime(2026, 11, 20, 8, 30, 15, 999, tzinfo=UTC)


def event(**given: Any) -> FeedEvent:
    parts: dict[str, Any] = {
        "uid": "one@mentorpanel",
        "summary": "Mentoring session",
        "starts": STARTS,
        "ends": STARTS + timedelta(minutes=45),
        "changed_at": CHANGED,
        "page": "/sessions/5/",
        "is_busy": True,
        **given,
    }
    return FeedEvent(**parts)


def written(*events: FeedEvent, base: str = "https://panel.example.org/") -> bytes:
    return calendar_feed(events, name=NAME, refresh=REFRESH, base_address=base)


def read(content: bytes) -> Any:
    (found,) = Calendar.from_ical(content).walk("VEVENT")
    return found


def test_the_calendar_says_what_it_is_and_when_to_look_again() -> None:
    calendar = Calendar.from_ical(written())
    assert calendar["VERSION"] == "2.0"
    assert calendar["PRODID"]
    assert calendar["X-WR-CALNAME"] == calendar["NAME"] == "Mentoring"
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT4H\r\n" in written()
    assert b"X-PUBLISHED-TTL:PT4H\r\n" in written()
    # A METHOD would ask for an organiser (RFC 5546 §3.2.1) and make DTSTAMP the moment of writing.
    assert "METHOD" not in calendar


def test_an_event_has_what_every_event_must_have_in_utc() -> None:
    content = written(event(sequence=3))
    assert b"DTSTART:20261203T130000Z\r\n" in content
    assert b"DTEND:20261203T134500Z\r\n" in content
    assert b"DTSTAMP:20261120T083015Z\r\n" in content
    assert b"LAST-MODIFIED:20261120T083015Z\r\n" in content
    found = read(content)
    assert (found["UID"], found["SEQUENCE"]) == ("one@mentorpanel", 3)
    assert found["TRANSP"] == "OPAQUE"
    assert found["URL"] == "https://panel.example.org/sessions/5/"
    assert "URL" not in read(written(event(), base=""))
    assert "CLASS" not in found and read(written(event(is_private=True)))["CLASS"] == "PRIVATE"


@pytest.mark.parametrize(
    ("on", "end"), [(date(2026, 3, 31), date(2026, 4, 1)), (date(2028, 2, 28), date(2028, 2, 29))]
)
def test_a_due_date_is_a_day_that_takes_no_time(on: date, end: date) -> None:
    found = read(written(event(starts=on, ends=None, is_busy=False)))
    assert (found["DTSTART"].dt, found["DTEND"].dt) == (on, end)
    assert found["DTSTART"].params["VALUE"] == "DATE"
    assert found["TRANSP"] == "TRANSPARENT"


def test_the_last_day_there_is_has_no_day_after() -> None:
    assert "DTEND" not in read(written(event(starts=date.max, ends=None)))


@pytest.mark.parametrize(("minutes", "trigger"), [(10, b"-PT10M"), (90, b"-PT1H30M"), (1440, b"-P1D")])
def test_a_reminder_comes_before(minutes: int, trigger: bytes) -> None:
    content = written(event(alarm_minutes=minutes))
    assert b"TRIGGER:" + trigger + b"\r\n" in content
    (alarm,) = Calendar.from_ical(content).walk("VALARM")
    assert (alarm["ACTION"], alarm["DESCRIPTION"]) == ("DISPLAY", "Mentoring session")


def test_no_reminder_is_none_and_at_the_start_is_zero() -> None:
    assert b"VALARM" not in written(event(alarm_minutes=None))
    (alarm,) = Calendar.from_ical(written(event(alarm_minutes=0))).walk("VALARM")
    assert alarm["TRIGGER"].dt == timedelta()


def test_text_cannot_break_out_of_its_line() -> None:
    hostile = "One\r\nEND:VEVENT\nX;Y,Z\\ \x07\x00 \u2028" + "ü" * 120
    content = written(event(summary=hostile, place=hostile, uid="a\r\nb"))
    found = read(content)
    assert str(found["SUMMARY"]) == str(found["LOCATION"])
    assert str(found["SUMMARY"]).startswith("One END:VEVENT X;Y,Z\\")
    assert found["UID"] == "a b"
    assert content.count(b"END:VEVENT\r\n") == 1
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert not set(content) & {0, 7}


def test_another_reader_reads_the_same() -> None:
    content = written(
        event(alarm_minutes=10), event(uid="two@mentorpanel", starts=date(2026, 12, 4), ends=None)
    )
    one, two = vobject.readOne(content.decode()).vevent_list
    assert one.dtstart.value == STARTS.astimezone(UTC)
    assert one.valarm.trigger.value == -timedelta(minutes=10)
    assert two.dtstart.value == date(2026, 12, 4)


def test_the_same_facts_give_the_same_bytes() -> None:
    assert written(event(), event(uid="b")) == written(event(), event(uid="b"))
