"""Where things may stand on the panel map: sectors, rings, and the places for dots in each of their cells.

A place depends only on ring, sector and how many stand before it in the same cell. Rules: docs/rules/panel-map.md.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from math import cos, radians, sin
from typing import Final

from mentorpanel.domain.panel_map_facts import MapNeed, Ring, Sector

# From the centre outwards: the stage and its word on the map.
RINGS: Final = (
    ("formal-mentor", "formal"), ("mentor", "mentors"), ("rapport", "rapport"), ("connected", "connected"),
    ("reached-out", "reached out"), ("noticed", "noticed"),
)  # fmt: skip
FEWEST_RINGS: Final = 4  # less leaves no room for the words along the rim
MOST_SECTORS: Final = 8  # beside the one for those whose need is not known

OTHER, UNKNOWN = "other", ""
_SEAM: Final = 30.0  # degrees at the top, kept free of dots: the names of the rings stand there
_UNKNOWN_WEIGHT: Final = 1.6  # most of the people who were only noticed stand there
_FIRST_RADIUS: Final = 62
_GAP: Final = 50  # from one ring's last row to the next ring: a dot, and a line of words
_PITCH: Final = 40  # between neighbours in a row, so that most find room for their names
_MARGIN: Final = _PITCH / 2
ROW: Final = (
    34  # from one row of a ring to the next: two targets of 24 pixels where the map is shown at four fifths
)
RIM_GAP: Final = 36  # from the last row to the rim: a dot, and a line of words


def sectors_of(needs: Sequence[MapNeed], used: frozenset[str] | set[str]) -> tuple[Sector, ...]:
    """The parts of the circle: the needs in their order, *other needs* where there are more than fit
    or somebody covers one that is not asked for (``used``), and always, last, *not yet known*."""
    named = list({need.slug: need for need in needs if need.slug not in (OTHER, UNKNOWN)}.values())
    strange = used - {need.slug for need in named} - {UNKNOWN}
    shown = named
    if len(named) + bool(strange) > MOST_SECTORS:
        shown = named[: MOST_SECTORS - 1]
    parts = [(need.slug, need.name, need.state, 1.0) for need in shown]
    if strange or len(shown) < len(named):
        parts.append((OTHER, "other needs", _together(named[len(shown) :]), 1.0))
    parts.append((UNKNOWN, "not yet known", "", _UNKNOWN_WEIGHT))
    unit = (360 - _SEAM) / sum(weight for *_, weight in parts)
    sectors, at = [], _SEAM / 2
    for slug, name, state, weight in parts:
        sectors.append(Sector(slug, name, state, at, at + unit * weight))
        at += unit * weight
    return tuple(sectors)


def _together(needs: Sequence[MapNeed]) -> str:
    """The state of several needs in one sector: theirs when they agree, else thin."""
    states = {need.state for need in needs}
    return "thin" if len(states) > 1 else "".join(states)


def sector_of(need: str, sectors: Sequence[Sector]) -> Sector:
    """Where somebody with that need stands."""
    found = {sector.slug: sector for sector in sectors}
    return found.get(need) or found.get(OTHER) or found[UNKNOWN]


def rings_of(cells: Mapping[tuple[str, str], int], sectors: Sequence[Sector]) -> tuple[Ring, ...]:
    """The rings from the centre to the outermost that anybody stands on. ``cells`` counts people by
    stage and sector; a ring takes as many rows as its fullest cell needs."""
    stages = [stage for stage, _ in RINGS]
    outermost = max((stages.index(stage) for stage, _ in cells), default=0)
    rings, radius = [], _FIRST_RADIUS
    for stage, name in RINGS[: max(FEWEST_RINGS, outermost + 1)]:
        rows = max([1, *(rows_for(cells.get((stage, sector.slug), 0), radius, sector) for sector in sectors)])
        rings.append(Ring(stage, name, radius, rows))
        radius += (rows - 1) * ROW + _GAP
    return tuple(rings)


def rows_for(people: int, radius: int, sector: Sector) -> int:
    """How many rows so many people need in one cell."""
    rows = 0
    while people > 0:
        people -= len(_row(radius + rows * ROW, sector.start, sector.end))
        rows += 1
    return rows


def places(radius: int, sector: Sector) -> Iterator[tuple[float, float]]:
    """The places of a cell in the order in which they are taken, without end: the first row, then rows behind it."""
    while True:
        yield from _row(radius, sector.start, sector.end)
        radius += ROW


def cells_of(people: Sequence[tuple[str, str]]) -> Counter[tuple[str, str]]:
    """How many stand in each cell, by stage and sector."""
    return Counter(people)


@lru_cache(maxsize=1024)
def _row(radius: int, start: float, end: float) -> tuple[tuple[float, float], ...]:
    """The places of one row: spread evenly, the middle first, then each as far as can be from those taken."""
    usable = radius * radians(end - start) - 2 * _MARGIN
    count = 1 + max(0, int(usable // _PITCH))
    middle = (start + end) / 2
    if count == 1:
        return (at(radius, middle),)
    half = usable / radius / 2
    angles = [radians(middle) + half * (2 * index / (count - 1) - 1) for index in range(count)]
    return tuple(_at(radius, angles[index]) for index in _spread(count))


@lru_cache(maxsize=64)
def _spread(count: int) -> tuple[int, ...]:
    taken = [count // 2]
    while len(taken) < count:
        free = (index for index in range(count) if index not in taken)
        taken.append(max(free, key=lambda index: (min(abs(index - other) for other in taken), -index)))
    return tuple(taken)


def at(radius: float, degrees: float) -> tuple[float, float]:
    """The point so far from me in that direction (clockwise from the top), to a tenth."""
    return _at(radius, radians(degrees))


def _at(radius: float, angle: float) -> tuple[float, float]:
    return round(radius * sin(angle), 1) + 0.0, round(-radius * cos(angle), 1) + 0.0
