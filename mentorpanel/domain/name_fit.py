"""How two people's names go together, slips and nicknames allowed for."""

from collections.abc import Callable
from enum import StrEnum
from functools import lru_cache
from typing import Final

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from mentorpanel.domain.names import generation_of, name_key
from mentorpanel.domain.nicknames import full_name_of, may_be_same_name

LIKE_NAME: Final = 88.0
"""Two names are spelt alike from this likeness on, of 100 (measured: DEPENDENCIES, contacts)."""
_MOST_WORDS: Final = 12


class NameFit(StrEnum):
    """How two names go together."""

    SAME = "same"
    ALIKE = "alike"
    PART = "part"
    UNKNOWN = "unknown"
    APART = "apart"


@lru_cache(maxsize=65_536)
def full_name_key(name: str) -> str:
    """``name_key`` with nicknames written out and ae, oe, ue as one letter: "Bob Müller" and "Robert Mueller" are equal."""
    words = [full_name_of(word) for word in name_key(name).split()]
    return " ".join(sorted(_one_vowel(word) for word in words))


def _one_vowel(word: str) -> str:
    return word.replace("ae", "a").replace("oe", "o").replace("ue", "u")


def compare_names(one: str, other: str) -> NameFit:
    """How two names go together: equal, spelt alike, one a part of the other, one missing, or apart.

    A single word is never *same*: "Ana" and "Ana" are a *part* of some name. "Jr" and "Sr" are apart.
    """
    mine, theirs = name_key(one), name_key(other)
    if not mine or not theirs:
        return NameFit.UNKNOWN
    mine_in_full, theirs_in_full = full_name_key(one), full_name_key(other)
    generations = {generation_of(one), generation_of(other)} - {""}
    if len(generations) > 1:
        return NameFit.APART
    if mine == theirs or mine_in_full == theirs_in_full:
        return NameFit.SAME if " " in mine and " " in theirs else NameFit.PART
    fit = _compare_words(mine, theirs)
    return fit if fit is not NameFit.APART else _compare_words(mine_in_full, theirs_in_full)


def likeness_of(one: str, other: str) -> float:
    """How alike two names are spelt, 0 to 100, words in any order."""
    return float(fuzz.ratio(name_key(one), name_key(other)))


@lru_cache(maxsize=4_096)
def _compare_words(mine: str, theirs: str) -> NameFit:
    few, many = sorted((mine.split(), theirs.split()), key=len)
    if len(many) > _MOST_WORDS:
        return NameFit.APART
    if _pairs_up(few, many, _is_part):
        return NameFit.PART
    if len(few) == 1:
        return NameFit.PART if _pairs_up(few, many, _is_slip) else NameFit.APART
    if fuzz.ratio(mine, theirs) >= LIKE_NAME or _pairs_up(few, many, _is_slip):
        return NameFit.ALIKE
    return NameFit.APART


def _pairs_up(few: list[str], many: list[str], goes: Callable[[str, str], bool]) -> bool:
    """Whether each of the fewer words goes with a word of its own among the others."""
    left = list(many)
    for word in sorted(few, key=len, reverse=True):
        found = word if word in left else next((each for each in left if goes(word, each)), None)
        if found is None:
            return False
        left.remove(found)
    return True


def _is_part(one: str, other: str) -> bool:
    if len(one) == 1 or len(other) == 1:
        return one[0] == other[0]
    return may_be_same_name(one, other)


def _is_slip(one: str, other: str) -> bool:
    shorter = min(len(one), len(other))
    if shorter < 4:
        return _is_part(one, other)
    return OSA.distance(one, other, score_cutoff=2) <= (2 if shorter >= 8 else 1) or may_be_same_name(
        one, other
    )
