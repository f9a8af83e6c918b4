"""The least certain numbers of the world by half down and by half up, one at a time: where does the order change?"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bench.year.parameters import UNCERTAIN, Parameters, varied
from bench.year.report import GOALS, Verdict, figures_of, verdict_of
from bench.year.run import Cell, compare

FACTORS = (0.5, 1.5)


@dataclass(frozen=True, slots=True)
class Turn:
    """What one changed number makes of the comparison in one cell."""

    name: str
    factor: float
    verdicts: tuple[Verdict, ...]


def sensitivity(
    seeds: Sequence[int], cell: Cell, *, names: Iterable[str] = UNCERTAIN, processes: int = 1
) -> list[Turn]:
    """Every number by half down and up, in one cell."""
    return [
        _turn(name, factor, seeds, cell, varied(Parameters(), name, factor), processes)
        for name in names
        for factor in FACTORS
    ]


def _turn(
    name: str, factor: float, seeds: Sequence[int], cell: Cell, parameters: Parameters, processes: int
) -> Turn:
    found = figures_of(compare(seeds, [cell], parameters, processes=processes))[cell]
    return Turn(name, factor, tuple(verdict_of(cell, measure, found) for measure in GOALS))


def table(turns: Sequence[Turn]) -> Iterator[str]:
    """Today's lead over the best other policy in percentage points, and the word for it."""
    yield "| number | × | answered: lead | best other | | responding: lead | best other | |"
    yield "|---|---|---|---|---|---|---|---|"
    for turn in turns:
        parts = " | ".join(
            f"{100 * (one.ours.mean - one.theirs.mean):+.1f} | {one.best} | {one.word}"
            for one in turn.verdicts
        )
        yield f"| {turn.name.replace('_', ' ')} | {turn.factor:g} | {parts} |"
