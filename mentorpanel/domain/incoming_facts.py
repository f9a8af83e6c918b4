"""What is known when a mail comes in, and what it turned out to mean; facts of the rule, without a row or a query."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo


class Outcome(StrEnum):
    """What a mail meant. The last three change nothing."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    TENTATIVE = "tentative"
    PROPOSED = "proposed"
    ANSWERED = "answered"
    CONTACT = "contact"
    PARKED = "parked"
    BOUNCED = "bounced"
    NOTED = "noted"
    REFUSED = "refused"
    IGNORED = "ignored"


IDLE = (Outcome.NOTED, Outcome.REFUSED, Outcome.IGNORED)


@dataclass(frozen=True, slots=True)
class Correspondent:
    """Somebody the owner knows, with the keys of all their addresses. ``is_on_panel``: they have a relationship."""

    person_id: int
    name: str
    addresses: frozenset[str] = frozenset()
    is_on_panel: bool = True
    do_not_contact: bool = False
    keeps_text: bool = False

    @property
    def first(self) -> str:
        """How they are called in a sentence."""
        return self.name.split()[0] if self.name.split() else self.name


@dataclass(frozen=True, slots=True)
class Told:
    """One message about a session that they have: its number, the time in it, and the addresses it went to."""

    sequence: int
    starts_at: datetime
    addresses: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class InvitedSession:
    """A session by its UID. ``told`` is oldest first; ``proposals_in_a_day`` counts those by mail.

    ``last_word_at`` is when they last said something about its time, on their page or by mail.
    """

    session_id: int
    person: Correspondent
    starts_at: datetime
    is_to_come: bool
    told: tuple[Told, ...] = ()
    last_word_at: datetime | None = None
    proposals_in_a_day: int = 0


@dataclass(frozen=True, slots=True)
class SentMail:
    """A mail of ours by its Message-ID: a letter (``draft_id``) or a message about a session (``session_id``).

    ``session_starts_at`` is when that session, or the one that a letter belongs to, is planned.
    """

    person: Correspondent
    draft_id: int | None = None
    session_id: int | None = None
    outbox_id: int | None = None
    subject: str = ""
    sent_at: datetime | None = None
    is_answered: bool = False
    has_failed: bool = False
    session_starts_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class MailFacts:
    """Everything the rule looks at. Addresses are keys (``contact_keys.email_key``).

    ``by_hand`` are letters that the owner said they have sent themselves: person, day and subject in lower case.
    ``received_at`` stands in for a date that the mail has not, or that cannot be.
    """

    now: datetime
    zone: ZoneInfo
    received_at: datetime
    mine: frozenset[str] = frozenset()
    people: Mapping[str, tuple[Correspondent, ...]] = field(default_factory=dict)
    sessions: Mapping[str, InvitedSession] = field(default_factory=dict)
    sent: Mapping[str, SentMail] = field(default_factory=dict)
    by_hand: frozenset[tuple[int, date, str]] = frozenset()
    most_proposals: int = 5

    def moment(self, said: datetime | None) -> datetime:
        """When it was sent: what the mail says where that can be, else when it came in; never after now."""
        is_possible = said is not None and said.tzinfo is not None and 1990 <= said.year <= self.now.year + 1
        return min(said.astimezone(UTC) if said and is_possible else self.received_at, self.now)

    def on_panel(self, key: str) -> tuple[Correspondent, ...]:
        """Who of the panel has that address."""
        return tuple(one for one in self.people.get(key, ()) if one.is_on_panel)


@dataclass(frozen=True, slots=True)
class Contact:
    """One touchpoint: with whom, ``from-me`` or ``from-them``, when, and its text where that may be kept."""

    person_id: int
    direction: str
    at: datetime
    text: str = ""


@dataclass(frozen=True, slots=True)
class SaidByMail:
    """What they said about a session: a kind of ``ReplyKind``, the time they propose and the one they answered for."""

    kind: str
    text: str
    said_at: datetime
    for_starts_at: datetime
    starts_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ToPark:
    """A question for the parking lot, and the name that it is for, as it was written."""

    text: str
    for_name: str = ""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a mail means and why, in words. ``is_kept`` false: it leaves no trace, as a stranger's mail."""

    outcome: Outcome
    reason: str
    at: datetime
    person_id: int | None = None
    session_id: int | None = None
    sent: SentMail | None = None
    said: SaidByMail | None = None
    contacts: tuple[Contact, ...] = ()
    parked: ToPark | None = None
    is_kept: bool = True
