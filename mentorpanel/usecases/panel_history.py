"""The panel over time: who was on it when, and in which phase."""

from dataclasses import dataclass
from datetime import date

from mentorpanel import clock
from mentorpanel.domain.panel_history import (
    Move,
    PersonSpans,
    PhaseSpan,
    by_phase,
    on_the_day,
    phase_on,
    spans_of,
)
from mentorpanel.storage import panel_facts, phases
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import profiles


@dataclass(frozen=True, slots=True)
class PanelHistory:
    """Phases newest first with who was on the panel in each, and everybody's spans."""

    on: date
    phases: tuple[PhaseSpan, ...]
    people: tuple[PersonSpans, ...]


@dataclass(frozen=True, slots=True)
class PastMember:
    """Somebody who was on the panel on a day, in which stage."""

    id: int
    name: str
    stage: str


@dataclass(frozen=True, slots=True)
class PastPanel:
    """The panel of a day gone by: its phase, or empty, and who was on it."""

    on: date
    phase: str
    members: tuple[PastMember, ...]


def panel_history(owner: User) -> PanelHistory:
    """Everything there was, in three queries."""
    people = _people(owner)
    today = clock.today(profiles.zone(owner))
    return PanelHistory(today, by_phase(people, phases.phases(owner)), people)


def panel_on(owner: User, *, day: date) -> PastPanel:
    """Who was on the panel on a day gone by; how things stood with them then is not kept."""
    found = on_the_day(_people(owner), day)
    members = tuple(PastMember(one.person_id, one.name, stage) for one, stage in found)
    return PastPanel(day, phase_on(phases.phases(owner), day), members)


def _people(owner: User) -> tuple[PersonSpans, ...]:
    return spans_of(Move(*row) for row in panel_facts.stage_changes(owner))
