"""Two people to ask who see things from different places. Examples: docs/rules/two-to-ask.md."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from mentorpanel.domain.coverage import Member
from mentorpanel.domain.names import fold, organisation_key
from mentorpanel.domain.words import number

OUTSIDE: Final = "outside"
"""Told after the other one's place, which it is outside of."""
_PLACE: Final = {
    "my-line": "in your line",
    "my-team": "in your team",
    "near": "near your work",
    OUTSIDE: "outside it",
}


@dataclass(frozen=True, slots=True)
class Pair:
    """Two to ask, and in what they differ; ``ways`` is empty where nothing noted tells them apart."""

    first: Member
    second: Member
    ways: tuple[str, ...] = ()

    @property
    def why(self) -> str:
        """In what they differ, as a sentence for the owner."""
        if not self.ways:
            return "Both know you; nothing noted tells them apart."
        return f"{self.first.name} and {self.second.name} differ: {'; '.join(self.ways)}."


def two_to_ask(people: Sequence[Member]) -> Pair | None:
    """The first and the one who stands furthest from them; of several the one named first. None where there are not two.

    ``people`` come in the order in which one would ask them. Two who see the same from the same place
    mostly confirm each other (our judgement).
    """
    if len(people) < 2:
        return None
    pairs = [Pair(people[0], other, differences(people[0], other)) for other in people[1:]]
    return max(pairs, key=lambda each: len(each.ways))


def differences(one: Member, other: Member) -> tuple[str, ...]:
    """In what two stand in different places: organisation, function, level, distance; what is not known is none."""
    found = []
    a, b = one.organisation, other.organisation
    if a and b and organisation_key(a) != organisation_key(b):
        found.append(f"{a} and {b}")
    if one.function and other.function and fold(one.function) != fold(other.function):
        found.append(f"{one.function} and {other.function}")
    if one.level_index is not None and other.level_index is not None and one.level_index != other.level_index:
        rungs = abs(one.level_index - other.level_index)
        found.append(f"{number(rungs)} {'rung' if rungs == 1 else 'rungs'} apart")
    if one.distance and other.distance and one.distance != other.distance:
        first, second = sorted((one.distance, other.distance), key=lambda place: place == OUTSIDE)
        found.append(f"one {_PLACE.get(first, first)}, one {_PLACE.get(second, second)}")
    return tuple(found)
