"""Further facts that two entries may share (birthday, street, town …), and how much they say together."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from rapidfuzz.distance import OSA

from mentorpanel.domain.names import fold

WEIGHTS: Final[Mapping[str, float]] = {"id": 3.0, "born": 2.0, "street": 1.5, "postcode": 1.0, "place": 1.0}
"""How much each kind says when it agrees; 2 is enough beside an equal name (our judgement)."""
LASTING: Final = frozenset(("id", "born"))
"""Kinds that never change in a life, so that two values speak against one person. People move, though."""
AGAINST: Final[Mapping[str, float]] = {"id": 3.0, "born": 1.0}
"""How much two values of a lasting kind speak against: a birthday is often mistyped (our judgement)."""
MOST_FROM_A_HOUSEHOLD: Final = 1.5
"""Street, postcode and town are one household's: together they count so much beside names that are not equal."""
_WORDS: Final[Mapping[str, str]] = {
    "id": "number", "born": "birthday", "street": "street", "postcode": "postcode", "place": "town",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Agreement:
    """What agrees and what speaks against it.

    ``lasting`` is the weight of birthday and number less what speaks against, ``household`` that of
    street, postcode and town.
    """

    lasting: float = 0.0
    household: float = 0.0
    agreeing: tuple[str, ...] = ()
    against: tuple[str, ...] = ()

    @property
    def weight(self) -> float:
        """Everything, beside an equal name."""
        return self.lasting + self.household

    @property
    def weight_beside_another_name(self) -> float:
        """With the household's share held down, so that a family is not merged into one."""
        return self.lasting + min(self.household, MOST_FROM_A_HOUSEHOLD)

    @property
    def words(self) -> str:
        """What agrees, in words: "same birthday and street"."""
        return "same " + _listed(self.agreeing)

    @property
    def against_words(self) -> str:
        """What differs, in words: "another birthday"."""
        return "another " + _listed(self.against)


def _listed(kinds: tuple[str, ...]) -> str:
    words = [_WORDS.get(kind, kind) for kind in kinds]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


NOTHING: Final = Agreement()


def agreement_of(mine: frozenset[str], theirs: frozenset[str]) -> Agreement:
    """How far two sets of "kind:value" agree. A value with one slip counts half."""
    if not mine or not theirs:
        return NOTHING
    lasting, household, agreeing, against = 0.0, 0.0, [], []
    ours, others = _by_kind(mine), _by_kind(theirs)
    for kind in ours.keys() & others.keys():
        likeness = max(_likeness(kind, one, other) for one in ours[kind] for other in others[kind])
        if likeness:
            agreeing.append(kind)
        elif kind in LASTING:
            against.append(kind)
            lasting -= AGAINST[kind]
        if kind in LASTING:
            lasting += WEIGHTS[kind] * likeness
        else:
            household += WEIGHTS.get(kind, 1.0) * likeness
    order = list(WEIGHTS)
    agreeing.sort(key=lambda kind: order.index(kind) if kind in order else len(order))
    return Agreement(lasting, household, tuple(agreeing), tuple(sorted(against)))


@lru_cache(maxsize=16_384)
def _by_kind(extras: frozenset[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for extra in extras:
        kind, _, value = extra.partition(":")
        found.setdefault(kind, []).append(fold(value).replace(" ", ""))
    return {kind: tuple(values) for kind, values in found.items()}


def _likeness(kind: str, one: str, other: str) -> float:
    if one == other:
        return 1.0
    if min(len(one), len(other)) < 4:
        return 0.0
    slips = 1 if len(one) < 12 else 2
    if OSA.distance(one, other, score_cutoff=slips) <= slips:
        return 0.5
    return 0.5 if kind == "born" and _dates_agree_in_two(one, other) else 0.0


def _dates_agree_in_two(one: str, other: str) -> bool:
    """Of year, month and day, written as eight digits, two are equal."""
    if len(one) != 8 or len(other) != 8:
        return False
    return sum((one[:4] == other[:4], one[4:6] == other[4:6], one[6:] == other[6:])) == 2
