"""Each resource: added, read, listed, changed and deleted, as a program does it."""

from datetime import timedelta
from typing import Any

import pytest

from mentorpanel import clock
from tests.api.conftest import Program

pytestmark = pytest.mark.django_db
SOON = (clock.now() + timedelta(days=5)).date().isoformat()
NEXT_YEAR = (clock.now() + timedelta(days=300)).date().isoformat()
# What is given, what is changed, what the change shows, and what a deletion answers, then a read after it.
NOUNS: dict[str, tuple[dict[str, Any], dict[str, Any], int, int]] = {
    "people": ({"name": "New One", "stage": "noticed"}, {"title": "CPO", "email": "a@x.example"}, 204, 404),
    "touchpoints": ({"summary": "Coffee"}, {"summary": "Tea", "kind": "call"}, 204, 404),
    "relationships": ({"stage": "connected"}, {"stage": "rapport", "cadence_days": 30}, 204, 404),
    "focus-areas": ({"text": "Hiring"}, {"readers": "nobody"}, 204, 404),
    "assessments": (
        {"text": "She named her own mistake"},
        {"text": "She named it twice", "on": "2026-01-05"},
        204,
        404,
    ),
    "phases": ({"phase": "transition", "note": "An offer"}, {"note": "Signed"}, 204, 404),
    "needs": ({"phase": "transition", "need": "board experience", "weight": 3}, {"weight": 1}, 204, 404),
    "notices": (
        {"kind": "talk", "where": "Product Day", "impressed": "How she killed the roadmap in public"},
        {"question": "How did sales take it?"},
        204,
        404,
    ),
    "journal": (
        {"text": "It went well", "kind": "win"},
        {"text": "It went", "shared_with_all": True},
        204,
        404,
    ),
    "parked-items": ({"text": "How?"}, {"status": "answered", "answer": "So"}, 204, 404),
    "goals": ({"statement": "Lead", "due_on": NEXT_YEAR}, {"why": "Because"}, 204, 404),
    "series": ({"rrule": "FREQ=WEEKLY", "at": "16:00"}, {"place": "Room 1", "length_minutes": 30}, 204, 200),
    "sessions": ({"on": SOON, "at": "10:00"}, {"notes": "mine", "at": "11:30"}, 204, 200),
    "commitments": ({"text": "Send it"}, {"state": "kept"}, 204, 404),
    "advice": ({"text": "Decide"}, {"status": "worked", "outcome": "It did"}, 204, 404),
    "contrasts": ({"question": "Seat or usage?"}, {"decided": "Both", "why": "It depends"}, 204, 404),
    "updates": ({"slots": {"verdict": "All well"}}, {"closed": True}, 204, 404),
    "wants": ({"text": "A reader", "kind": "question"}, {"state": "met", "text": "A kind reader"}, 204, 404),
    "favours": (
        {"text": "Read it", "direction": "offered"},
        {"status": "done", "text": "Read it twice"},
        204,
        404,
    ),
    "decisions": ({"question": "Where next?", "options": ["A", "B"]}, {"note": "noted"}, 204, 404),
    "introductions": ({"target_name": "Kim Stone", "why": "Pilots"}, {"organisation": "Tallis"}, 204, 404),
    "drafts": ({"kind": "thank-you"}, {"subject": "Thanks"}, 204, 404),
}
FOR_SOMEBODY = {
    "favours",
    "wants",
    "assessments",
    "notices",
    "touchpoints",
    "relationships",
    "series",
    "sessions",
    "commitments",
    "advice",
    "drafts",
}


def advised(program: Program, person_id: int) -> int:
    """The number of a piece of advice."""
    number: int = program.post("advice", {"person_id": person_id, "text": "Decide"}).json()["id"]
    return number


@pytest.mark.parametrize("noun", NOUNS)
def test_a_noun_is_added_read_listed_changed_and_deleted(noun: str, program: Program) -> None:
    given, change, gone, after = NOUNS[noun]
    person = program.post("people", {"name": "Ana Ruiz", "email": "ana@x.example"}).json()
    if noun in FOR_SOMEBODY:
        given = {**given, "person_id": person["id"]}
    if noun == "introductions":
        given = {**given, "bridge_id": person["id"]}
    if noun == "contrasts":
        given = {**given, "advice_ids": [advised(program, person["id"]) for _ in range(2)]}
    added = program.post(noun, given)
    assert added.status_code == 201, added.content
    place = added["Location"]
    assert place == f"/api/v1/{noun}/{added.json()['id']}"
    read = program.get(place)
    assert (read.status_code, read.json(), read["ETag"]) == (200, added.json(), added["ETag"])
    listed = program.get(noun).json()
    assert added.json()["id"] in [one["id"] for one in listed["results"]]
    assert listed["next"] is None
    changed = program.patch(place, change)
    assert changed.status_code == 200, changed.content
    assert changed["ETag"] != added["ETag"]
    for name, value in change.items():
        if name in changed.json() and name not in ("at", "email"):
            assert changed.json()[name] == value
    refused = program.delete(place, If_Match=added["ETag"])
    assert refused.status_code == 412
    assert program.delete(place, If_Match=changed["ETag"]).status_code == gone
    assert program.get(place).status_code == after
