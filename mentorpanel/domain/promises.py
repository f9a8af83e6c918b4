"""Reads a promise as it is said: "send the deck by Friday" is a text and a date."""

import re
from dataclasses import dataclass
from datetime import date

from mentorpanel.domain.days import parse_day
from mentorpanel.domain.problems import Invalid

_BY = re.compile(r"^(?P<text>.+?)[\s,;]+(?:by|until|before)\s+(?P<day>[^,;.]{2,30})[.!]?$", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Promise:
    """What was promised, and by when if that was said."""

    text: str
    due_on: date | None


def read_promise(text: str, *, today: date) -> Promise:
    """Split a promise at its closing "by …" when what follows is a day; else it has no date."""
    found = _BY.match(text.strip())
    if found:
        try:
            return Promise(found["text"].strip(), parse_day(found["day"], today))
        except Invalid:
            pass
    return Promise(text.strip(), None)
