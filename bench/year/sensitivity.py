"""The least certain numbers of the world by half down and by half up, one at a time: where does the order change?"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bench.year.measures import Estimate, Outcome, estimate
from bench.year.parameters import UNCERTAIN, Parameters, varied
from bench.year.report import GOALS, OURS
from bench.year.run import Cell, compare

FACTORS = (0.5, 1.5)


@dataclass(frozen=True, slots=True)
class Lead:
    """By how much Today is ahead of the best other policy in the same years; the interval is of the difference."""

    best: str
    by: Estimate

    @property
    def word(self) -> str:
        """*ahead* or *behind* where the interval does not hold zero."""
        if self.by.low > 0:
            return "ahead"
        return "behind" if self.by.high < 0 else "not told apart"


def lead_of(outcomes: dict[str, list[Outcome]], measure: str) -> Lead:
    """Today against whichever other policy did best on average, year by year."""
    values = {name: [float(getattr(one, measure)) for one in found] for name, found in outcomes.items()}
    best = max((name for name in values if name != OURS), key=lambda name: sum(values[name]))
    ahead = [ours - theirs for ours, theirs in zip(values[OURS], values[best], strict=True)]
    return Lead(best, estimate(ahead))


def rows(
    seeds: Sequence[int], cell: Cell, *, names: Iterable[str] = UNCERTAIN, processes: int = 1
) -> Iterator[str]:
    """A table, row by row: the lead in percentage points with the world as it is, then with each number changed."""
    yield f"| number | × | {' | '.join(f'{measure}: lead | over | it is' for measure in GOALS)} |"
    yield f"|---|---|{'---|---|---|' * len(GOALS)}"
    yield _row("as it is", "1", seeds, cell, Parameters(), processes)
    for name in names:
        for factor in FACTORS:
            changed = varied(Parameters(), name, factor)
            yield _row(name.replace("_", " "), f"{factor:g}", seeds, cell, changed, processes)


def _row(
    name: str, factor: str, seeds: Sequence[int], cell: Cell, parameters: Parameters, processes: int
) -> str:
    found = compare(seeds, [cell], parameters, processes=processes)[cell]
    leads = [lead_of(found, measure) for measure in GOALS]
    parts = " | ".join(
        f"{100 * one.by.mean:+.1f} ± {100 * one.by.half:.1f} | {one.best} | {one.word}" for one in leads
    )
    return f"| {name} | {factor} | {parts} |"
