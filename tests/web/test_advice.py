"""The pages of advice: the library, one press for how it goes, loops, side by side, notes of a session."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from mentorpanel import clock
from mentorpanel.storage.models import User
from mentorpanel.usecases import advice, contrasts, decisions, parking, people, sessions
from tests.makers import make_person, make_session

pytestmark = pytest.mark.django_db


def page(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def note(owner: User, person: int, text: str, *topics: str, status: str = "new", outcome: str = "") -> int:
    made = advice.note_advice(owner, person_id=person, text=text, topics=topics)
    if status != "new":
        advice.change_advice(owner, advice_id=made.id, status=status, outcome=outcome)
    return made.id


def undo_on(text: str) -> str:
    found = re.search(r'role="status">.*?<form method="post" action="([^"]+)"', text, re.DOTALL)
    assert found, "no undo is offered"
    return found.group(1)


def test_an_empty_library_teaches_and_takes_the_first(client: Client, owner: User) -> None:
    ana = make_person(owner, "Ana Ruiz", stage="mentor")
    assert "begins with “! ”" in page(client, "/advice/")
    form = {"person": ana, "text": "Price by seat first", "topic": ["pricing"], "topics": "sales, growth"}
    answer = client.post("/advice/new/", form, follow=True)
    (made,) = advice.advice_list(owner).results
    assert answer.redirect_chain[-1][0] == f"/advice/{made.id}/"
    assert made.topics == ("pricing", "sales", "growth")
    client.post(undo_on(answer.content.decode()))
    assert advice.advice_list(owner).results == ()
    client.post("/advice/restore/")
    assert advice.advice_list(owner).results == (made,)
    refused = client.post("/advice/new/", {"text": "Kept while I say who"})
    assert refused.status_code == 422
    assert "Kept while I say who" in refused.content.decode()
    assert "Say who said it." in refused.content.decode()


def test_one_press_says_how_it_goes_and_takes_it_back(client: Client, owner: User) -> None:
    number = note(owner, make_person(owner, "Ana Ruiz", stage="mentor"), "Price by seat", "pricing")
    answer = client.post(f"/advice/{number}/status/", {"status": "worked", "next": "/advice/#x"}, follow=True)
    assert advice.advice_record(owner, advice_id=number).status == "worked"
    text = answer.content.decode()
    assert "Ana Ruiz has not heard what came of their advice." in text
    client.post(undo_on(text))
    assert advice.advice_record(owner, advice_id=number).status == "new"
    headers = {"HX-Request": "true"}
    row = client.post(f"/advice/{number}/status/", {"status": "trying"}, headers=headers).content.decode()
    assert row.strip().startswith("<li") and "Undo" in row
    row = client.post(f"/advice/{number}/undo/", headers=headers).content.decode()
    assert "Undo" not in row and advice.advice_record(owner, advice_id=number).status == "new"
    assert client.post(f"/advice/{number}/undo/").status_code == 404
    assert client.post(f"/advice/{number}/status/", {"status": "superb"}).status_code == 422


def test_loops_come_first_and_close_three_ways(client: Client, owner: User) -> None:
    ana = make_person(owner, "Ana Ruiz", stage="mentor")
    number = note(owner, ana, "Price by seat", status="worked", outcome="14 of 20 stayed.")
    text = page(client, "/advice/")
    assert text.index("Loops to close") < text.index("The library")
    answer = client.post(f"/advice/{number}/thank/", follow=True).content.decode()
    assert "14 of 20 stayed." in answer
    heard = client.post(f"/advice/{number}/heard/", {"next": "/advice/"}, follow=True).content.decode()
    assert "Loops to close" not in heard
    client.post(undo_on(heard))
    assert "Loops to close" in page(client, "/advice/")
    one = page(client, f"/advice/{number}/")
    assert "Ana has not heard what came of it" in one
    assert "Thank-you" in one


def test_the_library_by_topic_by_person_and_searched(client: Client, owner: User) -> None:
    ana, ben = (make_person(owner, name, stage="mentor") for name in ("Ana Ruiz", "Ben Okri"))
    for number in range(5):
        note(owner, ana, f"Price it {number}", "pricing")
    note(owner, ben, "Price by usage", "pricing")
    note(owner, ben, "Hire late")
    text = page(client, "/advice/")
    assert "All 6" in text and "No topic yet" in text and "side by side" in text
    by_person = page(client, "/advice/?by=person")
    assert by_person.index("Ben Okri</a></h3>") < by_person.index("Ana Ruiz</a></h3>")
    assert "Hire late" not in page(client, "/advice/?topic=pricing")
    assert "Price" not in page(client, "/advice/?topic=").split('id="found"')[1].split("Note advice")[0]
    assert "Hire late" in page(client, f"/advice/?person={ben}")
    found = page(client, "/advice/?q=usage").split('id="found"')[1]
    assert "Price by usage" in found and "Hire late" not in found
    assert "Nothing fits" in page(client, "/advice/?status=trying")


def test_a_topic_is_renamed_and_the_undo_brings_it_back(client: Client, owner: User) -> None:
    number = note(owner, make_person(owner, "Ana Ruiz"), "Price by seat", "price")
    answer = client.post("/advice/topics/", {"was": "price", "becomes": "pricing"}, follow=True)
    assert answer.redirect_chain[-1][0] == "/advice/?topic=pricing"
    client.post(undo_on(answer.content.decode()))
    assert advice.advice_record(owner, advice_id=number).topics == ("price",)
    assert client.post("/advice/topics/back/").status_code == 404


def test_two_answers_to_one_question_stand_side_by_side(client: Client, owner: User) -> None:
    ana, ben = (make_person(owner, name, stage="mentor") for name in ("Ana Ruiz", "Ben Okri"))
    item = parking.park_item(owner, text="Seat or usage?")
    first = advice.note_advice(owner, person_id=ana, text="By seat", item_id=item.id)
    second = advice.note_advice(owner, person_id=ben, text="By usage", item_id=item.id)
    assert "Ana Ruiz and Ben Okri answered" in page(client, "/advice/").replace(
        "Ben Okri and Ana Ruiz", "Ana Ruiz and Ben Okri"
    )
    assert "By seat" in page(client, f"/advice/side-by-side/?item={item.id}")
    form = {"question": "Seat or usage?", "advice": [first.id, second.id], "item": item.id}
    answer = client.post("/advice/side-by-side/", form, follow=True)
    (made,) = contrasts.contrasts_with(owner, advice_id=first.id)
    assert "answered" not in page(client, "/advice/")
    refused = client.post("/advice/side-by-side/", {**form, "advice": [first.id]})
    assert refused.status_code == 422 and "Choose 2 to 6" in refused.content.decode()
    refused = client.post(f"/advice/side-by-side/{made.id}/", {"why": "kept"})
    assert refused.status_code == 422
    client.post(f"/advice/side-by-side/{made.id}/", {"choice": second.id, "why": "We bill by use."})
    assert "the way I chose" in page(client, f"/advice/side-by-side/{made.id}/")
    gone = client.post(f"/advice/side-by-side/{made.id}/remove/", follow=True).content.decode()
    client.post(undo_on(gone))
    (back,) = contrasts.contrasts_with(owner, advice_id=first.id)
    assert (back.choice_id, back.why) == (second.id, "We bill by use.")
    assert answer.status_code == 200


def test_marked_lines_of_a_sessions_notes_become_advice_and_undo_takes_them_back(
    client: Client, owner: User
) -> None:
    ana = make_person(owner, "Ana Ruiz", stage="mentor")
    session = make_session(owner, ana, days=-300)
    sessions.hold_session(owner, session_id=session, notes="As it was")
    answer = client.post(
        f"/sessions/{session}/notes/", {"notes": "As it was\n! Price by seat #pricing"}, follow=True
    ).content.decode()
    assert "One line is advice now." in answer
    (made,) = advice.advice_of_session(owner, session_id=session)
    assert (made.text, made.topics) == ("Price by seat", ("pricing",))
    client.post(undo_on(answer))
    assert advice.advice_of_session(owner, session_id=session) == ()
    assert sessions.session(owner, session_id=session).notes == "As it was"


def test_old_advice_stands_beside_a_parked_question(client: Client, owner: User) -> None:
    ana = make_person(owner, "Ana Ruiz", stage="mentor")
    note(owner, ana, "Price by seat first", "pricing", status="worked", outcome="14 of 20 stayed.")
    note(owner, ana, "Price by usage", "pricing", status="did-not")
    item = parking.park_item(owner, text="How do I price by seat or usage?", person_id=ana)
    for path in ("/parking/", f"/parking/{item.id}/"):
        text = page(client, path)
        assert "It worked: 14 of 20 stayed." in text, path
        assert "Careful: it did not work." in text, path
    soon = clock.now()
    coming = sessions.schedule_once(
        owner,
        person_id=ana,
        on=soon.date().replace(year=soon.year + 1),
        at=soon.time().replace(microsecond=0),
    )
    parking.plan_for_session(owner, item_id=item.id, session_id=coming.id)
    assert "It worked: 14 of 20 stayed." in page(client, f"/sessions/{coming.id}/")


def test_old_advice_stands_beside_an_open_decision(client: Client, owner: User) -> None:
    ana = make_person(owner, "Ana Ruiz", stage="mentor")
    note(owner, ana, "Price by seat first", "pricing", status="worked", outcome="14 of 20 stayed.")
    made = decisions.begin_decision(owner, question="Do we price by seat or by usage?")
    assert "It worked: 14 of 20 stayed." in page(client, f"/decisions/{made.decision.id}/")


def test_what_happened_leads_to_noting_advice(client: Client, owner: User) -> None:
    ana = people.add_person(owner, name="Ana Ruiz")
    text = page(client, f"/advice/?for={ana.id}&on=2026-03-02&topics=pricing")
    assert 'value="2026-03-02"' in text
    assert reverse("advice-new") in text
