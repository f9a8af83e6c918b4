"""What a kind of letter is: its slots, its subject and text, and the checks that read both."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from mentorpanel.domain.facts import Check

Slots = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Slot:
    """One place to fill. ``choices`` are offered values, the words stored; empty means free text.

    ``ends`` is how a whole sentence of this slot ends where the owner left it open; empty is for phrases.
    ``is_list``: one a line, shown as a list. ``is_note``: for the owner alone, in no text and no template.
    ``check`` names the check that this slot answers, where it is called otherwise than the slot.
    """

    name: str
    label: str
    help: str = ""
    required: bool = False
    multiline: bool = False
    choices: tuple[str, ...] = ()
    ends: str = ""
    is_list: bool = False
    is_note: bool = False
    check: str = ""


@dataclass(frozen=True, slots=True)
class LetterLimits:
    """The numbers of the checks, all settings. Word limits and slots: practitioners' pages and our
    judgement; an ask in no more than 3 of the last 5 messages, three hours, 24 and 48: our judgement;
    a goal 6 to 18 months ahead: the seed."""

    brief_words: int = 250
    brief_links: int = 1
    brief_hours: int = 3
    focus_areas: int = 3
    recap_due_hours: int = 24
    recap_overdue_hours: int = 48
    asks_at_most: int = 3
    asks_out_of_last: int = 5
    words_a_minute: int = 200
    appreciation_words: int = 120
    connect_sentences_least: int = 4
    connect_sentences_most: int = 8
    connect_minutes: int = 30
    update_words: int = 300
    ask_words: int = 150
    goal_least_months: int = 6
    goal_most_months: int = 18


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
    ``template`` is the owner's wording of this kind; empty means the default. ``readiness`` is empty where
    it is not known, else ``ready``, ``not-yet`` or ``no-time``; ``readiness_why`` is its reason in words.
    The goal's days are those of the goal that a formal ask is about. ``both_agreed``: an introduction that
    both people are known to have said yes to. ``withheld`` are focus areas and journal entries that are not
    this reader's to read.
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
    template: str = ""
    readiness: str = ""
    readiness_why: str = ""
    goal_starts_on: date | None = None
    goal_due_on: date | None = None
    both_agreed: bool = False
    withheld: tuple[str, ...] = ()


def as_they_are(slots: Slots) -> Slots:
    """The slots unchanged: what most kinds put into their template."""
    return slots


@dataclass(frozen=True, slots=True)
class LetterKind:
    """A kind of letter. ``subject`` and ``compose`` take slots, ``checks`` the slots and the context.

    ``template`` is the default wording with ``{slot}`` marks; empty where the text is assembled from lists
    and has no template. ``prepare`` readies the slots for it. ``must`` names the checks without which the
    letter cannot go (``blocking.refusal``).
    """

    slug: str
    name: str
    slots: tuple[Slot, ...]
    subject: Callable[[Slots], str]
    compose: Callable[[Slots], str]
    checks: Callable[[Slots, LetterContext], list[Check]]
    template: str = ""
    must: tuple[str, ...] = ()
    prepare: Callable[[Slots], Slots] = as_they_are


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
