"""What programs read: records as plain documents, with the same keys from every shell.

The owner's own view: nothing of this goes to a mentor.
"""

from collections.abc import Sequence
from typing import Any

from mentorpanel.domain.advice import loop_of
from mentorpanel.domain.cadence import CadenceState
from mentorpanel.domain.facts import Card, ClockPlan
from mentorpanel.domain.goal_examples import GoalExample
from mentorpanel.domain.invitations import InvitationState
from mentorpanel.domain.letters.letter import LetterKind
from mentorpanel.domain.records import (
    AdviceRecord,
    CommitmentRecord,
    DraftRecord,
    FocusRecord,
    GoalRecord,
    ImportRecordRow,
    ImportRunRecord,
    JournalRecord,
    Named,
    ParkedRecord,
    PersonRow,
    SearchHit,
    SeriesRecord,
    SessionRecord,
    TouchpointRecord,
)
from mentorpanel.domain.today_facts import Picked

Document = dict[str, Any]


def named(person: Named | None) -> Document | None:
    """A person as a link."""
    return {"id": person.id, "name": person.name} if person else None


def person_row(row: PersonRow) -> Document:
    """A person in a list."""
    return {
        "id": row.id,
        "name": row.name,
        "organisation": row.organisation,
        "title": row.title,
        "level": row.level,
        "stage": row.stage or None,
        "email": row.email,
        "last_talked_on": row.last_two_way_on,
    }


def cadence(state: CadenceState) -> Document:
    """How often, and how it stands; nulls where nothing is expected."""
    is_none = state.state == "none"
    return {
        "days": None if is_none else state.days,
        "state": None if is_none else state.state,
        "since": state.since,
        "reason": state.reason,
    }


def touchpoint(one: TouchpointRecord) -> Document:
    """Something that happened between us."""
    return {
        "id": one.id,
        "person": named(one.person),
        "kind": one.kind,
        "direction": one.direction,
        "on": one.on,
        "at": one.at,
        "summary": one.summary,
        "topics": one.topics,
        "source": one.source,
        "session_id": one.session_id,
        "personal_update": one.is_personal_update,
        "told_focus": one.told_focus,
    }


def focus_area(area: FocusRecord) -> Document:
    """A focus area with its readers."""
    return {
        "id": area.id,
        "text": area.text,
        "readers": area.readers,
        "named": [named(one) for one in area.named],
    }


def journal_entry(entry: JournalRecord) -> Document:
    """A journal entry, and with whom it is shared."""
    return {
        "id": entry.id,
        "kind": entry.kind,
        "on": entry.on,
        "text": entry.text,
        "topics": entry.topics,
        "shared_with_all": entry.is_shared_with_all,
        "shared_with": [named(one) for one in entry.shared_with],
    }


def parked_item(item: ParkedRecord) -> Document:
    """A parked item."""
    return {
        "id": item.id,
        "kind": item.kind,
        "text": item.text,
        "status": item.status,
        "person": named(item.person),
        "asked_name": item.asked_name,
        "topics": item.topics,
        "parked_at": item.parked_at,
        "urgency": item.urgency,
        "answer": item.answer,
        "session_ids": item.session_ids,
    }


def goal(one: GoalRecord) -> Document:
    """A goal with its steps."""
    return {
        "id": one.id,
        "statement": one.statement,
        "why": one.why,
        "starts_on": one.starts_on,
        "due_on": one.due_on,
        "mentors": [named(person) for person in one.mentors],
        "milestones": [
            {"id": step.id, "text": step.text, "due_on": step.due_on, "done_on": step.done_on}
            for step in one.milestones
        ],
        "check_ins": [{"on": on, "text": text} for on, text in one.check_ins],
        "how_known": one.how_known,
        "skills": one.skills,
        "ended_on": one.ended_on,
        "ending": one.ending or None,
        "closing_note": one.closing_note,
    }


def goal_example(one: GoalExample) -> Document:
    """A goal to begin from; each step with its share of the way in per cent."""
    return {
        "example": one.slug,
        "name": one.name,
        "statement": one.statement,
        "why": one.why,
        "how_known": one.how_known,
        "skills": one.skills,
        "months": one.months,
        "steps": [{"text": text, "percent": share} for share, text in one.steps],
    }


def series(one: SeriesRecord, in_words: str) -> Document:
    """A series of sessions; its day and time are those of its own zone."""
    return {
        "id": one.id,
        "rrule": one.rrule,
        "time_zone": one.time_zone,
        "in_words": in_words,
        "person": named(one.person),
        "starts_on": one.starts_local.date(),
        "at": f"{one.starts_local:%H:%M}",
        "length_minutes": one.length_minutes,
        "place": one.place,
        "prep_minutes": one.prep_minutes,
        "prep_lead": one.prep_lead or None,
        "ended_on": one.ended_on,
    }


