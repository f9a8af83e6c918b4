"""What a mail that came in says: who, to whom, when, what it answers, and the calendar messages in it."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class MailPerson:
    """A name, which may be empty, and a mail address in lower case."""

    name: str
    mail: str


@dataclass(frozen=True, slots=True)
class Invitee:
    """Somebody asked to an event and what they say: ``answer`` is a PARTSTAT in upper case, empty if none."""

    who: MailPerson
    answer: str = ""


@dataclass(frozen=True, slots=True)
class CalendarMessage:
    """One event of an iTIP object (RFC 5546), as it was meant; times are aware, None where none can be read.

    ``method`` is in upper case (REPLY, COUNTER, REQUEST, CANCEL, …), empty where the file names none.
    ``is_all_day`` marks an event by date; its times are midnights in UTC. ``recurrence_at`` names one occurrence.
    """

    method: str
    uid: str
    sequence: int
    invitees: tuple[Invitee, ...] = ()
    organiser: MailPerson | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    is_all_day: bool = False
    recurrence_at: datetime | None = None
    stamped_at: datetime | None = None
    summary: str = ""
    comment: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A calendar part, or a whole mail, that cannot be taken, and why in one line."""

    reason: str


@dataclass(frozen=True, slots=True)
class IncomingMail:
    """One mail. ``text`` is all its plain text, ``reply`` that without what it quotes and its signature.

    ``message_id``, ``in_reply_to`` and ``references`` are with their angle brackets, empty where the mail has none.
    ``is_bulk``: lists and newsletters; ``is_automatic``: out of office and other machines; ``is_bounce``: a report
    about a mail that was not delivered, whose Message-ID is then in ``references``. ``forwarded`` is the original
    writer where the mail forwards another one, ``forwarded_at`` its date.
    """

    message_id: str
    sender: MailPerson | None
    to: tuple[MailPerson, ...]
    cc: tuple[MailPerson, ...]
    delivered_to: tuple[str, ...]
    subject: str
    sent_at: datetime | None
    in_reply_to: str
    references: tuple[str, ...]
    is_bulk: bool
    is_automatic: bool
    is_bounce: bool
    text: str
    reply: str
    calendar: tuple[CalendarMessage | Unreadable, ...]
    forwarded: MailPerson | None = None
    forwarded_at: datetime | None = None
