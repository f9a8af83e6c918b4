"""The words of the mails that go to the owner: the digest and the single reminders."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from mentorpanel.domain.card_discretion import Discretion
from mentorpanel.domain.card_links import CardRef, Press
from mentorpanel.domain.digest import Coming, Digest, Item, Step, steps_of
from mentorpanel.domain.facts import SessionStatus
from mentorpanel.domain.reminders import Moment, Reminder
from mentorpanel.domain.session_clock import lacks_brief, step_of
from mentorpanel.domain.words import clock_time, count, moment_in_words, start_sentence

LONGEST_SUBJECT: Final = 110
NO_SESSION: Final = "Your next session"
QUIET_SUBJECT: Final = "Your day with your panel"
QUIET_SUBJECT_OF_THE_WEEK: Final = "Your week with your panel"


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a mail: a title, its lines, and a page about it (a path, may be empty)."""

    title: str
    items: tuple[Item, ...] = ()
    steps: tuple[Step, ...] = ()
    path: str = ""


@dataclass(frozen=True, slots=True)
class MailWords:
    """A mail to the owner in words. Paths are of our own pages; a mail puts the address before them.

    ``card`` is the one that the whole mail is about, ``presses`` its links, once they are made.
    """

    subject: str
    headline: str
    sections: tuple[Section, ...]
    lede: str = ""
    note: str = ""
    card: CardRef | None = None
    presses: tuple[Press, ...] = ()


def digest_words(digest: Digest, discretion: Discretion, *, is_weekly: bool = False) -> MailWords:
    """The digest: the headline, the next session step by step, what is due, and a few cards of the week."""
    sections = []
    if digest.coming:
        sections.append(Section(digest.coming, steps=digest.steps, path=digest.coming_path))
    if digest.duties:
        sections.append(Section("Due", digest.duties))
    if digest.cards:
        sections.append(Section("Worth a look this week" if digest.duties else "This week", digest.cards))
    if is_weekly:
        sections.append(Section("The week’s plan", path="/week/"))
    note = f"{start_sentence(count(digest.more, 'more card'))} on Today." if digest.more else ""
    quiet = QUIET_SUBJECT_OF_THE_WEEK if is_weekly else QUIET_SUBJECT
    subject = quiet if discretion.hides_names else _subject(digest.headline)
    return MailWords(subject, digest.headline, tuple(sections), note=note)


def reminder_words(
    reminder: Reminder, now: datetime, zone: ZoneInfo, *, hides_names: bool, card: CardRef | None = None
) -> MailWords:
    """A single reminder: what, when, and the session's clock. ``card`` is the session's, where it can be done."""
    session = reminder.session
    name = "" if hides_names else session.person_name
    headline, why = _SAID[reminder.moment](reminder, name, now, zone)
    path = f"/sessions/{session.id}/"
    step = step_of(session.clock, session.status, now, session.has_thanked).verdict
    is_without = lacks_brief(session.status, i_mentor=session.i_mentor)
    coming = Coming(
        session.id, session.person_name, session.clock, step, session.i_mentor, lacks_brief=is_without
    )
    title = f"{name or NO_SESSION}, {moment_in_words(session.clock.starts_at, now, zone)}"
    clock = Section(title, steps=steps_of(coming, now, zone), path=path)
    return MailWords(_subject(headline), headline, (clock,), lede=why, card=card)


def cards_in(words: MailWords) -> list[CardRef]:
    """The cards that a mail has lines of, and the one that it is about."""
    of_lines = [item.card for section in words.sections for item in section.items]
    return [card for card in (words.card, *of_lines) if card is not None]


def with_presses(words: MailWords, presses: Mapping[str, tuple[Press, ...]]) -> MailWords:
    """The mail with the links *done* and *snooze* at each card's line, or under its first words, by the card's id."""

    def of(card: CardRef | None) -> tuple[Press, ...]:
        return presses.get(card.id, ()) if card else ()

    sections = (
        replace(section, items=tuple(replace(item, presses=of(item.card)) for item in section.items))
        for section in words.sections
    )
    return replace(words, sections=tuple(sections), presses=of(words.card))


def _preparation(reminder: Reminder, name: str, now: datetime, zone: ZoneInfo) -> tuple[str, str]:
    clock = reminder.session.clock
    until = clock_time(clock.brief_due_at, zone)
    for_whom = f" with {name}" if name else ""
    return (
        f"Time to prepare your session{for_whom}, until {until}.",
        "What has changed, what you want from it, one question. The brief goes when that is done.",
    )


def _brief(reminder: Reminder, name: str, now: datetime, zone: ZoneInfo) -> tuple[str, str]:
    session, clock = reminder.session, reminder.session.clock
    brief = f"The brief for {name}" if name else "The brief for your next session"
    if now > clock.brief_latest_at:
        return f"{brief} is still to go.", "Three lines do: what changed, what you want, one question."
    if now >= clock.brief_due_at:
        when = f"was due {moment_in_words(clock.brief_due_at, now, zone)}"
    else:
        when = f"is due {moment_in_words(clock.brief_due_at, now, zone)}"
    is_ready = session.status == SessionStatus.PREPARED
    return f"{brief} {when}.", (
        "You have prepared; it only has to go." if is_ready else "Sent ahead, it leaves time to think."
    )


def _start(reminder: Reminder, name: str, now: datetime, zone: ZoneInfo) -> tuple[str, str]:
    at = clock_time(reminder.session.clock.starts_at, zone)
    whom = name or "your mentor"
    return f"You meet {whom} at {at}.", "What you need at the table is on the session’s page."


def _notes(reminder: Reminder, name: str, now: datetime, zone: ZoneInfo) -> tuple[str, str]:
    with_whom = f" with {name}" if name else ""
    if reminder.session.status == SessionStatus.HELD:
        return f"Your thanks for today’s session{with_whom} can go.", "One mail carries recap and thanks."
    return (
        f"Write down what stays from your session{with_whom} today.",
        "Three boxes, while it is fresh; then one mail with recap and thanks.",
    )


def _thanks(reminder: Reminder, name: str, now: datetime, zone: ZoneInfo) -> tuple[str, str]:
    whom = name or "Your mentor"
    return (
        f"{whom} would still like to hear from you.",
        "Two days have gone by since you met. A thank-you is welcome, late as it is.",
    )


_SAID: Final = {
    Moment.PREPARATION: _preparation,
    Moment.BRIEF_DUE: _brief,
    Moment.ABOUT_TO_START: _start,
    Moment.NOTES: _notes,
    Moment.THANKS: _thanks,
}


def _subject(headline: str) -> str:
    """A headline as a subject: one line, without its full stop, cut at a word."""
    line = " ".join(headline.split()).rstrip(".")
    if len(line) <= LONGEST_SUBJECT:
        return line
    return line[:LONGEST_SUBJECT].rsplit(" ", 1)[0].rstrip(" ,;") + "…"
