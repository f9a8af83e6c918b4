"""What went between me and others, both ways: favours, news, thanks and advice. No count, no balance."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from mentorpanel.domain.favour_records import Answer, FavourDirection, FavourRecord
from mentorpanel.domain.reciprocity import cut
from mentorpanel.domain.records import Named

LETTERS: Final = {
    "update": "told them how things stand",
    "thank-you": "told them what came of their advice",
    "recap": "thanked them after a session",
    "appreciation": "said what struck you in their work",
    "introduction": "brought them together with somebody",
}
"""Letters that count as giving: news, thanks and closed loops."""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that went one way on a day."""

    on: date
    text: str


@dataclass(frozen=True, slots=True)
class Between:
    """What went from me to a person and from them to me, newest first."""

    person: Named
    given: tuple[Line, ...]
    received: tuple[Line, ...]

    @property
    def last_on(self) -> date:
        """The newest day of either way."""
        return max(line.on for line in (*self.given, *self.received))


def history_of(
    favours: Iterable[FavourRecord],
    letters: Iterable[tuple[Named, str, date]],
    advice: Iterable[tuple[Named, str, date]],
    closed: Iterable[tuple[Named, str, date]] = (),
) -> tuple[Between, ...]:
    """The two ways by person, whoever was last first. ``letters`` are kind and day, ``advice`` text and day.

    ``closed`` is the advice of which they have heard what came: that, too, is a gift.
    """
    closed = tuple(closed)
    told = {(person.id, on) for person, _, on in closed}
    people: dict[int, Named] = {}
    given: dict[int, list[Line]] = {}
    received: dict[int, list[Line]] = {}
    for one in favours:
        way = received if one.direction == FavourDirection.RECEIVED else given
        people[one.person.id] = one.person
        way.setdefault(one.person.id, []).append(Line(one.on, favour_in_words(one)))
    for person, kind, on in letters:
        if kind in LETTERS and not (kind == "thank-you" and (person.id, on) in told):
            people[person.id] = person
            given.setdefault(person.id, []).append(Line(on, LETTERS[kind]))
    for person, text, on in advice:
        people[person.id] = person
        received.setdefault(person.id, []).append(Line(on, f"advice: {cut(text)}"))
    for person, text, on in closed:
        people[person.id] = person
        given.setdefault(person.id, []).append(Line(on, f"what came of their advice: {cut(text)}"))
    found = [
        Between(person, _newest(given.get(number, [])), _newest(received.get(number, [])))
        for number, person in people.items()
    ]
    return tuple(sorted(found, key=lambda one: (one.last_on, one.person.id), reverse=True))


def favour_in_words(one: FavourRecord) -> str:
    """A favour in a line: "pricing reviews, for Tom"; an offer and an answer say that they are."""
    said = cut(one.text)
    is_named = one.other is not None and one.other.name in said
    other = f", for {one.other.name}" if one.other and one.answer != Answer.KNOW and not is_named else ""
    if one.direction == FavourDirection.OFFERED:
        return f"offered: {said}{other}"
    if one.direction == FavourDirection.ASKED:
        words = {
            Answer.YES: "said yes to",
            Answer.KNOW: "thought of somebody for",
            Answer.SORRY: "answered kindly",
        }
        return f"{words.get(Answer(one.answer), 'answered')}: {said}"
    return f"{said}{other}"


def _newest(lines: list[Line]) -> tuple[Line, ...]:
    return tuple(sorted(lines, key=lambda line: line.on, reverse=True))
