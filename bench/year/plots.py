"""The comparison as one small SVG: a panel for each number of mentors, a line for each way of keeping in touch."""

from collections.abc import Iterator
from typing import Final

from bench.year.measures import Estimate
from bench.year.report import PLAIN, TITLES, Figures
from bench.year.run import BUDGETS, PANELS, POLICIES

LOOKS: Final = {
    "nothing": ("#8a8577", "2 4", "square"),
    "fixed intervals": ("#b06a00", "7 4", "diamond"),
    "most overdue": ("#9c3d2e", "1 0", "triangle"),
    "Today": ("#0f6b66", "1 0", "circle"),
}
"""Colour, dashes and mark; every line differs by its mark as well as its colour."""
PAPER: Final = "#fbf9f5"
INK: Final = "#1f2328"
_WIDE, _HIGH, _LEFT, _TOP, _GAP, _FOOT = 230, 190, 52, 66, 26, 46
_SPREAD: Final = 9
"""Pixels by which marks of one budget stand beside each other."""


def plot_of(figures: Figures, measure: str) -> str:
    """One measure over budgets and panels, with the 95 % intervals as bars."""
    values = [by_policy[name][measure] for by_policy in figures.values() for name in POLICIES]
    low, high, step = _scale(min(one.low for one in values), max(one.high for one in values), measure)
    width = _LEFT + len(PANELS) * (_WIDE + _GAP) + 4
    height = _TOP + _HIGH + _FOOT
    rows = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" '
            f'aria-label="{TITLES[measure]}: the table beside it says the same" '
            f'font-family="system-ui, sans-serif" font-size="12" fill="{INK}">'
        ),
        f'<rect width="{width}" height="{height}" fill="{PAPER}"/>',
        f'<text x="{_LEFT}" y="20" font-size="14" font-family="Georgia, serif">{TITLES[measure].capitalize()}</text>',
        *_legend(),
    ]
    for place, panel in enumerate(PANELS):
        left = _LEFT + place * (_WIDE + _GAP)
        rows += _frame(left, panel, low, high, step, measure, has_labels=place == 0)
        for order, name in enumerate(POLICIES):
            found = [figures[(budget, panel)][name][measure] for budget in BUDGETS]
            rows += _line(left, order, name, found, low, high)
    return "\n".join([*rows, "</svg>"]) + "\n"


def _scale(low: float, high: float, measure: str) -> tuple[float, float, float]:
    """From a round number below to a round number above; shares in steps of 10 %."""
    step = 0.1 if measure not in PLAIN else max(1.0, round((high - low) / 5, 0))
    first = step * int(low / step)
    last = step * -(-high // step)
    return first, last, step


def _legend() -> Iterator[str]:
    x = float(_LEFT)
    for name, (colour, dashes, mark) in LOOKS.items():
        yield f'<path d="M{x} 38h26" stroke="{colour}" stroke-width="2" stroke-dasharray="{dashes}"/>'
        yield _mark(mark, x + 13, 38, colour)
        yield f'<text x="{x + 32}" y="42">{name}</text>'
        x += 58 + 7.2 * len(name)


def _frame(
    left: float, panel: int, low: float, high: float, step: float, measure: str, *, has_labels: bool
) -> Iterator[str]:
    for line in range(round((high - low) / step) + 1):
        value = low + line * step
        y = _y(value, low, high)
        yield f'<path d="M{left} {y:.1f}h{_WIDE}" stroke="{INK}" stroke-opacity="0.13"/>'
        if has_labels:
            label = f"{value:.0f}" if measure in PLAIN else f"{100 * value:.0f} %"
            yield f'<text x="{left - 8}" y="{y + 4:.1f}" text-anchor="end">{label}</text>'
    yield f'<text x="{left + _WIDE / 2}" y="{_TOP - 6}" text-anchor="middle">{panel} mentors</text>'
    for place, budget in enumerate(BUDGETS):
        x = _x(left, place)
        yield f'<text x="{x:.1f}" y="{_TOP + _HIGH + 18}" text-anchor="middle">{budget}</text>'
    yield (
        f'<text x="{left + _WIDE / 2}" y="{_TOP + _HIGH + 36}" text-anchor="middle" '
        f'fill-opacity="0.75">minutes a week</text>'
    )


def _line(
    left: float, order: int, name: str, found: list[Estimate], low: float, high: float
) -> Iterator[str]:
    colour, dashes, mark = LOOKS[name]
    aside = (order - (len(POLICIES) - 1) / 2) * _SPREAD
    points = [(_x(left, place) + aside, _y(one.mean, low, high)) for place, one in enumerate(found)]
    path = "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    yield f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="2" stroke-dasharray="{dashes}"/>'
    for (x, y), one in zip(points, found, strict=True):
        top, bottom = _y(one.high, low, high), _y(one.low, low, high)
        yield f'<path d="M{x:.1f} {top:.1f}V{bottom:.1f}M{x - 3:.1f} {top:.1f}h6M{x - 3:.1f} {bottom:.1f}h6" stroke="{colour}"/>'
        yield _mark(mark, x, y, colour)


def _mark(kind: str, x: float, y: float, colour: str) -> str:
    shapes = {
        "circle": f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4.5"',
        "square": f'<rect x="{x - 3.5:.1f}" y="{y - 3.5:.1f}" width="7" height="7"',
        "diamond": f'<path d="M{x:.1f} {y - 5:.1f}l5 5l-5 5l-5 -5z"',
        "triangle": f'<path d="M{x:.1f} {y - 5:.1f}l5 9h-10z"',
    }
    return f'{shapes[kind]} fill="{colour}" stroke="{PAPER}"/>'


def _x(left: float, place: int) -> float:
    return left + _WIDE * (0.17 + 0.33 * place)


def _y(value: float, low: float, high: float) -> float:
    return _TOP + _HIGH * (1 - (value - low) / (high - low))
