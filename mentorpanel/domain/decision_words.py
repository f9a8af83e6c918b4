"""What a comparison says, in words: who is ahead, why, and what would flip it. Examples: docs/rules/decisions.md."""

from collections.abc import Iterable
from dataclasses import dataclass

from mentorpanel.domain.decisions import (
    MOST_WEIGHT,
    PRESENT,
    Mark,
    MarkFlip,
    Matrix,
    Result,
    WeightFlip,
)
from mentorpanel.domain.words import count, number, people_list, start_sentence

_MARKS = {Mark.BETTER: "better", Mark.SAME: "the same", Mark.WORSE: "worse"}
_TIMES = {1: "once", 2: "twice", 3: "three times"}
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class ResultWords:
    """The headline, why, what would flip it (each a sentence), how firm it is, and what else is to be seen."""

    headline: str
    because: str
    flips: tuple[str, ...]
    firmness: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Names:
    """What options and criteria are called in a sentence."""

    matrix: Matrix

    def option(self, number_of: int) -> str:
        """An option between quotation marks; the present is "staying as it is"."""
        if number_of == PRESENT:
            return "staying as it is"
        return f"“{_short(next(one.text for one in self.matrix.options if one.id == number_of))}”"

    def criterion(self, number_of: int) -> str:
        """A criterion between quotation marks."""
        return f"“{_short(next(one.text for one in self.matrix.criteria if one.id == number_of))}”"

    def options(self, numbers: Iterable[int]) -> str:
        """Several options, in their order."""
        return people_list([self.option(one) for one in sorted(numbers)], most=7)

    def criteria(self, numbers: Iterable[int]) -> str:
        """Several criteria, with how often one counts where that is more than once."""
        weights = {one.id: one.weight for one in self.matrix.criteria}
        said = [
            self.criterion(one) + (f" ({_TIMES[weights[one]]})" if weights[one] > 1 else "")
            for one in sorted(numbers)
        ]
        return people_list(said, most=13)

    @property
    def reference(self) -> str:
        """What every option is held against."""
        return "how it is now" if self.matrix.reference == PRESENT else self.option(self.matrix.reference)


def words_of(matrix: Matrix, result: Result) -> ResultWords:
    """A result in words; never a number without them."""
    names = Names(matrix)
    if result.state == "empty":
        return ResultWords(_empty(matrix), "", (), "", ())
    flips = tuple(flip_sentence(names, one) for one in _most_telling(result))
    return ResultWords(
        headline=_headline(names, result),
        because=_because(names, matrix, result),
        flips=(*flips, *weight_sentences(names, result)),
        firmness=_firmness(result),
        notes=tuple(_notes(names, result)),
    )


def flip_sentence(names: Names, flip: MarkFlip) -> str:
    """ "“B” is better on “pay”, not the same: then “B” is ahead"."""
    was = f", not {_MARKS[flip.was]}" if flip.was else ", which is still to be judged"
    return (
        f"{names.option(flip.option)} is {_MARKS[flip.to]} on {names.criterion(flip.criterion)}{was}: "
        f"then {_outcome(names, flip.leaders)}"
    )


def weight_sentences(names: Names, result: Result) -> tuple[str, ...]:
    """The weights and the criteria left out that flip it, each a sentence."""
    return tuple(weight_sentence(names, one) for one in (*result.weight_flips, *result.left_out))


def difference_of(names: Names, matrix: Matrix, option: int) -> str:
    """How an option compares with the reference: "better on …, worse on …, the same on …"."""
    parts = []
    for mark in (Mark.BETTER, Mark.WORSE, Mark.SAME):
        on = [one.id for one in matrix.criteria if matrix.marks.get((option, one.id)) is mark]
        if on:
            parts.append(f"{_MARKS[mark]} on {names.criteria(on)}")
    return ", ".join(parts)


def _empty(matrix: Matrix) -> str:
    if not matrix.options:
        return "No option is named yet."
    if len(matrix.candidates) < 2:
        return "One option alone is no choice; name another one."
    if not matrix.criteria:
        return "No criterion is named yet: what would a good choice give you?"
    return "Nothing is judged yet."


def _headline(names: Names, result: Result) -> str:
    so_far = f" so far; {count(result.missing, 'judgement')} still to come" if result.missing else ""
    who = start_sentence(names.options(result.leaders))
    return f"{who} {'is ahead' if len(result.leaders) == 1 else 'are level'}{so_far}."


def _because(names: Names, matrix: Matrix, result: Result) -> str:
    if result.state == "level":
        return "As far as better, same and worse tell, none of them comes before the other."
    (ahead,) = result.leaders
    if ahead != matrix.reference:
        return f"Against {names.reference} it is {difference_of(names, matrix, ahead)}."
    nearest = max(
        (one for one in sorted(result.sums) if one != ahead), key=lambda one: (result.sums[one], -one)
    )
    said = difference_of(names, matrix, nearest)
    return f"The nearest to it is {names.option(nearest)}: {said or 'not judged yet'}."


def _most_telling(result: Result) -> list[MarkFlip]:
    """Those that put another one ahead first, then those that only make it level; small changes before large."""

    def key(flip: MarkFlip) -> tuple[object, ...]:
        takes_over = not flip.leaders & result.leaders
        is_large = flip.was is not None and Mark.SAME not in (flip.was, flip.to)
        return not takes_over, is_large, flip.criterion, flip.option, flip.to

    return sorted(result.mark_flips, key=key)


def weight_sentence(names: Names, flip: WeightFlip) -> str:
    """ "“pay” counts twice, not once: then “B” is ahead", or that it is left out."""
    name, outcome = names.criterion(flip.criterion), _outcome(names, flip.leaders)
    if flip.to == 0:
        return f"{name} is left out: then {outcome}"
    return f"{name} counts {_TIMES[flip.to]}, not {_TIMES[flip.was]}: then {outcome}"


def _outcome(names: Names, leaders: frozenset[int]) -> str:
    return f"{names.options(leaders)} {'is ahead' if len(leaders) == 1 else 'are level'}."


def _firmness(result: Result) -> str:
    if result.state == "level":
        return "One judgement more or less decides it, so look at what the criteria leave out."
    weights = not result.weight_flips and not result.left_out
    if not result.mark_flips:
        firm = f"No single judgement changes this; it would take at least {number(result.least)}"
        return f"{firm}{', and no weight does' if weights else ''}."
    cells = len({(one.option, one.criterion) for one in result.mark_flips})
    said = f"It hangs on {count(cells, 'judgement')}"
    if weights:
        return f"{said}; no weight up to {number(MOST_WEIGHT)} changes it, and no criterion left out does."
    return f"{said}, and on what counts how much."


def _notes(names: Names, result: Result) -> Iterable[str]:
    for option in sorted({one for one, _ in result.dominated}):
        by = [other for one, other in result.dominated if one == option]
        yield f"{names.option(option)} is nowhere better than {names.options(by)}; it could go from the list."
    if result.alike:
        verb = "does" if len(result.alike) == 1 else "do"
        yield f"{names.criteria(result.alike)} {verb} not tell the options apart."


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST].rsplit(' ', 1)[0]} …"
