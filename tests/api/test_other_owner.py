"""Every operation, walked with another owner's ids: not found, and nothing of theirs changes."""

from typing import Any

import pytest

from mentorpanel.api.routes import api
from mentorpanel.storage.models import User
from tests.api.conftest import everything, program_of
from tests.api.test_described import IN_ADDRESSES
from tests.api.test_resources import FOR_SOMEBODY, NOUNS
from tests.web.test_other_owner import snapshot

pytestmark = pytest.mark.django_db
VERBS: dict[str, dict[str, Any]] = {
    "hold": {"notes": "x"},
    "send": {},
    "move-rest": {"on": "2030-01-08", "at": "10:00"},
    "mentor-page": {},
    "milestones": {"text": "x"},
    "check-ins": {"text": "x"},
    "mapping": {"columns": {"Name": "name"}},
    "monthly-answer": {"answer": "yes"},
    "answered": {"note": "x"},
    "follow-up": {},
    "steps": {"step": "asked"},
    "answer": {"answer": "sorry"},
    "told": {},
    "offer": {},
    "mentee": {},
    "options": {"text": "x"},
    "criteria": {"text": "x"},
    "judgements": {"option_id": 1, "criterion_id": 1, "mark": "same", "reason": "x"},
    "asks": {"person_id": 1},
    "heard": {"person_id": 1, "criteria": ["x"]},
    "choice": {"option_id": 0},
    "knows": {"person_id": 1},
    "resume": {},
    "answers": {"answers": [{"question": "scope", "answer": "yes"}]},
    "need-levels": {"need": "sponsor", "level": 2},
}


OTHERWISE: dict[str, Any] = {
    "replies": {},
    "decision-options": {"text": "x"},
    "decision-criteria": {"text": "x"},
}


def test_someone_elses_things_are_not_found(owner: User, other_owner: User) -> None:
    theirs = everything(other_owner, "Zora Hidden")
    program = program_of(owner)
    mine = program.post("people", {"name": "Mine"}).json()["id"]
    before, walked = snapshot(other_owner), 0
    for path, operations in api.get_openapi_schema()["paths"].items():
        if "{row_id}" not in path:
            continue
        noun, last = path.removeprefix("/api/v1/").split("/")[0], path.rsplit("/", 1)[1]
        place = path.replace("{row_id}", str(theirs[IN_ADDRESSES[noun]]))
        for method in operations:
            given: Any = None
            if method == "post":
                given = {"merge": {"person_id": mine}, "acquaintances": {"person_id": mine}, **VERBS}.get(
                    last
                )
            elif method == "patch":
                given = NOUNS[noun][1] if noun in NOUNS else OTHERWISE.get(noun, {"done": True})
            answer = program.send(method.upper(), place, given)
            assert answer.status_code == 404, (method, place, answer.content)
            assert b"Zora" not in answer.content
            walked += 1
    assert walked >= 16 * 3 + 20
    assert snapshot(other_owner) == before


def test_someone_elses_ids_in_a_body_are_not_found(owner: User, other_owner: User) -> None:
    theirs = everything(other_owner)["person_id"]
    program = program_of(owner)
    mine = program.post("people", {"name": "Mine"}).json()["id"]
    for noun in FOR_SOMEBODY:
        answer = program.post(noun, {**NOUNS[noun][0], "person_id": theirs})
        assert answer.status_code == 404, (noun, answer.content)
    assert program.post(f"people/{mine}/merge", {"person_id": theirs}).status_code == 404
    assert program.post(f"people/{mine}/acquaintances", {"person_id": theirs}).status_code == 404
    assert program.post("parked-items", {"text": "x", "person_id": theirs}).status_code == 404
    assert program.post("journal", {"text": "x", "shared_with_ids": [theirs]}).status_code == 404
    assert (
        program.post("goals", {"statement": "x", "due_on": "2027-12-01", "mentor_ids": [theirs]}).status_code
        == 404
    )
    assert program.patch(f"people/{mine}", {"introduced_by_id": theirs}).status_code == 404


def test_nothing_of_someone_elses_is_listed(owner: User, other_owner: User) -> None:
    everything(other_owner, "Zora Hidden")
    program = program_of(owner)
    for noun in NOUNS:
        assert program.get(noun).json() == {"results": [], "next": None}
    assert program.get("search?q=Zora").json()["results"] == []
    assert b"Zora" not in program.get("today").content
