"""The short mail that carries an invitation, a new time or a cancellation, with one free line in it."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from mentorpanel.domain.invitations import Meeting
from mentorpanel.domain.letters.assembly import greeting_for
from mentorpanel.domain.session_clock import when_in_words, written_day
from mentorpanel.domain.wording import one_line
from mentorpanel.domain.words import clock_time

MOST_LINE = 500
"""Characters of the free line; our judgement."""


@dataclass(frozen=True, slots=True)
class InvitationLetter:
    """A subject and a text, as they go."""

    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class Between:
    """Who writes to whom, and the zones that both live in; ``their_zone`` may be empty."""

    my_name: str
    their_name: str
    zone: str
    their_zone: str = ""


def summary_of(between: Between) -> str:
    """What stands in the mentor's calendar: both names, nothing else."""
    if not between.my_name:
        return "Mentoring session"
    return one_line(f"{between.my_name} and {between.their_name}", at_most=300)


def invitation_letter(
    told: Meeting | None, now_is: Meeting, between: Between, line: str = ""
) -> InvitationLetter:
    """The letter that brings them from ``told`` to ``now_is``; None: they were told nothing yet."""
    subject, opening = _said(told, now_is, between)
    in_calendar = _in_calendar(told, now_is)
    place = "" if now_is.is_off or not now_is.place else f"Where: {now_is.place}"
    free = one_line(line, at_most=MOST_LINE)
    parts = (greeting_for(between.their_name), opening, place, free, in_calendar, between.my_name)
    return InvitationLetter(subject, "\n\n".join(part for part in parts if part) + "\n")


def keeping_letter(proposed: Meeting, planned: Meeting, between: Between) -> InvitationLetter:
    """The answer to a proposal that does not suit: thanks, and the time that it stays at."""
    parts = (
        greeting_for(between.their_name),
        f"Thank you for proposing {_when_short(proposed, between)}. I cannot make that.",
        f"Could we keep {_when(planned, between)}? If it does not suit you, I am glad to look for another time.",
        between.my_name,
    )
    text = "\n\n".join(part for part in parts if part) + "\n"
    return InvitationLetter(f"Can we keep {_day(planned, between)}?", text)


def _said(told: Meeting | None, now_is: Meeting, between: Between) -> tuple[str, str]:
    day = _day(now_is, between)
    if now_is.is_off:
        was = told or now_is
        return (
            f"Called off: {_day(was, between)}",
            f"Our session on {_when(was, between)} does not take place.",
        )
    if told is None:
        return (
            f"{summary_of(between)}, {day}",
            f"Here is the invitation to our session: {_when(now_is, between)}.",
        )
    if told.is_off:
        return f"It takes place: {day}", f"Our session takes place after all: {_when(now_is, between)}."
    if told.starts_at != now_is.starts_at:
        at = clock_time(now_is.starts_at, ZoneInfo(between.zone))
        return (
            f"New time: {day}, {at}",
            f"Our session has a new time: {_when(now_is, between)}, instead of {_when_short(told, between)}.",
        )
    if told.length_minutes != now_is.length_minutes:
        return f"New length: {day}", f"Our session has a new length: {_when(now_is, between)}."
    where = "a new place" if now_is.place else "no fixed place any more"
    return f"New place: {day}", f"Our session on {_when(now_is, between)} has {where}."


def _in_calendar(told: Meeting | None, now_is: Meeting) -> str:
    if now_is.is_off:
        return "The file with this mail takes it out of your calendar."
    if told is None or told.is_off:
        return "The file with this mail puts it into your calendar."
    return "The file with this mail changes it in your calendar."


def _when(meeting: Meeting, between: Between) -> str:
    return when_in_words(meeting.starts_at, meeting.ends_at, between.zone, between.their_zone)


def _when_short(meeting: Meeting, between: Between) -> str:
    """Without the length: "Thursday 3 December, 14:00 (Berlin)"."""
    return _when(meeting, between).rpartition(", ")[0]


def _day(meeting: Meeting, between: Between) -> str:
    return written_day(meeting.starts_at.astimezone(ZoneInfo(between.zone)).date())
