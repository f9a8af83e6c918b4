"""Whom to ask, as programs read it."""

from typing import Any, Final

from mentorpanel.domain.asking_facts import Asked, AskResult

BY_WORDS: Final = "words"
BY_MEANING: Final = "words-and-meaning"
USED: Final = {BY_WORDS: "matched by words", BY_MEANING: "matched by words and meaning"}


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
