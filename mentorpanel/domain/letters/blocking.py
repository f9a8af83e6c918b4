"""What holds a letter back: the checks without which it cannot go, and the words that say so."""

from collections.abc import Iterable

from mentorpanel.domain.facts import Check
from mentorpanel.domain.letters.letter import LetterKind
from mentorpanel.domain.problems import Invalid, Problem


def blocking(kind: LetterKind, checks: Iterable[Check]) -> tuple[Check, ...]:
    """The open checks that hold this letter back, in the order of the kind's ``must``."""
    still_open = {check.check: check for check in checks if not check.ok}
    return tuple(still_open[name] for name in kind.must if name in still_open)


def refusal(kind: LetterKind, checks: Iterable[Check]) -> Problem | None:
    """Why the letter cannot be ready, sent or marked as sent: the first thing to mend, its slot as ``field``.

    None where nothing holds it back. The other open checks are advice.
    """
    found = blocking(kind, checks)
    if not found:
        return None
    return Invalid(f"One thing first: {found[0].why}", code="letter-held-back", field=slot_of(kind, found[0]))


def slot_of(kind: LetterKind, check: Check) -> str:
    """The slot that mends a check; empty where the whole text does."""
    named = (slot.name for slot in kind.slots if check.check in (slot.check, slot.name.replace("_", "-")))
    return next(named, "")
