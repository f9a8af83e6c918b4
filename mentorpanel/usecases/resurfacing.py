"""Old advice beside a new question: on the parking page, in the preparation of a session, in the shell."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from mentorpanel import clock
from mentorpanel.domain.advice import remembered
from mentorpanel.domain.parking import OPEN
from mentorpanel.domain.records import AdviceRecord, ParkedRecord
from mentorpanel.domain.resurfacing import ComesBack, old_advice
from mentorpanel.storage import advice
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import profiles

MOST_ITEMS = 50
LOOKS_THROUGH = 2_000
"""How many of the newest pieces of advice are looked through; our judgement."""


@dataclass(frozen=True, slots=True)
class Remembered:
    """Advice that fits, in one sentence: who said it when, and what came of it."""

    advice_id: int
    sentence: str
    is_warning: bool
    words: tuple[str, ...]


def for_items(owner: User, *, items: Sequence[ParkedRecord]) -> dict[int, list[Remembered]]:
    """Parked item to the advice that fits it, for those that something fits. One query, none without an open item."""
    waiting = [item for item in items if item.status in OPEN][:MOST_ITEMS]
    if not waiting:
        return {}
    old = old_advice(advice.said_once(owner, most=LOOKS_THROUGH))
    today = clock.today(profiles.zone(owner))
    found = {item.id: old.for_question(item.text, item.topics, item_id=item.id) for item in waiting}
    return {item_id: [_shown(back, today) for back in backs] for item_id, backs in found.items() if backs}


def for_question(owner: User, *, text: str, topics: Iterable[str] = ()) -> list[Remembered]:
    """What was said once that fits a question."""
    old = old_advice(advice.said_once(owner, most=LOOKS_THROUGH))
    today = clock.today(profiles.zone(owner))
    return [_shown(back, today) for back in old.for_question(text, tuple(topics))]


def similar_to(owner: User, *, found: AdviceRecord, most: int = 3) -> list[Remembered]:
    """Other advice that speaks of the same thing."""
    old = old_advice(advice.said_once(owner, most=LOOKS_THROUGH))
    today = clock.today(profiles.zone(owner))
    backs = old.for_question(found.text, found.topics, most=most, but=frozenset({found.id}))
    return [_shown(back, today) for back in backs]


def _shown(back: ComesBack, today: date) -> Remembered:
    said = back.said
    sentence = remembered(said.person.name, said.on, said.text, said.status, said.outcome, today)
    return Remembered(said.id, sentence, back.is_warning, back.words)
