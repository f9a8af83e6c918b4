"""Everything about one person that a page or a command shows, in one query."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from mentorpanel import clock
from mentorpanel.domain.records import (
    AdviceRecord,
    CommitmentRecord,
    DraftRecord,
    Named,
    ParkedRecord,
    PersonRecord,
    ProfileRecord,
    SessionRecord,
    StageChangeRecord,
    TouchpointRecord,
)
from mentorpanel.storage import (
    acquaintances,
    advice,
    commitments,
    decisions,
    drafts,
    look_alikes,
    merges,
    needs,
    parking,
    people,
    people_lists,
    sessions,
    touchpoints,
)
from mentorpanel.storage import panel as panel_rows
from mentorpanel.storage.decisions import Helped
from mentorpanel.storage.ownership import User
from mentorpanel.storage.together import Found, read_together
from mentorpanel.usecases import (
    assessments,
    coverage,
    giving,
    introductions,
    navigation,
    outreach,
    panel,
    profiles,
    readiness,
)
from mentorpanel.usecases.assessments import Assessment
from mentorpanel.usecases.coverage import Help
from mentorpanel.usecases.giving import PersonGiving
from mentorpanel.usecases.introductions import Introduction
from mentorpanel.usecases.outreach import Path
from mentorpanel.usecases.panel import PersonStanding
from mentorpanel.usecases.readiness import ReadinessPage

SHOWN = 30
ALIKE_SHOWN = 8
READS = tuple(
    dict.fromkeys(
        (
            *people.READS,
            *assessments.READS,
            *panel.STANDING_READS,
            *readiness.READS,
            touchpoints.LATEST,
            *parking.READS_FOR_PERSON,
            drafts.TO_PERSON,
            merges.INTO_PERSON,
            *outreach.READS_OF_PERSON,
            *giving.READS_OF_PERSON,
            decisions.HELPED_WITH,
            *introductions.READS_OF_PERSON,
            *coverage.HELP_READS,
            needs.HELPED_NEEDS,
            acquaintances.KNOWN_TO,
            people_lists.PANEL_NAMES,
            *look_alikes.READS,
            *navigation.COUNTS,
        )
    )
)
"""What a person's page reads, each once; see ``storage/together.py``."""


@dataclass(frozen=True, slots=True)
class PersonPage:
    """A person with what hangs on them. ``standing`` is None in the address book; ``readiness`` where nobody asks.

    ``on_panel`` are the others with a stage, ``own_needs`` the slugs of the owner's own needs, ``counts`` the menu's.
    """

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
    decided: tuple[Helped, ...]
    introductions: tuple[Introduction, ...]
    helps: tuple[Help, ...]
    own_needs: tuple[str, ...]
    acquainted: tuple[Named, ...]
    on_panel: tuple[Named, ...]
    look_alikes: tuple[Named, ...]
    counts: dict[str, int]


def person_page(owner: User, *, person_id: int, profile: ProfileRecord | None = None) -> PersonPage:
    """Gather a person's page. A known profile is not read again."""
    profile = profile or profiles.profile(owner)
    found = read_together(
        owner,
        READS,
        person_id=person_id,
        now=clock.now(),
        topics_since=coverage.topics_since(profile),
    )
    return _page(found, people.person_from(found, person_id), profile)


def _page(found: Found, person: PersonRecord, profile: ProfileRecord) -> PersonPage:
    assessed = assessments.assessment_from(found, profile)
    letters = tuple(found[drafts.TO_PERSON])
    said = () if person.deleted_at else found[advice.LAST][:SHOWN]
    zone = ZoneInfo(profile.time_zone)
    return PersonPage(
        person=person,
        standing=panel.standing_from(found, person, profile, assessed),
        assessment=assessed,
        readiness=readiness.if_asked_from(found, person, profile, assessed),
        timeline=found[touchpoints.LATEST],
        stages=found[panel_rows.HISTORY],
        parked=parking.open_items_from(found),
        commitments=found[commitments.OPEN_WITH],
        advice=said,
        sessions=tuple(found[sessions.WITH_PERSON][: sessions.LISTED]),
        letters=letters,
        merges=found[merges.INTO_PERSON],
        paths=outreach.paths_from(found, profile),
        giving=giving.giving_from(found, person.id, zone, letters, said),
        decided=found[decisions.HELPED_WITH],
        introductions=introductions.introductions_from(found, profile),
        helps=coverage.helps_from(found, profile),
        own_needs=needs.own_needs_from(found),
        acquainted=found[acquaintances.KNOWN_TO],
        on_panel=tuple(one for one in found[people_lists.PANEL_NAMES] if one.id != person.id),
        look_alikes=look_alikes.look_alikes_from(found)[:ALIKE_SHOWN],
        counts=navigation.counts_from(found),
    )
