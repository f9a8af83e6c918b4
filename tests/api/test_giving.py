"""Giving back through the API: the page, the three answers, offers, mentees."""

from datetime import date
from typing import Any

import pytest

from mentorpanel.storage.models import User
from mentorpanel.usecases import letters
from tests.api.conftest import Program, program_of
from tests.makers import make_person, make_session

pytestmark = pytest.mark.django_db


def test_from_a_need_to_an_offer_and_a_match(owner: User, program: Program) -> None:
    lena, tom = make_person(owner, "Lena Ko", stage="mentor"), make_person(owner, "Tom Berg")
    need = program.post(
        "wants", {"person_id": lena, "text": "a pricing reader", "since": "2026-03-12"}
    ).json()
    program.post("wants", {"person_id": tom, "kind": "offer", "text": "pricing reviews"})
    mine = program.post(
        "wants", {"kind": "offer", "text": "a look at a price page", "topics": ["Pricing"]}
    ).json()
    assert (need["source"], need["state"], mine["person"]) == ("by-hand", "open", None)
    page = program.get("give-back").json()
    assert [one["offer"]["person"] and one["offer"]["person"]["name"] for one in page["matches"]] == [
        None,
        "Tom Berg",
    ]
    assert "Lena Ko needs “a pricing reader” (12 March" in page["matches"][1]["reason"]
    assert "Tom Berg offers “pricing reviews”" in page["matches"][1]["reason"]
    draft = program.post(f"wants/{need['id']}/offer", {"offer_id": mine["id"]}).json()
    assert draft["kind"] == "offer" and "a look at a price page" in draft["text"]
    letters.mark_sent(owner, draft_id=draft["id"])
    (made,) = program.get("favours?direction=offered").json()["results"]
    assert (made["status"], made["want_id"], made["told_on"]) == (
        "open",
        need["id"],
        date.today().isoformat(),
    )
    assert program.get("wants?mine=true").json()["results"][0]["id"] == mine["id"]


def test_what_somebody_asked_and_its_answers(owner: User, program: Program) -> None:
    lena, tom = make_person(owner, "Lena Ko"), make_person(owner, "Tom Berg")
    made = program.post("favours", {"person_id": lena, "text": "Read my page", "direction": "asked"}).json()
    assert made["waiting"] and program.get("today").json()["coming_up"][0]["kind"] == "asked"
    place = f"favours/{made['id']}"
    assert program.post(f"{place}/answer", {"answer": "yes"}).status_code == 422
    assert program.patch(place, {"status": "done"}).status_code == 409
    yes = program.post(f"{place}/answer", {"answer": "yes", "by": "2099-01-05"}).json()
    assert (yes["answer"], yes["due"], yes["waiting"]) == ("yes", "2099-01-05", True)
    assert program.get(f"commitments/{yes['commitment_id']}").json()["due"] == "2099-01-05"
    know = program.post(f"{place}/answer", {"answer": "know", "other_id": tom}).json()
    assert know["other"]["name"] == "Tom Berg" and know["status"] == "declined"
    assert program.get("favours?waiting=true").json()["results"]
    assert program.post(f"{place}/told", {}).json()["waiting"] is False
    assert program.post(f"{place}/told", {"undo": True}).json()["waiting"] is True
    assert program.post(f"{place}/answer", {"undo": True}).json()["answer"] is None


def test_a_mentee_and_the_letters_about_them(owner: User, program: Program) -> None:
    lena, jo = make_person(owner, "Lena Ko", stage="mentor"), make_person(owner, "Jo Park", stage="rapport")
    known: Any = program.post(f"people/{jo}/mentee", {"asked_by_id": lena}).json()
    assert (known["is_mentee"], known["asked_by"]["name"]) == (True, "Lena Ko")
    session = make_session(owner, jo, days=4000)
    assert program.post(f"sessions/{session}/note").json()["kind"] == "note"
    assert program.post(f"people/{jo}/line-back").json()["to"] is not None
    assert program.get(f"people/{jo}/assessment").json()["readiness"] is None
    assert program.post(f"people/{jo}/mentee", {"undo": True}).json()["is_mentee"] is False
    assert program.post(f"people/{jo}/line-back").status_code == 404
    assert program_of(owner, "read").post(f"people/{jo}/mentee", {}).status_code == 403
