"""Who was on the panel when, and in which phase: told by the moves between stages. Examples: docs/rules/panel-history.md.

Roles carry no day, so sponsors and role models who never were a mentor or in rapport are not in it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from mentorpanel.domain.facts import Stage
from mentorpanel.domain.names import fold
from mentorpanel.domain.records import PhaseRecord

ON_THE_PANEL: Final = (Stage.FORMAL_MENTOR, Stage.MENTOR, Stage.RAPPORT)
"""The stages that count by themselves, those nearest first."""


@dataclass(frozen=True, slots=True)
class Move:
    """Somebody moved to a stage on a day."""

    person_id: int
    name: str
    stage: str
    on: date


@dataclass(frozen=True, slots=True)
class StageSpan:
    """A stage from one day until another; ``until`` is the first day of what followed, None while it goes on."""

    stage: str
    since: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class PersonSpans:
    """Somebody's spans on the panel, the oldest first."""

    person_id: int
    name: str
    spans: tuple[StageSpan, ...]


@dataclass(frozen=True, slots=True)
class Taken:
    """Somebody's part in a phase: the stages they had on the panel then, whether they came or left in it."""

    person_id: int
    name: str
    stages: tuple[str, ...]
    came_on: date | None = None
    left_on: date | None = None


@dataclass(frozen=True, slots=True)
class PhaseSpan:
    """A phase with who was on the panel in it. ``phase`` is empty for the time before the first was said."""

    phase: str
    note: str
    since: date
    until: date | None
    people: tuple[Taken, ...]
    id: int = 0


def spans_of(moves: Iterable[Move]) -> tuple[PersonSpans, ...]:
    """Everybody who was ever on the panel, by when they first were. ``moves`` come as they were made.

    A later move that is dated earlier takes the place of what was said of the days since.
    """
    names: dict[int, str] = {}
    lines: dict[int, list[tuple[date, str]]] = {}
    for move in moves:
        names[move.person_id] = move.name
        kept = [(on, stage) for on, stage in lines.get(move.person_id, []) if on < move.on]
        lines[move.person_id] = [*kept, (move.on, move.stage)]
    found = [PersonSpans(person_id, names[person_id], _spans(line)) for person_id, line in lines.items()]
    return tuple(
        sorted(
            (one for one in found if one.spans),
            key=lambda one: (one.spans[0].since, fold(one.name), one.person_id),
        )
    )


def on_the_day(people: Iterable[PersonSpans], day: date) -> tuple[tuple[PersonSpans, str], ...]:
    """Who was on the panel on that day, with their stage; those nearest first, then by name."""
    found = [
        (one, span.stage)
        for one in people
        for span in one.spans
        if span.since <= day and (span.until is None or day < span.until)
    ]
    return tuple(sorted(found, key=lambda each: (_place(each[1]), fold(each[0].name), each[0].person_id)))


def by_phase(people: Sequence[PersonSpans], phases: Sequence[PhaseRecord]) -> tuple[PhaseSpan, ...]:
    """The phases with who was on the panel in each, the newest first; ``phases`` come oldest first."""
    spans = [PhaseSpan(one.phase, one.note, one.started_on, one.ended_on, (), one.id) for one in phases]
    first = min((one.spans[0].since for one in people), default=None)
    begun = phases[0].started_on if phases else None
    if first is not None and (begun is None or first < begun):
        spans.insert(0, PhaseSpan("", "", first, begun, ()))
    filled = [
        PhaseSpan(one.phase, one.note, one.since, one.until, _people_in(people, one), one.id) for one in spans
    ]
    return tuple(reversed(filled))


def phase_on(phases: Iterable[PhaseRecord], day: date) -> str:
    """The slug of the phase on that day, or empty."""
    found = [
        one.phase for one in phases if one.started_on <= day and (one.ended_on is None or day < one.ended_on)
    ]
    return found[-1] if found else ""


def _people_in(people: Iterable[PersonSpans], phase: PhaseSpan) -> tuple[Taken, ...]:
    found = []
    for one in people:
        spans = [span for span in one.spans if _meets(span, phase)]
        if spans:
            came, left = spans[0].since, spans[-1].until
            found.append(
                Taken(
                    one.person_id,
                    one.name,
                    tuple(dict.fromkeys(span.stage for span in spans)),
                    came if came > phase.since and not _was_there(one, came) else None,
                    left if left is not None and (phase.until is None or left < phase.until) else None,
                )
            )
    return tuple(sorted(found, key=lambda each: (_place(each.stages[-1]), fold(each.name), each.person_id)))


def _was_there(one: PersonSpans, day: date) -> bool:
    return any(span.until == day for span in one.spans)


def _meets(span: StageSpan, phase: PhaseSpan) -> bool:
    """Whether the two share a day; a phase of no length is met by what ran on its day."""
    starts_in_time = phase.until is None or span.since < max(phase.until, phase.since) or (
        phase.until == phase.since and span.since <= phase.since
    )  # fmt: skip
    return starts_in_time and (span.until is None or span.until > phase.since)


def _spans(line: Sequence[tuple[date, str]]) -> tuple[StageSpan, ...]:
    ends = [*(on for on, _ in line[1:]), None]
    return tuple(
        StageSpan(stage, on, end) for (on, stage), end in zip(line, ends, strict=True) if stage in _PLACES
    )


_PLACES: Final[Mapping[str, int]] = {stage.value: place for place, stage in enumerate(ON_THE_PANEL)}


def _place(stage: str) -> int:
    return _PLACES.get(stage, len(_PLACES))
