"""A choice between options: better, same or worse on each criterion, and what would flip it.

Pugh's way of comparing: every option is held against one reference, the present or one of the options. Examples:
docs/rules/decisions.md. Numbers stay inside; ``decision_words`` says them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from mentorpanel.domain.facts import Verdict
from mentorpanel.domain.problems import Invalid, NeedsReason

PRESENT = 0
"""The number of "how it is now", which is no option and has no row."""
MOST_OPTIONS = 6
"""More than six are a list and no choice (our judgement; two to six are asked for)."""
MOST_CRITERIA = 12
LEAST_WEIGHT, MOST_WEIGHT = 1, 3
ASKED_FIRST = 2
"""Mentors who are asked for criteria before anything is judged."""


class Mark(StrEnum):
    """How an option compares with the reference on one criterion."""

    WORSE = "worse"
    SAME = "same"
    BETTER = "better"


STEP = {Mark.WORSE: -1, Mark.SAME: 0, Mark.BETTER: 1}
_MARK = {step: mark for mark, step in STEP.items()}


@dataclass(frozen=True, slots=True)
class Criterion:
    """What counts, and how much: 1 to 3."""

    id: int
    text: str
    weight: int = 1


@dataclass(frozen=True, slots=True)
class Option:
    """One way to go."""

    id: int
    text: str


@dataclass(frozen=True, slots=True)
class Matrix:
    """Options, criteria and what was judged, by (option, criterion); ``reference`` is an option or ``PRESENT``."""

    options: tuple[Option, ...]
    criteria: tuple[Criterion, ...]
    marks: Mapping[tuple[int, int], Mark]
    reference: int = PRESENT

    @property
    def candidates(self) -> tuple[int, ...]:
        """What can be chosen: the options, and staying as it is where that is what they are held against."""
        ids = sorted(option.id for option in self.options)
        return (PRESENT, *ids) if self.reference == PRESENT else tuple(ids)

    @property
    def cells(self) -> tuple[tuple[int, int], ...]:
        """Every pair that is judged: the reference is like itself and has none."""
        return tuple(
            (option.id, criterion.id)
            for option in sorted(self.options, key=lambda one: one.id)
            if option.id != self.reference
            for criterion in sorted(self.criteria, key=lambda one: one.id)
        )

    def step(self, option: int, criterion: int) -> int:
        """-1, 0 or 1; what is not judged yet counts as the same, until it is."""
        mark = self.marks.get((option, criterion))
        return 0 if option == self.reference or mark is None else STEP[mark]


@dataclass(frozen=True, slots=True)
class MarkFlip:
    """One judgement that, if it were ``to``, would change who leads; ``was`` is None where it is still to come."""

    option: int
    criterion: int
    was: Mark | None
    to: Mark
    leaders: frozenset[int]


@dataclass(frozen=True, slots=True)
class WeightFlip:
    """One weight that, if it were ``to``, would change who leads; ``to`` is 0 where the criterion is left out."""

    criterion: int
    was: int
    to: int
    leaders: frozenset[int]


@dataclass(frozen=True, slots=True)
class Result:
    """What the judgements say. ``state``: empty (nothing to say yet), leads (one is ahead) or level (several are).

    ``least`` is the smallest number of judgements that must be others for the leaders to change; 0 while empty.
    ``dominated`` are (option, candidate that is nowhere worse and somewhere better); ``alike`` the criteria on
    which every option is judged the same.
    """

    state: str
    leaders: frozenset[int]
    sums: Mapping[int, int]
    missing: int
    mark_flips: tuple[MarkFlip, ...] = ()
    weight_flips: tuple[WeightFlip, ...] = ()
    left_out: tuple[WeightFlip, ...] = ()
    dominated: tuple[tuple[int, int], ...] = ()
    alike: tuple[int, ...] = ()
    least: int = 0


def sums_of(matrix: Matrix) -> dict[int, int]:
    """Each candidate's weighted sum of steps."""
    return {
        candidate: sum(one.weight * matrix.step(candidate, one.id) for one in matrix.criteria)
        for candidate in matrix.candidates
    }


def leaders_of(sums: Mapping[int, int]) -> frozenset[int]:
    """Who has the most; several where they are level."""
    most = max(sums.values(), default=0)
    return frozenset(candidate for candidate, amount in sums.items() if amount == most)


def result_of(matrix: Matrix) -> Result:
    """What the judgements say, and what it hangs on. The order of rows never matters.

    A flip is a change of the set of leaders, so a tie that one judgement breaks counts as well. Of each
    judgement and each weight only the smallest change in each direction that does it is named.
    """
    sums, cells = sums_of(matrix), matrix.cells
    missing = sum(cell not in matrix.marks for cell in cells)
    if len(matrix.candidates) < 2 or not cells or missing == len(cells):
        return Result("empty", frozenset(), sums, missing)
    leaders = leaders_of(sums)
    return Result(
        state="leads" if len(leaders) == 1 else "level",
        leaders=leaders,
        sums=sums,
        missing=missing,
        mark_flips=tuple(_mark_flips(matrix, sums, leaders)),
        weight_flips=tuple(_weight_flips(matrix, leaders)),
        left_out=tuple(_left_out(matrix, leaders)),
        dominated=tuple(_dominated(matrix)),
        alike=tuple(_alike(matrix)),
        least=_least_changes(matrix, sums, leaders),
    )


def with_mark(matrix: Matrix, option: int, criterion: int, mark: Mark) -> Matrix:
    """The same with one judgement as ``mark``."""
    return replace(matrix, marks={**matrix.marks, (option, criterion): mark})


