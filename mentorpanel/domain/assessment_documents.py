"""Assessment and readiness as programs read them, with the same keys from every shell. The owner's own view."""

from typing import Any, Protocol

from mentorpanel.domain.assessment import AssessmentResult
from mentorpanel.domain.facts import Verdict
from mentorpanel.domain.may_lack_time import TimeSigns
from mentorpanel.domain.panel_records import EvidenceRecord, MonthlyAnswer
from mentorpanel.domain.readiness import Readiness

Document = dict[str, Any]


class Assessed(Protocol):
    """What the evidence shows, and the pieces themselves."""

    @property
    def result(self) -> AssessmentResult: ...

    @property
    def evidence(self) -> tuple[EvidenceRecord, ...]: ...


class Ready(Protocol):
    """Readiness with what stands beside it."""

    @property
    def readiness(self) -> Readiness: ...

    @property
    def time(self) -> TimeSigns: ...

    @property
    def monthly(self) -> MonthlyAnswer: ...

    @property
    def suggestion(self) -> Verdict | None: ...


def assessed(shown: Assessed, ready: Ready | None) -> Document:
    """Both together; readiness is null where nobody asks for it: in the address book, for a mentee of mine."""
    return {"assessment": assessment(shown), "readiness": readiness(ready) if ready else None}


def assessment(shown: Assessed) -> Document:
    """Its state with the reason, each criterion, what is missing, the evidence."""
    result = shown.result
    return {
        "state": result.state.value,
        "reason": result.reason,
        "missing": list(result.missing),
        "criteria": [
            {
                "criterion": one.slug,
                "name": one.name,
                "seen": one.seen.value,
                "reason": one.reason,
                "on": one.seen_on,
            }
            for one in result.criteria
        ],
        "evidence": [evidence(piece) for piece in shown.evidence],
    }


def evidence(piece: EvidenceRecord) -> Document:
    """What was seen on a day, and what it shows."""
    return {
        "id": piece.id,
        "on": piece.on,
        "text": piece.text,
        "shows": [{"criterion": slug, "seen": seen} for slug, seen in piece.shows],
        "touchpoint": piece.touchpoint_id,
    }


def readiness(page: Ready) -> Document:
    """Verdict, what is missing, each condition, caution, signs of time on both sides."""
    found = page.readiness
    return {
        "verdict": found.verdict,
        "missing": list(found.missing),
        "reason": found.reason,
        "conditions": [
            {"condition": one.slug, "ok": one.ok, "reason": one.reason} for one in found.conditions
        ],
        "caution": found.caution,
        "monthly": {"answer": page.monthly.answer or None, "on": page.monthly.on},
        "may_lack_time": page.time.may_lack_time,
        "their_signs": list(page.time.theirs),
        "my_lapses": list(page.time.mine),
        "suggested": suggested(page.suggestion),
    }


def suggested(move: Verdict | None) -> Document | None:
    """A suggested stage with its reason, or null."""
    return {"stage": move.verdict, "reason": move.reason} if move else None
