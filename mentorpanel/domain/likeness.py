"""How much texts speak of the same thing, by the words that they share. Examples: docs/rules/likeness.md.

Cosine of tf-idf (the root of the count × rarity) over stems of English words; words of other languages count as they are, scripts
without blanks in pairs of characters. Stemming a word costs more than everything else, so an index
keeps the words and stems only those that begin like a word of the question.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from math import log, sqrt
from typing import Final, NamedTuple

import snowballstemmer

from mentorpanel.domain.names import fold

_COMMON: Final = (
    "a about above actually after again against ago all almost already also always am an and another any anybody "
    "anyone anything anyway are arent around as ask asked asking at away back be became because become been before being "
    "below best better between both bring but by came can cannot cant come could couldnt d did didnt different do "
    "does doesnt doing done dont down during each eg either else enough etc even ever every everybody everyone "
    "everything far few find first for from further gave get gets getting give given go goes going gone good got "
    "had has hasnt have havent having he hello help hence her here hers herself hi him himself his how however i "
    "id ie if ill im in instead into is isnt it its itself ive just keep kind know known last least less let lets "
    "like little ll long look lot made make makes making many may maybe me mean might mine more most much must my "
    "myself near need needs never next no nobody non none nor not nothing now of off often oh ok on once one only "
    "onto or other others otherwise our ours ourselves out over own perhaps please put quite rather re "
    "really regarding right s said same saw say says see seem seems seen several shall she should shouldnt since "
    "so some somebody somehow someone something sometimes soon still such sure t take taken tell than thank thanks "
    "that thats the their theirs them themselves then there therefore these they thing things think thinking this "
    "those though thought through thus till to together told too took toward towards tried try trying two under "
    "unless until up upon us use used useful using ve very via want wanted wants was wasnt way ways we well went "
    "were werent what whatever when whenever where whether which while who whoever whole whom whose why will with "
    "within without wont wonder wondering would wouldnt yes yet you your youre yours yourself"
)
_STOP_WORDS: Final = frozenset(_COMMON.split())
_AGE_AND_SIZE: Final = (
    "new newer newest old older oldest young recent current early earlier late later big bigger biggest great large "
    "larger largest small smaller smallest high higher highest low lower lowest long longer short shorter"
)
"""Words that go with any topic and are none; our judgement."""
# Scripts written without blanks between words: Thai, Lao, Khmer, kana, Han, Hangul syllables.
_UNSPACED: Final = "\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
_PIECES: Final = re.compile(f"[{_UNSPACED}]+|[^\\s{_UNSPACED}]+")
_UNSPACED_START: Final = re.compile(f"[{_UNSPACED}]")
_WRITTEN: Final = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_STEMMER: Final = snowballstemmer.stemmer("english")
_SATURATION: Final = 1.2
_LENGTH: Final = 0.75
"""The usual constants of BM25 (Robertson & Walker 1994)."""
LONGEST_NOTE: Final = 300
"""Characters of a text whose words are kept in memory."""
_FAMILY: Final = 2
"""Letters that a word and its stem have in common at its beginning."""


class Like(NamedTuple):
    """A document that resembles a text: its place, how much (0 to 1), and the text's words that it shares."""

    place: int
    score: float
    words: tuple[str, ...]


def terms_of(text: str) -> tuple[str, ...]:
    """The words of a text that say what it is about, folded and stemmed, in their order, repeats included.

    Empty for a text of nothing but common words.
    """
    return tuple(stem_of(word) for word in words_of(text))


def topic_terms_of(text: str) -> set[str]:
    """The terms of a text that name what it is about; what only says how new or how big something is helps to compare
    texts, but is no topic."""
    return set(terms_of(text)) - _NO_TOPIC


def words_of(text: str) -> Sequence[str]:
    """The folded words of a text without the common ones; scripts without blanks as pairs of characters."""
    return _words_of_note(text) if len(text) <= LONGEST_NOTE else _words_of(text)


@lru_cache(maxsize=4096)
def _words_of_note(text: str) -> tuple[str, ...]:
    """Of a note of a line or two, kept: Today compares the same ones at each reading."""
    return tuple(_words_of(text))


def _words_of(text: str) -> list[str]:
    folded = fold(text)
    if folded.isascii():
        return [word for word in folded.split() if len(word) > 1 and word not in _STOP_WORDS]
    found: list[str] = []
    for piece in _PIECES.findall(folded):
        if _UNSPACED_START.match(piece):
            found += [piece[place : place + 2] for place in range(max(1, len(piece) - 1))]
        elif len(piece) > 1 and piece not in _STOP_WORDS:
            found.append(piece)
    return found


