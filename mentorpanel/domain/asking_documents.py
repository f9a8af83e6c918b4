"""Whom to ask, as programs read it."""

from typing import Any

from mentorpanel.domain.asking_facts import Asked, AskResult

USED = {"words": "matched by words"}


def answer(asked: Asked, used: str) -> dict[str, Any]:
    """``results`` best first, ``used`` how they were matched, ``differ`` the two who see it differently, with why."""
    differ = asked.differ
    return {
        "results": [_result(one) for one in asked.results],
        "used": used,
        "differ": [
            {"person": {"id": one.person_id, "name": one.name}, "why": differ.why}
            for one in (differ.first, differ.second)
        ]
        if differ
        else [],
    }


def _result(one: AskResult) -> dict[str, Any]:
    return {
        "person": {"id": one.person_id, "name": one.name},
        "score": one.score,
        "reasons": list(one.reasons),
        "on_panel": one.is_on_panel,
    }
