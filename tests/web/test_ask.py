"""The page Ask: nothing yet, people with their reasons, asking by letter or on an agenda, and back."""

import re

import pytest
from django.test import Client

from mentorpanel.storage.models import Advice, Draft, Person, User
from mentorpanel.usecases import advice, letters, parking
from tests.makers import make_person

pytestmark = pytest.mark.django_db
QUESTION = "How should I price the pilot?"


@pytest.fixture
def ana(owner: User) -> int:
    person_id = make_person(owner, "Ana Ruiz", stage="mentor")
    advice.note_advice(owner, person_id=person_id, text="Price by seat first")
    return person_id


def page_of(client: Client, query: str = "") -> str:
    answer = client.get(f"/ask/{query}")
    assert answer.status_code == 200, answer.content
    return answer.content.decode()


def test_an_empty_page_teaches(client: Client) -> None:
    page = page_of(client)
    assert "Type a question, and see who has said something on it." in page
    assert "A good question deserves the right person" in page


def test_people_come_with_what_they_said(client: Client, owner: User, ana: int) -> None:
    page = page_of(client, "?q=How+should+I+price+the+pilot%3F")
    assert "Ask Ana Ruiz." in page and "Today they said: “Price by seat first”." in page
    assert "Matched by words" in page and "Two to hear" not in page
    assert not parking.parked_items(owner, status="").results


def test_nobody_yet(client: Client, ana: int) -> None:
    page = page_of(client, "?q=wine")
    assert "Nobody has said anything on this yet." in page and "Add to somebody&#39;s page" in page


def test_two_who_differ(client: Client, owner: User, ana: int) -> None:
    marek = make_person(owner, "Marek Novak", stage="mentor")
    Person.objects.filter(pk=marek).update(expertise=["pricing"], function="Sales")
    Person.objects.filter(pk=ana).update(function="Product")
    page = page_of(client, "?q=How+should+I+price+the+pilot%3F&big=on")
    assert "Two to hear" in page and "differ: " in page and "Product" in page


def test_a_parked_item_leads_here_and_on_to_the_agenda(client: Client, owner: User, ana: int) -> None:
    item = parking.park_item(owner, text=QUESTION)
    assert f"/ask/?parked={item.id}" in client.get(f"/parking/{item.id}/").content.decode()
    assert QUESTION in page_of(client, f"?parked={item.id}")
    answer = client.post("/ask/agenda/", {"person": ana, "parked": item.id}, follow=True)
    assert "No session with them is planned yet; it waits, parked for Ana Ruiz." in answer.content.decode()
    assert client.get("/ask/?parked=99999").status_code == 404
    assert client.get("/ask/?parked=x").status_code == 404


def test_a_typed_question_is_parked_with_undo(client: Client, owner: User, ana: int) -> None:
    answer = client.post("/ask/agenda/", {"person": ana, "question": QUESTION}, follow=True)
    (item,) = parking.open_items_for(owner, person_id=ana)
    undo = f"/parking/{item.id}/close/"
    assert undo in answer.content.decode()
    client.post(undo)
    assert not parking.open_items_for(owner, person_id=ana)


def test_a_letter_goes_is_answered_and_becomes_advice(client: Client, owner: User, ana: int) -> None:
    answer = client.post("/ask/write/", {"person": ana, "question": QUESTION}, follow=True)
    draft = Draft.objects.get(owner=owner, kind="ask")
    assert "how should I price the pilot?" in answer.content.decode()
    letters.mark_sent(owner, draft_id=draft.pk)
    item = parking.parked_items(owner).results[0]
    assert f"/letters/{draft.pk}/" in client.get(f"/parking/{item.id}/").content.decode()
    assert "What did they say?" in client.get(f"/letters/{draft.pk}/").content.decode()
    shown = client.post(f"/letters/{draft.pk}/answered/", {"advice": "Take a third"}, follow=True)
    assert Advice.objects.filter(owner=owner, text="Take a third").exists()
    undo = re.search(r'action="(/letters/\d+/unanswered/)"', shown.content.decode())
    assert undo is not None
    client.post(undo[1])
    assert not Advice.objects.filter(owner=owner, text="Take a third").exists()


@pytest.mark.parametrize("form", [{}, {"person": "x", "question": "q"}, {"question": "q"}])
def test_what_is_missing_is_said(client: Client, form: dict[str, str]) -> None:
    for place in ("agenda", "write"):
        assert client.post(f"/ask/{place}/", form).status_code in (400, 422)
