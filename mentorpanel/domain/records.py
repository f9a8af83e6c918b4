"""What is stored, as frozen records for the shells: plain values, no rows, no rules.

Everything here is the owner's own view and may be private. What a mentor may see is built from
``mentor_view`` and never from these directly.
"""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from mentorpanel.domain.facts import Rung


@dataclass(frozen=True, slots=True)
class Named:
    """A person as a link: id and name."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class ProfileRecord:
    """The owner of the data: profile, ladder, principles and changed numbers."""

    owner_id: int
    email: str
    name: str
    mail_address: str
    title: str
    level: str
    organisation: str
    time_zone: str
    work_starts: time
    work_ends: time
    prepares: time
    prep_hours_before: int | None
    weekly_minutes: int
    ladder: tuple[Rung, ...]
    principles: tuple[dict[str, str], ...]
    rule_overrides: dict[str, Any]
    theme: str
    phone_region: str
    welcome_step: str
    has_busy_times: bool = False
    hides_giving: bool = False


@dataclass(frozen=True, slots=True)
class PhaseRecord:
    """The owner's phase: slug, note, and when it began and ended."""

    id: int
    phase: str
    note: str
    started_on: date
    ended_on: date | None


@dataclass(frozen=True, slots=True)
class ContactPointRecord:
    id: int
    kind: str
    value: str
    is_primary: bool
    failed_at: datetime | None


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person in a list: what a row shows."""

    id: int
    name: str
    organisation: str
    title: str
    level: str
    stage: str
    last_two_way_on: date | None
    email: str = ""
    distance: str = ""


@dataclass(frozen=True, slots=True)
class PersonRecord:
    """A whole person as the owner keeps them."""

    id: int
    name: str
    nickname: str
    organisation: str
    title: str
    function: str
    level: str
    level_said: bool
    time_zone: str
    tags: tuple[str, ...]
    expertise: tuple[str, ...]
    how_met: str
    admire: str
    share: str
    care_about: str
    need: str
    offer: str
    distance: str
    introduced_by: Named | None
    private_notes: str
    imported_notes: str
    do_not_contact: bool
    is_confidential: bool
    keeps_mail_text: bool
    connected_on: date | None
    deleted_at: datetime | None
    stage: str
    since: date | None
    entered_stage_on: date | None
    roles: tuple[str, ...]
    cadence_days: int | None
    paused_until: date | None
    contact_points: tuple[ContactPointRecord, ...]

    @property
    def email(self) -> str:
        """The address to write to: the primary one, else the first that has not failed."""
        addresses = [point for point in self.contact_points if point.kind == "email"]
        addresses.sort(key=lambda point: (point.failed_at is not None, not point.is_primary, point.id))
        return addresses[0].value if addresses else ""


@dataclass(frozen=True, slots=True)
class TouchpointRecord:
    id: int
    person: Named
    kind: str
    direction: str
    on: date
    at: datetime
    summary: str
    topics: tuple[str, ...]
    source: str
    session_id: int | None
    is_personal_update: bool
    told_focus: bool


@dataclass(frozen=True, slots=True)
class StageChangeRecord:
    from_stage: str
    to_stage: str
    on: date
    reason: str
    is_declared: bool


@dataclass(frozen=True, slots=True)
class FocusRecord:
    """A focus area; ``readers`` is nobody, named or everyone, with the names for *named*."""

    id: int
    text: str
    readers: str
    named: tuple[Named, ...]
    position: int


@dataclass(frozen=True, slots=True)
class JournalRecord:
    id: int
    kind: str
    on: date
    text: str
    topics: tuple[str, ...]
    is_shared_with_all: bool
    shared_with: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class ParkedRecord:
    id: int
    text: str
    kind: str
    topics: tuple[str, ...]
    urgency: str
    status: str
    person: Named | None
    asked_name: str
    answer: str
    parked_at: datetime
    session_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """A parked item on a session's agenda."""

    item: ParkedRecord
    position: int
    was_raised: bool


@dataclass(frozen=True, slots=True)
class MilestoneRecord:
    id: int
    text: str
    due_on: date | None
    done_on: date | None


