"""How a text is taken apart into the words that search compares, and where they stand in it."""

import re
from collections.abc import Iterable, Iterator
from itertools import takewhile
from typing import Final

from rapidfuzz import fuzz

from mentorpanel.domain.names import TYPO_LIKENESS, fold

LONGEST_TEXT: Final = 200_000
"""How many characters of one text are searched (our judgement): a long book chapter."""
LONGEST_WORD: Final = 100
MOST_WORDS: Final = 8
LONGEST_QUERY: Final = 200
SLIP: Final = "¤"
"""Before a name with one letter left out; folding drops this sign, so no word of a text has it."""
LEAST_LETTERS: Final = 4
"""A shorter name may only have a letter too few: "jon" finds John (our judgement)."""
SNIPPET: Final = 160
BEFORE_MATCH: Final = 60
SHORT_LINE: Final = 60
"""A line as short as this, such as topics, is shown behind the first one, which says what it belongs to."""
BETWEEN: Final = " · "
_UNSPACED: Final = re.compile(
    "([\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff"
    "\U00020000-\U0003ffff]+)"
)
_WORD: Final = re.compile(r"[^\W_]+(?:['’‘ʼ`´ʹ′ʻ][^\W_]+)*")


def words_in(text: str) -> list[str]:
    """The words as they are indexed. Scripts without blanks give every pair of signs, and the last sign."""
    found: list[str] = []
    for word in fold(text[:LONGEST_TEXT]).split():
        if word.isascii():
            found.append(word[:LONGEST_WORD])
            continue
        for part in filter(None, _UNSPACED.split(word)):
            if _UNSPACED.match(part):
                found += [part[at : at + 2] for at in range(len(part))]
            else:
                found.append(part[:LONGEST_WORD])
    return found


def words_asked(query: str) -> tuple[str, ...]:
    """What has to stand in a thing, each the beginning of a word; at most eight, of the first 200 characters."""
    asked: list[str] = []
    for word in fold(query[:LONGEST_QUERY]).split():
        for part in filter(None, _UNSPACED.split(word)):
            if _UNSPACED.match(part) and len(part) > 1:
                asked += [part[at : at + 2] for at in range(len(part) - 1)]
            else:
                asked.append(part[:LONGEST_WORD])
    return tuple(dict.fromkeys(asked))[:MOST_WORDS]


def slips_of(word: str) -> set[str]:
    """The word, and the word with each letter left out: two words a slip apart share one of them.

    A letter wrong, missing, doubled or swapped with its neighbour is such a slip. From four letters on.
    """
    if not LEAST_LETTERS <= len(word) <= 30:
        return {SLIP + word} if len(word) == LEAST_LETTERS - 1 else set()
    return {SLIP + word, *(SLIP + word[:at] + word[at + 1 :] for at in range(len(word)))}


def nearest_words(typed: str, names: Iterable[str]) -> tuple[str, ...]:
    """The words out of folded names that are a slip from what was typed, the likest first.

    Of two as like, the one with the same letters comes first, then the one that begins alike for longer.
    """
    likeness = {word: fuzz.ratio(typed, word) for name in names for word in name.split()}
    near = [word for word, ratio in likeness.items() if ratio >= TYPO_LIKENESS and word != typed]

    def order(word: str) -> tuple[bool, float, int, str]:
        return sorted(word) != sorted(typed), -likeness[word], -_alike(word, typed), word

    return tuple(sorted(near, key=order))


def _alike(one: str, other: str) -> int:
    """How many letters both begin with."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def parts_of(text: str, query: str) -> list[tuple[str, bool]]:
    """The text in pieces, each with whether it is a word that was asked for; together they are the text."""
    pieces: list[tuple[str, bool]] = []
    done = 0
    for start, end in _found(text, words_asked(query)):
        if start >= done:
            pieces += [(text[done:start], False)] if start > done else []
            pieces.append((text[start:end], True))
            done = end
    return pieces + ([(text[done:], False)] if done < len(text) else [])


def snippet_of(text: str, asked: tuple[str, ...]) -> str:
    """The stretch around the first word that was asked for, on one line, with dots where it was cut.

    A short line stands behind the beginning of the first.
    """
    lines = [line for part in text.split("\n") if (line := " ".join(part.split()))]
    for line in lines:
        place = next((start for start, _ in _found(line, asked)), -1)
        if place >= 0 and line is not lines[0] and len(line) <= SHORT_LINE:
            return f"{_begun(lines[0], SNIPPET - len(line) - len(BETWEEN))}{BETWEEN}{line}"
        if place >= 0:
            about = max(0, place - BEFORE_MATCH)
            blank = line.rfind(" ", 0, about) + 1
            return _cut(line, blank if place - blank < SNIPPET - BEFORE_MATCH else about)
    return _cut(lines[0], 0) if lines else ""


def _begun(line: str, most: int) -> str:
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"


def _cut(line: str, start: int) -> str:
    end = start + SNIPPET
    shown = line[start:end].strip()
    return f"{'…' if start else ''}{shown}{'…' if end < len(line) else ''}"


def _found(text: str, asked: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    if text.isascii() and asked and "'" not in text and "`" not in text:
        begun = "|".join(re.escape(word) for word in asked)
        yield from (
            match.span() for match in re.finditer(rf"(?<![^\W_])(?:{begun})[^\W_]*", text, re.IGNORECASE)
        )
        return
    for match in _WORD.finditer(text):
        folded = fold(match.group())
        if any(folded.startswith(word) for word in asked):
            yield match.span()
        elif not folded.isascii():
            start = match.start()
            places = ((match.group().find(word), len(word)) for word in asked if not word.isascii())
            yield from sorted((start + at, start + at + length) for at, length in places if at >= 0)
