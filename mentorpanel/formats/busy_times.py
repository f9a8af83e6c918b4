"""Reads the busy times out of calendar data: starts and ends alone; words, places and people are skipped unread."""

import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Final

from mentorpanel.domain.preparation import Span
from mentorpanel.domain.problems import Invalid
from mentorpanel.domain.recurrence import occurrences, zone_of
from mentorpanel.formats.contentlines import ContentLines, parse_head, split_line
from mentorpanel.formats.itip_zones import moment_in, naive_moment

MOST_EVENTS: Final = 20_000
LONGEST: Final = timedelta(days=62)
"""What is busy for longer is a season, no appointment; it is cut. Our judgement."""
_KEPT: Final = frozenset(
    ("UID", "DTSTART", "DTEND", "DURATION", "TRANSP", "STATUS", "RRULE", "EXDATE", "RECURRENCE-ID")
)
_LENGTH = re.compile(r"\+?P(?:(\d{1,3})W)?(?:(\d{1,4})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,6})M)?(?:(\d{1,7})S)?)?")


@dataclass(slots=True)
class _Event:
    """The few properties of an event that say when: name to its zone, whether it is a date, and its values."""

    found: dict[str, tuple[str, bool, list[str]]] = field(default_factory=dict)

    def text(self, name: str) -> str:
        _, _, values = self.found.get(name, ("", False, []))
        return values[0].strip().upper() if values else ""

    def moments(self, name: str, zone: str) -> list[datetime]:
        """The moments of a property in UTC; a date is its midnight in ``zone``, and so is an unknown zone's time."""
        named, is_date, values = self.found.get(name, ("", False, []))
        found = []
        for value in values[:1000]:
            local = naive_moment(value.strip().upper())
            if local is None:
                continue
            if value.strip().upper().endswith("Z"):
                found.append(local.replace(tzinfo=UTC))
                continue
            known = None if is_date else moment_in(local, named or zone, {})
            found.append(known or moment_in(local, zone, {}) or local.replace(tzinfo=UTC))
        return found


def busy_spans(
    data: str | bytes, *, zone: str, since: datetime, until: datetime, but_uids: frozenset[str] = frozenset()
) -> list[Span]:
    """The busy stretches between two moments in one calendar file, unordered; never raises.

    Cancelled events and those marked as free (TRANSPARENT) are left out, and so are the events with a UID in
    ``but_uids``. A whole day is busy from midnight to midnight in ``zone``, the owner's. A server that was asked to
    expand series has done so; one that has not is helped out, within bounds.
    """
    content = data.encode("utf-8", "replace") if isinstance(data, str) else data
    events = list(islice(_events(content), MOST_EVENTS))
    moved: dict[str, set[datetime]] = {}
    for event in events:
        if "RECURRENCE-ID" in event.found:
            moved.setdefault(_uid(event), set()).update(event.moments("RECURRENCE-ID", zone))
    found: list[Span] = []
    for event in events:
        is_free = event.text("TRANSP") == "TRANSPARENT" or event.text("STATUS") == "CANCELLED"
        if not is_free and _uid(event) not in but_uids:
            found += _spans(event, zone, since, until, moved.get(_uid(event), set()))
    return found


def _spans(
    event: _Event, zone: str, since: datetime, until: datetime, moved: set[datetime]
) -> Iterable[Span]:
    starts = event.moments("DTSTART", zone)
    if not starts:
        return
    start = starts[0]
    length = min(_length(event, start, zone), LONGEST)
    begins = [start]
    if event.text("RRULE") and "RECURRENCE-ID" not in event.found:
        gone = moved | set(event.moments("EXDATE", zone))
        begins = [one for one in _recurs(event, start, zone, since - length, until) if one not in gone]
    for begin in begins:
        if begin < until and begin + length > since and length:
            yield Span(begin, begin + length)


def _recurs(event: _Event, start: datetime, zone: str, after: datetime, before: datetime) -> list[datetime]:
    """The starts of a series; its first alone where the rule is one that we do not follow."""
    named, is_date, values = event.found["DTSTART"]
    if values[0].strip().upper().endswith("Z"):
        named = "UTC"
    try:
        zone_of(named)
    except Invalid:
        named = zone
    local = naive_moment(values[0].strip().upper())
    if local is None:
        return [start]
    try:
        return occurrences(event.text("RRULE"), local, zone if is_date else named, after, before, limit=500)
    except Invalid:
        return [start]


def _length(event: _Event, start: datetime, zone: str) -> timedelta:
    ends = event.moments("DTEND", zone)
    if ends:
        return max(ends[0] - start, timedelta())
    said = _LENGTH.fullmatch(event.text("DURATION"))
    if said and any(said.groups()):
        weeks, days, hours, minutes, seconds = (int(part or 0) for part in said.groups())
        return timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    _, is_date, _ = event.found["DTSTART"]
    return timedelta(days=1) if is_date else timedelta()


def _uid(event: _Event) -> str:
    _, _, values = event.found.get("UID", ("", False, []))
    return values[0].strip() if values else ""


def _events(content: bytes) -> Iterator[_Event]:
    """Every VEVENT with what is kept of it; what lies within an event (alarms) is skipped."""
    event: _Event | None = None
    inside = 0
    for _, line in ContentLines(io.BytesIO(content)):
        parts = split_line(line)
        if parts is None:
            continue
        head, value = parts
        mark, kind = head.strip().upper(), value.strip().upper()
        if mark == b"BEGIN":
            if event is not None:
                inside += 1
            elif kind == b"VEVENT":
                event, inside = _Event(), 0
        elif mark == b"END" and event is not None:
            if inside:
                inside -= 1
            else:
                yield event
                event = None
        elif event is not None and not inside:
            _keep(event, head, value)


def _keep(event: _Event, head: bytes, value: bytes) -> None:
    name, parameters = parse_head(head)
    if name not in _KEPT:
        return
    known = dict(parameters)
    values = value[:20_000].decode("utf-8", "replace").split(",")
    is_date = known.get("VALUE", "").upper() == "DATE" or (
        name in ("DTSTART", "DTEND") and re.fullmatch(r"\d{8}", values[0].strip()) is not None
    )
    if name == "UID":
        values = [value[:1_000].decode("utf-8", "replace")]
    if name == "EXDATE" and name in event.found:
        event.found[name][2].extend(values)
    elif name == "RRULE":
        event.found[name] = ("", False, [value[:600].decode("utf-8", "replace")])
    else:
        event.found.setdefault(name, (known.get("TZID", ""), is_date, values))
