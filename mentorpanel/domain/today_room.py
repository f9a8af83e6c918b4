"""How many cards a day shows at a time: few of a kind, one a person, a handful a lane. Examples: docs/rules/today.md."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

from mentorpanel.domain.facts import Card, Lane
from mentorpanel.domain.rule_settings import RuleSettings
from mentorpanel.domain.words import count, number, start_sentence

KEPT_FOR_A_LANE: Final = 2
"""Seats that are each lane's own, so that no lane is crowded out by the others; our judgement."""
_FEW: Final = {
    "parked": ("parked_shown_most", "parked item", "the parking lot has them all"),
    "opening": ("openings_shown_most", "opening", "the page Give back has them all"),
    "flag": ("flags_shown_most", "look at the panel as a whole", "the panel's page has them all"),
    "stage": ("steps_shown_most", "such step", "each is on the person's own page"),
    "assess": ("steps_shown_most", "such look", "each is on the person's own page"),
    "goal": ("goals_shown_most", "goal", "the page Goals has them all"),
    "revive": ("revived_shown_most", "such tie", "the next comes when this one is done"),
}
"""Kinds of which few show at a time: the setting, what they are called, and where the others are."""


class Room:
    """What is still free on a page. Duties always fit; they take a seat of the whole, and none of a lane's."""

    def __init__(self, waiting: Sequence[Card], settings: RuleSettings) -> None:
        self._settings = settings
        self._kinds: Counter[str] = Counter()
        self._people: Counter[int | None] = Counter()
        self._lanes: Counter[Lane] = Counter()
        self._shown = sum(card.is_duty or not _is_work(card) for card in waiting)
        self._kept = _kept(waiting, settings)

    def why_not(self, card: Card) -> str:
        """Why there is no room for a card, in words; empty where there is."""
        if card.is_duty:
            return ""
        settings = self._settings
        most = _most_of(card, settings)
        if most is not None and self._kinds[card.kind] >= most:
            _, what, where = _FEW[card.kind]
            return f"{start_sentence(count(most, what))} at a time; {where}."
        if not _is_work(card):
            return ""
        if card.person_id is not None and self._people[card.person_id] >= settings.person_shown_most:
            return f"One thing at a time with {card.person_name}; another card of theirs comes first."
        if self._lanes[card.lane] >= settings.lane_shown_most:
            return (
                f"{start_sentence(number(settings.lane_shown_most))} at a time in a lane; others come first."
            )
        others_seats = len(self._kept - {card.id})
        if self._shown + others_seats >= settings.cards_shown_most:
            return (
                f"{start_sentence(count(settings.cards_shown_most, 'card'))} are enough; others come first."
            )
        return ""

    def take(self, card: Card) -> None:
        """A card is shown."""
        self._kept -= {card.id}
        if card.is_duty:
            return
        self._kinds[card.kind] += 1
        if _is_work(card):
            self._shown += 1
            self._people[card.person_id] += 1
            self._lanes[card.lane] += 1

    def leave(self, card: Card) -> None:
        """A card is not shown; a seat that was kept for it is free."""
        self._kept -= {card.id}


def _kept(waiting: Sequence[Card], settings: RuleSettings) -> frozenset[str]:
    """The first cards of each lane, as they would sit there alone."""
    lanes: Counter[Lane] = Counter()
    kinds: Counter[str] = Counter()
    people: set[int] = set()
    kept = []
    for card in waiting:
        if card.is_duty or not _is_work(card) or lanes[card.lane] >= KEPT_FOR_A_LANE:
            continue
        most = _most_of(card, settings)
        if card.person_id in people or (most is not None and kinds[card.kind] >= most):
            continue
        if card.person_id is not None:
            people.add(card.person_id)
        lanes[card.lane] += 1
        kinds[card.kind] += 1
        kept.append(card.id)
    return frozenset(kept)


def _most_of(card: Card, settings: RuleSettings) -> int | None:
    return int(getattr(settings, _FEW[card.kind][0])) if card.kind in _FEW else None


def _is_work(card: Card) -> bool:
    """A session to come is only told of: it takes no minutes and no place of another card's."""
    return card.effort_minutes > 0