def invitation(state: InvitationState) -> Document:
    """What the mentor was last told about a session; nulls where that was nothing."""
    return {"state": state.state, "told_starts_at": state.told_starts_at, "sequence": state.sequence}


def session(one: SessionRecord, plan: ClockPlan, invited: InvitationState) -> Document:
    """A session with the moments of its clock, and what its mentor was told."""
    return {
        "id": one.id,
        "person": named(one.person),
        "starts_at": one.starts_at,
        "length_minutes": one.length_minutes,
        "place": one.place,
        "status": one.status,
        "series_id": one.series_id,
        "prepare_at": plan.prepare_at,
        "brief_due_at": plan.brief_due_at,
        "brief_sent_at": one.brief_sent_at,
        "held_at": one.held_at,
        "recap_sent_at": one.recap_sent_at,
        "thanks_due_at": plan.thanks_due_at,
        "invitation": invitation(invited),
    }


def commitment(one: CommitmentRecord) -> Document:
    """A promise, mine or theirs."""
    return {
        "id": one.id,
        "person": named(one.person),
        "mine": one.is_mine,
        "text": one.text,
        "due": one.due_on,
        "state": "kept" if one.done_on else "dropped" if one.dropped_on else "open",
        "done_on": one.done_on,
        "dropped_on": one.dropped_on,
        "session_id": one.session_id,
        "made_at": one.made_at,
    }


def advice(one: AdviceRecord) -> Document:
    """What somebody said, and what came of it."""
    return {
        "id": one.id,
        "person": named(one.person),
        "text": one.text,
        "on": one.on,
        "status": one.status,
        "outcome": one.outcome,
        "loop_closed_on": one.loop_closed_on,
        "outcome_on": one.outcome_on,
        "topics": one.topics,
        "session_id": one.session_id,
        "item_id": one.item_id,
        "loop": loop_of(one.status, loop_closed_on=one.loop_closed_on).verdict,
    }


def letter(draft: DraftRecord, *, to: str, checks: Sequence[Any]) -> Document:
    """A letter with its checks."""
    return {
        "id": draft.id,
        "kind": draft.kind,
        "to": draft.sent_to or to,
        "subject": draft.subject,
        "text": draft.text,
        "slots": draft.slots,
        "checks": [{"check": check.check, "ok": check.ok, "why": check.why} for check in checks],
        "state": draft.state,
        "session_id": draft.session_id,
        "sent_at": draft.sent_at,
        "failure": draft.failure,
    }


def letter_slots(kind: LetterKind) -> list[Document]:
    """The slots of a kind of letter."""
    return [{"name": slot.name, "label": slot.label, "help": slot.help} for slot in kind.slots]


def search_hit(hit: SearchHit) -> Document:
    """A thing that was found."""
    return {
        "kind": hit.kind,
        "id": hit.id,
        "title": hit.title,
        "snippet": hit.snippet,
        "person": named(hit.person),
        "on": hit.on,
    }


def card(one: Card) -> Document:
    """A card of Today."""
    person = {"id": one.person_id, "name": one.person_name} if one.person_id is not None else None
    return {
        "id": one.id,
        "kind": one.kind,
        "person": person,
        "title": one.title,
        "why": one.why,
        "due": one.due,
        "effort_minutes": one.effort_minutes,
        "action": {"label": one.action.label, "url": one.action.url, "command": one.action.command},
        "state": one.state,
        "duty": one.is_duty,
    }


def today(picked: Picked, *, on: Any, spent_minutes: int, weekly_minutes: int) -> Document:
    """A day's cards in their three lanes."""
    return {
        "blind_spots": [card(one) for one in picked.blind_spots],
        "coming_up": [card(one) for one in picked.coming_up],
        "openings": [card(one) for one in picked.openings],
        "on": on,
        "headline": picked.headline,
        "week": {"spent_minutes": spent_minutes, "weekly_minutes": weekly_minutes},
        "not_shown": [
            {"id": one.card.id, "title": one.card.title, "reason": one.reason} for one in picked.not_shown
        ],
    }


def import_run(
    run: ImportRunRecord, rejected: Sequence[ImportRecordRow], *, path: str, found: str | None
) -> Document:
    """One imported file with its counts, and the records that were refused."""
    return {
        "path": path,
        "format": found,
        "import_id": run.id or None,
        "read": run.read,
        "created": run.created,
        "updated": run.updated,
        "unchanged": run.unchanged,
        "doubtful": run.doubtful,
        "rejected": [{"where": row.where, "reason": row.reason} for row in rejected],
        "reason": run.failure or None,
    }
