"""Takes a calendar file apart, however badly made: its method, its time zones and the raw properties of its events."""

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from mentorpanel.formats.contentlines import MOST_NESTED, ContentLines, parse_head, split_line
from mentorpanel.formats.itip_zones import FileZone, observance_of
from mentorpanel.formats.text_encoding import decode_value

# What one calendar part may hold. Our judgement: invitations have a few kB, one with a file inside some MB.
MOST_LINES = 200_000
MOST_EVENTS = 500
MOST_INVITEES = 1_000
_LONGEST_VALUE = 100_000

_PROPERTY = re.compile(rb"[A-Za-z][A-Za-z0-9.-]*\s*[;:]")
_BROKEN_PROPERTY = re.compile(rb"[A-Z][A-Z-]+=")
_MANY = frozenset(("ATTENDEE", "RDATE"))
_TEXTS = frozenset(("SUMMARY", "COMMENT", "LOCATION"))
_OF_EVENT = _TEXTS | {
    *("UID", "SEQUENCE", "DTSTART", "DTEND", "DURATION", "DTSTAMP", "RECURRENCE-ID", "ORGANIZER", "ATTENDEE"),
}
_OF_OBSERVANCE = frozenset(("DTSTART", "TZOFFSETFROM", "TZOFFSETTO", "RRULE", "RDATE"))
_WANTED = {
    "VCALENDAR": frozenset(("METHOD", "X-WR-TIMEZONE")),
    "VEVENT": _OF_EVENT,
    "VTIMEZONE": frozenset(("TZID", "X-LIC-LOCATION")),
    "STANDARD": _OF_OBSERVANCE,
    "DAYLIGHT": _OF_OBSERVANCE,
}


@dataclass(slots=True)
class Property:
    """A property as it stands: parameters with names in capitals, and the pieces of its value."""

    name: str
    parameters: dict[str, str]
    pieces: list[bytes]
    size: int

    def value(self, legacy: str) -> str:
        """As text, still with its escapes. ``legacy`` is the encoding of what is not UTF-8."""
        joined = (b"\n" if self.name in _TEXTS else b"").join(self.pieces)
        if self.parameters.get("ENCODING", "").upper() == "QUOTED-PRINTABLE":
            joined = binascii.a2b_qp(joined)
        return decode_value(joined, self.parameters.get("CHARSET", ""), legacy)


@dataclass(slots=True)
class Component:
    """An event, a zone or a part of one: what is wanted of it, the first of each name, all of some.

    ``method`` is that of the calendar which an event stands in."""

    name: str
    method: str = ""
    single: dict[str, Property] = field(default_factory=dict)
    many: list[Property] = field(default_factory=list)

    def keep(self, found: Property) -> None:
        """Takes the property, if it is the first of its name or one of those that may come often."""
        if found.name not in _MANY:
            self.single.setdefault(found.name, found)
        elif len(self.many) < MOST_INVITEES:
            self.many.append(found)


@dataclass(slots=True)
class CalendarFile:
    """What the file holds, which may be several calendars. ``zone`` is that of times which name none.

    ``refusal`` says why it cannot be read, or, where ``is_cut``, that only its first events were.
    """

    legacy: str
    zone: str = ""
    zones: dict[str, FileZone] = field(default_factory=dict)
    events: list[Component] = field(default_factory=list)
    is_calendar: bool = False
    is_cut: bool = False
    refusal: str = ""

    def text(self, component: Component, name: str) -> str:
        """The value of the component's property of that name, empty where it has none."""
        found = component.single.get(name)
        return found.value(self.legacy) if found else ""


def take_apart(lines: ContentLines) -> CalendarFile:
    """The file in its parts. Zones and method may stand after the events. Never raises."""
    reader = _Reader(CalendarFile(lines.legacy))
    for number, line in lines:
        if number > MOST_LINES:
            reader.file.refusal = f"The calendar part has more than {MOST_LINES:,} lines."
        if reader.file.refusal:
            break
        reader.take(line)
    reader.finish()
    file = reader.file
    if not file.zone and len(file.zones) == 1:
        file.zone = next(iter(file.zones))
    return file


