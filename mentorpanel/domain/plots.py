"""Plots as shapes in pixels: bars by month, marks on a grid, lines in time. How: docs/rules/look-back.md.

Each is drawn at a width; two drawings of the same numbers, one for a phone, say the same. Nothing here needs colour.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from mentorpanel.domain.look_back import Series, SeriesLine, WeekCalendar
from mentorpanel.domain.panel_map_text import cut, plain_name
from mentorpanel.domain.words import count

WIDE: Final = 860
NARROW: Final = 340
"""Pixels, what a phone of 390 shows without moving sideways; names stand above their lines."""
BESIDE_FROM: Final = 600
NAME_ROOM: Final = 176
MARGIN: Final = 8
TEXT: Final = 13
_NUMBER_ROOM: Final = 26
_BARS_HIGH: Final = 150
_HEAD: Final = 10
FOOT: Final = 24
_TICK_ROOM: Final = 36
_HALF_LABEL: Final = 15.0
_WIDEST_BAR: Final = 26
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DOTS: Final = (3.0, 4.2, 5.4)
"""The radius of a mark for one, two, and three or more in a month: bigger, and no number to compare people by."""


@dataclass(frozen=True, slots=True)
class Tick:
    """A place on an axis with its label."""

    at: float
    label: str


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a bar. ``key`` is its line's."""

    key: str
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Bar:
    """A month: its parts upon each other. ``words`` say all of it."""

    x: float
    width: float
    parts: tuple[Part, ...]
    words: str


