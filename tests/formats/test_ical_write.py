"""Invitations: valid iCalendar that other programs read as meant."""

from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import vobject
from dateutil.tz import tzical
from icalendar import Calendar

from mentorpanel.domain.problems import Invalid
from mentorpanel.formats.ical import Participant, session_invite

STARTS = datetime(2026, 12, 3, 13, tzinfo=UTC)


def invite(**given: Any) -> bytes:
    parts: dict[str, Any] = {
        "uid": "one@example.org",
        "sequence": 0,
        "starts_at": STARTS,
        "ends_at": STARTS + timedelta(minutes=45),
        "zone": "Europe/Berlin",
        "summary": "Ana and Priya",
        "stamped_at": STARTS - timedelta(days=1),
        "organiser": Participant("Priya", "priya@example.org"),
        "attendee": Participant("Ana Silva", "ana@example.net"),
        **given,
    }
    return session_invite(**parts)


def event_of(content: bytes) -> Any:
    (event,) = Calendar.from_ical(content).walk("VEVENT")
    return event


def test_a_request_asks_the_mentor_and_names_the_owner_as_organiser() -> None:
    content = invite(description="Hi Ana,\nsee you.", place="https://meet.example.org/ana")
    calendar, event = Calendar.from_ical(content), event_of(content)
    assert calendar["METHOD"] == "REQUEST"
    assert calendar["VERSION"] == "2.0"
    assert event["UID"] == "one@example.org"
    assert event["SEQUENCE"] == 0
    assert event["STATUS"] == "CONFIRMED"
    assert event["ORGANIZER"] == "mailto:priya@example.org"
    assert event["ATTENDEE"] == "mailto:ana@example.net"
    assert event["ATTENDEE"].params["RSVP"] == "TRUE"
    assert event["ATTENDEE"].params["PARTSTAT"] == "NEEDS-ACTION"
    assert event["DESCRIPTION"] == "Hi Ana,\nsee you."
    assert event["LOCATION"] == "https://meet.example.org/ana"
    assert event["DTSTAMP"].dt == STARTS - timedelta(days=1)


def test_a_published_event_asks_nobody() -> None:
    content = invite(method="PUBLISH")
    assert Calendar.from_ical(content)["METHOD"] == "PUBLISH"
    assert "ATTENDEE" not in event_of(content)


def test_a_cancelled_one_is_taken_back() -> None:
    content = invite(method="CANCEL", sequence=2)
    event = event_of(content)
    assert (event["STATUS"], event["SEQUENCE"]) == ("CANCELLED", 2)
    assert event["ATTENDEE"] == "mailto:ana@example.net"
    assert "RSVP" not in event["ATTENDEE"].params, "a cancellation asks nothing"


def test_each_method_holds_what_rfc_5546_asks_of_it() -> None:
    """The tables of §3.2.1, §3.2.2 and §3.2.5: what must be there, once, and what must not."""
    for method in ("PUBLISH", "REQUEST", "CANCEL"):
        calendar = Calendar.from_ical(invite(method=method, sequence=1))
        (event,) = calendar.walk("VEVENT")
        for name in ("UID", "DTSTAMP", "DTSTART", "SEQUENCE", "SUMMARY", "ORGANIZER", "STATUS"):
            assert name in event and not isinstance(event[name], list), (method, name)
        assert event["DTSTAMP"].dt.utcoffset() == timedelta(0)
        assert ("ATTENDEE" in event) == (method != "PUBLISH")
        assert not {"RECURRENCE-ID", "RRULE", "REQUEST-STATUS"} & set(event)
        assert calendar["METHOD"] == method and len(calendar.walk("VTIMEZONE")) == 1


