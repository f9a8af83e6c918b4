"""What a reader may not read: focus areas and journal entries meant for others, and whether a text names them."""

from collections.abc import Iterable
from dataclasses import dataclass

from mentorpanel.domain.letters import prose


@dataclass(frozen=True, slots=True)
class Guarded:
    """A focus area or journal entry with its readers: all mentors, and those who are named."""

    text: str
    for_mentors: bool
    named: frozenset[int] = frozenset()


def may_read(one: Guarded, person_id: int, *, is_mentor: bool) -> bool:
    """Whether it is theirs to read: by name, or as a mentor where it is for all of them."""
    return person_id in one.named or (is_mentor and one.for_mentors)


def withheld_from(guarded: Iterable[Guarded], person_id: int, *, is_mentor: bool) -> tuple[str, ...]:
    """The texts that are not theirs to read; the same words in something that is, are."""
    known = list(guarded)
    theirs = {_folded(one.text) for one in known if may_read(one, person_id, is_mentor=is_mentor)}
    others = (one.text for one in known if not may_read(one, person_id, is_mentor=is_mentor))
    return tuple(text for text in dict.fromkeys(others) if _folded(text) not in theirs)


def named_in(text: str, withheld: Iterable[str]) -> tuple[str, ...]:
    """Those of the texts that a letter tells of: six words in a row, all of a shorter one, a single word as a line.

    A single word within a sentence is nobody's own.
    """
    lines = {_folded(line.strip().removeprefix("- ")) for line in text.splitlines()}
    return tuple(one for one in withheld if _is_told(text, lines, one))


def without(text: str, withheld: Iterable[str]) -> str:
    """The lines of a slot that tell of none of the texts."""
    hidden = tuple(withheld)
    return "\n".join(line for line in text.splitlines() if not named_in(line, hidden))


def _is_told(text: str, lines: set[str], one: str) -> bool:
    words = len(one.split())
    if _folded(one) in lines:
        return True
    return prose.repeats(text, one) if words >= 3 else words == 2 and prose.names_in(text, one)


def _folded(text: str) -> str:
    return " ".join(text.casefold().split()).rstrip(".!")
