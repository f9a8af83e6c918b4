"""What a brief, a recap or a thank-you is assembled from: the facts since the last session."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from mentorpanel.domain.facts import AdviceStatus, JournalKind, ParkedKind
from mentorpanel.domain.mentor_view import (
    AdviceFact,
    BriefFacts,
    CommitmentFact,
    DecisionFact,
    FocusFact,
    GoalFact,
    JournalFact,
    MilestoneFact,
    ParkedFact,
    RoleFact,
)
from mentorpanel.domain.records import GoalRecord, PersonRecord, ProfileRecord, SessionRecord
from mentorpanel.domain.role_review import Answer, told
from mentorpanel.storage import sessions
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import (
    advice,
    commitments,
    decisions,
    focus,
    goals,
    journal,
    parking,
    people,
    profiles,
)

FIRST_BRIEF_LOOKS_BACK = timedelta(days=60)
"""How far a first brief looks back; our judgement."""
MENTOR_STAGES = ("mentor", "formal-mentor")
"""Who reads what is shared with all mentors; on the way to being one is not yet (PRODUCT §3, *who counts*)."""


@dataclass(frozen=True, slots=True)
class SessionFacts:
    """A session with everything a letter about it may be made of."""

    session: SessionRecord
    profile: ProfileRecord
    person: PersonRecord
    facts: BriefFacts
    since: date
    next_starts_at: datetime | None


def session_facts(owner: User, *, session_id: int, profile: ProfileRecord | None = None) -> SessionFacts:
    """Gather the facts since the last session with the same person; a known profile is not read again."""
    session = sessions.session(owner, session_id=session_id)
    profile = profile or profiles.profile(owner)
    person = people.person(owner, person_id=session.person.id)
    zone = ZoneInfo(profile.time_zone)
    last = sessions.last_held(owner, person_id=person.id, before=session.starts_at)
    since = (last.starts_at if last else session.starts_at - FIRST_BRIEF_LOOKS_BACK).astimezone(zone).date()
    following = sessions.next_with(owner, person_id=person.id, after=session.starts_at)
    facts = BriefFacts(
        person_id=person.id,
        person_name=person.name,
        my_name=profile.name,
        starts_at=session.starts_at,
        ends_at=session.starts_at + timedelta(minutes=session.length_minutes),
        zone=profile.time_zone,
        their_zone=person.time_zone,
        place=session.place,
        since=since,
        goals=tuple(goal_fact(goal) for goal in goals.goals(owner)),
        advice=_advice(owner, person),
        journal=_journal(owner, person, since, session.starts_at.astimezone(zone).date()),
        commitments=_commitments(owner, person, since, zone),
        focus=_focus(owner, person),
        parked=_parked(owner, session),
        decisions=_decisions(owner, person),
        role=_role(owner, person, since),
    )
    return SessionFacts(session, profile, person, facts, since, following.starts_at if following else None)


def person_facts(owner: User, *, person_id: int, since: date, now: datetime) -> BriefFacts:
    """The facts of a letter outside of sessions; what every mentor may know is for mentors alone."""
    profile, person = profiles.profile(owner), people.person(owner, person_id=person_id)
    is_mentor = person.stage in MENTOR_STAGES
    return BriefFacts(
        person_id=person.id,
        person_name=person.name,
        my_name=profile.name,
        starts_at=now,
        ends_at=now,
        zone=profile.time_zone,
        since=since,
        goals=tuple(goal_fact(goal) for goal in goals.goals(owner)),
        advice=_advice(owner, person),
        journal=_journal(owner, person, since, now.astimezone(ZoneInfo(profile.time_zone)).date()),
        focus=tuple(one for one in _focus(owner, person) if is_mentor or one.readers != "everyone"),
    )


def goal_fact(goal: GoalRecord) -> GoalFact:
    """A goal as a letter may tell of it: its statement, day and steps; why and how it is known stay here."""
    return GoalFact(
        statement=goal.statement,
        due_on=goal.due_on,
        milestones=tuple(MilestoneFact(one.text, one.due_on, one.done_on) for one in goal.milestones),
        mentor_ids=frozenset(mentor.id for mentor in goal.mentors),
    )


def _advice(owner: User, person: PersonRecord) -> tuple[AdviceFact, ...]:
    rows = advice.for_letters(owner, person_id=person.id)
    return tuple(
        AdviceFact(
            person_id=person.id,
            text=row.text,
            status=AdviceStatus(row.status),
            outcome=row.outcome,
            on=row.on,
            loop_closed_on=row.loop_closed_on,
            is_confidential=False,
        )
        for row in rows
    )


def _journal(owner: User, person: PersonRecord, since: date, until: date) -> tuple[JournalFact, ...]:
    is_mentor = person.stage in MENTOR_STAGES
    rows = journal.entries_shared_with(
        owner, person_id=person.id, since=since, until=until, is_mentor=is_mentor
    )
    return tuple(
        JournalFact(
            row.on,
            JournalKind(row.kind),
            row.text,
            is_shared_with_all=row.is_shared_with_all and is_mentor,
            shared_with=frozenset(named.id for named in row.shared_with),
        )
        for row in rows
    )


def _commitments(
    owner: User, person: PersonRecord, since: date, zone: ZoneInfo
) -> tuple[CommitmentFact, ...]:
    open_rows = commitments.open_commitments(owner, person_id=person.id)
    recent = commitments.commitments_since(owner, person_id=person.id, since=since, zone=zone)
    by_id = {row.id: row for row in (*open_rows, *recent)}
    return tuple(
        CommitmentFact(person.id, row.is_mine, row.text, row.due_on, row.done_on, row.dropped_on)
        for row in sorted(by_id.values(), key=lambda row: (row.due_on or date.max, row.id))
    )


def _focus(owner: User, person: PersonRecord) -> tuple[FocusFact, ...]:
    told = focus.told_texts(owner, person_id=person.id)
    return tuple(
        FocusFact(
            area.text, area.readers, frozenset(named.id for named in area.named), is_new=area.text not in told
        )
        for area in focus.focus_areas(owner)
    )


def _decisions(owner: User, person: PersonRecord) -> tuple[DecisionFact, ...]:
    known = decisions.shared_questions(owner, person_id=person.id)
    return tuple(DecisionFact(question, on, frozenset({person.id})) for question, on in known)


def _role(owner: User, person: PersonRecord, since: date) -> tuple[RoleFact, ...]:
    found = decisions.shared_answers(owner, person_id=person.id, since=since)
    return tuple(
        RoleFact(told(months, slug, criterion, Answer(answer), note), frozenset({person.id}))
        for months, slug, criterion, answer, note in found
    )


def _parked(owner: User, session: SessionRecord) -> tuple[ParkedFact, ...]:
    return tuple(
        ParkedFact(
            entry.item.text,
            ParkedKind(entry.item.kind),
            is_planned=not entry.was_raised,
            person_id=entry.item.person.id if entry.item.person else None,
            id=entry.item.id,
        )
        for entry in parking.agenda(owner, session_id=session.id)
    )
