"""Everything about one person that a page or a command shows, in a constant number of queries."""

from dataclasses import dataclass

from mentorpanel.domain.records import (
    AdviceRecord,
    CommitmentRecord,
    DraftRecord,
    ParkedRecord,
    PersonRecord,
    SessionRecord,
    StageChangeRecord,
    TouchpointRecord,
)
from mentorpanel.storage import drafts
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import (
    advice,
    assessments,
    commitments,
    decisions,
    giving,
    introductions,
    matches,
    outreach,
    panel,
    parking,
    people,
    readiness,
    sessions,
    touchpoints,
)
from mentorpanel.usecases.assessments import Assessment
from mentorpanel.usecases.giving import PersonGiving
from mentorpanel.usecases.introductions import Introduction
from mentorpanel.usecases.outreach import Path
from mentorpanel.usecases.panel import PersonStanding
from mentorpanel.usecases.readiness import ReadinessPage

SHOWN = 30


@dataclass(frozen=True, slots=True)
class PersonPage:
    """A person with what hangs on them. ``standing`` is None in the address book; ``readiness`` where nobody asks."""

    person: PersonRecord
    standing: PersonStanding | None
    assessment: Assessment
    readiness: ReadinessPage | None
    timeline: tuple[TouchpointRecord, ...]
    stages: tuple[StageChangeRecord, ...]
    parked: tuple[ParkedRecord, ...]
    commitments: tuple[CommitmentRecord, ...]
    advice: tuple[AdviceRecord, ...]
    sessions: tuple[SessionRecord, ...]
    letters: tuple[DraftRecord, ...]
    merges: tuple[tuple[int, str, str], ...]
    paths: tuple[Path, ...]
    giving: PersonGiving
    decided: tuple[tuple[int, str, tuple[str, ...], bool], ...]
    introductions: tuple[Introduction, ...]


def person_page(owner: User, *, person_id: int) -> PersonPage:
    """Gather a person's page."""
    found = people.person(owner, person_id=person_id)
    assessed = assessments.assessment(owner, person_id=person_id)
    is_known = bool(found.stage)
    letters = tuple(drafts.letters_to(owner, person_id=person_id))
    said = advice.advice_list(owner, person_id=person_id, limit=SHOWN).results
    return PersonPage(
        person=found,
        standing=panel.standing_of_person(owner, person_id=person_id, assessed=assessed)
        if is_known
        else None,
        assessment=assessed,
        readiness=readiness.if_asked(owner, person_id=person_id, known=assessed),
        timeline=touchpoints.timeline(owner, person_id=person_id, limit=SHOWN).results,
        stages=panel.stage_history(owner, person_id=person_id),
        parked=parking.open_items_for(owner, person_id=person_id),
        commitments=commitments.open_commitments(owner, person_id=person_id),
        advice=said,
        sessions=tuple(sessions.sessions_with(owner, person_id=person_id)),
        letters=letters,
        merges=tuple(matches.merges_of(owner, person_id=person_id)),
        paths=outreach.paths_of(owner, person_id=person_id),
        giving=giving.person_giving(owner, person_id=person_id, letters_sent=letters, said=said),
        decided=decisions.helped_with(owner, person_id=person_id),
        introductions=introductions.every_introduction(owner, person_id=person_id),
    )
