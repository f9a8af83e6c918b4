"""Lines of notes that begin with “!” are advice, and stay the same when they are edited. Examples: docs/rules/advice.md."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from mentorpanel.domain.wording import plain_text, topics_of

MARK: Final = "!"
_MARKED = re.compile(r"[ \t]*(?:[-*•][ \t]+)?![ \t]+(\S[^\n]*)")
_LAST_TOPIC = re.compile(r"(?:^|\s)#([^\W\d_][\w-]{0,80})\s*$")
MOST_LINES: Final = 100
"""Marked lines of one session that are looked at; our judgement."""
MOST_TOPICS: Final = 30
_COMPARED: Final = 120
_NEAR: Final = 5
"""How many places a line may have moved and still be looked for as edited; our judgement."""
_STILL_THE_SAME: Final = 0.6
"""From this likeness of its letters on, a changed line is the old one edited; our judgement."""


@dataclass(frozen=True, slots=True)
class NotedAdvice:
    """A line of advice: its words, and the topics that stood behind them as #topic."""

    text: str
    topics: tuple[str, ...] = ()


def read_advice(said: str) -> NotedAdvice:
    """One line's words and its topics: “Price by seat first #pricing #go-to-market”; a hyphen stands for a blank.

    What is nothing but topics keeps them as its words.
    """
    text = plain_text(said)
    topics: list[str] = []
    while len(topics) < MOST_TOPICS and (found := _LAST_TOPIC.search(text)) and text[: found.start()].strip():
        topics.insert(0, found.group(1).replace("-", " "))
        text = text[: found.start()].rstrip()
    return NotedAdvice(text, tuple(topics_of(topics)))


def marked_lines(notes: str) -> tuple[str, ...]:
    """What stands behind the mark of each marked line, each once, in their order; at most a hundred."""
    found = (match.group(1).rstrip() for line in notes.splitlines() if (match := _MARKED.fullmatch(line)))
    return tuple(dict.fromkeys(found))[:MOST_LINES]


def continued(before: Sequence[str], now: Sequence[str]) -> list[int | None]:
    """For each line of now, the place of the line before that it is or that was edited into it; None: it is new."""
    places: list[int | None] = [None] * len(now)
    left = list(range(len(before)))
    for place, line in enumerate(now):
        same = next((one for one in left if before[one] == line), None)
        if same is not None:
            places[place] = same
            left.remove(same)
    for place, line in enumerate(now):
        near = [one for one in left if abs(one - place) <= _NEAR]
        if places[place] is None and near:
            likeness, nearest = max((_alike(before[one], line), -one) for one in near)
            if likeness >= _STILL_THE_SAME:
                places[place] = -nearest
                left.remove(-nearest)
    return places


def _alike(one: str, other: str) -> float:
    match = SequenceMatcher(None, one[:_COMPARED].lower(), other[:_COMPARED].lower(), autojunk=False)
    may_be = min(match.real_quick_ratio(), match.quick_ratio())
    return match.ratio() if may_be >= _STILL_THE_SAME else may_be