@dataclass(frozen=True, slots=True)
class GoalRecord:
    id: int
    statement: str
    why: str
    how_known: str
    skills: tuple[str, ...]
    starts_on: date
    due_on: date
    horizon_reason: str
    ended_on: date | None
    ending: str
    closing_note: str
    mentors: tuple[Named, ...]
    milestones: tuple[MilestoneRecord, ...]
    check_ins: tuple[tuple[date, str], ...]


@dataclass(frozen=True, slots=True)
class AdviceRecord:
    id: int
    person: Named
    session_id: int | None
    text: str
    topics: tuple[str, ...]
    on: date
    status: str
    outcome: str
    outcome_on: date | None
    loop_closed_on: date | None
    item_id: int | None = None


@dataclass(frozen=True, slots=True)
class CommitmentRecord:
    id: int
    person: Named
    session_id: int | None
    is_mine: bool
    text: str
    due_on: date | None
    done_on: date | None
    dropped_on: date | None
    made_at: datetime


@dataclass(frozen=True, slots=True)
class SeriesRecord:
    """A series. ``prep_minutes`` None and ``prep_lead`` empty: prepared as the owner usually does."""

    id: int
    person: Named
    rrule: str
    starts_local: datetime
    time_zone: str
    length_minutes: int
    place: str
    prep_minutes: int | None
    ended_on: date | None
    prep_lead: str = ""


@dataclass(frozen=True, slots=True)
class SessionRecord:
    """A session without what hangs on it. ``person_is_gone`` where they are in the trash."""

    id: int
    person: Named
    series_id: int | None
    rrule: str
    starts_at: datetime
    length_minutes: int
    place: str
    status: str
    uid: str
    sequence: int
    notes: str
    shared_notes: str
    prep_minutes: int | None
    prepared_at: datetime | None
    brief_sent_at: datetime | None
    held_at: datetime | None
    recap_sent_at: datetime | None
    who_missed: str
    reason: str
    i_mentor: bool = False
    person_is_gone: bool = False
    prep_lead: str = ""


@dataclass(frozen=True, slots=True)
class DraftRecord:
    """A letter: its slots while being written, its snapshot once sent; ``answered_on`` when a reply was noted."""

    id: int
    kind: str
    person: Named
    session_id: int | None
    slots: dict[str, Any]
    subject: str
    text: str
    is_text_edited: bool
    is_written: bool
    state: str
    sent_at: datetime | None
    sent_how: str
    sent_to: str
    failure: str
    notice_id: int | None = None
    answered_on: date | None = None


@dataclass(frozen=True, slots=True)
class OutboxRecord:
    id: int
    draft_id: int | None
    message_id: str
    recipients: tuple[str, ...]
    status: str
    attempts: int
    not_before: datetime
    last_error: str
    sent_at: datetime | None


@dataclass(frozen=True, slots=True)
class ImportRecordRow:
    """What one record of an imported file led to."""

    where: str
    outcome: str
    reason: str
    person: Named | None


@dataclass(frozen=True, slots=True)
class ImportRunRecord:
    """One imported file with its counts; the five counts and the rejected add up to ``read``."""

    id: int
    filename: str
    format: str
    state: str
    total_bytes: int
    done_bytes: int
    read: int
    created: int
    updated: int
    unchanged: int
    doubtful: int
    rejected: int
    failure: str
    created_at: datetime
    finished_at: datetime | None
    undone_at: datetime | None


@dataclass(frozen=True, slots=True)
class DoubtfulRecord:
    """A record of a file beside the person it may be."""

    id: int
    import_id: int
    where: str
    record: dict[str, Any]
    person: Named
    reason: str
    decision: str
    fingerprint: str = ""


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A thing that holds every word searched for. ``kind``: person, touchpoint, journal, parked, advice, session."""

    kind: str
    id: int
    title: str
    snippet: str
    person: Named | None
    on: date | None


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list: the rows and the cursor of the next page, empty on the last."""

    results: tuple[Any, ...]
    next: str
