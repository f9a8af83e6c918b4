"""The panel over time as a drawing: a bar for each stage that somebody was on it, the phases behind.

Drawn at a width; two drawings of one history, one for a phone, say the same. How: docs/rules/panel-history.md.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from mentorpanel.domain.facts import Stage
from mentorpanel.domain.needs import phase_name
from mentorpanel.domain.panel_history import PersonSpans, PhaseSpan, StageSpan
from mentorpanel.domain.panel_map_text import cut, plain_name, width_of
from mentorpanel.domain.words import count, start_sentence

WIDE: Final = 860
"""Pixels; names stand beside the bars."""
NARROW: Final = 340
"""Pixels, what a phone of 390 shows without moving sideways; names stand above the bars."""
_BESIDE_FROM: Final = 600
_NAME_ROOM: Final = 176
_HEAD: Final = 26
_FOOT: Final = 26
_MARGIN: Final = 8
_TEXT: Final = 13
_SMALL: Final = 11
_TICK_ROOM: Final = 66
_LEAST_DAYS: Final = 60
"""A panel of yesterday is not blown up to fill the page."""
_STEPS: Final = (1, 2, 3, 6, 12, 24, 60, 120)
_THICK: Final[Mapping[str, float]] = {Stage.FORMAL_MENTOR: 12, Stage.MENTOR: 8, Stage.RAPPORT: 3}
"""How thick a bar is, in pixels: the nearer the thicker, so that it needs no colour to be read."""
_WORDS: Final[Mapping[str, str]] = {
    Stage.FORMAL_MENTOR: "formal mentor",
    Stage.MENTOR: "mentor",
    Stage.RAPPORT: "in rapport",
}
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class Bar:
    """A stage from one day until another; ``goes_on`` where it lasts until today."""

    stage: str
    x: float
    y: float
    width: float
    height: float
    goes_on: bool


@dataclass(frozen=True, slots=True)
class Row:
    """Somebody's line: their name, cut to its room, and their bars. ``words`` say all of it."""

    person_id: int
    name: str
    x: float
    y: float
    top: float
    height: float
    bars: tuple[Bar, ...]
    words: str