class _Reader:
    """Takes content lines one by one and keeps what is open."""

    def __init__(self, file: CalendarFile) -> None:
        self.file = file
        self._open: list[Component] = []
        self._last: Property | None = None
        self._zone = FileZone()
        self._method = ""
        self._is_told = 0  # how many events know their method

    def take(self, line: bytes) -> None:
        last = self._last
        if not _PROPERTY.match(line[:100].lstrip()):
            # Written without folding: it goes on with the property before.
            if last is not None and last.size < _LONGEST_VALUE and not _BROKEN_PROPERTY.match(line):
                last.size += len(line) + 1
                last.pieces.append(line)
            return
        head, value = split_line(line) or (line, b"")
        mark = head[:100].strip().upper()
        if mark not in (b"BEGIN", b"END"):
            self._last = self._property(head, value)
            return
        self._last = None
        kind = value[:100].strip().upper().decode("ascii", "replace")
        if mark == b"BEGIN":
            self._begin(kind)
        elif any(one.name == kind for one in self._open):
            while self._open[-1].name != kind:
                self._close(self._open.pop())
            self._close(self._open.pop())

    def finish(self) -> None:
        """Closes what the file leaves open."""
        for component in reversed(self._open):
            self._close(component)
        self._tell_method()

    def _begin(self, kind: str) -> None:
        self.file.is_calendar |= kind in ("VCALENDAR", "VEVENT")
        for closed in self._closed_by(kind):
            self._close(closed)
        if len(self._open) >= MOST_NESTED:
            self.file.refusal = f"Things are nested more than {MOST_NESTED} deep in the calendar part."
        self._open.append(Component(kind))

    def _closed_by(self, kind: str) -> Iterator[Component]:
        """What a new calendar, event or zone ends, whose own end is missing."""
        if kind in ("VEVENT", "VTIMEZONE", "VCALENDAR"):
            while self._open and self._open[-1].name != "VCALENDAR":
                yield self._open.pop()
        if kind == "VCALENDAR":
            while self._open:
                yield self._open.pop()

    def _property(self, head: bytes, value: bytes) -> Property | None:
        """The property, where one of that name is wanted here; it is kept."""
        component = self._open[-1] if self._open else Component("VCALENDAR")
        name = re.split(rb"[;:]", head[:100], maxsplit=1)[0].strip().upper().decode("ascii", "replace")
        name = name.rpartition(".")[2]
        if name not in _WANTED.get(component.name, ()):
            return None
        if not head.isascii():
            head = decode_value(head, "", self.file.legacy).encode("utf-8", "replace")
        parameters: dict[str, str] = {}
        for key, given in parse_head(head)[1]:
            # Of an answer given twice the one that says something counts.
            if key not in parameters or (key == "PARTSTAT" and parameters[key].upper() == "NEEDS-ACTION"):
                parameters[key] = given
        found = Property(name, parameters, [value[:_LONGEST_VALUE]], len(value))
        if name == "METHOD":
            self._method = self._method or found.value(self.file.legacy)
        elif name == "X-WR-TIMEZONE":
            self.file.zone = self.file.zone or found.value(self.file.legacy).strip()
        component.keep(found)
        return found

    def _close(self, component: Component) -> None:
        """Takes a component that has ended into the file."""
        file = self.file
        if component.name == "VEVENT":
            if len(file.events) < MOST_EVENTS:
                file.events.append(component)
            else:
                file.refusal = f"The calendar part has more than {MOST_EVENTS} events; the rest was left out."
                file.is_cut = True
        elif component.name in ("STANDARD", "DAYLIGHT"):
            self._add_observance(component)
        elif component.name == "VTIMEZONE":
            self._zone.place = file.text(component, "X-LIC-LOCATION").strip()
            file.zones.setdefault(file.text(component, "TZID").strip().strip('"'), self._zone)
            self._zone = FileZone()
        elif component.name == "VCALENDAR":
            self._tell_method()

    def _tell_method(self) -> None:
        """A calendar has ended: its events, before or after the method, get to know it."""
        for event in self.file.events[self._is_told :]:
            event.method = self._method
        self._is_told = len(self.file.events)
        self._method = ""

    def _add_observance(self, component: Component) -> None:
        text = self.file.text
        made = observance_of(
            text(component, "DTSTART"),
            text(component, "TZOFFSETFROM"),
            text(component, "TZOFFSETTO"),
            text(component, "RRULE"),
            [one for found in component.many for one in found.value(self.file.legacy).split(",")],
        )
        if made is not None:
            self._zone.add(made)
