"""Mails that came in, as they are kept and as JSON documents."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from mentorpanel.domain.records import Named


@dataclass(frozen=True, slots=True)
class ReceivedRecord:
    """One mail as it is kept: what it meant and why, and what it did."""

    id: int
    key: str
    person: Named | None
    session_id: int | None
    draft_id: int | None
    outbox_id: int | None
    reply_id: int | None
    item_id: int | None
    outcome: str
    reason: str
    sent_at: datetime
    how: str
    answered_on: date | None
    settled: tuple[int, ...]
    undone_at: datetime | None
    taken_at: datetime


def received_document(one: ReceivedRecord) -> dict[str, Any]:
    """A mail with what it meant and why."""
    return {
        "id": one.id,
        "outcome": one.outcome,
        "reason": one.reason,
        "person": {"id": one.person.id, "name": one.person.name} if one.person else None,
        "session_id": one.session_id,
        "sent_at": one.sent_at,
        "how": one.how,
        "undone": one.undone_at is not None,
    }