@dataclass(frozen=True, slots=True)
class Band:
    """A phase behind the bars. ``label`` is its name where that fits, else its ``number``, else empty."""

    number: int
    name: str
    label: str
    x: float
    width: float
    is_shaded: bool
    words: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A day on the line of time, with its month or year."""

    x: float
    label: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """The whole drawing in pixels. ``numbered`` are the phases that the drawing tells by number."""

    width: float
    height: float
    top: float
    bottom: float
    rows: tuple[Row, ...]
    bands: tuple[Band, ...]
    ticks: tuple[Tick, ...]
    today_x: float
    numbered: tuple[Band, ...]
    stages: tuple[tuple[str, str], ...]
    summary: str


@dataclass(frozen=True, slots=True)
class _Scale:
    since: date
    until: date
    left: float
    right: float

    def x(self, day: date) -> float:
        """Where a day stands; days outside stand at the edge."""
        share = (min(max(day, self.since), self.until) - self.since).days / (self.until - self.since).days
        return round(self.left + share * (self.right - self.left), 1)


def draw(
    people: Sequence[PersonSpans], phases: Sequence[PhaseSpan], today: date, *, width: float = WIDE
) -> Timeline:
    """Everybody who was ever on the panel, in the order given, on one line of time until ``today``.

    ``phases`` come newest first, as ``panel_history.by_phase`` gives them. Nobody gives a drawing without rows.
    """
    beside = width >= _BESIDE_FROM
    scale = _scale(people, phases, today, _NAME_ROOM + _MARGIN if beside else _MARGIN, width - _MARGIN)
    each = 26 if beside else 36
    rows = tuple(
        _row(one, scale, _HEAD + place * each, each, beside=beside) for place, one in enumerate(people)
    )
    bottom = _HEAD + each * len(rows) + 4
    bands = _bands(phases, scale)
    seen = dict.fromkeys(bar.stage for row in rows for bar in row.bars)
    return Timeline(
        width=width,
        height=bottom + _FOOT,
        top=_HEAD,
        bottom=bottom,
        rows=rows,
        bands=bands,
        ticks=_ticks(scale),
        today_x=scale.x(today),
        numbered=tuple(one for one in bands if one.label != one.name),
        stages=tuple((stage, word) for stage, word in _WORDS.items() if stage in seen),
        summary=_summary(people, bands, scale.since),
    )


def _scale(
    people: Sequence[PersonSpans], phases: Sequence[PhaseSpan], today: date, left: float, right: float
) -> _Scale:
    begun = [span.since for one in people for span in one.spans] + [one.since for one in phases]
    since = min(min(begun, default=today), today - timedelta(days=_LEAST_DAYS))
    return _Scale(since, today, left, right)


def _row(one: PersonSpans, scale: _Scale, top: float, height: float, *, beside: bool) -> Row:
    middle = top + (height / 2 if beside else height - 10)
    bars = tuple(_bar(span, scale, middle) for span in one.spans if span.since <= scale.until)
    name = plain_name(one.name)
    room = _NAME_ROOM - _MARGIN if beside else scale.right - scale.left - 4
    return Row(
        person_id=one.person_id,
        name=cut(name, _TEXT, room),
        x=_MARGIN if beside else _MARGIN + 4,
        y=middle + 4.5 if beside else top + 14,
        top=top,
        height=height,
        bars=bars,
        words=f"{name}: {', '.join(_said(span) for span in one.spans)}.",
    )


def _bar(span: StageSpan, scale: _Scale, middle: float) -> Bar:
    begins, ends = scale.x(span.since), scale.x(span.until or scale.until)
    thick = _THICK.get(span.stage, 3)
    goes_on = span.until is None or span.until > scale.until
    return Bar(span.stage, begins, middle - thick / 2, max(round(ends - begins, 1), 2.5), thick, goes_on)


def _said(span: StageSpan) -> str:
    word = _WORDS.get(span.stage, span.stage)
    if span.until is None:
        return f"{word} since {_month(span.since)}"
    return f"{word} from {_month(span.since)} to {_month(span.until)}"


def _bands(phases: Sequence[PhaseSpan], scale: _Scale) -> tuple[Band, ...]:
    found: list[Band] = []
    for place, one in enumerate(reversed([one for one in phases if one.phase]), start=1):
        x = scale.x(one.since)
        width = round(scale.x(one.until or scale.until) - x, 1)
        name = start_sentence(plain_name(phase_name(one.phase)))
        until = f"to {_month(one.until)}" if one.until else "and on"
        found.append(
            Band(
                number=place,
                name=name,
                label=_label(name, place, width),
                x=x,
                width=max(width, 1),
                is_shaded=place % 2 == 1,
                words=f"{name}, from {_month(one.since)} {until}",
            )
        )
    return tuple(found)


def _label(name: str, number: int, width: float) -> str:
    for text in (name, str(number)):
        if width_of(text, _SMALL) + 8 <= width:
            return text
    return ""


def _ticks(scale: _Scale) -> tuple[Tick, ...]:
    days = (scale.until - scale.since).days
    a_month = (scale.right - scale.left) / days * 30.4
    step = next((step for step in _STEPS if step * a_month >= _TICK_ROOM), _STEPS[-1])
    first = scale.since.year * 12 + scale.since.month - 1
    months = range((first // step + 1) * step, scale.until.year * 12 + scale.until.month, step)
    found = []
    for month in months:
        day = date(month // 12, month % 12 + 1, 1)
        x = scale.x(day)
        if scale.left + _TICK_ROOM / 3 <= x <= scale.right - _TICK_ROOM * 0.8:
            found.append(Tick(x, str(day.year) if step >= 12 else _month(day)))
    return tuple(found)


def _month(day: date) -> str:
    return f"{_MONTHS[day.month - 1]} {day.year}"


def _summary(people: Sequence[PersonSpans], bands: Sequence[Band], since: date) -> str:
    now = sum(any(span.until is None for span in one.spans) for one in people)
    counted = start_sentence(count(len(people), "person", "people"))
    was = "has" if len(people) == 1 else "have"
    said = f"{counted} {was} been on the panel since {_month(since)}, {now} of them now."
    phases = "; ".join(one.words for one in bands)
    return f"{said} Phases: {phases}." if phases else said
