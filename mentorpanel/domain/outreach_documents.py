"""A path of outreach as programs read it, with the same keys from every shell. The owner's own view."""

from collections.abc import Sequence
from typing import Any

from mentorpanel.domain.outreach import PathStep
from mentorpanel.domain.panel_records import NoticeRecord
from mentorpanel.domain.records import DraftRecord


def path_document(notice: NoticeRecord, step: PathStep, letters: Sequence[DraftRecord]) -> dict[str, Any]:
    """Who was noticed, where and for what; where the path stands and what comes next; its letters."""
    return {
        "id": notice.id,
        "person": {"id": notice.person.id, "name": notice.person.name},
        "kind": notice.kind,
        "where": notice.where,
        "impressed": notice.impressed,
        "question": notice.question,
        "noticed_on": notice.noticed_on,
        "state": step.state.value,
        "label": step.label,
        "letter": step.letter or None,
        "due": step.due,
        "step": step.step or None,
        "reason": step.reason,
        "letters": [
            {
                "id": one.id,
                "kind": one.kind,
                "state": one.state,
                "sent_at": one.sent_at,
                "answered_on": one.answered_on,
            }
            for one in letters
        ],
    }
