"""A year of the panel: who joined, what was said and what became of it, and a letter to oneself from these facts.

Examples: docs/rules/look-back.md. The letter is a draft that the owner makes their own; it goes to nobody.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from mentorpanel.domain.facts import AdviceStatus, Stage
from mentorpanel.domain.giving_history import Line
from mentorpanel.domain.panel_history import PersonSpans
from mentorpanel.domain.problems import Invalid
from mentorpanel.domain.reciprocity import cut
from mentorpanel.domain.records import GoalRecord, Named
from mentorpanel.domain.words import count, people_list, start_sentence

FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2200
LONGEST_LETTER: Final = 20_000
"""Characters; some forty pages."""
MOST_QUOTED: Final = 12
"""Pieces of advice, and things given, that the draft of a letter names; our judgement."""
OFF: Final = (Stage.RESTING, Stage.ALUMNI, Stage.CLOSED)
_LEFT: Final = {"resting": "rests", "alumni": "stays an old friend of the panel", "closed": "has gone"}
ENDINGS: Final = {"reached": "reached", "changed": "changed on the way", "let-go": "let go"}


@dataclass(frozen=True, slots=True)
class Came:
    """Somebody who came onto the panel, or left it for a stage off the line."""

    person: Named
    stage: str
    on: date


@dataclass(frozen=True, slots=True)
class HeldSession:
    """A session that was held."""

    id: int
    person: Named
    on: date


@dataclass(frozen=True, slots=True)
class Said:
    """A piece of advice with what became of it."""

    id: int
    person: Named
    text: str
    status: str
    outcome: str
    on: date


@dataclass(frozen=True, slots=True)
class Answered:
    """A question that found an answer; ``who`` it was kept for, or empty."""

    id: int
    text: str
    answer: str
    who: str
    on: date


@dataclass(frozen=True, slots=True)
class Gave:
    """What went from me to somebody."""

    person: Named
    line: Line


@dataclass(frozen=True, slots=True)
class YearBook:
    """What a year was, from the facts; ``panel`` is who was on it at any time in the year."""

    year: int
    panel: tuple[Named, ...]
    joined: tuple[Came, ...]
    rested: tuple[Came, ...]
    sessions: tuple[HeldSession, ...]
    advice: tuple[Said, ...]
    gave: tuple[Gave, ...]
    answered: tuple[Answered, ...]
    goals: tuple[GoalRecord, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all is known of the year."""
        return not any(
            (self.panel, self.rested, self.sessions, self.advice, self.gave, self.answered, self.goals)
        )

    @property
    def worked(self) -> tuple[Said, ...]:
        """The advice that worked."""
        return tuple(one for one in self.advice if one.status == AdviceStatus.WORKED)

    @property
    def did_not(self) -> tuple[Said, ...]:
        """The advice that was tried and did not."""
        return tuple(one for one in self.advice if one.status == AdviceStatus.DID_NOT)

    @property
    def trying(self) -> tuple[Said, ...]:
        """The advice that is being tried still."""
        return tuple(one for one in self.advice if one.status == AdviceStatus.TRYING)


def year_of(year: int) -> int:
    """The year, if it is one that can be looked at; else ``Invalid`` (field ``year``)."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Invalid(f"A year is from {FIRST_YEAR} to {LAST_YEAR}.", field="year")
    return year


def letter_text(text: str) -> str:
    """A letter as it is kept, with plain line ends; too long a one is ``Invalid`` (field ``text``)."""
    plain = "\n".join(line.rstrip() for line in text.replace("\0", "").splitlines()).strip()
    if len(plain) > LONGEST_LETTER:
        raise Invalid(f"A letter has {LONGEST_LETTER:,} characters at most.", field="text")
    return plain


def joined_in(people: Iterable[PersonSpans], year: int) -> tuple[Came, ...]:
    """Who came onto the panel in a year, the first time or again; a change of stage on it is no coming."""
    found = []
    for one in people:
        ends = {span.until for span in one.spans}
        found += [
            Came(Named(one.person_id, one.name), span.stage, span.since)
            for span in one.spans
            if span.since.year == year and span.since not in ends
        ]
    return tuple(sorted(found, key=lambda came: (came.on, came.person.id)))


def rested_in(people: Iterable[PersonSpans], moves: Iterable[tuple[int, str, str, date]]) -> tuple[Came, ...]:
    """Who left the panel for a stage off the line: the ``moves`` with which somebody's time on it ended."""
    ends = {(one.person_id, span.until) for one in people for span in one.spans if span.until}
    last = {(number, on): Came(Named(number, name), stage, on) for number, name, stage, on in moves}
    return tuple(came for place, came in last.items() if place in ends)


