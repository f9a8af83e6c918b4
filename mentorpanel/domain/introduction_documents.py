"""Introductions and paths as programs read them, with the same keys from every shell. The owner's own view."""

from collections.abc import Sequence
from typing import Any

from mentorpanel.domain.introduction_paths import IntroductionPath
from mentorpanel.domain.introduction_records import IntroductionRecord
from mentorpanel.domain.introductions import NextStep
from mentorpanel.domain.records import DraftRecord, Named


def introduction_document(
    record: IntroductionRecord, step: NextStep, letters: Sequence[tuple[str, DraftRecord]]
) -> dict[str, Any]:
    """Who asks whom for whom, how far it has come, what comes next and why; its letters."""
    return {
        "id": record.id,
        "shape": "ask" if record.is_request else "connect",
        "title": record.title,
        "requester": _link(record.requester),
        "bridge": _link(record.bridge),
        "target": _link(record.target),
        "target_name": record.target_name,
        "organisation": record.organisation,
        "why": record.why,
        "status": record.status.value,
        "step": step.step.value,
        "label": step.label,
        "reason": step.reason,
        "due": step.due,
        "whom": step.whom,
        "first": {
            "asked_on": record.first_asked_on,
            "said": record.first_said or None,
            "said_on": record.first_said_on,
        },
        "second": {
            "asked_on": record.second_asked_on,
            "said": record.second_said or None,
            "said_on": record.second_said_on,
        },
        "introduced_on": record.introduced_on,
        "met_on": record.met_on,
        "thanked_on": record.thanked_on,
        "outcome": record.outcome,
        "outcome_on": record.outcome_on,
        "told_on": record.told_on,
        "ended_on": record.ended_on,
        "letters": [
            {
                "id": draft.id,
                "step": name,
                "kind": draft.kind,
                "state": draft.state,
                "sent_at": draft.sent_at,
                "answered_on": draft.answered_on,
            }
            for name, draft in letters
        ],
    }


def path_document(way: IntroductionPath) -> dict[str, Any]:
    """Whom it leads to, through whom, and the facts that speak for it; a number of 0 is somebody not here yet."""
    return {
        "target": {"id": way.target.id or None, "name": way.target.name, "about": way.about},
        "via": [_link(one) for one in way.via],
        "reasons": list(way.reasons),
    }


def _link(person: Named | None) -> dict[str, Any] | None:
    return {"id": person.id, "name": person.name} if person else None
