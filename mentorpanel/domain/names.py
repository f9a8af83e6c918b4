"""Names brought to a form in which two spellings are equal, and found as people type them."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from typing import Final

from rapidfuzz import fuzz

from mentorpanel.domain.nicknames import may_be_same_name

# Letters that Unicode does not take apart into a base letter and a mark.
_LETTERS: Final[Mapping[str, str]] = {
    "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ħ": "h", "ı": "i", "ŋ": "n",
    "ŧ": "t", "ĸ": "k", "ə": "e", "ƒ": "f", "ɓ": "b", "ɗ": "d", "ƙ": "k", "ơ": "o", "ư": "u",
}  # fmt: skip
_APOSTROPHES: Final = "'’‘ʼ`´ʹ′ʻ"
# Marks on Latin, Greek and Cyrillic, Hebrew points, Arabic vowels: left out by most writers.
_OPTIONAL_MARKS: Final = ((0x300, 0x36F), (0x591, 0x5C7), (0x64B, 0x65F))


class _Folding(dict[int, str]):
    """What each character becomes, worked out when it is first met."""

    def __missing__(self, point: int) -> str:
        self[point] = folded = self._folded(point)
        return folded

    @staticmethod
    def _folded(point: int) -> str:
        letter = chr(point)
        if letter in _LETTERS:
            return _LETTERS[letter]
        category = unicodedata.category(letter)
        if letter in _APOSTROPHES or category == "Cf":
            return ""
        if any(first <= point <= last for first, last in _OPTIONAL_MARKS):
            return ""
        return letter if category[0] in "LMN" else " "


_FOLDING: Final = _Folding()
_ASCII_FOLDING: Final = {
    point: "" if chr(point) in _APOSTROPHES else " " for point in range(128) if not chr(point).isalnum()
}


def fold(text: str) -> str:
    """``text`` without accents, case, punctuation and spare blanks: "Łukasz  O’Brien-Groß" → "lukasz obrien gross"."""
    if text.isascii():
        return " ".join(text.lower().translate(_ASCII_FOLDING).split())
    apart = unicodedata.normalize("NFKD", text.casefold())
    together = unicodedata.normalize("NFC", apart.translate(_FOLDING))
    return " ".join(together.casefold().split())


# ---- people ------------------------------------------------------------------------------------

_TITLE_WORDS: Final = (
    "mr mrs ms miss mx dr prof professor sir rev hon herr frau mme mlle monsieur madame dott dottssa "
    "sig sigra senor senora dipl ing phd dphil mba emba msc bsc meng beng llm llb esq pmp csm cspo "
    "cpa cfa cissp frsa obe mbe jr sr jnr snr ii iii iv"
)
_DROPPED: Final = frozenset(_TITLE_WORDS.split())
_GENERATIONS: Final = {
    "jr": "junior", "jnr": "junior", "junior": "junior", "sr": "senior", "snr": "senior", "senior": "senior",
    "ii": "second", "iii": "third", "iv": "fourth",
}  # fmt: skip
_PRONOUNS: Final = re.compile(r"[(\[]\s*(?:she|he|they|her|him|them)\b[^)\]]*[)\]]", re.IGNORECASE)
_DOTTED_DEGREES: Final = re.compile(
    r"\b(?:ph\.?\s?d|m\.\s?b\.\s?a|m\.\s?d|[bm]\.\s?(?:sc|a|eng)|ll\.\s?[bm])\b\.?", re.IGNORECASE
)


@lru_cache(maxsize=65_536)
def name_key(name: str) -> str:
    """The same for two spellings of one name: folded words in order of the alphabet, titles left out.

    "Ruiz, Ana", "Dr. Ana Ruíz, PhD" and "ana ruiz" all give "ana ruiz"; a name of nothing but titles
    keeps them. Empty for a name without a letter.
    """
    if "(" in name or "[" in name:
        name = _PRONOUNS.sub(" ", name)
    if "." in name:
        name = _DOTTED_DEGREES.sub(" ", name)
    words = fold(name).split()
    kept = [word for word in words if word not in _DROPPED]
    return " ".join(sorted(kept or words))


def generation_of(name: str) -> str:
    """What a name says to tell a parent from a child (``junior``, ``senior``, ``third`` …), or nothing."""
    words = fold(name).split()
    return next((_GENERATIONS[word] for word in words[1:] if word in _GENERATIONS), "")


# ---- organisations -----------------------------------------------------------------------------

_LEGAL_FORM_WORDS: Final = (
    "inc incorporated llc llp lp ltd limited plc corp corporation co company gmbh ggmbh mbh ag kg kgaa ohg gbr "
    "ug se sa sas sasu sarl srl spa sl slu bv nv ab as asa oy oyj aps kft zrt sro spzoo doo dd pty pvt private "
    "pte sdn bhd kk eg ev ltda eirl haftungsbeschrankt"
)
_LEGAL_FORMS: Final = frozenset(_LEGAL_FORM_WORDS.split())
_LINKING: Final = frozenset(("and", "und", "et", "e", "y", "the"))
_DOTTED_LETTERS: Final = re.compile(r"\b(?:\w\.\s?){1,4}\w\b\.?")


@lru_cache(maxsize=16_384)
def organisation_key(organisation: str) -> str:
    """The same for "ACME, Inc." and "Acme": folded, "and" and closing legal forms left out."""
    if "." in organisation:
        organisation = _DOTTED_LETTERS.sub(lambda found: re.sub(r"[.\s]", "", found.group()), organisation)
    words = fold(organisation).split()
    kept = [word for word in words if word not in _LINKING] or words
    while len(kept) > 1 and kept[-1] in _LEGAL_FORMS:
        kept.pop()
    return " ".join(kept)


# ---- names as people type them -------------------------------------------------------------------


class Nearness(IntEnum):
    """How a typed name fits a person, best first when sorted downwards."""

    EXACT = 6
    WORDS = 5
    NICKNAME = 4
    BEGINNING = 3
    TYPO = 2
    OTHER_WORDS = 1


@dataclass(frozen=True, slots=True)
class Near:
    """A person whose name is near what was typed; ``score`` (0 to 100) orders within a nearness."""

    id: int
    name: str
    nearness: Nearness
    score: float


@dataclass(frozen=True, slots=True)
class LooseMatch:
    """Everybody near a typed name, nearest first; ``is_clear`` when the first can be taken without asking."""

    found: tuple[Near, ...] = ()
    is_clear: bool = False


TYPO_LIKENESS: Final = 75.0
"""Two words are a slip apart from this likeness on (rapidfuzz's ratio; "pria" and "priya" have 89; our judgement)."""
CLEAR_LEAD: Final = 8.0
"""Within one nearness, the first is clear when the second is this much less like (our judgement)."""


def loose_match(
    query: str, candidates: Iterable[tuple[int, *tuple[str, ...]]], limit: int = 20
) -> LooseMatch:
    """Who is meant by a loosely typed name.

    ``candidates`` are (id, name), (id, name, nickname) or (id, name, nickname, more words such as the
    organisation). Words may come in any order; "priya acme" finds the Priya at Acme. It is clear when
    one person alone has the best nearness: one Priya beside a Priyanka is clear, two Priyas are not.
    """
    typed = fold(query).split()
    if not typed:
        return LooseMatch()
    pool = [(person_id, *_words_of(texts)) for person_id, *texts in candidates]
    found = [near for each in pool if (near := _fits(typed, *each)) is not None]
    if not found:
        found = [near for each in pool if (near := _slips(typed, *each[:3])) is not None]
    found.sort(key=lambda near: (-near.nearness, -near.score, near.name, near.id))
    return LooseMatch(tuple(found[:limit]), _is_clear(found))


def _words_of(texts: list[str]) -> tuple[str, list[str], list[str]]:
    name = texts[0]
    own = [part for word in fold(" ".join(texts[:2])).split() for part in (word, *unspaced_parts(word))]
    return name, own, fold(" ".join(texts[2:])).split()


def is_unspaced(word: str) -> bool:
    """Whether a word is of a script that writes family and given name without a space: Han or Hangul."""
    return bool(word) and all("\u4e00" <= sign <= "\u9fff" or "\uac00" <= sign <= "\ud7a3" for sign in word)


def unspaced_parts(word: str) -> tuple[str, ...]:
    """The family and given names that a name such as 王小明, 김철수 or 山田太郎 may be made of; none for other words."""
    if not 2 <= len(word) <= 5 or not is_unspaced(word):
        return ()
    return tuple(part for cut in (1, 2) if cut < len(word) for part in (word[:cut], word[cut:]))


def _fits(typed: list[str], person_id: int, name: str, words: list[str], others: list[str]) -> Near | None:
    own = sum(word in words for word in typed)
    if own == len(typed):
        is_whole = sorted(typed) == sorted(fold(name).split()) or name_key(" ".join(typed)) == name_key(name)
        return Near(person_id, name, Nearness.EXACT if is_whole else Nearness.WORDS, 100.0)
    if own and all(word in words or word in others for word in typed):
        return Near(person_id, name, Nearness.WORDS, 90.0)
    if all(any(may_be_same_name(word, mine) for mine in words) for word in typed):
        return Near(person_id, name, Nearness.NICKNAME, 100.0)
    if all(_begins(word, words) or (own and _begins(word, others)) for word in typed):
        return Near(person_id, name, Nearness.BEGINNING, 100.0)
    if others and all(_begins(word, others) for word in typed):
        return Near(person_id, name, Nearness.OTHER_WORDS, 50.0)
    return None


def _begins(typed: str, words: list[str]) -> bool:
    return any(word.startswith(typed) for word in words)


def _slips(typed: list[str], person_id: int, name: str, words: list[str]) -> Near | None:
    total = 0.0
    for word in typed:
        best = max((_likeness(word, mine) for mine in words), default=0.0)
        if best < TYPO_LIKENESS:
            return None
        total += best
    return Near(person_id, name, Nearness.TYPO, total / len(typed))


def _likeness(typed: str, word: str) -> float:
    whole = fuzz.ratio(typed, word)
    if len(typed) < 4 or len(word) <= len(typed):
        return whole
    return max(whole, fuzz.ratio(typed, word[: len(typed) + 1]) - 10)


def _is_clear(found: list[Near]) -> bool:
    if not found or found[0].nearness is Nearness.OTHER_WORDS:
        return False
    if len(found) == 1 or found[1].nearness < found[0].nearness:
        return True
    return found[0].score - found[1].score >= CLEAR_LEAD
