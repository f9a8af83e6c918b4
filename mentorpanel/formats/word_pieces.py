"""Splits a text into the pieces of words that a sentence model of the BERT family has learnt (WordPiece)."""

import json
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from mentorpanel.domain.problems import Unreadable

LONGEST_WORD: Final = 100
LONGEST_TEXT: Final = 4_000
"""Characters that are looked at: more than any number of pieces in use holds; our judgement."""
_SPECIAL: Final = ("[CLS]", "[SEP]", "[UNK]")
_CJK: Final = ((0x3400, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x2FA1F))
_ASCII_SIGNS: Final = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")


def read_vocabulary(data: bytes) -> dict[str, int]:
    """Piece to its number, out of ``vocab.txt`` (a piece a line) or ``tokenizer.json``."""
    try:
        text = data.decode("utf-8")
        if not text.lstrip().startswith("{"):
            return {piece: number for number, piece in enumerate(text.removesuffix("\n").split("\n"))}
        found = json.loads(text)["model"]["vocab"]
        return {str(piece): int(number) for piece, number in found.items()}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise Unreadable("The model's vocabulary cannot be read.") from error


class WordPieces:
    """A vocabulary, asked for the numbers of a text's pieces. ``lowers``: it knows small letters without accents only."""

    def __init__(self, vocabulary: Mapping[str, int], *, lowers: bool = True) -> None:
        missing = [piece for piece in _SPECIAL if piece not in vocabulary]
        if missing:
            raise Unreadable(f"The model's vocabulary lacks {missing[0]}.")
        self._vocabulary, self._lowers = vocabulary, lowers
        self._start, self._end, self._unknown = (vocabulary[piece] for piece in _SPECIAL)
        self._of_word = lru_cache(maxsize=20_000)(self._split)

    @property
    def highest(self) -> int:
        """The highest number that a piece has."""
        return max(self._vocabulary.values())

    def numbers(self, text: str, most: int) -> list[int]:
        """The numbers of the pieces between the marks of beginning and end, ``most`` with both of them."""
        found: list[int] = []
        for word in self._words(text[:LONGEST_TEXT]):
            found += self._of_word(word)
            if len(found) >= most - 2:
                break
        return [self._start, *found[: most - 2], self._end]

    def _words(self, text: str) -> list[str]:
        if self._lowers:
            parts = unicodedata.normalize("NFD", text.lower())
            text = "".join(sign for sign in parts if unicodedata.category(sign) != "Mn")
        return "".join(_set_apart(sign) for sign in text).split()

    def _split(self, word: str) -> tuple[int, ...]:
        """The longest piece that the word begins with, then of the rest; unknown where there is none."""
        if len(word) > LONGEST_WORD:
            return (self._unknown,)
        found: list[int] = []
        begin = 0
        while begin < len(word):
            for end in range(len(word), begin, -1):
                number = self._vocabulary.get(("##" if begin else "") + word[begin:end])
                if number is not None:
                    found.append(number)
                    begin = end
                    break
            else:
                return (self._unknown,)
        return tuple(found)


def _set_apart(sign: str) -> str:
    """A sign as it goes into words: punctuation and Han characters stand alone, what is not written goes."""
    if sign.isalnum() and sign.isascii():
        return sign
    if sign.isspace():
        return " "
    kind = unicodedata.category(sign)
    if kind[0] == "C" or sign == "\ufffd":
        return ""
    if sign in _ASCII_SIGNS or kind[0] == "P" or any(first <= ord(sign) <= last for first, last in _CJK):
        return f" {sign} "
    return sign
