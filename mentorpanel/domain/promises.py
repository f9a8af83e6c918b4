"""Reads a promise as it is said: "send the deck by Friday" is a text and a date."""

import re
from dataclasses import dataclass
from datetime import date

from mentorpanel.domain.days import parse_day
from mentorpanel.domain.problems import Invalid

_LONGEST_DAY = 40
# Only the end of a promise is searched, so that no text, however long, takes long.
_ENDING = 120
# The last "by" of a promise names its day: "send the book by Ries by Friday".
_BY = re.compile(
    r"(?P<text>.+)[\s,;(]+(?:by|until|till|before|due)\s+(?:the\s+)?(?P<day>\S.*)", re.IGNORECASE | re.DOTALL
)
_DAYS = "mon|tue|wed|thu|fri|sat|sun"
# "on" is said of many things, so its day needs a weekday or a number to be one.
_ON = re.compile(
    rf"(?P<text>.+)[\s,;(]+on\s+(?:the\s+)?(?P<day>(?=.*\d|(?:next\s+)?(?:{_DAYS}))\S.*)",
    re.IGNORECASE | re.DOTALL,
)
_BARE = re.compile(
    r"(?P<text>.+)[\s,;(]+(?P<day>today|tonight|tomorrow|in \w+ (?:day|week|month)s?"
    rf"|next (?:{_DAYS})[a-z]*)",
    re.IGNORECASE | re.DOTALL,
)
_AFTER_DAY = re.compile(
    r"[\s,]+(?:at the latest|latest|in the (?:morning|afternoon|evening)|morning|afternoon|evening|(?:at )?noon)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Promise:
    """What was promised, and by when if that was said."""

    text: str
    due_on: date | None


def read_promise(text: str, *, today: date) -> Promise:
    """Split a promise where its day begins; without a day that can be read, or with one gone by, it has no date.

    ``today`` is the day on which it was said. Which words lead to a day is our judgement.
    """
    said = text.strip()
    bare = said.rstrip(" .!)")
    beginning, ending = bare[:-_ENDING], _AFTER_DAY.sub("", bare[-_ENDING:])
    for pattern in (_BY, _ON, _BARE):
        found = pattern.fullmatch(ending)
        due_on = _day(found["day"], today) if found else None
        if found and due_on:
            return Promise((beginning + found["text"]).rstrip(" ,;("), due_on)
    return Promise(said, None)


def _day(said: str, today: date) -> date | None:
    if len(said) > _LONGEST_DAY:
        return None
    try:
        found = parse_day(said, today)
    except Invalid:
        return None
    return found if found >= today else None
