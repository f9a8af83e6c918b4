"""Decisions that tests stand on: begun, asked about, judged, a role that was chosen."""

from typing import Any

from mentorpanel.storage.models import User
from mentorpanel.usecases import decision_asks, decision_choices, decisions
from tests.makers import make_person


def begun(owner: User, **more: Any) -> Any:
    given = {"options": ["Growth here", "Platform role"], "criteria": ["scope", "pay"], **more}
    return decisions.begin_decision(owner, question="Where next?", **given).decision


def asked_of_two(owner: User, decision_id: int) -> list[int]:
    people_ids = [make_person(owner, name, stage="mentor") for name in ("Ana Ruiz", "Ben Okri")]
    for person_id in people_ids:
        decision_asks.ask(owner, decision_id=decision_id, person_id=person_id, how="talk")
    return people_ids


def judged(owner: User, found: Any, *signs: str) -> Any:
    """The options, judged in order: "+=" for better on the first criterion and the same on the second."""
    marks = {"+": "better", "=": "same", "-": "worse"}
    for option, written in zip(found.options, signs, strict=False):
        for criterion, sign in zip(found.criteria, written, strict=False):
            found = decisions.judge(
                owner, option_id=option.id, criterion_id=criterion.id, mark=marks[sign], reason="Tonight"
            ).decision
    return found


def role_chosen(owner: User, **more: Any) -> Any:
    found = begun(owner, is_role=True, **more)
    return decision_choices.choose(owner, decision_id=found.id, option_id=found.options[1].id).decision
