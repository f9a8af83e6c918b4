"""Writes a calendar to subscribe to (RFC 5545, with the refresh hints of RFC 7986) as the bytes that are fetched."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from icalendar import Alarm, Calendar, Event, vText

from mentorpanel.domain.calendar_feed import FeedEvent

_PRODUCT = "-//Mentorpanel//Mentorpanel feed//EN"


def calendar_feed(
    events: Iterable[FeedEvent], *, name: str, refresh: timedelta, base_address: str = ""
) -> bytes:
    """The events as one iCalendar file: times in UTC, CRLF lines of at most 75 bytes, alarms where they are set.

    It has no METHOD, so DTSTAMP is when an event last changed (RFC 5545 §3.8.7.2) and the same facts give
    the same bytes. ``base_address`` is where the pages are: with it each event links to its own.
    """
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("name", vText(_one_line(name)))
    calendar.add("x-wr-calname", vText(_one_line(name)))
    calendar.add("refresh-interval", refresh, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vText(_hours(refresh)))
    for event in events:
        calendar.add_component(_event(event, base_address))
    return bytes(calendar.to_ical())


def one_event(event: FeedEvent, *, base_address: str = "") -> bytes:
    """One event as an iCalendar file of its own, as a calendar server stores it (RFC 4791 §4.1: no METHOD)."""
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add_component(_event(event, base_address))
    return bytes(calendar.to_ical())


def _event(given: FeedEvent, base_address: str) -> Event:
    event = Event()
    changed_at = _utc(given.changed_at)
    event.add("uid", vText(_one_line(given.uid)))
    event.add("sequence", given.sequence)
    event.add("dtstamp", changed_at)
    event.add("last-modified", changed_at)
    _add_times(event, given)
    event.add("summary", vText(_one_line(given.summary)))
    event.add("transp", "OPAQUE" if given.is_busy else "TRANSPARENT")
    if given.is_private:
        event.add("class", "PRIVATE")
    if given.note:
        event.add("description", vText(_one_line(given.note)))
    if given.place:
        event.add("location", vText(_one_line(given.place)))
    if base_address:
        event.add("url", base_address.rstrip("/") + given.page)
    if given.alarm_minutes is not None:
        event.add_component(_alarm(given))
    return event


def _add_times(event: Event, given: FeedEvent) -> None:
    """Moments in UTC; or a day, whose end is the day after (RFC 5545 §3.6.1)."""
    if isinstance(given.starts, datetime):
        event.add("dtstart", _utc(given.starts))
        if given.ends is not None:
            event.add("dtend", _utc(given.ends))
        return
    event.add("dtstart", given.starts)
    if given.starts < date.max:
        event.add("dtend", given.starts + timedelta(days=1))


def _alarm(given: FeedEvent) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", vText(_one_line(given.summary)))
    alarm.add("trigger", -timedelta(minutes=given.alarm_minutes or 0))
    return alarm


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(microsecond=0)


def _hours(length: timedelta) -> str:
    return f"PT{max(1, int(length.total_seconds() // 3600))}H"


def _one_line(text: str) -> str:
    """On one line and without what RFC 5545 forbids in text: control characters, and lone surrogates."""
    line = " ".join(text.encode("utf-8", "replace").decode("utf-8").split())
    return "".join(mark for mark in line if mark >= " " and mark != "\x7f")