def test_the_same_hour_on_both_sides_of_summer_time() -> None:
    """Moved over the change, nine o'clock stays nine o'clock: the zone's rules in the file say so by themselves."""
    berlin = ZoneInfo("Europe/Berlin")
    before, after = (datetime(2026, 3, day, 9, tzinfo=berlin) for day in (27, 30))
    for sequence, starts in enumerate((before, after)):
        content = invite(starts_at=starts, ends_at=starts + timedelta(minutes=45), sequence=sequence)
        event = event_of(content)
        assert event["DTSTART"].dt.replace(tzinfo=None).hour == 9
        within = tzical(StringIO(content.decode())).get("Europe/Berlin")
        naive = event["DTSTART"].dt.replace(tzinfo=None)
        assert naive.replace(tzinfo=within).astimezone(UTC) == starts.astimezone(UTC)


@pytest.mark.parametrize(
    "zone",
    ["Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Africa/Casablanca", "Australia/Lord_Howe"],
)
@pytest.mark.parametrize("month", [1, 4, 7, 11])
def test_the_time_zone_within_says_the_same_as_the_worlds(zone: str, month: int) -> None:
    starts = datetime(2026, month, 3, 13, tzinfo=UTC)
    content = invite(zone=zone, starts_at=starts, ends_at=starts + timedelta(hours=1))
    event = event_of(content)
    local = starts.astimezone(ZoneInfo(zone))
    assert event["DTSTART"].dt.replace(tzinfo=None) == local.replace(tzinfo=None)
    assert event["DTSTART"].params["TZID"] == zone
    within = tzical(StringIO(content.decode())).get(zone)
    for hours in range(-24 * 300, 24 * 300, 1):
        naive = (starts + timedelta(hours=hours)).replace(tzinfo=None)
        world = naive.replace(tzinfo=ZoneInfo(zone))
        is_unambiguous = world.utcoffset() == world.replace(fold=1).utcoffset()
        if is_unambiguous:
            assert naive.replace(tzinfo=within).utcoffset() == world.utcoffset(), naive


@pytest.mark.parametrize("zone", ["UTC", "Etc/UTC"])
def test_utc_needs_no_time_zone(zone: str) -> None:
    content = invite(zone=zone)
    assert b"VTIMEZONE" not in content
    assert b"DTSTART:20261203T130000Z" in content


def test_another_reader_reads_the_same() -> None:
    read = vobject.readOne(invite(summary="Größe; und, mehr").decode())
    assert read.vevent.summary.value == "Größe; und, mehr"
    assert read.vevent.dtstart.value.astimezone(UTC) == STARTS


def test_lines_are_crlf_and_short_whatever_the_letters() -> None:
    content = invite(summary="価格と" * 200, description="Grüße\n" * 300)
    assert max(len(line) for line in content.split(b"\r\n")) <= 75
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert event_of(content)["SUMMARY"] == "価格と" * 200


@pytest.mark.parametrize(
    "hostile",
    [
        "x\r\nATTENDEE:mailto:eve@example.org",
        "x\nEND:VEVENT",
        "x\0\x07\x85",
        'x";CN=y',
        "x\u2028ATTENDEE:mailto:eve@example.org",
        "\ud800",
    ],
)
def test_hostile_text_stays_text(hostile: str) -> None:
    person = Participant(hostile, "ana@example.net")
    content = invite(summary=hostile, description=hostile, place=hostile, uid=hostile, attendee=person)
    event = event_of(content)
    assert event["ATTENDEE"] == "mailto:ana@example.net"
    assert len(Calendar.from_ical(content).walk("VEVENT")) == 1
    assert content.split(b"\r\n").count(b"END:VEVENT") == 1
    assert not any(line.startswith(b"ATTENDEE:mailto:eve") for line in content.split(b"\r\n"))


@pytest.mark.parametrize(
    "given",
    [
        {"zone": "Mars/Olympus"},
        {"starts_at": datetime(2026, 12, 3, 13)},
        {"stamped_at": datetime(2026, 12, 3, 13)},
        {"ends_at": STARTS},
        {"attendee": Participant("Ana", "ana")},
        {"attendee": Participant("Ana", "ana@example.net\r\nX:y")},
        {"organiser": Participant("Priya", "")},
    ],
)
def test_what_makes_no_invitation_is_refused(given: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        invite(**given)
