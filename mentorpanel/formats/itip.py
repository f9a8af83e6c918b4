"""Reads calendar messages (iTIP, RFC 5546) out of iCalendar bytes, also badly made ones; expands no recurrences."""

import io
import re
from datetime import UTC, datetime, timedelta
from urllib.parse import unquote

from mentorpanel.domain.incoming_mail import CalendarMessage, Invitee, MailPerson, Unreadable
from mentorpanel.formats.contact_values import LONGEST_EMAIL, LONGEST_NAME, many_lines, one_line
from mentorpanel.formats.contentlines import ContentLines
from mentorpanel.formats.itip_parts import CalendarFile, Component, Property, take_apart
from mentorpanel.formats.itip_zones import moment_in, naive_moment, offset_of

# What one calendar part may hold. Our judgement: invitations have a few kB, one with a file inside some MB.
MOST_BYTES = 8_000_000
_LONGEST_TEXT = 5_000
_LONGEST_UID = 1_000

_AROUND_MAIL = re.compile(r"[\s<>\"',;:]")
_LENGTH = re.compile(
    r"\s*([+-]?)P(?:(\d{1,4})W)?(?:(\d{1,5})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,7})M)?(?:(\d{1,8})S)?)?"
)
_OFFSET_AT_END = re.compile(r"\d([+-]\d\d:?\d\d)\s*$")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_CIRCUMFLEX = re.compile(r"\^([n'^])")

_TOO_LARGE = Unreadable(f"The calendar part is larger than {MOST_BYTES // 1_000_000} MB.")
_NO_CALENDAR = Unreadable("This is no calendar: it has no BEGIN:VCALENDAR.")
_NO_EVENT = Unreadable("The calendar part holds no event.")
_NO_UID = Unreadable("An event names no UID, so nobody can tell which one it is.")


def read_itip(content: bytes, method: str = "") -> tuple[CalendarMessage | Unreadable, ...]:
    """Every event of the calendar, in its order, or the reason against it; at least one of them. Never raises.

    ``method`` is what the mail's content type says, and counts where the file names none. A time without
    a zone is read in the calendar's own (X-WR-TIMEZONE, or the only one in it), else it is None. A date is
    a midnight in UTC. An invitee without a mail address has an empty one.
    """
    if len(content) > MOST_BYTES:
        return (_TOO_LARGE,)
    file = take_apart(ContentLines(io.BytesIO(content)))
    refusal = (Unreadable(file.refusal),) if file.refusal else ()
    if refusal and not file.is_cut:
        return refusal
    if not file.is_calendar:
        return (_NO_CALENDAR,)
    return (*(_message(event, file, method) for event in file.events), *refusal) or (_NO_EVENT,)


def _message(event: Component, file: CalendarFile, method: str) -> CalendarMessage | Unreadable:
    uid = one_line(_unescaped(file.text(event, "UID")), _LONGEST_UID)
    if not uid:
        return _NO_UID
    starts_at, is_all_day = _moment(event.single.get("DTSTART"), file)
    ends_at, _ = _moment(event.single.get("DTEND"), file)
    if ends_at is None and starts_at is not None and "DTEND" not in event.single:
        ends_at = _end(starts_at, file.text(event, "DURATION"), is_all_day)
    sequence = re.match(r"\s*(\d{1,9})(?!\d)", file.text(event, "SEQUENCE"))
    organiser = event.single.get("ORGANIZER")
    attendees = [found for found in event.many if found.name == "ATTENDEE"]
    comment = many_lines(_unescaped(file.text(event, "COMMENT")), _LONGEST_TEXT)
    if not comment:
        notes = (found.parameters.get("X-RESPONSE-COMMENT", "") for found in attendees)
        comment = many_lines(_unescaped(_parameter(next(filter(None, notes), ""))), _LONGEST_TEXT)
    return CalendarMessage(
        method=_word(event.method) or _word(method),
        uid=uid,
        sequence=int(sequence[1]) if sequence else 0,
        invitees=tuple(
            Invitee(_person(found, file), _word(found.parameters.get("PARTSTAT", "").split(",")[0]))
            for found in attendees
        ),
        organiser=_person(organiser, file) if organiser else None,
        starts_at=starts_at,
        ends_at=ends_at,
        is_all_day=is_all_day,
        recurrence_at=_moment(event.single.get("RECURRENCE-ID"), file)[0],
        stamped_at=_moment(event.single.get("DTSTAMP"), file)[0],
        summary=one_line(_unescaped(file.text(event, "SUMMARY")), _LONGEST_TEXT),
        comment=comment,
        place=one_line(_unescaped(file.text(event, "LOCATION")), _LONGEST_TEXT),
    )


def _moment(found: Property | None, file: CalendarFile) -> tuple[datetime | None, bool]:
    """The moment in UTC, and whether it is a date only."""
    if found is None:
        return None, False
    text = found.value(file.legacy).strip()[:100].upper()
    local = naive_moment(text)
    if local is None:
        return None, False
    is_date = found.parameters.get("VALUE", "").upper() == "DATE"
    if is_date:
        local = local.replace(hour=0, minute=0, second=0)
    if is_date or (":" not in text and "T" not in text and len(re.sub(r"\D", "", text)) <= 8):
        return local.replace(tzinfo=UTC), True
    if text.endswith("Z"):
        return local.replace(tzinfo=UTC), False
    given = _OFFSET_AT_END.search(text, 11)
    offset = offset_of(given[1]) if given else None
    try:
        if offset is not None:
            return (local - offset).replace(tzinfo=UTC), False
    except OverflowError:
        return None, False
    zone = found.parameters.get("TZID", "").strip() or file.zone
    return (moment_in(local, zone, file.zones) if zone else None), False


def _end(starts_at: datetime, length: str, is_all_day: bool) -> datetime | None:
    found = _LENGTH.match(length[:60].upper())
    try:
        if found and any(found.groups()[1:]):
            weeks, days, hours, minutes, seconds = (int(part or 0) for part in found.groups()[1:])
            lasts = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
            return None if found[1] == "-" else starts_at + lasts
        return starts_at + timedelta(days=1) if is_all_day else None
    except OverflowError:
        return None


def _person(found: Property, file: CalendarFile) -> MailPerson:
    """Whom an ORGANIZER or ATTENDEE means; the address may stand in EMAIL where the value is a link."""
    value = unquote(found.value(file.legacy)[:2_000])
    mail = _mail_in(value) or _mail_in(found.parameters.get("EMAIL", ""))
    name = one_line(_parameter(found.parameters.get("CN", "")), LONGEST_NAME).strip("'\" ")
    return MailPerson("" if name.lower() in (mail, f"mailto:{mail}") else name, mail)


def _mail_in(text: str) -> str:
    """The first address in the text, in small letters; empty where there is none."""
    before, at, after = text.partition("@")
    local = _AROUND_MAIL.split(before)[-1]
    domain = _AROUND_MAIL.split(after, maxsplit=1)[0]
    return one_line(f"{local}@{domain}", LONGEST_EMAIL).lower() if at and local and domain else ""


def _word(text: str) -> str:
    """A method or an answer in capitals; what is no word counts as none."""
    word = text.strip().strip('"').upper()
    return word if re.fullmatch(r"[A-Z][A-Z0-9-]{0,39}", word) else ""


def _parameter(text: str) -> str:
    """RFC 6868: what cannot stand in a parameter is written with a circumflex."""
    return _CIRCUMFLEX.sub(lambda found: {"n": "\n", "'": '"', "^": "^"}[found[1]], text)


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], text)
