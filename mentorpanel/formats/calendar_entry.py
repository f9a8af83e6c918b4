"""One entry of a calendar as a file of its own, and what such a file says to whoever looks at it."""

import hashlib
from dataclasses import replace
from datetime import UTC, datetime

from mentorpanel.domain.calendar_feed import FeedEvent
from mentorpanel.domain.incoming_mail import CalendarMessage
from mentorpanel.formats.ical_feed import one_event
from mentorpanel.formats.itip import read_itip

_NEVER = datetime(2000, 1, 1, tzinfo=UTC)


def entry_file(event: FeedEvent, *, base_address: str = "") -> bytes:
    """The event as an iCalendar file that a calendar server stores."""
    return one_event(event, base_address=base_address)


def content_mark(event: FeedEvent, *, base_address: str = "") -> str:
    """A fingerprint of all that is written of an event; the same while only the moment of writing differs."""
    fixed = replace(event, changed_at=_NEVER, sequence=0)
    return hashlib.sha256(repr((fixed, base_address)).encode()).hexdigest()[:32]


def what_it_says(data: str | bytes) -> tuple[str, str]:
    """The UID, and a fingerprint of times, words and place: what a person sees. Empty where it is no single event.

    What programs add (alarms, marks of their own, another way to write the same time) does not change it.
    """
    content = data.encode("utf-8", "replace") if isinstance(data, str) else data
    found = read_itip(content)
    message = found[0]
    if len(found) != 1 or not isinstance(message, CalendarMessage):
        return "", ""
    said = (
        message.uid,
        message.starts_at and message.starts_at.isoformat(),
        message.ends_at and message.ends_at.isoformat(),
        message.summary,
        message.place,
    )
    return message.uid, hashlib.sha256(repr(said).encode()).hexdigest()[:32]
