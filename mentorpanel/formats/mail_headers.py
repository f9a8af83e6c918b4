"""Reads what stands in the headers of a mail, as it comes: encoded words, people, dates, Message-IDs."""

import binascii
import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_tz

from mentorpanel.domain.incoming_mail import MailPerson
from mentorpanel.formats.contact_values import LONGEST_EMAIL, LONGEST_NAME, one_line
from mentorpanel.formats.mime_parts import safe_text
from mentorpanel.formats.text_encoding import decode_value
from mentorpanel.formats.written_dates import date_of

# A mail to more people is a mailing; of a longer thread the last mails count. Our judgement.
MOST_PEOPLE = 500
MOST_REFERENCES = 100
LONGEST_SUBJECT = 500
_LONGEST_ID = 998
_LARGEST_OFFSET = timedelta(hours=15)

_ENCODED = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?]*)\?=")
_PIECE = re.compile(
    r'=\?[^?\s]{1,60}\?[bBqQ]\?[^?]{0,300}\?=|"(?:[^"\\]|\\.){0,300}"|<[^<>]{0,998}>|\\.|[(),;:]|[^"<(),;:=\\]+|.',
    re.DOTALL,
)
_COMMENT = re.compile(r"\([^()]*\)")
_ID = re.compile(r"<([^<>]{1,998})>")
_WEEKDAY = re.compile(r"^\s*[^\W\d]{2,12}\.?,?\s+(?=\S+.*\d{4})")
_CLOCK = re.compile(
    r"(\d{1,2})\s*[:h]\s*(\d\d)(?:\s*:\s*(\d\d))?(?:[ \u202f\xa0]*([ap])\.?m\b)?", re.IGNORECASE
)
_ZONE = re.compile(r"(?:^|[^\d:])(?:GMT|UTC)?([+-])(\d\d?):?(\d\d)?(?!\d)")


def words_of(raw: bytes, most: int = LONGEST_SUBJECT) -> str:
    """A header as one line of text, its encoded words (RFC 2047) read, also badly made ones."""
    return one_line(_decoded(decode_value(raw[: 20 * most])), most)


def people_of(raw: Iterable[bytes]) -> tuple[MailPerson, ...]:
    """Everybody whom address headers name, with an address, in their order and once."""
    found: dict[str, MailPerson] = {}
    for value in raw:
        for person in _people(decode_value(value)):
            if person.mail and len(found) < MOST_PEOPLE:
                found.setdefault(person.mail, person)
    return tuple(found.values())


def ids_of(raw: Iterable[bytes]) -> tuple[str, ...]:
    """The Message-IDs with their angle brackets, each once; the last MOST_REFERENCES."""
    found: dict[str, None] = {}
    for value in raw:
        for text in _ID.findall(decode_value(value)):
            found[f"<{safe_text(''.join(text.split()))}>"] = None
    return tuple(found)[-MOST_REFERENCES:]


def id_of(raw: bytes) -> str:
    """One Message-ID with its angle brackets, also where the mail forgot them; empty where there is none."""
    known = ids_of([raw])
    if known:
        return known[0]
    bare = safe_text(decode_value(raw[:_LONGEST_ID]).strip().strip("<>"))
    return f"<{bare}>" if bare and not bare.split()[1:] and bare.isprintable() else ""


