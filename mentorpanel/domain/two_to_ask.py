"""Two people to ask who see things from different places. Examples: docs/rules/decisions.md."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from mentorpanel.domain.words import people_list

_SIDES = (
    ("organisation", "organisation"),
    ("distance", "distance from your day-to-day"),
    ("level", "level"),
    ("title", "kind of work"),
)


@dataclass(frozen=True, slots=True)
class Adviser:
    """Somebody who could be asked; what is empty is not known and counts as no difference."""

    id: int
    name: str
    organisation: str = ""
    level: str = ""
    title: str = ""
    distance: str = ""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two who differ, and in what, in words."""

    first: Adviser
    second: Adviser
    why: str


def two_to_ask(people: Sequence[Adviser]) -> Pair | None:
    """The two who differ in most; of equal pairs the one named first. None where there are not two.

    ``people`` come in the order in which one would ask them. Two who see the same from the same place
    mostly confirm each other (our judgement).
    """
    best: tuple[int, Pair] | None = None
    for first, second in combinations(people, 2):
        sides = differences(first, second)
        if best is None or len(sides) > best[0]:
            best = len(sides), Pair(first, second, _why(sides))
    return best[1] if best else None


def differences(first: Adviser, second: Adviser) -> list[str]:
    """In what two differ, as far as it is known of both."""
    return [
        said
        for name, said in _SIDES
        if _flat(getattr(first, name))
        and _flat(getattr(second, name))
        and _flat(getattr(first, name)) != _flat(getattr(second, name))
    ]


def _why(sides: list[str]) -> str:
    if not sides:
        return "Both know you; nothing noted tells them apart."
    return f"They differ in {people_list(sides, most=5)}, so they will look at different things."


def _flat(text: str) -> str:
    return " ".join(text.lower().split())
