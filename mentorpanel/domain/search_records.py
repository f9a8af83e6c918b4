"""What search answers, and the kinds of things it looks in."""

from dataclasses import dataclass
from typing import Final

from mentorpanel.domain.problems import Invalid
from mentorpanel.domain.records import Page

KINDS: Final[dict[str, str]] = {
    "person": "people",
    "touchpoint": "talks and messages",
    "session": "notes of sessions",
    "parked": "parked items",
    "advice": "advice",
    "journal": "journal",
    "letter": "letters",
    "update": "updates",
    "commitment": "promises",
    "favour": "favours",
    "want": "needs and offers",
    "introduction": "introductions",
    "decision": "decisions",
    "contrast": "side by side",
    "goal": "goals",
    "focus": "focus areas",
    "notice": "people noticed",
    "evidence": "what I saw in somebody",
    "year-letter": "letters to myself",
}
"""Every kind of thing that is searched, by slug, in plain words."""


@dataclass(frozen=True, slots=True)
class Found(Page):
    """One page of ``SearchHit``. ``query`` is what was looked for: other than what was typed where a name had a slip.

    ``meant`` are queries with names near those typed; ``is_behind`` where there is so much new that some of it
    cannot be found yet.
    """

    query: str = ""
    meant: tuple[str, ...] = ()
    is_behind: bool = False


def known_kinds(kinds: "list[str] | tuple[str, ...]") -> tuple[str, ...]:
    """The kinds to look in, each once; ``Invalid`` lists those there are. None: all of them."""
    wanted = tuple(dict.fromkeys(kind.strip().lower().replace(" ", "-") for kind in kinds if kind.strip()))
    for kind in wanted:
        if kind not in KINDS:
            raise Invalid(f"There is no kind “{kind[:40]}”. There are: {', '.join(KINDS)}.", field="kind")
    return wanted
