"""Reads the files that ``park`` and ``log`` leave in the spool: bytes in, a capture or the reason against it out."""

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from mentorpanel.domain.facts import JournalKind, ParkedKind, Rejected

COMMANDS = ("park", "log")
# Twice what a capture may be, for the escapes; a larger file is none of ours. Our judgement.
MOST_BYTES = 8_000_000
ID_CHARACTERS = frozenset("0123456789abcdefghijklmnopqrstuvwxyz-")


@dataclass(frozen=True, slots=True)
class Capture:
    """One thing captured. ``id`` is unique and sorts by time; ``at`` is aware UTC.

    ``command`` is “park” or “log”; ``kind`` a slug of ParkedKind or JournalKind, empty for a journal
    entry without one; ``for_name`` as it was said, not yet matched; ``on`` None means the day of ``at``
    on the owner's calendar; ``user`` the owner's address, empty where it was not said.
    """

    id: str
    at: datetime
    command: str
    text: str
    kind: str = ""
    for_name: str = ""
    topics: tuple[str, ...] = ()
    on: date | None = None
    user: str = ""


def parse_capture(content: bytes) -> Capture | Rejected:
    """The capture in ``content``, or why it cannot be taken (never raises for any bytes)."""
    if len(content) > MOST_BYTES:
        return Rejected("capture", f"The file is larger than {MOST_BYTES // 1_000_000} MB.")
    try:
        record = json.loads(content.decode("utf-8"))
    except (ValueError, RecursionError):
        return Rejected("capture", "The file is not whole, or is no capture.")
    if not isinstance(record, dict):
        return Rejected("capture", "The file is no capture.")
    try:
        return _capture(record)
    except ValueError as error:
        return Rejected(f"capture {str(record.get('id', ''))[:64]}".strip(), str(error))


def _capture(record: dict[str, Any]) -> Capture:
    name = _text(record, "id")
    if not 0 < len(name) <= 64 or not ID_CHARACTERS.issuperset(name):
        raise ValueError("It has no usable id.")
    command = _text(record, "command")
    if command not in COMMANDS:
        raise ValueError("It is neither for the parking lot nor for the journal.")
    text = _text(record, "text").strip()
    if not text:
        raise ValueError("It has no text.")
    return Capture(
        id=name,
        at=_moment(_text(record, "at")),
        command=command,
        text=text,
        kind=_kind(command, _text(record, "kind")),
        for_name=_text(record, "for").strip(),
        topics=_topics(record.get("topics", [])),
        on=_day(_text(record, "on")),
        user=_text(record, "user").strip(),
    )


def _text(record: dict[str, Any], key: str) -> str:
    """A string that every database can hold: no NUL, no half of a surrogate pair."""
    value = record.get(key, "")
    if not isinstance(value, str):
        raise ValueError(f"Its “{key}” is no text.")
    return _storable(value)


def _storable(value: str) -> str:
    return value.encode("utf-8", "replace").decode("utf-8").replace("\0", "\ufffd")


def _moment(said: str) -> datetime:
    try:
        moment = datetime.fromisoformat(said)
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        raise ValueError("It does not say when it was captured.") from None


def _day(said: str) -> date | None:
    if not said:
        return None
    try:
        return date.fromisoformat(said)
    except ValueError:
        raise ValueError(f"“{said[:40]}” is no date.") from None


def _kind(command: str, kind: str) -> str:
    known = [one.value for one in (ParkedKind if command == "park" else JournalKind)]
    if kind and kind not in known:
        raise ValueError(f"“{kind[:40]}” is none of {', '.join(known)}.")
    return kind or (ParkedKind.QUESTION.value if command == "park" else "")


def _topics(said: object) -> tuple[str, ...]:
    if not isinstance(said, list) or not all(isinstance(topic, str) for topic in said):
        raise ValueError("Its topics are no list of words.")
    return tuple(dict.fromkeys(topic for topic in (_storable(one).strip() for one in said) if topic))
