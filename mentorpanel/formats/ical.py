"""Writes calendar invitations (RFC 5545, iTIP methods of RFC 5546) as the bytes that a mail carries."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard, vCalAddress, vText

from mentorpanel.domain.problems import Invalid
from mentorpanel.domain.recurrence import zone_of

Method = Literal["REQUEST", "PUBLISH", "CANCEL"]
_STATUS = {"REQUEST": "CONFIRMED", "PUBLISH": "CONFIRMED", "CANCEL": "CANCELLED"}
_PRODUCT = "-//Mentorpanel//Mentorpanel//EN"


@dataclass(frozen=True, slots=True)
class Participant:
    """Somebody in an invitation: a name, which may be empty, and a mail address."""

    name: str
    mail: str


def session_invite(
    *,
    uid: str,
    sequence: int,
    starts_at: datetime,
    ends_at: datetime,
    zone: str,
    summary: str,
    stamped_at: datetime,
    organiser: Participant,
    attendee: Participant,
    description: str = "",
    place: str = "",
    method: Method = "REQUEST",
) -> bytes:
    """One session as an iCalendar file with its time zone, CRLF lines of at most 75 bytes.

    REQUEST is for mail that Mentorpanel sends itself: the owner organises, the mentor is asked to come
    and can accept in their own calendar; a later one with the same ``uid`` and a higher ``sequence``
    moves the session, CANCEL with a higher one takes it back. PUBLISH only shows the event and asks
    nobody (so it names no attendee, RFC 5546 §3.2.1): right for a file to download, for a copied
    letter, and where the mentor has sent the invitation. ``zone`` is the owner's; ``stamped_at`` the
    moment of writing. Raises ``Invalid`` for an unknown zone, naive times, an end not after the start or an
    address that is none.
    """
    local_zone = zone_of(zone)
    if starts_at.tzinfo is None or ends_at.tzinfo is None or stamped_at.tzinfo is None:
        raise Invalid("An invitation needs times with their zone.", field="starts_at")
    if ends_at <= starts_at:
        raise Invalid("A session ends after it starts.", field="ends_at")
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    is_utc = zone.upper() in ("UTC", "ETC/UTC")
    event_zone = UTC if is_utc else local_zone
    if not is_utc:
        calendar.add_component(_time_zone(local_zone, zone, starts_at))
    event = Event()
    event.add("uid", _one_line(uid))
    event.add("sequence", sequence)
    event.add("dtstamp", stamped_at.astimezone(UTC).replace(microsecond=0))
    event.add("dtstart", starts_at.astimezone(event_zone).replace(microsecond=0))
    event.add("dtend", ends_at.astimezone(event_zone).replace(microsecond=0))
    event.add("summary", vText(_one_line(summary)))
    event.add("status", _STATUS[method])
    event.add("transp", "OPAQUE")
    if description:
        event.add("description", vText(_text(description)))
    if place:
        event.add("location", vText(_one_line(place)))
    event.add("organizer", _address(organiser), encode=False)
    if method != "PUBLISH":
        event.add("attendee", _invited(attendee, asks=method == "REQUEST"), encode=False)
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def _time_zone(zone: ZoneInfo, name: str, starts_at: datetime) -> Timezone:
    """The zone's rules around the session, from some 400 days before to 400 days after.

    Written here because the library gives the hour after a change to summer time, where RFC 5545
    (§3.6.5) wants the hour in which it comes.
    """
    first = datetime.combine(starts_at.astimezone(UTC).date() - timedelta(days=400), time(), tzinfo=UTC)
    component = Timezone()
    component.add("tzid", name)
    component.add_component(_observance(zone, first, first))
    for day in range(800):
        earlier, later = first + timedelta(days=day), first + timedelta(days=day + 1)
        if _offset(zone, earlier) != _offset(zone, later):
            component.add_component(_observance(zone, earlier, _change(zone, earlier, later)))
    return component


def _observance(zone: ZoneInfo, before: datetime, at: datetime) -> TimezoneStandard | TimezoneDaylight:
    local = at.astimezone(zone)
    observance = TimezoneDaylight() if local.dst() else TimezoneStandard()
    observance.add("dtstart", (at + _offset(zone, before)).replace(tzinfo=None))
    observance.add("tzoffsetfrom", _offset(zone, before))
    observance.add("tzoffsetto", _offset(zone, at))
    observance.add("tzname", local.tzname() or "")
    return observance


def _change(zone: ZoneInfo, earlier: datetime, later: datetime) -> datetime:
    """The first second with the new offset, between two moments with different ones."""
    while later - earlier > timedelta(seconds=1):
        middle = (earlier + (later - earlier) / 2).replace(microsecond=0)
        if _offset(zone, middle) == _offset(zone, earlier):
            earlier = middle
        else:
            later = middle
    return later


def _offset(zone: ZoneInfo, at: datetime) -> timedelta:
    return at.astimezone(zone).utcoffset() or timedelta()


def _invited(person: Participant, asks: bool) -> vCalAddress:
    address = _address(person)
    address.params["cutype"] = vText("INDIVIDUAL")
    address.params["role"] = vText("REQ-PARTICIPANT")
    if asks:
        address.params["partstat"] = vText("NEEDS-ACTION")
        address.params["rsvp"] = vText("TRUE")
    return address


def _address(person: Participant) -> vCalAddress:
    mail = person.mail.strip()
    if "@" not in mail or any(character.isspace() or not character.isprintable() for character in mail):
        raise Invalid(f"“{_one_line(mail)[:80]}” is not a mail address.", field="email")
    address = vCalAddress(f"mailto:{mail}")
    name = _one_line(person.name).replace('"', "'")
    if name:
        address.params["cn"] = vText(name)
    return address


def _one_line(text: str) -> str:
    return " ".join(_text(text).split())


def _text(text: str) -> str:
    """Without what RFC 5545 forbids in text: control characters but for line ends and tabs, and lone surrogates."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").encode("utf-8", "replace").decode("utf-8")
    return "".join(mark for mark in lines if mark in "\n\t" or (mark >= " " and mark != "\x7f"))
