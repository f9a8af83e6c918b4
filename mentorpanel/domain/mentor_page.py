"""The mentor page: whether its link is good, what a mentor can say on it, and where their answer stands.

Examples: docs/rules/mentor-page.md. Every number here is our judgement.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import available_timezones

from mentorpanel.domain.days import parse_day
from mentorpanel.domain.facts import Verdict
from mentorpanel.domain.problems import Invalid
from mentorpanel.domain.recurrence import zone_of
from mentorpanel.domain.session_clock import at_local, when_in_words
from mentorpanel.domain.wording import plain_text

LONGEST_REPLY: Final = 2000
"""Characters; as much as one writes on a phone."""
LONGEST_OFFER: Final = 600
FARTHEST: Final = timedelta(days=366)
"""How far ahead a time can be proposed."""
OFFER: Final = (
    "How can I help you? A person to meet, a second pair of eyes, something to try out: say the word."
)
"""What stands there until the owner writes it their way."""
COMMON_ZONES: Final = (
    "Pacific/Auckland", "Australia/Sydney", "Asia/Tokyo", "Asia/Seoul", "Asia/Shanghai", "Asia/Singapore",
    "Asia/Bangkok", "Asia/Kolkata", "Asia/Karachi", "Asia/Dubai", "Europe/Moscow", "Europe/Istanbul",
    "Asia/Jerusalem", "Africa/Nairobi", "Africa/Johannesburg", "Africa/Cairo", "Europe/Kyiv", "Europe/Athens",
    "Europe/Warsaw", "Europe/Berlin", "Europe/Paris", "Europe/Madrid", "Europe/Rome", "Europe/Zurich",
    "Europe/Amsterdam", "Europe/Stockholm", "Africa/Lagos", "Europe/London", "Europe/Dublin", "Europe/Lisbon",
    "UTC", "America/Sao_Paulo", "America/Argentina/Buenos_Aires", "America/Halifax", "America/New_York",
    "America/Toronto", "America/Bogota", "America/Chicago", "America/Mexico_City", "America/Denver",
    "America/Los_Angeles", "America/Vancouver", "America/Anchorage", "Pacific/Honolulu",
)  # fmt: skip
"""Offered while one types; any other zone or its city is taken as well."""


_OVER: Final = "That moment is over already; propose one that is still to come."


class ReplyKind(StrEnum):
    """What a mentor can say, on their page or by mail; *tentative* comes by mail alone."""

    ACCEPT = "accept"
    DECLINE = "decline"
    TENTATIVE = "tentative"
    PROPOSE = "propose"
    ANSWER = "answer"
    NOTE = "note"
    NEED = "need"


ABOUT_THE_TIME: Final = (ReplyKind.ACCEPT, ReplyKind.DECLINE, ReplyKind.TENTATIVE, ReplyKind.PROPOSE)
IN_WORDS: Final = (ReplyKind.ANSWER, ReplyKind.NOTE, ReplyKind.NEED)


@dataclass(frozen=True, slots=True)
class PageRecord:
    """A link as it is kept: never the token. ``expires_at`` follows the session when it moves."""

    id: int
    session_id: int
    token_hash: str
    salt: str
    offer: str
    made_at: datetime
    revoked_at: datetime | None
    session_ends_at: datetime

    def expires_at(self, days: int) -> datetime:
        """The moment from which the link is good no longer: so many days after the session's end."""
        return self.session_ends_at + timedelta(days=days)

    def state_at(self, now: datetime, days: int) -> str:
        """good, revoked or expired."""
        if self.revoked_at is not None:
            return "revoked"
        return "expired" if now >= self.expires_at(days) else "good"


@dataclass(frozen=True, slots=True)
class ReplyRecord:
    """What a mentor said, whole; for the owner."""

    id: int
    session_id: int
    item_id: int | None
    kind: str
    text: str
    starts_at: datetime | None
    for_starts_at: datetime
    time_zone: str
    said_at: datetime
    settled_at: datetime | None = None
    source: str = "page"


@dataclass(frozen=True, slots=True)
class Said:
    """What a form brought, checked: ready to be kept."""

    kind: ReplyKind
    text: str = ""
    starts_at: datetime | None = None
    time_zone: str = ""


