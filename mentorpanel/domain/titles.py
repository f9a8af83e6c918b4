"""What level a job title suggests on a ladder, in several languages, with the reason in words."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from mentorpanel.domain.facts import Rung, Verdict
from mentorpanel.domain.names import fold
from mentorpanel.domain.title_words import (
    ABBREVIATIONS,
    HELD_BY_ANOTHER,
    JUNIOR,
    LEADING,
    LIFTS,
    LOWERS,
    PAST,
    RANKS,
)

DEFAULT_LADDER: Final = (
    Rung("apm", "APM", ("associate product manager", "apm", "junior product manager")),
    Rung("pm", "PM", ("product manager", "product owner", "pm")),
    Rung("senior-pm", "Senior PM", ("senior product manager", "senior pm", "senior product owner")),
    Rung(
        "principal-pm",
        "Principal/Group PM",
        (
            "principal product manager",
            "group product manager",
            "lead product manager",
            "product lead",
            "group pm",
            "gpm",
        ),
    ),
    Rung("director", "Director", ("director of product", "product director", "head of product")),
    Rung("senior-director", "Senior Director", ("senior director",)),
    Rung("vp", "VP", ("vp", "vice president")),
    Rung(
        "svp",
        "SVP/CPO",
        ("svp", "senior vice president", "executive vice president", "cpo", "chief product officer"),
    ),
    Rung("ceo", "CEO", ("ceo", "chief executive officer", "chief executive")),
)
"""The ladder of product people that a new profile starts with (PRODUCT §2), lowest rung first."""

_ORDER: Final = tuple(rung.key for rung in DEFAULT_LADDER)
_BETWEEN_PARTS: Final = re.compile(r"\s*(?:[/|;•·,:()]|\s[-–—@]\s)\s*")
_WITHIN_PARTS: Final = re.compile(r"\s*(?:[&+]|-?\s(?:and|und|et|y|e|en)\s)\s*", re.IGNORECASE)
_DOTTED: Final = re.compile(r"\bv\.\s?p\.", re.IGNORECASE)
_LONGEST: Final = 300


def level_of(title: str, ladder: Sequence[Rung] = DEFAULT_LADDER) -> Verdict:
    """The rung of ``ladder`` that ``title`` suggests (its key, or "") and why.

    The ladder's own patterns come first; beside them general words of rank decide, brought to the
    nearest rung below where the ladder lacks the default one. Of several parts ("Founder / CTO") the
    highest counts; what someone was, or whom they assist, does not. The order of ranks across
    functions is our judgement.
    """
    return _level_of(title[:_LONGEST], tuple(ladder))


@lru_cache(maxsize=16_384)
def _level_of(title: str, ladder: tuple[Rung, ...]) -> Verdict:
    places = {rung.key: place for place, rung in enumerate(ladder)}
    best = _NOWHERE
    for part in parts_of(title):
        named = _by_pattern(part, ladder)
        found = named if named.is_final else max(named, _by_rank(part, places), key=_place)
        best = max(best, found, key=_place)
    if best.place < 0:
        return Verdict("", "No word in the title tells a level." if title.strip() else "There is no title.")
    return Verdict(ladder[best.place].key, f"“{best.word}” in the title suggests {ladder[best.place].name}.")


@dataclass(frozen=True, slots=True)
class _Found:
    """A place on the ladder (-1 for none), the words that suggest it, and whether nothing else is asked."""

    place: int
    word: str = ""
    is_final: bool = False


_NOWHERE: Final = _Found(-1)


def _place(found: _Found) -> int:
    return found.place


def rungs_above(mine: str, theirs: str, ladder: Sequence[Rung] = DEFAULT_LADDER) -> int | None:
    """How many rungs ``theirs`` is above ``mine`` (negative below); nothing when either is not on the ladder."""
    places = {rung.key: place for place, rung in enumerate(ladder)}
    if mine not in places or theirs not in places:
        return None
    return places[theirs] - places[mine]


def parts_of(title: str) -> tuple[str, ...]:
    """The parts of a title that say what its bearer is now, folded, abbreviations written out."""
    parts: list[str] = []
    for piece in _BETWEEN_PARTS.split(title):
        parts.extend(_joined([_written_out(each) for each in _WITHIN_PARTS.split(piece)]))
    held = (HELD_BY_ANOTHER.sub(r"\g<kept>", words).strip() for words in parts if not PAST.match(words))
    return tuple(filter(None, held))


def _joined(pieces: list[str]) -> list[str]:
    """Pieces around an "and", those joined again of which the first has no rank: "Senior Sales and Marketing Manager"."""
    joined: list[str] = []
    for piece in filter(None, pieces):
        if joined and _is_unfinished(joined[-1], piece):
            joined[-1] = f"{joined[-1]} {piece}"
        else:
            joined.append(piece)
    return joined


def _is_unfinished(words: str, following: str) -> bool:
    if words.startswith("chief ") and following.endswith("officer"):
        return True
    bare = JUNIOR.sub(" ", words)
    return not any(rank.search(bare) for _, rank in RANKS)


def _written_out(text: str) -> str:
    words = [ABBREVIATIONS.get(word, word) for word in fold(_DOTTED.sub("vp", text)).split()]
    return " ".join(words).replace("vice president", "vicepresident")


@lru_cache(maxsize=64)
def _patterns_of(ladder: tuple[Rung, ...]) -> tuple[tuple[str, str, int], ...]:
    """(written out, as given, place), longest first, so that the most particular decides."""
    found = [
        (f" {written} ", pattern, place)
        for place, rung in enumerate(ladder)
        for pattern in rung.patterns
        if (written := _written_out(pattern))
    ]
    return tuple(sorted(found, key=lambda each: (-len(each[0]), -each[2], -len(each[1]))))


def _by_pattern(part: str, ladder: tuple[Rung, ...]) -> _Found:
    """The place that the longest fitting pattern names, moved by what stands beside it."""
    padded = f" {part} "
    for written, pattern, place in _patterns_of(ladder):
        if written in padded:
            rest = padded.replace(written, " ", 1)
            if JUNIOR.search(rest):
                return _Found(0, pattern, is_final=True)
            moved = place + bool(LIFTS.search(rest)) - bool(LOWERS.search(rest))
            return _Found(max(0, min(moved, len(ladder) - 1)), pattern, is_final=not _names_higher(rest))
    return _NOWHERE


def _names_higher(rest: str) -> bool:
    return LEADING.search(rest) is not None or any(
        key in _ABOVE_A_PROFESSIONAL and rank.search(rest) for key, rank in RANKS
    )


_ABOVE_A_PROFESSIONAL: Final = ("ceo", "svp", "vp", "senior-director", "director", "principal-pm")
_LIFTED: Final = {"apm": "pm", "pm": "senior-pm", "director": "senior-director", "vp": "svp"}


def _by_rank(part: str, places: Mapping[str, int]) -> _Found:
    """The place that general words of rank suggest."""
    for key, pattern in RANKS:
        found = pattern.search(part)
        if found:
            rest = f"{part[: found.start()]} {part[found.end() :]}"
            word = found.group().replace("vicepresident", "vice president")
            return _Found(_nearest(_moved(key, rest), places), word)
    return _NOWHERE


def _moved(key: str, rest: str) -> str:
    """The rung's key, moved by the words that stand beside the word of rank."""
    if JUNIOR.search(rest):
        return "apm"
    if key in ("pm", "senior-pm") and LEADING.search(rest):
        return "principal-pm"
    if LOWERS.search(rest) and key != "apm":
        return _ORDER[_ORDER.index(key) - 1]
    return _LIFTED.get(key, key) if LIFTS.search(rest) else key


def _nearest(key: str, places: Mapping[str, int]) -> int:
    """The place of a default rung, or of the nearest below it that the ladder has; -1 for none."""
    for lower in reversed(_ORDER[: _ORDER.index(key) + 1]):
        if lower in places:
            return places[lower]
    return -1
