"""What the comparison says: tables, where Today wins, ties or loses, and where a changed number changes that."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from bench.year.measures import Estimate, estimates
from bench.year.run import POLICIES, Cell, Results

OURS: Final = "Today"
GOALS: Final = ("answered", "responding")
SATURATED: Final = 0.95
TITLES: Final = {
    "answered": "questions answered within 30 days",
    "responding": "mentors still responding at the end",
    "helped": "help given, per mentor and year",
    "current": "mentor-weeks that are current",
    "covered": "needs covered, by weight",
    "briefed": "meetings held with the brief in time",
    "held": "meetings held, per regular mentor",
    "minutes": "minutes spent a week",
    "neglect": "longest neglect, in days",
}
PLAIN: Final = ("helped", "held", "minutes", "neglect")
"""Numbers; the rest are shares."""
Figures = dict[Cell, dict[str, dict[str, Estimate]]]
"""By cell, policy and measure."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """How Today compares with the best other policy in one cell, by one measure."""

    cell: Cell
    measure: str
    word: str
    best: str
    ours: Estimate
    theirs: Estimate


def figures_of(results: Results) -> Figures:
    """Every measure with its interval."""
    return {
        cell: {name: estimates(outcomes) for name, outcomes in by_policy.items()}
        for cell, by_policy in results.items()
    }


def verdict_of(cell: Cell, measure: str, by_policy: Mapping[str, Mapping[str, Estimate]]) -> Verdict:
    """*better* or *worse* where the intervals do not overlap, else *not told apart*.

    Where the best rival is above 95 %, not being worse is enough: *as good*.
    """
    ours = by_policy[OURS][measure]
    rivals = {name: found[measure] for name, found in by_policy.items() if name != OURS}
    best = max(rivals, key=lambda name: rivals[name].mean)
    theirs = rivals[best]
    word = "not told apart"
    if ours.low > theirs.high:
        word = "better"
    elif ours.high < theirs.low:
        word = "worse"
    elif theirs.mean > SATURATED:
        word = "as good"
    return Verdict(cell, measure, word, best, ours, theirs)


def verdicts(figures: Figures) -> list[Verdict]:
    """One for each cell and goal."""
    return [verdict_of(cell, measure, found) for measure in GOALS for cell, found in figures.items()]


def tables(figures: Figures, seeds: int) -> Iterator[str]:
    """The figures as tables in Markdown: the two goals, then everything at the middle of the grid."""
    for measure in GOALS:
        yield f"**{TITLES[measure].capitalize()}**, {seeds} years, ± half of the 95 % interval:"
        yield ""
        yield f"| minutes a week | mentors | {' | '.join(POLICIES)} | Today is |"
        yield f"|---|---|{'---|' * len(POLICIES)}---|"
        for cell, by_policy in figures.items():
            cells = " | ".join(said(measure, by_policy[name][measure]) for name in POLICIES)
            yield f"| {cell[0]} | {cell[1]} | {cells} | {verdict_of(cell, measure, by_policy).word} |"
        yield ""
    yield "**Everything else**: each measure in the mean of all cells."
    yield ""
    yield f"| measure | {' | '.join(POLICIES)} |"
    yield f"|---|{'---|' * len(POLICIES)}"
    for measure, title in TITLES.items():
        row = " | ".join(_mean_of_cells(figures, name, measure) for name in POLICIES)
        yield f"| {title} | {row} |"


def _mean_of_cells(figures: Figures, name: str, measure: str) -> str:
    found = [by_policy[name][measure].mean for by_policy in figures.values()]
    mean = sum(found) / len(found)
    return _plain(mean) if measure in PLAIN else f"{100 * mean:.1f} %"


def said(measure: str, found: Estimate) -> str:
    """ "43.1 ± 0.8 %"."""
    if measure in PLAIN:
        return f"{_plain(found.mean)} ± {_plain(found.half)}"
    return f"{100 * found.mean:.1f} ± {100 * found.half:.1f} %"


def _plain(value: float) -> str:
    return f"{value:.0f}" if value >= 10 else f"{value:.2f}"