def with_weight(matrix: Matrix, criterion: int, weight: int) -> Matrix:
    """The same with one weight; 0 leaves the criterion out."""
    changed = (replace(one, weight=weight) if one.id == criterion else one for one in matrix.criteria)
    return replace(matrix, criteria=tuple(changed))


def judging_of(asked: int, answered: int, reason: str = "") -> Verdict:
    """*ready*, *waiting* (asked, and not all have answered) or *early* with a reason.

    Two mentors are asked for criteria before anything is judged: criteria that come afterwards are chosen to fit.
    Judging before that raises ``NeedsReason`` until a reason is given.
    """
    if answered >= ASKED_FIRST:
        return Verdict("ready", "Two mentors have said what they would look at.")
    if asked >= ASKED_FIRST:
        return Verdict("waiting", "Two mentors are asked; what they add may still change the picture.")
    who = "Nobody has been asked" if asked == 0 else "Only one mentor has been asked"
    said = (
        f"{who} for criteria yet. Criteria that come after judging tend to fit what one likes already; "
        "two mentors are asked first."
    )
    if not reason.strip():
        raise NeedsReason(f"{said} Ask them, or say why you judge now.", field="reason")
    return Verdict("early", f"{said} Your reason: {' '.join(reason.split())[:200]}")


def weight_of(weight: int) -> int:
    """A weight from 1 to 3; else ``Invalid``."""
    if not LEAST_WEIGHT <= weight <= MOST_WEIGHT:
        raise Invalid("A criterion counts once, twice or three times.", field="weight")
    return weight


def answer_state(answer_by: date | None, today: date, *, ahead_days: int) -> str:
    """*undated*, *later*, *soon* (within ``ahead_days``), *today* or *past*."""
    if answer_by is None:
        return "undated"
    days = (answer_by - today).days
    return "past" if days < 0 else "today" if days == 0 else "soon" if days <= ahead_days else "later"


def _mark_flips(matrix: Matrix, sums: Mapping[int, int], leaders: frozenset[int]) -> Iterator[MarkFlip]:
    weights = {one.id: one.weight for one in matrix.criteria}
    for option, criterion in matrix.cells:
        was, now = matrix.marks.get((option, criterion)), matrix.step(option, criterion)
        for steps in ((now + 1, now + 2), (now - 1, now - 2)):
            for step in steps:
                if step not in _MARK:
                    break
                after = leaders_of({**sums, option: sums[option] + (step - now) * weights[criterion]})
                if after != leaders:
                    yield MarkFlip(option, criterion, was, _MARK[step], after)
                    break


def _weight_flips(matrix: Matrix, leaders: frozenset[int]) -> Iterator[WeightFlip]:
    for one in sorted(matrix.criteria, key=lambda each: each.id):
        for weights in (range(one.weight + 1, MOST_WEIGHT + 1), range(one.weight - 1, LEAST_WEIGHT - 1, -1)):
            for weight in weights:
                after = leaders_of(sums_of(with_weight(matrix, one.id, weight)))
                if after != leaders:
                    yield WeightFlip(one.id, one.weight, weight, after)
                    break


def _left_out(matrix: Matrix, leaders: frozenset[int]) -> Iterator[WeightFlip]:
    for one in sorted(matrix.criteria, key=lambda each: each.id):
        after = leaders_of(sums_of(with_weight(matrix, one.id, 0)))
        if after != leaders:
            yield WeightFlip(one.id, one.weight, 0, after)


def _is_judged(matrix: Matrix, candidate: int) -> bool:
    return candidate == matrix.reference or all(
        (candidate, one.id) in matrix.marks for one in matrix.criteria
    )


def _dominated(matrix: Matrix) -> Iterator[tuple[int, int]]:
    judged = [candidate for candidate in matrix.candidates if _is_judged(matrix, candidate)]
    steps = {one: [matrix.step(one, each.id) for each in matrix.criteria] for one in judged}
    for option in judged:
        for other in judged:
            pairs = list(zip(steps[option], steps[other], strict=True))
            if (
                option != PRESENT
                and all(mine <= its for mine, its in pairs)
                and any(mine < its for mine, its in pairs)
            ):
                yield option, other


def _alike(matrix: Matrix) -> Iterator[int]:
    options = [one.id for one in matrix.options]
    if len(options) < 2 or not all(_is_judged(matrix, option) for option in options):
        return
    for one in sorted(matrix.criteria, key=lambda each: each.id):
        if len({matrix.step(option, one.id) for option in options}) == 1:
            yield one.id


def _least_changes(matrix: Matrix, sums: Mapping[int, int], leaders: frozenset[int]) -> int:
    """How many judgements have to be others until somebody else is level with the one ahead."""
    if len(leaders) > 1:
        return 1
    (ahead,) = leaders
    return min(
        _changes_between(matrix, ahead, other, sums[ahead] - sums[other])
        for other in matrix.candidates
        if other != ahead
    )


def _changes_between(matrix: Matrix, ahead: int, other: int, gap: int) -> int:
    """The fewest judgements of the two that close the gap: those that move most come first."""
    moves = [
        one.weight * (1 - matrix.step(other, one.id)) for one in matrix.criteria if other != matrix.reference
    ]
    moves += [
        one.weight * (1 + matrix.step(ahead, one.id)) for one in matrix.criteria if ahead != matrix.reference
    ]
    count = 0
    for move in sorted(moves, reverse=True):
        if gap <= 0:
            break
        gap -= move
        count += 1
    return count
