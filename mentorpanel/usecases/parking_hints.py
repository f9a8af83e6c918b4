"""Whom a parked item without a person might be for, and why: the same rule as asking, by words."""

from collections.abc import Sequence
from dataclasses import dataclass

from mentorpanel.domain.records import Named, ParkedRecord
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import ask

MOST = 3


@dataclass(frozen=True, slots=True)
class Hint:
    """Somebody to ask, with the fact that speaks for them."""

    person: Named
    why: str


def suggestions(owner: User, *, items: Sequence[ParkedRecord]) -> dict[int, list[Hint]]:
    """Item id to up to three people for it. What was said is read once, and only where an item waits for somebody."""
    waiting = [item for item in items if item.person is None]
    if not waiting:
        return {}
    asking = ask.asking_of(owner, ask.said_so_far(owner))
    found = {item.id: asking.ask(item.text, item.topics, most=MOST, big=False).results for item in waiting}
    return {
        item_id: [Hint(Named(one.person_id, one.name), one.reasons[0]) for one in results if one.reasons]
        for item_id, results in found.items()
        if results
    }
