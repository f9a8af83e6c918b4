"""What the panel covered at the end of each phase, from what is known. Examples: docs/rules/look-back.md.

Known of a day gone by: who was on the panel in which stage, and when we had last talked. Not kept: how far each
could help then, and roles. So how far each helps is taken as it is today, and roles are left out.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from mentorpanel.domain.coverage import Member, NeedCoverage, coverage_of_all
from mentorpanel.domain.facts import Stage
from mentorpanel.domain.needs import needs_of, phase_name
from mentorpanel.domain.panel_history import PersonSpans, on_the_day
from mentorpanel.domain.records import PhaseRecord
from mentorpanel.domain.rule_settings import RuleSettings
from mentorpanel.domain.words import start_sentence

WARM_DAYS: Final = 180
"""Talked within so many days before: the tie counts fully. The half-life of a mentor's warmth; our judgement."""
QUIET_DAYS: Final = 360
"""Within so many: in part, as a quiet tie does. Our judgement."""
MOST_PHASES: Final = 12
"""Phases that are looked at, the newest; our judgement."""
NOT_KEPT: Final = (
    "Known is who was on the panel and when you had last talked. How far each could help, and what a phase asks for, "
    "is taken as you see it today, for that is not kept; roles such as sponsor are left out of phases gone by."
)


@dataclass(frozen=True, slots=True)
class PhaseLook:
    """A phase with the coverage of its needs on its last day; ``until`` None: the present one, as of today."""

    phase: str
    name: str
    since: date
    until: date | None
    needs: tuple[NeedCoverage, ...]

    def counted(self, state: str) -> int:
        """How many needs were *open*, *thin* or *covered*."""
        return sum(one.state == state for one in self.needs)


def phases_looked_at(
    phases: Sequence[PhaseRecord],
    people: Sequence[PersonSpans],
    members: Mapping[int, Member],
    last_talks: Mapping[tuple[int, date], date],
    own_weights: Mapping[str, Mapping[str, int]],
    settings: RuleSettings,
) -> tuple[PhaseLook, ...]:
    """The phases gone by, the oldest first, each as the panel stood on its last day.

    ``members`` say how far each helps, as of today; ``last_talks`` is the last two-way talk by person and last day.
    """
    return tuple(
        PhaseLook(
            one.phase,
            start_sentence(phase_name(one.phase)),
            one.started_on,
            one.ended_on,
            coverage_of_all(
                needs_of(one.phase, own_weights), _then(one.ended_on, people, members, last_talks), settings
            ),
        )
        for one in phases
        if one.ended_on is not None
    )


def present_phase(phase: PhaseRecord, coverage: Sequence[NeedCoverage]) -> PhaseLook:
    """The phase of now, with what the panel covers today."""
    return PhaseLook(
        phase.phase, start_sentence(phase_name(phase.phase)), phase.started_on, None, tuple(coverage)
    )


def warmth_then(last: date | None, day: date) -> str:
    """How warm a tie counts on a day gone by: by the last two-way talk before it."""
    if last is None or last > day:
        return "distant"
    days = (day - last).days
    return "warm" if days <= WARM_DAYS else "quiet" if days <= QUIET_DAYS else "distant"


def _then(
    day: date,
    people: Sequence[PersonSpans],
    members: Mapping[int, Member],
    last_talks: Mapping[tuple[int, date], date],
) -> list[Member]:
    return [
        replace(
            members.get(one.person_id) or Member(one.person_id, one.name, None),
            stage=Stage(stage),
            roles=frozenset(),
            warmth=warmth_then(last_talks.get((one.person_id, day)), day),
            standing="",
        )
        for one, stage in on_the_day(people, day)
    ]
