"""Which of the things found comes first when the best is asked for rather than the newest."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

NEWEST: Final = 2_000
"""How many of the newest hits are weighed: weighing all of them takes thirty times as long (measured)."""
WHOLE_NAME, BEGUN_NAME, WHOLE_WORD, BEGUN_WORD = 4.0, 2.5, 1.0, 0.6
"""What a word is worth in a name or in a text, whole or as a beginning (our judgement)."""
AGAIN: Final = 0.2
"""What each further time in the text adds, at most ``MOST_AGAIN`` times (our judgement)."""
MOST_AGAIN: Final = 4
LONG_TEXT: Final = 4_000
"""Characters at which a text's words count half: a word in a short note says more of it (our judgement)."""
NEW: Final = 0.5
HALF_LIFE_DAYS: Final = 365.0
"""What is of today counts half as much again; that lead halves each year (our judgement)."""


@dataclass(frozen=True, slots=True)
class Fit:
    """How one word that was asked for stands in a thing: in its names (0 not, 1 begun, 2 whole), and in its text."""

    in_name: int
    times: int
    is_whole: bool


def rank_of(fits: Sequence[Fit], *, length: int, days: int | None) -> int:
    """How well a thing fits, in thousandths. ``length``: characters of its text; ``days``: its age, None for people.

    What lies ahead is of today. Our judgement throughout; see docs/rules/search.md.
    """
    total = 0.0
    share = 1 / (1 + length / LONG_TEXT)
    for fit in fits:
        in_name = (0.0, BEGUN_NAME, WHOLE_NAME)[fit.in_name]
        in_text = 0.0
        if fit.times:
            in_text = (WHOLE_WORD if fit.is_whole else BEGUN_WORD) + AGAIN * min(fit.times - 1, MOST_AGAIN)
        total += max(in_name, in_text * share)
    new = 1 + NEW * 2 ** (-max(0, days or 0) / HALF_LIFE_DAYS)
    return round(1000 * new * total / max(1, len(fits)))
