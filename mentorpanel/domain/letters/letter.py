"""What a kind of letter is: its slots, its subject and text, and the checks that read both."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from mentorpanel.domain.facts import Check

Slots = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Slot:
    """One place to fill. ``choices`` are offered values, the words stored; empty means free text."""

    name: str
    label: str
    help: str = ""
    required: bool = False
    multiline: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LetterLimits:
    """The numbers of the checks, all settings. Word limits and slots: practitioners' pages and our
    judgement; an ask in no more than 3 of the last 5 messages, three hours, 24 and 48: our judgement."""

    brief_words: int = 250
    brief_links: int = 1
    brief_hours: int = 3
    focus_areas: int = 3
    recap_due_hours: int = 24
    recap_overdue_hours: int = 48
    asks_at_most: int = 3
    asks_out_of_last: int = 5
    words_a_minute: int = 200


@dataclass(frozen=True, slots=True)
class Confidential:
    """Somebody marked confidential: their name, and what they said, which no letter may repeat."""

    name: str
    texts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LetterContext:
    """What the checks know beside the slots.

    ``text`` is the letter as the owner has edited it; empty means as composed. ``recent_asks`` tells of
    the last messages to this person, newest first, whether each asked for something. ``confidential``
    never holds the reader themselves. ``is_first``: nothing lies behind the two of you to report on yet.
    """

    now: datetime | None = None
    starts_at: datetime | None = None
    ended_at: datetime | None = None
    is_first: bool = False
    text: str = ""
    subject: str = ""
    recent_asks: tuple[bool, ...] = ()
    confidential: tuple[Confidential, ...] = ()
    limits: LetterLimits = LetterLimits()


@dataclass(frozen=True, slots=True)
class LetterKind:
    """A kind of letter. ``subject`` and ``compose`` take slots, ``checks`` the slots and the context."""

    slug: str
    name: str
    slots: tuple[Slot, ...]
    subject: Callable[[Slots], str]
    compose: Callable[[Slots], str]
    checks: Callable[[Slots, LetterContext], list[Check]]


def said(slots: Slots, name: str) -> str:
    """The slot's text, trimmed; empty where it is missing."""
    value = slots.get(name)
    return value.strip() if isinstance(value, str) else ""


def lines_of(slots: Slots, name: str) -> list[str]:
    """The slot's lines without list marks; empty lines are left out."""
    lines = (
        line.strip().removeprefix("- ").removeprefix("* ").strip() for line in said(slots, name).splitlines()
    )
    return [line for line in lines if line]


def listed(heading: str, lines: list[str]) -> str:
    """A heading line and a list under it; empty where there is nothing to list."""
    return "\n".join([heading, *(f"- {line}" for line in lines)]) if lines else ""


def paragraphs(*parts: str) -> str:
    """The parts that are not empty, a blank line between, and a line end after the last."""
    return "\n\n".join(part.strip() for part in parts if part.strip()) + "\n"


GREETING = Slot("greeting", "Greeting", "How you usually begin: “Dear Ana,” or “Hi Ana,”.", required=True)
SIGN_OFF = Slot("sign_off", "Your name", "How you sign to this person.", required=True)
