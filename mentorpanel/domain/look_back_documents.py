"""Looking back as documents, the same for the shell and for programs: the numbers behind the plots, a year, its letter."""

from typing import Any

from mentorpanel.domain.look_back import Series, WeekCalendar
from mentorpanel.domain.look_back_phases import NOT_KEPT, PhaseLook
from mentorpanel.domain.look_back_year import Came, YearBook
from mentorpanel.domain.records import GoalRecord, Named

Document = dict[str, Any]


def series(one: Series) -> Document:
    """Numbers by month: ``months`` as 2026-03, a value for each in every line."""
    return {
        "summary": one.summary,
        "months": [f"{month:%Y-%m}" for month in one.months],
        "lines": [{"key": line.key, "name": line.name, "values": list(line.values)} for line in one.lines],
    }


def weeks(one: WeekCalendar) -> list[Document]:
    """The weeks of each person, by their Mondays."""
    return [
        {"person": {"id": row.person_id, "name": row.name}, "weeks": [day.isoformat() for day in row.weeks]}
        for row in one.people
    ]


def phase(one: PhaseLook) -> Document:
    """A phase with how its needs stood on its last day."""
    return {
        "phase": one.phase,
        "name": one.name,
        "since": one.since.isoformat(),
        "until": one.until.isoformat() if one.until else None,
        "needs": [
            {
                "need": need.need.slug,
                "name": need.need.name,
                "state": need.state,
                "people": [cover.name for cover in need.people],
            }
            for need in one.needs
        ],
    }


def goal(one: GoalRecord) -> Document:
    """A goal's line: from when to when, how much of the way is met, and how it ended."""
    return {
        "id": one.id,
        "statement": one.statement,
        "starts_on": one.starts_on.isoformat(),
        "due_on": one.due_on.isoformat(),
        "milestones": len(one.milestones),
        "milestones_met": sum(step.done_on is not None for step in one.milestones),
        "ended_on": one.ended_on.isoformat() if one.ended_on else None,
        "ending": one.ending or None,
    }


def book(one: YearBook) -> Document:
    """What a year was."""
    return {
        "panel": [_named(person) for person in one.panel],
        "joined": [_came(came) for came in one.joined],
        "rested": [_came(came) for came in one.rested],
        "sessions": [
            {"id": held.id, "person": _named(held.person), "on": held.on.isoformat()} for held in one.sessions
        ],
        "advice": [
            {
                "id": said.id,
                "person": _named(said.person),
                "text": said.text,
                "status": said.status,
                "outcome": said.outcome,
                "on": said.on.isoformat(),
            }
            for said in one.advice
        ],
        "gave": [
            {"person": _named(gave.person), "text": gave.line.text, "on": gave.line.on.isoformat()}
            for gave in one.gave
        ],
        "answered": [
            {"id": item.id, "text": item.text, "answer": item.answer, "on": item.on.isoformat()}
            for item in one.answered
        ],
        "goals": [goal(ended) for ended in one.goals],
    }


def so_far(found: Any) -> Document:
    """Everything so far (usecases.look_back.LookBack)."""
    return {
        **_shared(found),
        "year": None,
        "phases": [phase(one) for one in found.phases],
        "not_kept": NOT_KEPT,
        "goals": [goal(one) for one in found.goals],
        "book": None,
        "letter": None,
    }


def of_year(found: Any) -> Document:
    """One year (usecases.look_back.LookAtYear)."""
    return {
        **_shared(found),
        "year": found.book.year,
        "phases": [],
        "not_kept": NOT_KEPT,
        "goals": [goal(one) for one in found.book.goals],
        "book": book(found.book),
        "letter": {"text": found.letter.text, "is_draft": found.letter.is_draft},
    }


def _shared(found: Any) -> Document:
    return {
        "headline": found.headline,
        "years": list(found.years),
        **{one.key: series(one) for one in (found.panel, found.talks, found.given, found.received)},
        "weeks": weeks(found.weeks),
    }


def _named(one: Named) -> Document:
    return {"id": one.id, "name": one.name}


def _came(one: Came) -> Document:
    return {"person": _named(one.person), "stage": one.stage, "on": one.on.isoformat()}
