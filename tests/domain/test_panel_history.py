"""The panel over time, by the tables of docs/rules/panel-history.md."""

from datetime import date, timedelta

import pytest

from mentorpanel.domain.panel_history import Move, PhaseSpan, by_phase, on_the_day, phase_on, spans_of
from mentorpanel.domain.records import PhaseRecord
from tests.rule_tables import rows

ANA = (("mentor", "2026-01-05"), ("formal-mentor", "2026-03-01"))
MAREK = (("mentor", "2025-06-01"), ("alumni", "2026-02-01"))


def pairs(text: str) -> list[tuple[str, date]]:
    words = [one.split() for one in text.split(",") if one.strip()]
    return [(word, date.fromisoformat(day)) for word, day in words]


def moves(person_id: int, name: str, told: tuple[tuple[str, str], ...]) -> list[Move]:
    return [Move(person_id, name, stage, date.fromisoformat(on)) for stage, on in told]


@pytest.mark.parametrize("row", rows("panel-history", "When somebody was on it"), ids=str)
def test_spans(row):
    found = spans_of(Move(1, "Ana", stage, on) for stage, on in pairs(row["moves"]))
    spans = [span for one in found for span in one.spans]
    said = ", ".join(f"{span.stage} {span.since} → {span.until or ''}".strip() for span in spans)
    assert said == row["on the panel"]


def phase_records(text: str) -> list[PhaseRecord]:
    begun = pairs(text)
    ends = [*(on for _, on in begun[1:]), None]
    return [
        PhaseRecord(n, slug, "", on, end)
        for n, ((slug, on), end) in enumerate(zip(begun, ends, strict=False), 1)
    ]


def in_words(span: PhaseSpan) -> str:
    people = []
    for one in span.people:
        came = f" came {one.came_on}" if one.came_on else ""
        left = f" left {one.left_on}" if one.left_on else ""
        people.append(f"{one.name} {' then '.join(one.stages)}{came}{left}")
    return f"{span.phase or 'before'}: {'; '.join(people)}"


@pytest.mark.parametrize("row", rows("panel-history", "Who was there in a phase"), ids=str)
def test_phases(row):
    people = spans_of([*moves(1, "Ana", ANA), *moves(2, "Marek", MAREK)])
    found = by_phase(people, phase_records(row["phases"]))
    assert " / ".join(in_words(span) for span in found) == row["who"]


def test_a_day():
    people = spans_of([*moves(1, "Ana", ANA), *moves(2, "Marek", MAREK)])
    leaving = date(2026, 2, 1)
    assert [(one.name, stage) for one, stage in on_the_day(people, leaving)] == [("Ana", "mentor")]
    before = on_the_day(people, leaving - timedelta(days=1))
    assert [(one.name, stage) for one, stage in before] == [("Ana", "mentor"), ("Marek", "mentor")]
    phases = phase_records("progressing 2025-01-01, transition 2026-02-01")
    assert [phase_on(phases, day) for day in (date(2024, 1, 1), leaving - timedelta(days=1), leaving)] == [
        "",
        "progressing",
        "transition",
    ]
    assert by_phase((), ()) == ()
