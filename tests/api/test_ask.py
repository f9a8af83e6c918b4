"""Asking by the API: ranked people with reasons, by words or by a parked item, with a token that may only read."""

import pytest

from mentorpanel.storage.models import Advice, User
from tests.api.conftest import Program, program_of

pytestmark = pytest.mark.django_db


def test_people_come_best_first_with_their_reasons(owner: User, program: Program) -> None:
    ana = program.post("people", {"name": "Ana Ruiz", "stage": "mentor", "expertise": ["pricing"]}).json()
    item = program.post("parked-items", {"text": "How should I price the pilot?"}).json()
    reader = program_of(owner, scope="read")
    for given in ({"question": "How should I price the pilot?"}, {"parked_id": item["id"]}):
        answer = reader.post("ask", given)
        assert answer.status_code == 200, answer.content
        (found,) = answer.json()["results"]
        assert found["person"] == {"id": ana["id"], "name": "Ana Ruiz"} and 0 < found["score"] <= 1
        assert found["reasons"] == ["Pricing is among what they know."]
        assert answer.json()["used"] == "words" and answer.json()["differ"] == []
    assert reader.post("ask", {"parked_id": 10**9}).status_code == 404
    assert reader.post("ask", {"question": " "}).status_code == 422
    assert reader.post("ask", {"question": "price", "limit": 0}).status_code == 422


def test_an_answer_to_an_ask_becomes_advice(owner: User, program: Program) -> None:
    ana = program.post("people", {"name": "Ana Ruiz", "stage": "mentor"}).json()["id"]
    draft = program.post(
        "drafts", {"kind": "ask", "person_id": ana, "slots": {"question": "How to price?"}}
    ).json()
    assert "how to price?" in draft["text"]
    place = f"drafts/{draft['id']}"
    assert program.patch(place, {"state": "sent"}).status_code == 200
    noted = program.post(f"{place}/answered", {"advice": "By seat"})
    assert noted.status_code == 200 and noted.json()["answered_on"], noted.content
    assert Advice.objects.get(owner=owner).text == "By seat"
    assert program.post(f"{place}/answered", {"undo": True}).status_code == 200
    assert not Advice.objects.filter(owner=owner).exists()