@lru_cache(maxsize=65_536)
def stem_of(word: str) -> str:
    """The stem of a folded English word: "pricing" and "priced" → "price"; another script's word as it is."""
    return str(_STEMMER.stemWord(word)) if word.isascii() else word


_NO_TOPIC: Final = frozenset(map(stem_of, _AGE_AND_SIZE.split()))


class Likeness:
    """An index over texts, asked which of them resemble another text. Making it reads every text once."""

    def __init__(self, documents: Sequence[str]) -> None:
        self._places: defaultdict[str, list[int]] = defaultdict(list)
        """Word to the documents that it stands in, one as often as it stands there."""
        self._words_in = [0] * len(documents)
        for place, document in enumerate(documents):
            words = words_of(document)
            self._words_in[place] = len(words)
            for word in words:
                self._places[word].append(place)
        self._size = len(documents)
        self._families: defaultdict[str, list[str]] = defaultdict(list)
        for word in self._places:
            self._families[word[:_FAMILY]].append(word)
        self._lengths: list[float] = []

    def like(self, text: str, most: int = 5, at_least: float = 0.0) -> list[Like]:
        """The ``most`` documents most like ``text``, best first, equal ones in their order; none that shares no word.

        ``at_least`` leaves out weaker ones: 1 is the same words, 0.2 a clear resemblance between
        notes of a sentence or two.
        """
        self._lengths = self._lengths or self._measured()
        asked = Counter(terms_of(text))
        if not asked or not self._size:
            return []
        sums: dict[int, float] = {}
        shared: dict[int, dict[str, None]] = {}
        length = 0.0
        for term, times in asked.items():
            places = Counter(self._places_of(term))
            rarity = self._rarity(len(places))
            length += times * rarity * rarity
            for place, there in places.items():
                sums[place] = sums.get(place, 0.0) + sqrt(times * there) * rarity * rarity
                shared.setdefault(place, {})[term] = None
        if not sums:
            return []
        whole, written = sqrt(length), _written_words(text)
        found = [
            Like(
                place,
                min(1.0, score / (whole * self._lengths[place])),
                tuple(dict.fromkeys(written.get(term, term) for term in shared[place])),
            )
            for place, score in sums.items()
        ]
        kept = [each for each in found if each.score >= at_least]
        return sorted(kept, key=lambda each: (-round(each.score, 9), each.place))[:most]

    def about(self, text: str) -> dict[int, float]:
        """How far each document that shares a word with ``text`` speaks of what it asks, 0 to 1 (BM25 over what
        a document of nothing but these words would reach). Unlike ``like`` a long document is not the weaker for
        what else it says."""
        asked = Counter(terms_of(text))
        usual = sum(self._words_in) / self._size if self._size else 0.0
        found: dict[int, float] = {}
        whole = 0.0
        for term, times in asked.items():
            places = Counter(self._places_of(term))
            count = len(places)
            weight = sqrt(times) * log(1.0 + (self._size - count + 0.5) / (count + 0.5))
            whole += weight
            for place, there in places.items():
                room = _SATURATION * (1.0 - _LENGTH + _LENGTH * self._words_in[place] / usual)
                found[place] = found.get(place, 0.0) + weight * there / (there + room)
        return {place: score / whole for place, score in found.items()}

    def in_common(self, terms: Iterable[str]) -> Counter[int]:
        """How many of these terms stand in each document; those with none are left out."""
        return Counter(place for term in set(terms) for place in set(self._places_of(term)))

    def _places_of(self, term: str) -> Iterable[int]:
        """The documents that any form of the term stands in, one as often as it stands there."""
        words = self._families.get(term[:_FAMILY], ())
        return (place for word in words if stem_of(word) == term for place in self._places[word])

    def _rarity(self, documents: int) -> float:
        """What a word in that many documents weighs; one in all of them still weighs a little."""
        return log(1.0 + (self._size + 1.0) / (documents + 0.5))

    def _measured(self) -> list[float]:
        squares = [0.0] * self._size
        for places in self._places.values():
            square = self._rarity(len(places)) ** 2
            for place in places:
                squares[place] += square
        return [sqrt(square) or 1.0 for square in squares]


def _written_words(text: str) -> dict[str, str]:
    """Term to the first word of the text that it stands for, as it was written."""
    found: dict[str, str] = {}
    for word in _WRITTEN.findall(text):
        for term in terms_of(word):
            found.setdefault(term, word)
    return found