def moment_of(raw: bytes) -> datetime | None:
    """A Date header in UTC; an offset that no clock has counts as none, and no offset as UTC. None for no date."""
    text = _COMMENT.sub(" ", _decoded(decode_value(raw[:300])))
    text = re.sub(r"\s*:\s*", ":", text).strip()
    try:
        parts = parsedate_tz(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        parts = None
    if parts is None or parts[0] < 1900:
        return written_moment(text, timedelta())
    try:
        offset = timedelta(seconds=parts[9] or 0)
        local = datetime(parts[0], parts[1], parts[2], parts[3], parts[4], min(parts[5], 59), tzinfo=UTC)
        return local - offset if abs(offset) <= _LARGEST_OFFSET else local
    except (ValueError, OverflowError):
        return written_moment(text, timedelta())


def offset_in(raw: bytes) -> timedelta | None:
    """How far east of UTC the clock of a Date header is; None where it does not say, or what no clock has."""
    text = decode_value(raw[:300])
    clock = _CLOCK.search(text)
    zone = _ZONE.search(text, clock.end()) if clock else None
    return _offset(zone) if zone else None


def _offset(zone: re.Match[str]) -> timedelta | None:
    size = timedelta(hours=int(zone[2]), minutes=int(zone[3] or 0))
    return None if size > _LARGEST_OFFSET else -size if zone[1] == "-" else size


def written_moment(text: str, offset: timedelta) -> datetime | None:
    """A date and time as mail programs write them above what they quote (“Montag, 16. November 2026 10:00”), in
    UTC; ``offset`` counts where it names none. A date without a time is its noon. None for no date."""
    text = one_line(text, 120)
    day = date_of(text) or date_of(_WEEKDAY.sub("", text))
    if day is None:
        return None
    clock = next(iter(_CLOCK.finditer(text)), None)
    hour, minute, second = (int(part or 0) for part in clock.groups()[:3]) if clock else (12, 0, 0)
    if clock and clock[4]:
        hour = hour % 12 + (12 if clock[4] in "pP" else 0)
    zone = _ZONE.search(text, clock.end()) if clock else None
    given = _offset(zone) if zone else None
    offset = offset if given is None else given
    try:
        local = datetime(day.year, day.month, day.day, hour, minute, min(second, 59), tzinfo=timezone(offset))
        return local.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def person_of(text: str) -> MailPerson | None:
    """The one person whom a line such as “Ana Costa [mailto:ana@x.example]” names; the address may be empty."""
    line = one_line(text, 600).replace("*", "")
    line = re.sub(r"[\[(]\s*(?:mailto:)?\s*([^\s\[\]()@]{1,99}@[^\s\[\]()@]{1,200})\s*[\])]", r"<\1>", line)
    return next(iter(_people(line)), None)


def _decoded(text: str) -> str:
    """With its encoded words read; those of one charset side by side are read as one, so no letter is cut."""
    if "=?" not in text:
        return text
    pieces: list[str] = []
    waiting, charset, end = b"", "", 0
    for found in _ENCODED.finditer(text):
        between = text[end : found.start()]
        name = found[1].partition("*")[0].lower()
        if waiting and (between.strip() or name != charset):
            pieces.append(decode_value(waiting, charset))
            waiting = b""
        if between.strip() or not end:
            pieces.append(between)
        waiting += _word_bytes(found[2], found[3])
        charset, end = name, found.end()
    pieces.append(decode_value(waiting, charset))
    return "".join(pieces) + text[end:]


def _word_bytes(encoding: str, text: str) -> bytes:
    raw = text.encode("utf-8", "replace")
    if encoding in "qQ":
        return binascii.a2b_qp(raw.replace(b"_", b" ").replace(b"\n", b""))
    kept = re.sub(rb"[^A-Za-z0-9+/]", b"", raw)
    kept = kept[: len(kept) - 1] if len(kept) % 4 == 1 else kept
    return binascii.a2b_base64(kept + b"=" * (-len(kept) % 4))


def _people(text: str) -> list[MailPerson]:
    """People of an address list (RFC 5322), read from the left and never in doubt: groups are opened, comments
    left out, quotes and encoded words may hold commas."""
    people: list[MailPerson] = []
    plain: list[str] = []
    comment: list[str] = []
    address, depth, is_mail = "", 0, False
    for piece in _PIECE.findall(text):
        if piece == "(":
            depth += 1
        elif depth:
            depth -= piece == ")"
            comment.append(piece)
        elif piece in ",;":
            people.append(_person(plain, comment, address))
            plain, comment, address, is_mail = [], [], "", False
        elif piece == ":" and not address and not is_mail:
            plain = []  # the name of a group
        elif len(piece) > 1 and piece[0] == "<" and piece[-1] == ">":
            address = address or piece[1:-1]
        else:
            plain.append(piece)
            is_mail |= "@" in piece
    people.append(_person(plain, comment, address))
    return [person for person in people if person.mail or person.name]


def _person(plain: list[str], comment: list[str], address: str) -> MailPerson:
    written = "".join(plain)
    if not address and "@" in written and not any(one[:1] == '"' and "@" in one for one in plain):
        words = written.split()
        address = next(word for word in words if "@" in word)
        written = " ".join(word for word in words if "@" not in word)
    mail = (
        "".join(_COMMENT.sub("", _decoded(address)).replace("mailto:", "").split()).strip("<>\"'.,").lower()
    )
    if "@" not in mail.strip("@"):
        mail = ""
    if not written.strip() and comment:
        written = "".join(comment).rstrip(")")
    name = re.sub(r"\\(.)", r"\1", _decoded(written.strip().replace('"', "")))
    name = one_line(_decoded(name), LONGEST_NAME).strip("'\" ")
    mail = one_line(mail.rpartition(":")[2], LONGEST_EMAIL)
    return MailPerson("" if name.lower() == mail else safe_text(name), safe_text(mail))
