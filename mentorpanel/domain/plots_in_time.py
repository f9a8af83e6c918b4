"""Plots of what lasts: goals from their start to their date, and what each phase's end found covered."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from mentorpanel.domain import plots
from mentorpanel.domain.look_back import months_between
from mentorpanel.domain.look_back_phases import PhaseLook
from mentorpanel.domain.plots import FOOT, GridRow, Tick, month_ticks, placed_row, rows_high
from mentorpanel.domain.records import GoalRecord

MOST_GOALS: Final = 20
"""Goals in the plot; the table has all. Our judgement."""
STATES: Final = ("covered", "thin", "open")
_HEAD: Final = 10
_THICK: Final = 14


@dataclass(frozen=True, slots=True)
class Milestone:
    """A step on a goal's line; met ones are full."""

    x: float
    is_met: bool
    words: str


@dataclass(frozen=True, slots=True)
class GoalLine:
    """A goal from its start to its date (``due``); gone by until ``ends``: today, or its end. ``words`` say all."""

    row: GridRow
    begins: float
    ends: float
    due: float
    ending: str
    milestones: tuple[Milestone, ...]
    words: str


@dataclass(frozen=True, slots=True)
class GoalPlot:
    """Goals on one line of time, in pixels; ``left_out`` are in the table alone."""

    width: float
    height: float
    top: float
    bottom: float
    today_x: float
    lines: tuple[GoalLine, ...]
    across: tuple[Tick, ...]
    left_out: int


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a phase's bar: so many needs in a state."""

    state: str
    x: float
    width: float
    count: int


@dataclass(frozen=True, slots=True)
class PhaseRow:
    """A phase with its bar; ``words`` say all of it."""

    row: GridRow
    shares: tuple[Share, ...]
    words: str


@dataclass(frozen=True, slots=True)
class PhasePlot:
    """What was covered, by phase, in pixels."""

    width: float
    height: float
    rows: tuple[PhaseRow, ...]


def goal_plot(goals: Sequence[GoalRecord], today: date, *, width: float = plots.WIDE) -> GoalPlot:
    """Goals by when they began, the oldest first, until the last date or today."""
    shown = sorted(goals, key=lambda one: (one.starts_on, one.id))[-MOST_GOALS:]
    since = min((one.starts_on for one in shown), default=today)
    until = max([today, *(one.due_on for one in shown)])
    until = max(until, since + timedelta(days=60))
    left, right = _room(width)

    def x(day: date) -> float:
        share = (min(max(day, since), until) - since).days / (until - since).days
        return round(left + share * (right - left), 1)

    each = rows_high(width)
    lines = tuple(
        _goal_line(one, placed_row(one.statement, (), _HEAD + each * place, width), x, today)
        for place, one in enumerate(shown)
    )
    bottom = _HEAD + each * len(shown)
    months = months_between(since, until)
    across = tuple(
        Tick(at, tick.label)
        for month, tick in _labelled(months, left, (right - left) / len(months))
        if left + 8 <= (at := x(month)) <= right - 16 and abs(at - x(today)) > 44
    )
    return GoalPlot(width, bottom + FOOT, _HEAD, bottom, x(today), lines, across, len(goals) - len(shown))


def phase_plot(looks: Sequence[PhaseLook], *, width: float = plots.WIDE) -> PhasePlot:
    """A bar for each phase: how many needs were covered, thin and open; as long as it asked for needs."""
    left, right = _room(width)
    each, most = rows_high(width) + 4, max((len(one.needs) for one in looks), default=1) or 1
    unit = (right - left) / most
    rows = []
    for place, one in enumerate(looks):
        shares, at = [], left
        for state in STATES:
            amount = one.counted(state)
            if amount:
                shares.append(Share(state, round(at, 1), round(amount * unit - 2, 1), amount))
                at += amount * unit
        said = ", ".join(f"{share.count} {share.state}" for share in shares) or "it asked for nothing"
        row = placed_row(one.name, (), _HEAD + each * place, width)
        rows.append(PhaseRow(row, tuple(shares), f"{one.name}: {said}"))
    return PhasePlot(width, _HEAD + each * len(looks) + 8, tuple(rows))


def _goal_line(one: GoalRecord, row: GridRow, x: Callable[[date], float], today: date) -> GoalLine:
    steps = tuple(
        Milestone(x(day), step.done_on is not None, step.text)
        for step in one.milestones
        if (day := step.done_on or step.due_on) is not None
    )
    ends = one.ended_on or max(one.starts_on, min(today, one.due_on))
    said = f"{one.statement}: from {plots.month_name(one.starts_on)} to {plots.month_name(one.due_on)}"
    said += f", {one.ending.replace('-', ' ')} in {plots.month_name(one.ended_on)}" if one.ended_on else ""
    met = sum(step.is_met for step in steps)
    said += f"; {met} of {len(one.milestones)} milestones met" if one.milestones else ""
    return GoalLine(
        row, x(one.starts_on), x(ends), x(one.due_on), one.ending if one.ended_on else "", steps, said
    )


def _labelled(months: Sequence[date], left: float, each: float) -> list[tuple[date, Tick]]:
    """Every label with its month: the one whose middle is nearest."""
    ticks = month_ticks(months, left, each)
    places = [min(len(months) - 1, max(0, int((tick.at - left) / each))) for tick in ticks]
    return [(months[place], tick) for place, tick in zip(places, ticks, strict=True)]


def _room(width: float) -> tuple[float, float]:
    beside = width >= plots.BESIDE_FROM
    return float(plots.NAME_ROOM + plots.MARGIN if beside else plots.MARGIN), width - plots.MARGIN
