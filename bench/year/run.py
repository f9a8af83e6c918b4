"""Runs years: one, or every budget × panel × policy over many seeds, each seed the same world for all policies."""

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import Final

from bench.year.diary import WEEK, WORKDAYS
from bench.year.measures import WEEK_END, Meter, Outcome, outcome_of
from bench.year.parameters import Parameters
from bench.year.person import own_accord
from bench.year.policies import FixedIntervals, MostOverdue, Nothing, Policy
from bench.year.today_policy import Facts, Today
from bench.year.world import World

POLICIES: Final[dict[str, Callable[[], Policy]]] = {
    "nothing": Nothing,
    "fixed intervals": FixedIntervals,
    "most overdue": MostOverdue,
    "Today": Today,
}
BUDGETS: Final = (30, 60, 120)
PANELS: Final = (6, 12, 20)

Cell = tuple[int, int]
"""Minutes a week, and mentors."""
Results = dict[Cell, dict[str, list[Outcome]]]


def year(seed: int, cell: Cell, policy: Policy, parameters: Parameters) -> tuple[World, Outcome]:
    """One year under one policy."""
    budget, panel = cell
    world = World(seed, panel, budget, parameters)
    meter = Meter(Facts())
    for day in range(parameters.days):
        world.dawn()
        if day % WEEK < WORKDAYS:
            own_accord(world)
            policy.look(world)
        world.dusk()
        if day % WEEK == WEEK_END:
            meter.look(world)
    world.end()
    return world, outcome_of(world, meter)


def _years(job: tuple[int, Cell, Parameters]) -> tuple[Cell, dict[str, Outcome]]:
    seed, cell, parameters = job
    return cell, {name: year(seed, cell, make(), parameters)[1] for name, make in POLICIES.items()}


def compare(
    seeds: Iterable[int], cells: Sequence[Cell], parameters: Parameters, *, processes: int = 1
) -> Results:
    """Every policy in every cell over the same seeds."""
    jobs = [(seed, cell, parameters) for seed in seeds for cell in cells]
    results: Results = {cell: {name: [] for name in POLICIES} for cell in cells}
    if processes > 1:
        with ProcessPoolExecutor(processes) as pool:
            done = list(pool.map(_years, jobs, chunksize=4))
    else:
        done = [_years(job) for job in jobs]
    for cell, outcomes in done:
        for name, outcome in outcomes.items():
            results[cell][name].append(outcome)
    return results


def all_cells() -> list[Cell]:
    return [(budget, panel) for budget in BUDGETS for panel in PANELS]
