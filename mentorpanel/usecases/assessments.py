"""Assessment: dated evidence of what somebody is like to learn from, and what it shows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from django.db import transaction

from mentorpanel import clock
from mentorpanel.domain.assessment import (
    AssessmentFacts,
    AssessmentResult,
    CheckedEvidence,
    Evidence,
    Principle,
    Seen,
    assessment_of,
    checked_evidence,
)
from mentorpanel.domain.facts import Stage
from mentorpanel.domain.panel_records import EvidenceRecord
from mentorpanel.domain.problems import NotFound
from mentorpanel.domain.records import ProfileRecord, StageChangeRecord
from mentorpanel.storage import assessments, panel, people, touchpoints
from mentorpanel.storage.ownership import User
from mentorpanel.storage.together import Found, read_together
from mentorpanel.usecases import profiles

MENTORS = (Stage.MENTOR, Stage.FORMAL_MENTOR)
READS = (assessments.ABOUT, touchpoints.SUMMARY, panel.HISTORY)


@dataclass(frozen=True, slots=True)
class Assessment:
    """What the evidence shows, the pieces themselves, the newest first, and whether they were declared."""

    result: AssessmentResult
    evidence: tuple[EvidenceRecord, ...]
    two_way_touchpoints: int
    is_declared: bool


def assessment(owner: User, *, person_id: int) -> Assessment:
    """Where the assessment of somebody stands today."""
    found = read_together(owner, (*people.READS, *READS), person_id=person_id)
    people.person_from(found, person_id)
    return assessment_from(found, profiles.profile(owner))


def add_evidence(
    owner: User,
    *,
    person_id: int,
    text: str,
    shows: Iterable[tuple[str, str]] = (),
    touchpoint_id: int | None = None,
    on: date | None = None,
) -> EvidenceRecord:
    """Note what was seen, on the day of its touchpoint where one is named, else on ``on`` or today.

    ``shows`` pairs criteria with *not-seen*, *sometimes* or *clearly*; too early for that is ``Conflict``.
    """
    with transaction.atomic():
        people.person_for_change(owner, person_id=person_id)
        profile = profiles.profile(owner)
        day = _day_of(owner, touchpoint_id, on, profile)
        kept = _checked(owner, person_id, profile, text, shows, day)
        return assessments.add_evidence(
            owner,
            person_id=person_id,
            touchpoint_id=touchpoint_id,
            on=day,
            text=kept.note,
            shows=_plain(kept),
        )


def change_evidence(
    owner: User,
    *,
    evidence_id: int,
    text: str | None = None,
    shows: Iterable[tuple[str, str]] | None = None,
    on: date | None = None,
) -> EvidenceRecord:
    """Rewrite a piece of evidence; None leaves a part as it is."""
    with transaction.atomic():
        before = assessments.evidence(owner, evidence_id=evidence_id)
        people.person_for_change(owner, person_id=before.person.id)
        kept = _checked(
            owner,
            before.person.id,
            profiles.profile(owner),
            before.text if text is None else text,
            before.shows if shows is None else shows,
            on or before.on,
        )
        return assessments.change_evidence(
            owner, evidence_id=evidence_id, text=kept.note, shows=_plain(kept), on=on or before.on
        )


def evidence(owner: User, *, evidence_id: int) -> EvidenceRecord:
    """One piece of evidence."""
    return assessments.evidence(owner, evidence_id=evidence_id)


def delete_evidence(owner: User, *, evidence_id: int) -> EvidenceRecord:
    """Take a piece of evidence away; ``restore_evidence`` undoes it."""
    with transaction.atomic():
        return assessments.delete_evidence(owner, evidence_id=evidence_id)


def restore_evidence(owner: User, *, gone: EvidenceRecord) -> EvidenceRecord:
    """Bring back a piece of evidence that was taken away, as it was; without its talk where that is gone."""
    with transaction.atomic():
        return assessments.add_evidence(
            owner,
            person_id=gone.person.id,
            touchpoint_id=_still_there(owner, gone.touchpoint_id),
            on=gone.on,
            text=gone.text,
            shows=gone.shows,
        )


def principles_of(profile: ProfileRecord) -> tuple[Principle, ...]:
    """The owner's leadership principles by key and name."""
    return tuple((one["key"], one["name"]) for one in profile.principles)


def was_declared(history: Sequence[StageChangeRecord]) -> bool:
    """Whether the owner said while setting up that this person already helps."""
    return any(move.is_declared and move.to_stage in MENTORS for move in history)


def assessment_from(found: Found, profile: ProfileRecord) -> Assessment:
    """As ``assessment``, where ``READS`` were read with others."""
    pieces, summary = found[assessments.ABOUT], found[touchpoints.SUMMARY]
    declared = was_declared(found[panel.HISTORY])
    two_way = summary.two_way_days if summary else 0
    facts = AssessmentFacts(two_way, tuple(_fact(piece) for piece in pieces), declared)
    today = clock.today(ZoneInfo(profile.time_zone))
    result = assessment_of(facts, principles_of(profile), today, profiles.settings_of(profile))
    return Assessment(result, pieces, two_way, declared)


def _checked(
    owner: User,
    person_id: int,
    profile: ProfileRecord,
    text: str,
    shows: Iterable[tuple[str, str]],
    on: date,
) -> CheckedEvidence:
    now = assessment_from(read_together(owner, READS, person_id=person_id), profile)
    return checked_evidence(
        text,
        shows,
        on=on,
        today=clock.today(ZoneInfo(profile.time_zone)),
        two_way_touchpoints=now.two_way_touchpoints,
        principles=principles_of(profile),
        settings=profiles.settings_of(profile),
        is_declared=now.is_declared,
    )


def _still_there(owner: User, touchpoint_id: int | None) -> int | None:
    try:
        return touchpoints.touchpoint(owner, touchpoint_id=touchpoint_id).id if touchpoint_id else None
    except NotFound:
        return None


def _day_of(owner: User, touchpoint_id: int | None, on: date | None, profile: ProfileRecord) -> date:
    if on is None and touchpoint_id is not None:
        return touchpoints.touchpoint(owner, touchpoint_id=touchpoint_id).on
    return on or clock.today(ZoneInfo(profile.time_zone))


def _fact(piece: EvidenceRecord) -> Evidence:
    shows = tuple((criterion, Seen(seen)) for criterion, seen in piece.shows)
    return Evidence(piece.id, piece.on, piece.text, shows, piece.touchpoint_id)


def _plain(kept: CheckedEvidence) -> list[tuple[str, str]]:
    return [(criterion, seen.value) for criterion, seen in kept.shows]
