"""How wide words are at most, and how a name is made shorter. Rules: docs/rules/panel-map.md."""

import unicodedata
from functools import lru_cache
from typing import Final

# Widths in hundredths of the type size: DejaVu Sans, the widest of the usual interface types, measured once.
_ASCII: Final = {
    letter: width
    for width, letters in {
        29: "'ijlIJ", 34: ",./:;\\| ", 36: "f-", 41: "()[]t!r", 50: '"*_`', 55: "szc?", 60: "LFkvxyP",
        64: "TYaoeESbdghnpqu$0123456789{}", 70: "KAVBRXZC", 79: "UHNDG&OQ", 86: "w#+<=>^~M", 97: "%m", 102: "W@",
    }.items()
    for letter in letters
}  # fmt: skip
_WIDE_CYRILLIC: Final = frozenset("ЖШЩЮЫжшщюыФфѢѪѫѬѭѮѱѼѾѿ")
# Scripts by their first code point: small letters, capitals. Our judgement, above what was measured.
_SCRIPTS: Final = (
    (0x250, 75, 75), (0x370, 80, 98), (0x530, 100, 112), (0x590, 72, 72), (0x600, 88, 88), (0x750, 95, 95),
    (0x900, 90, 90), (0x10A0, 108, 108), (0x1100, 100, 100), (0x1E00, 75, 104), (0x2000, 104, 104),
)  # fmt: skip
_EMOJI: Final = 140
_SHORT_AT_MOST: Final = 104
FULL_AT_MOST: Final = 168  # a longer name is shortened before it takes half of the map


def width_of(text: str, size: float) -> float:
    """The room that ``text`` takes at most in a type of ``size`` units; never less than a browser needs."""
    return sum(_letter_width(letter) for letter in text) * size / 100 + 1


@lru_cache(maxsize=4096)
def _letter_width(letter: str) -> int:
    if letter in _ASCII:
        return _ASCII[letter]
    if unicodedata.category(letter) in ("Mn", "Me", "Cf", "Cc"):
        return 0
    base = unicodedata.normalize("NFD", letter)[0]
    if base in _ASCII:
        return _ASCII[base] + 2
    point = ord(letter)
    if letter in _WIDE_CYRILLIC:
        return 124
    if point >= 0x1F000:
        return _EMOJI
    if point < _SCRIPTS[0][0]:
        return 104 if letter.isupper() else 100
    small, capital = next(widths for first, *widths in reversed(_SCRIPTS) if point >= first)
    return capital if letter.isupper() else small


def plain_name(name: str) -> str:
    """``name`` on one line without control characters: nothing in it may turn its neighbours around."""
    kept = "".join(
        " " if letter.isspace() else letter
        for letter in name
        if letter.isspace() or letter in "\u200c\u200d" or unicodedata.category(letter)[0] != "C"
    )
    return " ".join(kept.split()) or "no name"


def short_names(name: str) -> tuple[str, ...]:
    """Shorter ways to write a name, best first: "Ana D.", "A. Duarte", "Ana". One word alone is only cut, and a
    script without capitals knows no initials: there it is the first word, or the last."""
    words = name.split()
    first, last = words[0], words[-1]
    if len(words) < 2:
        return (name,)
    if first.upper() == first.lower():
        return (first, last)
    return (f"{first} {_initial(last)}.", f"{_initial(first)}. {last}", first)


def _initial(word: str) -> str:
    """The first letter with the marks that belong to it."""
    end = 1
    while end < len(word) and unicodedata.combining(word[end]):
        end += 1
    return word[:end]


def cut(text: str, size: float, room: float = _SHORT_AT_MOST) -> str:
    """``text``, or as much of its beginning as fits into ``room`` with an ellipsis."""
    if width_of(text, size) <= room:
        return text
    room -= width_of("…", size)
    used, end = 0.0, 0
    for end, letter in enumerate(text):  # noqa: B007 (where it stopped is what we want)
        used += _letter_width(letter) * size / 100
        if used > room:
            break
    while end and (unicodedata.combining(text[end]) or text[end - 1] == "\u200d"):
        end -= 1
    return text[:end].rstrip(" .") + "…"
