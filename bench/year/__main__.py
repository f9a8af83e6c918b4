"""One command for the simulated year.

``python -m bench.year [--seeds N] [--processes N]`` compares the four policies in every cell and prints the tables;
``--write`` puts them and the plots into docs/simulation.md and docs/pictures; ``--sensitivity N`` also varies the least
certain numbers over N seeds; ``--training`` uses the seeds on which rules may be improved; ``--quick`` is a tiny run.
"""

import argparse
import re
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from bench.year.parameters import Parameters
from bench.year.plain_ways import rows as plain_rows
from bench.year.plots import plot_of
from bench.year.report import GOALS, Verdict, figures_of, tables, verdicts
from bench.year.run import all_cells, compare
from bench.year.sensitivity import rows as sensitivity_rows

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "simulation.md"
TRAINING, FRESH = 100_000, 900_000
"""Where the seeds begin on which rules were improved, and those that are reported."""
CELLS = ((60, 12),)
"""Where the least certain numbers are varied: the middle of the grid."""


def main(arguments: list[str]) -> int:
    """Run, print, and say with the exit code whether the goal holds everywhere."""
    parser = argparse.ArgumentParser(prog="python -m bench.year", description="A simulated year, four ways.")
    parser.add_argument("--seeds", type=int, default=100)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--sensitivity", type=int, default=0, metavar="SEEDS")
    parser.add_argument("--training", action="store_true")
    parser.add_argument("--quick", action="store_true", help="two seeds, one process")
    parser.add_argument("--write", action="store_true")
    asked = parser.parse_args(arguments)
    seeds = 2 if asked.quick else asked.seeds
    first = TRAINING if asked.training else FRESH
    begun = time.perf_counter()
    results = compare(
        range(first, first + seeds),
        all_cells(),
        Parameters(),
        processes=1 if asked.quick else asked.processes,
    )
    figures = figures_of(results)
    found = verdicts(figures)
    rows = [*tables(figures, seeds), "", *_in_short(found)]
    _show(rows, "results", write=asked.write)
    plain = plain_rows(range(first, first + seeds), processes=1 if asked.quick else asked.processes)
    _show(list(plain), "plain ways", write=asked.write)
    if asked.write:
        for measure in GOALS:
            path = ROOT / "docs" / "pictures" / f"year-{measure}.svg"
            path.write_text(plot_of(figures, measure), encoding="utf-8")
    if asked.sensitivity:
        _show(
            _varied(range(first, first + asked.sensitivity), asked.processes),
            "sensitivity",
            write=asked.write,
        )
    print(f"{time.perf_counter() - begun:.0f} s", file=sys.stderr)
    return int(any(one.word not in ("better", "as good") for one in found))


def _in_short(found: list[Verdict]) -> list[str]:
    held = [one for one in found if one.word in ("better", "as good")]
    lines = [f"The goal holds in {len(held)} of {len(found)} comparisons."]
    for one in found:
        if one not in held:
            cell = f"{one.cell[0]} minutes and {one.cell[1]} mentors"
            told = f"{one.word} from" if one.word == "not told apart" else f"{one.word} than"
            lines.append(f"With {cell}, by *{one.measure}*, Today is {told} {one.best}.")
    return lines


def _varied(seeds: range, processes: int) -> Iterator[str]:
    for budget, panel in CELLS:
        yield f"**{budget} minutes, {panel} mentors**, {len(seeds)} years each:"
        yield ""
        yield from sensitivity_rows(seeds, (budget, panel), processes=processes)
        yield ""


def _show(rows: list[str], part: str, *, write: bool) -> None:
    text = "\n".join(rows)
    print(text)
    if write:
        page = PAGE.read_text(encoding="utf-8")
        marked = re.compile(rf"(<!-- {part} -->\n).*?(<!-- /{part} -->)", re.DOTALL)
        PAGE.write_text(
            marked.sub(lambda found: f"{found[1]}\n{text.strip()}\n\n{found[2]}", page), encoding="utf-8"
        )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
