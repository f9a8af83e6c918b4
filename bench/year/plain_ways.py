"""Ways with a single aim, in the cells with least time: what could anybody win there?

They are no rivals: nobody lives so. Whatever of the week questions leave is spent on one thing, at once, on every
working day and without ever forgetting; a mentor who does not agree to a meeting is asked again the next day.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import Final

from bench.year.measures import Outcome, estimates
from bench.year.parameters import Parameters
from bench.year.report import GOALS, TITLES, said
from bench.year.run import BUDGETS, PANELS, Cell, year
from bench.year.world import World

REST_DAYS = 30
"""Nobody is written to again sooner; our judgement."""
Deed = Callable[[World], None]


def write(world: World) -> None:
    """An update to whoever heard nothing from me for longest."""
    for page in sorted(world.diary.pages, key=lambda page: page.last_written):
        if world.day - page.last_written >= REST_DAYS:
            world.update(page.number)


def book(world: World) -> None:
    """The next meeting with each whom I meet regularly."""
    for page in world.diary.pages:
        if page.is_regular and page.booked is None:
            world.book(page.number)


def thank(world: World) -> None:
    """Whatever is to be thanked for."""
    for item in list(world.diary.open_items(world.day)):
        if item.kind == "thanks":
            world.do(item)


WAYS: Final[dict[str, tuple[Deed, ...]]] = {
    "updates alone": (write,),
    "meetings, then updates": (book, write),
    "thanks, meetings, then updates": (thank, book, write),
}


class Plainly:
    """Deeds in one order, as far as the week goes."""

    def __init__(self, name: str) -> None:
        self.deeds = WAYS[name]

    def look(self, world: World) -> None:
        """Do each of them wherever it can be done."""
        for deed in self.deeds:
            deed(world)


def _one_year(job: tuple[int, Cell, str]) -> Outcome:
    seed, cell, name = job
    return year(seed, cell, Plainly(name), Parameters())[1]


def rows(seeds: Sequence[int], *, processes: int = 1) -> Iterator[str]:
    """A table, row by row: each way in the cells with the smallest budget, by both goals."""
    yield f"| minutes a week | mentors | {' | '.join(WAYS)} |"
    yield f"|---|---|{'---|' * len(WAYS)}"
    with ProcessPoolExecutor(processes) as pool:
        for panel in PANELS:
            cell = (BUDGETS[0], panel)
            found = {
                name: estimates(
                    list(pool.map(_one_year, [(seed, cell, name) for seed in seeds], chunksize=4))
                )
                for name in WAYS
            }
            for measure in GOALS:
                cells = " | ".join(said(measure, found[name][measure]) for name in WAYS)
                yield f"| {cell[0]}, {TITLES[measure]} | {panel} | {cells} |"