def on_the_panel_in(people: Iterable[PersonSpans], year: int) -> tuple[Named, ...]:
    """Who was on the panel at any time in a year, in the order they first came."""
    first, after = date(year, 1, 1), date(year + 1, 1, 1)
    return tuple(
        Named(one.person_id, one.name)
        for one in people
        if any(
            span.since < after and (span.until is None or span.until > max(first, span.since))
            for span in one.spans
        )
    )


def headline(book: YearBook, today: date) -> str:
    """The first line of a year's page."""
    if book.is_empty:
        return (
            f"{book.year} has not begun yet."
            if book.year > today.year
            else f"Nothing is kept of {book.year}."
        )
    beside = f"{start_sentence(count(len(book.panel), 'person', 'people'))} beside you in {book.year}"
    held = f", {count(len(book.sessions), 'session')}" if book.sessions else ""
    worked = f", and {count(len(book.worked), 'piece')} of advice that worked" if book.worked else ""
    return f"{beside}{held}{worked}."


def draft_letter(book: YearBook) -> str:
    """A letter to oneself, begun from the facts: what their advice became, what I gave, what is for next year."""
    parts = [f"Dear me,\n\nthis was {book.year}.{_beside(book)}"]
    parts += _paragraph("What their advice became:", [_became(one) for one in (*book.worked, *book.did_not)])
    parts += _paragraph("What I am trying still:", [f"{_quoted(one)}." for one in book.trying])
    parts += _paragraph(
        "What I could give:", [f"{one.person.name}: {one.line.text}." for one in reversed(book.gave)]
    )
    parts += _paragraph("Questions that found an answer:", [_answer(one) for one in book.answered])
    parts += _paragraph("Goals that ended:", [_goal(one) for one in book.goals])
    parts += [
        "What I know now that I did not know a year ago:\n",
        f"What I would like {book.year + 1} to be:\n",
    ]
    return "\n\n".join(parts).strip() + "\n"


def _beside(book: YearBook) -> str:
    names = people_list([one.name for one in book.panel], 8)
    if not names:
        return ""
    held = f" We held {count(len(book.sessions), 'session')}." if book.sessions else ""
    came = people_list(list(dict.fromkeys(one.person.name for one in book.joined)), 8)
    joined = f" {came} came onto my panel." if came and len(book.joined) < len(book.panel) else ""
    left = "".join(f" {one.person.name} {_LEFT.get(one.stage, 'rests')}." for one in book.rested)
    return f" Beside me {'was' if len(book.panel) == 1 else 'were'} {names}.{held}{joined}{left}"


def _paragraph(title: str, lines: Sequence[str]) -> list[str]:
    if not lines:
        return []
    shown = [f"- {line}" for line in lines[:MOST_QUOTED]]
    left = len(lines) - len(shown)
    return ["\n".join([title, *shown, *([f"- and {count(left, 'more', 'more')}."] if left else [])])]


def _quoted(one: Said) -> str:
    return f"{one.person.name} said “{cut(one.text)}”"


def _became(one: Said) -> str:
    how = "It worked" if one.status == AdviceStatus.WORKED else "I tried, and it was not for me"
    return f"{_quoted(one)}. {how}{f': {one.outcome.strip()}' if one.outcome.strip() else '.'}"


def _answer(one: Answered) -> str:
    said = f" {start_sentence(cut(one.answer))}." if one.answer.strip() else ""
    return f"“{cut(one.text)}”{f', with {one.who}' if one.who else ''}.{said}"


def _goal(one: GoalRecord) -> str:
    return f"{cut(one.statement)}: {ENDINGS.get(one.ending, 'ended')}."
