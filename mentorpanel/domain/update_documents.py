"""Updates and whom they are for, as JSON documents."""

from collections.abc import Iterable
from typing import Any

from mentorpanel.domain.audience import Suited
from mentorpanel.domain.records import DraftRecord
from mentorpanel.domain.update_records import UpdateRecord


def update_document(update: UpdateRecord) -> dict[str, Any]:
    """An update with its shared slots and who has it."""
    return {
        "id": update.id,
        "state": update.state,
        "slots": update.slots,
        "created_at": update.created_at,
        "closed_at": update.closed_at,
        "readers": [_reader(draft) for draft in update.letters],
    }


def audience_document(audience: Iterable[Suited]) -> list[dict[str, Any]]:
    """Whom an update would be for, with the reason of each."""
    return [
        {
            "person": {"id": one.person_id, "name": one.name},
            "suggested": one.is_suggested,
            "verdict": one.verdict,
            "reason": one.reason,
            "by_hand": one.is_by_hand,
        }
        for one in audience
    ]


def _reader(draft: DraftRecord) -> dict[str, Any]:
    return {
        "person": {"id": draft.person.id, "name": draft.person.name},
        "personal": str(draft.slots.get("personal", "")),
        "state": draft.state,
        "letter_id": draft.id,
        "sent_at": draft.sent_at,
    }
