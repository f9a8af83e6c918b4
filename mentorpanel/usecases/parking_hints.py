"""Whom a parked item without a person might be for, and why."""

from collections.abc import Sequence
from dataclasses import dataclass

from mentorpanel.domain.names import fold
from mentorpanel.domain.records import Named, ParkedRecord
from mentorpanel.storage import parking_hints as stored
from mentorpanel.storage.ownership import User

MOST = 3
SHORTEST_WORD = 4


@dataclass(frozen=True, slots=True)
class Hint:
    """Somebody to ask, with the fact that speaks for them."""

    person: Named
    why: str


def suggestions(owner: User, *, items: Sequence[ParkedRecord]) -> dict[int, list[Hint]]:
    """Item id to up to three people of the panel whose expertise or advice shares a topic with it. Two queries."""
    waiting = [item for item in items if item.person is None]
    if not waiting:
        return {}
    known = stored.topics_of_panel(owner)
    return {item.id: hints for item in waiting if (hints := _hints(item, known))}


def _hints(item: ParkedRecord, known: Sequence[tuple[Named, str, tuple[str, ...]]]) -> list[Hint]:
    said = set(fold(" ".join([item.text, *item.topics])).split())
    found: dict[int, Hint] = {}
    for person, source, topics in known:
        for topic in topics:
            words = [word for word in fold(topic).split() if len(word) >= SHORTEST_WORD]
            if words and all(_stands_in(word, said) for word in words):
                why = f"knows about {topic}" if source == "expertise" else f"has advised you on {topic}"
                found.setdefault(person.id, Hint(person, why))
    return list(found.values())[:MOST]


def _stands_in(word: str, said: set[str]) -> bool:
    """The word, or one with another ending: "price" and "pricing" share their first letters."""
    stem = word[: max(SHORTEST_WORD, len(word) - 3)]
    return any(one.startswith(stem) for one in said)