def answer_of(replies: Iterable[ReplyRecord], starts_at: datetime, name: str) -> Verdict:
    """Where their answer about the time stands, with its reason.

    One of none, accepted, declined, tentative, proposed and outdated.

    The last one counts. An answer to another time than the session's is outdated; the time that they
    proposed themselves is as good as a yes to it.
    """
    last = next((one for one in reversed(list(replies)) if one.kind in ABOUT_THE_TIME), None)
    if last is None:
        return Verdict("none", f"{name} has not said yet whether the time is right.")
    if last.kind == ReplyKind.PROPOSE:
        if last.starts_at == starts_at:
            return Verdict("accepted", f"It is the time that {name} proposed.")
        if last.settled_at is None:
            return Verdict("proposed", f"{name} proposes another time.")
    if last.for_starts_at != starts_at:
        return Verdict("outdated", f"{name} answered for the time before it was moved.")
    if last.kind == ReplyKind.ACCEPT:
        return Verdict("accepted", f"{name} will be there.")
    if last.kind == ReplyKind.DECLINE:
        return Verdict("declined", f"{name} cannot make it.")
    if last.kind == ReplyKind.TENTATIVE:
        return Verdict("tentative", f"{name} may be there.")
    return Verdict("none", f"{name} proposed another time, and you answered.")


def said_in_words(kind: str, text: str) -> Said:
    """An answer, a note or a need as it will be kept; empty or longer than 2,000 characters is ``Invalid``."""
    kept = plain_text(text)
    if not kept:
        raise Invalid("Write a line first; it is empty.", field=kind)
    if len(kept) > LONGEST_REPLY:
        raise Invalid(
            f"That is {len(kept):,} characters; {LONGEST_REPLY:,} fit here. A mail has room for more.",
            field=kind,
        )
    return Said(ReplyKind(kind), kept)


def proposed(
    day_said: str, time_said: str, zone: str, text: str, *, now: datetime, starts_at: datetime
) -> Said:
    """Another time, in the zone they say; not past, not the same, not more than a year ahead, else ``Invalid``."""
    name = zone_named(zone)
    there = zone_of(name)
    day, at = _day(day_said, now.astimezone(there).date()), _time(time_said)
    if day < now.astimezone(there).date():
        raise Invalid(_OVER, field="propose")
    if day > (now + FARTHEST).date():
        raise Invalid("That is more than a year ahead; propose a nearer day.", field="propose")
    moment = at_local(day, at, there)
    if moment <= now:
        raise Invalid(_OVER, field="propose")
    if moment == starts_at:
        raise Invalid("That is the time it is planned for; “I’ll be there” says so.", field="propose")
    return Said(ReplyKind.PROPOSE, shortened_reply(text), moment, name)


def shortened_reply(text: str) -> str:
    """A line beside an answer about the time, cut to 2,000 characters."""
    return plain_text(text)[:LONGEST_REPLY]


def _day(said: str, today: date) -> date:
    try:
        return parse_day(said[:60], today)
    except Invalid:
        raise Invalid("Say the day that would suit you, such as 2027-03-04.", field="propose") from None


def _time(said: str) -> time:
    try:
        return time.fromisoformat(said).replace(second=0, microsecond=0, tzinfo=None)
    except ValueError:
        raise Invalid("Say the hour that would suit you, such as 16:00.", field="propose") from None


def zone_named(said: str) -> str:
    """The zone of that name or of that city ("Berlin"); anything else is ``Invalid``."""
    wanted = "_".join(said.split()).casefold()
    if not wanted or len(wanted) > 64:
        raise Invalid("Say your time zone, such as Berlin or New York.", field="propose")
    known = sorted(available_timezones(), key=lambda name: (name not in COMMON_ZONES, name))
    found = next((name for name in known if name.casefold() == wanted), "")
    found = found or next((name for name in known if _city(name).casefold() == wanted), "")
    if not found:
        raise Invalid(
            "That time zone is not known here. Write a large city in it, such as Berlin.", field="propose"
        )
    return found


def choices_of(first: Sequence[str]) -> tuple[str, ...]:
    """The zones that are offered, those of the two of us first."""
    return tuple(dict.fromkeys([*filter(None, first), *COMMON_ZONES]))


def time_in_both(starts_at: datetime, ends_at: datetime, theirs: str, mine: str) -> str:
    """When it is, as its reader counts time first: "Thursday 3 December, 8:00 (New York) / 14:00 (Berlin), …"."""
    return when_in_words(starts_at, ends_at, theirs or mine, mine)


def _city(zone: str) -> str:
    return zone.rsplit("/", 1)[-1]
