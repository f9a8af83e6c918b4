"""What a mentor was last told about a session against what is so now. Examples: docs/rules/invitations.md."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from mentorpanel.domain.words import count, moment_in_words

SENT = ("queued", "sent")
"""A message in these states counts as told; one that failed told nobody anything."""


class Invited(StrEnum):
    """Where the invitation to a session stands."""

    NONE = "none"
    CURRENT = "current"
    OUTDATED = "outdated"
    TO_CANCEL = "to-cancel"


_ASKS = {
    "that it is off": "Send the cancellation?",
    "that it takes place": "Send the invitation anew?",
    "the new time": "Send the new time?",
    "the new length": "Send the new length?",
    "the new place": "Send the new place?",
}


@dataclass(frozen=True, slots=True)
class Meeting:
    """When, how long and where; ``is_off`` when it does not take place."""

    starts_at: datetime
    length_minutes: int
    place: str = ""
    is_off: bool = False

    @property
    def ends_at(self) -> datetime:
        """The moment it ends."""
        return self.starts_at + timedelta(minutes=self.length_minutes)


@dataclass(frozen=True, slots=True)
class InvitationRecord:
    """One message about a session: an invitation, a change of it or its end, as it went.

    ``draft_id`` is the brief that carried it, None for a message of its own. ``state`` is queued, sent or
    failed; ``sent_how`` mail or by-hand.
    """

    id: int
    session_id: int
    draft_id: int | None
    method: str
    sequence: int
    meeting: Meeting
    subject: str
    text: str
    state: str
    sent_how: str
    sent_to: str
    sent_at: datetime
    failure: str


@dataclass(frozen=True, slots=True)
class InvitationHistory:
    """The last message that counts as told, and the last of all where that one failed."""

    told: InvitationRecord | None = None
    failed: InvitationRecord | None = None


@dataclass(frozen=True, slots=True)
class InvitationState:
    """The verdict with its reason, and the question that offers the message; empty where there is none to send.

    ``news`` is what the mentor does not know ("the new time", "that it is off"). ``told_starts_at`` and
    ``sequence`` are of what they were last told; None where they were told nothing.
    """

    state: Invited
    reason: str
    ask: str = ""
    news: str = ""
    told_starts_at: datetime | None = None
    sequence: int | None = None

    @property
    def must_tell(self) -> bool:
        """Whether the mentor believes something that is no longer so."""
        return self.state in (Invited.OUTDATED, Invited.TO_CANCEL)

    @property
    def method(self) -> str:
        """What the next message would be: REQUEST, CANCEL, or empty for none."""
        if self.state == Invited.TO_CANCEL:
            return "CANCEL"
        return "REQUEST" if self.ask else ""


def history_of(messages: list[InvitationRecord]) -> InvitationHistory:
    """What a session's messages, oldest first, add up to."""
    told = next((one for one in reversed(messages) if one.state in SENT), None)
    newest = messages[-1] if messages else None
    return InvitationHistory(told, newest if newest is not None and newest.state == "failed" else None)


def invitation_state(
    told: InvitationRecord | None,
    now_is: Meeting,
    *,
    name: str,
    now: datetime,
    zone: ZoneInfo,
    is_closed: bool = False,
) -> InvitationState:
    """Compare what they were last told with what is so.

    ``name`` is how they are called in the words; ``is_closed`` for a session that was held or missed.
    What is over has to be told to nobody. Facts are compared, not sequences: moved and moved back is current.
    """
    if told is None:
        if now_is.is_off or is_closed or now >= now_is.ends_at:
            return InvitationState(Invited.NONE, "There is nothing left to invite to.")
        return InvitationState(
            Invited.NONE,
            f"{name} has no invitation to this session yet.",
            "Send the invitation?",
            "of the session",
        )
    state, reason, news = _against(told.meeting, now_is, name, now, zone, is_closed)
    return InvitationState(state, reason, _ASKS.get(news, ""), news, told.meeting.starts_at, told.sequence)


def _against(
    told: Meeting, now_is: Meeting, name: str, now: datetime, zone: ZoneInfo, is_closed: bool
) -> tuple[Invited, str, str]:
    had = moment_in_words(told.starts_at, now, zone)
    if now_is.is_off:
        if told.is_off:
            return Invited.CURRENT, f"{name} knows that it is off.", ""
        if now >= told.ends_at:
            return Invited.CURRENT, "It is over; nothing has to be told any more.", ""
        return Invited.TO_CANCEL, f"{name} still expects you {_on(had)}.", "that it is off"
    if is_closed or now >= now_is.ends_at:
        return Invited.CURRENT, "It is over; nothing has to be told any more.", ""
    if told.is_off:
        return Invited.OUTDATED, f"{name} still thinks that it is off.", "that it takes place"
    if told.starts_at != now_is.starts_at:
        return Invited.OUTDATED, f"{name} still has {had}.", "the new time"
    if told.length_minutes != now_is.length_minutes:
        minutes = count(told.length_minutes, "minute")
        return Invited.OUTDATED, f"{name} still has {minutes} in the calendar.", "the new length"
    if told.place != now_is.place:
        return Invited.OUTDATED, f"{name} still has {_place(told.place)}.", "the new place"
    return Invited.CURRENT, f"{name} has it as it is: {had}.", ""


def _place(place: str) -> str:
    return "the old place" if place else "no place for it"


def _on(moment: str) -> str:
    """ "today 9:00" and "tomorrow 9:00" stand alone, a weekday wants its "on"."""
    return moment if moment.startswith(("today", "tomorrow", "yesterday")) else f"on {moment}"