@dataclass(frozen=True, slots=True)
class BarPlot:
    """Bars by month in pixels. ``lines`` are what the parts are, key and name; the heavy ones first."""

    width: float
    height: float
    left: float
    right: float
    bottom: float
    bars: tuple[Bar, ...]
    across: tuple[Tick, ...]
    up: tuple[Tick, ...]
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark on a line: its middle, how big it is, and what it says."""

    x: float
    size: float
    words: str


@dataclass(frozen=True, slots=True)
class GridRow:
    """A line with its name, cut to its room, and its marks; ``y`` is the middle of the marks."""

    name: str
    x: float
    name_y: float
    y: float
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class GridPlot:
    """Marks on lines, in columns of time, in pixels."""

    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float
    rows: tuple[GridRow, ...]
    across: tuple[Tick, ...]


def month_name(month: date) -> str:
    """ "Mar 2026"."""
    return f"{_MONTHS[month.month - 1]} {month.year}"


def bar_plot(series: Series, *, width: float = WIDE) -> BarPlot:
    """Bars by month, the series' lines upon each other, the first at the foot."""
    left, right = float(_NUMBER_ROOM + MARGIN), width - MARGIN
    bottom = float(_HEAD + _BARS_HIGH)
    totals = [sum(line.values[place] for line in series.lines) for place in range(len(series.months))]
    step = _step(max(totals, default=0))
    top = max(step, -(-max(totals, default=0) // step) * step)
    unit = _BARS_HIGH / top
    each = (right - left) / max(1, len(series.months))
    thick = round(min(each * 0.72, _WIDEST_BAR), 1)
    bars = tuple(
        Bar(
            round(left + each * place + (each - thick) / 2, 1),
            thick,
            _parts(series.lines, place, bottom, unit),
            f"{month_name(month)}: {_in_words(series.lines, place)}",
        )
        for place, month in enumerate(series.months)
    )
    up = tuple(Tick(round(bottom - value * unit, 1), f"{value}") for value in range(0, top + 1, step))
    lines = tuple((line.key, line.name) for line in series.lines if any(line.values))
    across = month_ticks(series.months, left, each)
    return BarPlot(width, bottom + FOOT, left, right, bottom, bars, across, up, lines)


def dot_plot(series: Series, *, width: float = WIDE) -> GridPlot:
    """A line for each of the series', with a mark in each month in which there was any; bigger for more."""
    left, right = _room(width)
    each = (right - left) / max(1, len(series.months))
    rows = []
    for line in series.lines:
        marks = tuple(
            Mark(
                round(left + each * (place + 0.5), 1),
                min(_DOTS[min(value, len(_DOTS)) - 1], round(each / 2, 1)),
                f"{month_name(series.months[place])}: {line.name}, {_times(value)}",
            )
            for place, value in enumerate(line.values)
            if value
        )
        rows.append((line.name, marks))
    return _grid(rows, month_ticks(series.months, left, each), width)


def week_plot(calendar: WeekCalendar, *, width: float = WIDE) -> GridPlot:
    """A line for each person, with a mark in each week in which we talked; all marks are alike."""
    left, right = _room(width)
    each = (right - left) / max(1, len(calendar.weeks))
    places = {week: place for place, week in enumerate(calendar.weeks)}
    size = round(max(2.0, each * 0.72), 1)
    rows = [
        (
            one.name,
            tuple(
                Mark(
                    round(left + each * (places[week] + 0.5), 1),
                    size,
                    f"{plain_name(one.name)}: the week of {week.day} {month_name(week)}",
                )
                for week in one.weeks
            ),
        )
        for one in calendar.people
    ]
    return _grid(rows, _week_ticks(calendar.weeks, left, each), width)


def month_ticks(months: Sequence[date], left: float, each: float) -> tuple[Tick, ...]:
    """Labels under months ``each`` pixels wide that do not touch: "Mar"; of several years January by its year."""
    several = len({month.year for month in months}) > 1
    step = next((step for step in (1, 2, 3, 6, 12) if step * each >= _TICK_ROOM), 24)
    return tuple(
        Tick(_inside(left + each * (place + 0.5), left + each * len(months)), _label(month, several))
        for place, month in enumerate(months)
        if (month.year * 12 + month.month - 1) % step == 0
    )


def rows_high(width: float) -> float:
    """How high a line with its name is: beside it on a screen, above it on a phone."""
    return 24.0 if width >= BESIDE_FROM else 38.0


def _grid(rows: Sequence[tuple[str, tuple[Mark, ...]]], across: tuple[Tick, ...], width: float) -> GridPlot:
    left, right = _room(width)
    each, top = rows_high(width), float(_HEAD)
    placed = tuple(
        placed_row(name, marks, top + each * place, width) for place, (name, marks) in enumerate(rows)
    )
    bottom = top + each * len(rows)
    return GridPlot(width, bottom + FOOT, left, right, top, bottom, placed, across)


def placed_row(name: str, marks: tuple[Mark, ...], top: float, width: float) -> GridRow:
    """A line at its place, with its name cut to its room."""
    each, beside = rows_high(width), width >= BESIDE_FROM
    middle = top + (each / 2 if beside else each - 12)
    room = NAME_ROOM - MARGIN if beside else width - 2 * MARGIN - 4
    said = cut(plain_name(name), TEXT, room)
    return GridRow(said, float(MARGIN), middle + 4.5 if beside else top + 14, middle, marks)


def _room(width: float) -> tuple[float, float]:
    return (float(NAME_ROOM + MARGIN) if width >= BESIDE_FROM else float(MARGIN)), width - MARGIN


def _parts(lines: Sequence[SeriesLine], place: int, bottom: float, unit: float) -> tuple[Part, ...]:
    found, foot = [], bottom
    for line in lines:
        high = line.values[place] * unit
        if high:
            found.append(Part(line.key, round(foot - high, 2), round(high, 2)))
            foot -= high
    return tuple(found)


def _in_words(lines: Sequence[SeriesLine], place: int) -> str:
    there = [f"{line.name} {line.values[place]}" for line in lines if line.values[place]]
    return ", ".join(there) or "none"


def _times(value: int) -> str:
    return {1: "once", 2: "twice"}.get(value) or f"{count(value, 'time')}"


def _step(most: int) -> int:
    """What two lines of the axis are apart, so that there are four at most."""
    step, factors = 1, (2, 5, 10)
    scale = 1
    while most > step * 4:
        for factor in factors:
            step = scale * factor
            if most <= step * 4:
                return step
        scale *= 10
    return step


def _label(month: date, several: bool) -> str:
    return str(month.year) if several and month.month == 1 else _MONTHS[month.month - 1]


def _inside(at: float, right: float) -> float:
    """A place for the middle of a label, moved so far that the label is not cut off."""
    return round(min(max(at, _HALF_LABEL), right + MARGIN - _HALF_LABEL), 1)


def _week_ticks(weeks: Sequence[date], left: float, each: float) -> tuple[Tick, ...]:
    """The weeks in which a month begins, by that month, as many as have room."""
    begins = [
        (place, last.replace(day=1))
        for place, week in enumerate(weeks)
        if (last := week + timedelta(days=6)).day <= 7
    ]
    several = len({month.year for _, month in begins}) > 1
    step = next((step for step in (1, 2, 3, 6, 12) if step * each * 4.3 >= _TICK_ROOM), 24)
    return tuple(
        Tick(round(left + each * (place + 0.5), 1), _label(month, several))
        for place, month in begins
        if (month.year * 12 + month.month - 1) % step == 0
        and place * each >= _TICK_ROOM / 3
        and (len(weeks) - place) * each >= _TICK_ROOM / 2
    )
