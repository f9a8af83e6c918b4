"""The links *done* and *snooze* that go with a card in a mail or on a device. Examples: docs/rules/reminders.md."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from mentorpanel.domain.facts import Card
from mentorpanel.domain.trace_records import TraceRecord

DONE: Final = "done"
SNOOZE: Final = "snooze"
UNDO: Final = "undo"
LIVES: Final = timedelta(days=8)
"""How long a link is good: until the next weekly mail has come; our judgement."""
UNDO_LIVES: Final = timedelta(days=1)
"""How long what a link did can be taken back by its page; our judgement. Today and the shell can later, too."""
CLOCK_SKEW: Final = timedelta(minutes=5)
"""How far ahead of this clock another machine's may have made a link; our judgement."""
_LABELS: Final = {DONE: "Done", SNOOZE: "Snooze"}
_ANSWERED_ONLY: Final = "asked"


@dataclass(frozen=True, slots=True)
class CardRef:
    """Which card a line of a mail is about, under which facts, and what a link may do with it."""

    id: str
    facts_key: str
    verbs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Press:
    """A link that leads to a page with one button: its label and the page's path."""

    verb: str
    label: str
    path: str


@dataclass(frozen=True, slots=True)
class CardLink:
    """What a link says: ``mark`` is of the card's facts, or of what is to be taken back."""

    owner_id: int
    card: str
    verb: str
    mark: str
    made_at: datetime


def ref_of(card: Card) -> CardRef:
    """The card, with the links it has: somebody who waits for an answer is not put off with one press, and it is not done
    before an answer is chosen."""
    verbs: tuple[str, ...] = (DONE, SNOOZE)
    if card.kind == _ANSWERED_ONLY:
        verbs = (DONE,) if card.state == "answered" else ()
    return CardRef(card.id, card.facts_key, verbs)


def press_of(verb: str, path: str) -> Press:
    """The link with its label."""
    return Press(verb, _LABELS[verb], path)


def is_in_time(link: CardLink, now: datetime) -> bool:
    """Whether it has not run out; one from the future is none of ours."""
    lives = UNDO_LIVES if link.verb == UNDO else LIVES
    return link.made_at - CLOCK_SKEW <= now < link.made_at + lives


def is_open(link: CardLink, last: TraceRecord | None) -> bool:
    """Whether nothing was done with the card since the link was made, here or elsewhere.

    A link that takes back is open while what it takes back is the last that was done.
    """
    if link.verb == UNDO:
        return last is not None and str(last.id) == link.mark
    return last is None or last.at < link.made_at
