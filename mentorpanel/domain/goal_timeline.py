"""Where a goal's milestones lie on the way to its date, drawn as a line with numbers. Examples: docs/rules/goals.md."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

WIDTH = 360
"""Units from the start to the date; the marks' radius is nine of them."""
APART = 20
ROWS = 3


class Dated(Protocol):
    """A milestone, as far as a line needs it."""

    @property
    def due_on(self) -> date | None: ...

    @property
    def done_on(self) -> date | None: ...


@dataclass(frozen=True, slots=True)
class Mark:
    """A milestone on the line: its number in the list, how far along, in which row, and how it stands.

    ``state``: met, late (its day is over) or ahead.
    """

    number: int
    x: int
    row: int
    state: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """``today_x`` is None before the start and after the date; ``rows`` how many rows of marks there are."""

    marks: tuple[Mark, ...]
    today_x: int | None
    rows: int


def timeline_of(steps: Sequence[Dated], *, starts_on: date, due_on: date, today: date) -> Timeline:
    """Every milestone with a date, placed by it; a met one without a date by the day it was met.

    Marks that would touch are set in rows above each other, at most three; what lies outside of the span
    stands at its end. A picture's text is the numbered list beside it.
    """
    span = max(1, (due_on - starts_on).days)
    taken: list[list[int]] = [[] for _ in range(ROWS)]
    marks = []
    for number, step in enumerate(steps, 1):
        day = step.due_on or step.done_on
        if day is None:
            continue
        x = round(WIDTH * min(1.0, max(0.0, (day - starts_on).days / span)))
        row = next(
            (place for place, others in enumerate(taken) if all(abs(x - one) >= APART for one in others)),
            ROWS - 1,
        )
        taken[row].append(x)
        marks.append(Mark(number, x, row, _state(step, today)))
    is_under_way = starts_on <= today <= due_on
    today_x = round(WIDTH * (today - starts_on).days / span) if is_under_way else None
    return Timeline(tuple(marks), today_x, max((one.row + 1 for one in marks), default=0))


def _state(step: Dated, today: date) -> str:
    if step.done_on is not None:
        return "met"
    return "late" if step.due_on is not None and step.due_on < today else "ahead"
