"""Introductions by the API: both shapes, their letters and steps, paths; and no way round the consents."""

from typing import Any

import pytest

from mentorpanel.storage.models import OutboxItem, User
from mentorpanel.usecases import acquaintances, profiles
from tests.api.conftest import Program

pytestmark = pytest.mark.django_db


def person(program: Program, name: str, **more: Any) -> int:
    address = f"{name.split()[0].lower()}@example.org"
    made = program.post("people", {"name": name, "email": address, **more})
    assert made.status_code == 201, made.content
    number: int = made.json()["id"]
    return number


def test_asked_introduced_and_thanked(owner: User, program: Program) -> None:
    ana = person(program, "Ana Ruiz", stage="mentor")
    made = program.post(
        "introductions", {"bridge_id": ana, "target_name": "Kim Stone", "why": "She prices pilots"}
    )
    assert made.status_code == 201 and made.json()["step"] == "ask", made.content
    place = f"introductions/{made.json()['id']}"
    letter = program.post(f"{place}/letter", {}).json()
    assert letter["kind"] == "introduction-request" and "She prices pilots" in letter["text"]
    assert program.post(f"{place}/steps", {"step": "asked"}).json()["status"] == "asked"
    assert program.post(f"{place}/steps", {"step": "agreed"}).json()["status"] == "agreed"
    done = program.post(f"{place}/steps", {"step": "introduced"}).json()
    assert done["target"]["name"] == "Kim Stone" and done["step"] == "thank"
    assert program.post(f"{place}/undo", {}).json()["target"] is None
    assert program.post(f"{place}/steps", {"step": "dance"}).status_code == 422
    assert (
        program.get("introductions?shape=ask&status=agreed").json()["results"][0]["id"] == made.json()["id"]
    )
    assert program.get(f"introductions?person_id={ana}&open=true&q=kim").json()["results"] != []
    assert program.get("introductions?open=false").json()["results"] == []


def test_paths(owner: User, program: Program) -> None:
    ana, jo = person(program, "Ana Ruiz", stage="mentor"), person(program, "Jo Kim", organisation="Tallis")
    acquaintances.know_each_other(owner, person_id=ana, other_id=jo)
    found = program.get("paths?to=Jo+Kim").json()
    assert [way["via"][0]["name"] for way in found["results"]] == ["Ana Ruiz"]
    assert found["headline"] == "Ana Ruiz could introduce you to Jo Kim."
    unknown = program.get("paths?to=Nobody").json()
    assert unknown["results"] == [] and "Nobody here is called" in unknown["headline"]


def test_what_does_not_make_sense_names_the_field(owner: User, program: Program) -> None:
    ana, jo = person(program, "Ana Ruiz", stage="mentor"), person(program, "Jo Kim")
    for given, field in (
        ({}, "bridge_id"),
        ({"bridge_id": ana, "requester_id": jo}, "bridge_id"),
        ({"requester_id": ana}, "target_id"),
        ({"requester_id": ana, "target_id": ana}, "target_id"),
        ({"bridge_id": ana}, "target_name"),
        ({"bridge_id": ana, "target_id": ana}, "bridge_id"),
    ):
        answer = program.post("introductions", given)
        assert answer.status_code == 422 and answer.json()["field"] == field, (given, answer.content)


def test_no_request_gets_round_the_consents(owner: User, program: Program, settings: Any) -> None:
    settings.SMTP_URL = "smtp://127.0.0.1:1"
    profiles.change_profile(owner, name="Maya", mail_address="me@example.org")
    ana, jo = person(program, "Ana Ruiz", stage="mentor"), person(program, "Jo Kim")
    made = program.post("introductions", {"requester_id": ana, "target_id": jo}).json()
    place = f"introductions/{made['id']}"
    program.post(f"{place}/steps", {"step": "agreed", "whom": "second"})
    assert program.post(f"{place}/steps", {"step": "introduced"}).status_code == 409
    slots = {"second": "Jo Kim", "first_agreed": "yes", "second_agreed": "yes", "why": "Both price pilots"}
    for one, other in ((ana, "Jo Kim"), (jo, "Ana Ruiz")):
        draft = program.post(
            "drafts", {"kind": "introduction", "person_id": one, "slots": {**slots, "second": other}}
        )
        assert draft.status_code == 201, draft.content
        number = draft.json()["id"]
        program.patch(f"drafts/{number}", {"slots": {"second": other, "second_agreed": "yes"}})
        for way in ({}, {"by_hand": True}):
            answer = program.post(f"drafts/{number}/send", way)
            assert answer.status_code in (409, 422), answer.content
    assert not OutboxItem.objects.exists()
