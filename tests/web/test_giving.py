"""The page Give back, the section on a person's page, and sessions with a mentee."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from mentorpanel.storage import models
from mentorpanel.storage.models import User
from mentorpanel.usecases import asked, favours, giving, letters, mentees, touchpoints, wants
from tests.makers import make_person, make_session

pytestmark = pytest.mark.django_db


@pytest.fixture
def lena(owner: User) -> int:
    return make_person(owner, "Lena Ko", stage="mentor")


def page(client: Client, address: str = "/give-back/") -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def undo(client: Client, html: str) -> str:
    """Press Undo of the message on a page."""
    address = html.split('class="flash success"')[1].split('action="')[1].split('"')[0].replace("&amp;", "&")
    return client.post(address, follow=True).content.decode()


def test_the_empty_page_teaches_and_offers_one_step(client: Client, owner: User) -> None:
    html = page(client)
    assert "Nobody is known to need anything just now." in html
    assert "It begins with listening" in html and "Nothing is counted." in html
    assert ">Give back</span>" in html


def test_noted_matched_offered_and_undone(client: Client, owner: User, lena: int) -> None:
    done = client.post(
        "/give-back/wants/", {"who": "lena", "kind": "need", "text": "a pricing reader"}, follow=True
    )
    assert "Noted of Lena Ko." in done.content.decode()
    assert "1" and "Lena Ko</a></span> needs: a pricing reader" in page(client)
    client.post(
        "/give-back/wants/", {"whose": "me", "kind": "offer", "text": "pricing reviews, in an evening"}
    )
    html = page(client)
    assert "You could help Lena Ko now." in html
    assert (
        "Lena Ko needs “a pricing reader” (" in html and "you offer “pricing reviews, in an evening”" in html
    )
    need = models.Want.objects.get(kind="need")
    sent = client.post(
        f"/give-back/wants/{need.pk}/offer/", {"offer": models.Want.objects.get(kind="offer").pk}
    )
    assert sent.status_code == 302 and sent["Location"].startswith("/letters/")
    met = client.post(f"/give-back/wants/{need.pk}/settle/", {"how": "met"}, follow=True).content.decode()
    assert "That need is met." in met
    undo(client, met)
    assert wants.want(owner, want_id=need.pk).is_open
    undo(client, done.content.decode())
    assert wants.want(owner, want_id=need.pk).withdrawn_on


def test_they_asked_me_and_the_three_answers(client: Client, owner: User, lena: int) -> None:
    tom = make_person(owner, "Tom Berg", stage="connected")
    done = client.post("/give-back/asked/", {"person": lena, "text": "Could you read my page?"}, follow=True)
    html = done.content.decode()
    assert "Lena Ko waits for your answer." in " ".join(html.split())
    request = models.Favour.objects.get()
    address = f"/give-back/asked/{request.pk}/answer/"
    assert client.post(address, {"answer": "know"}).status_code == 422
    know = client.post(address, {"answer": "know", "who": "Tom"}, follow=True).content.decode()
    assert "Tom Berg" not in know.split('class="text"')[-1] and "somebody comes to mind" in know
    assert favours.favour(owner, favour_id=request.pk).other is not None and tom
    assert "I have told them" in page(client)
    yes = client.post(address, {"answer": "yes", "by": "2099-03-06"}, follow=True).content.decode()
    assert "You will hear from me by Friday 6 March" in yes
    undo(client, yes)
    assert favours.favour(owner, favour_id=request.pk).answer == ""
    client.post(address, {"answer": "sorry"})
    told = client.post(f"/give-back/asked/{request.pk}/told/", follow=True).content.decode()
    assert "Lena Ko knows." in told and not asked.waiting(owner)
    undo(client, told)
    assert asked.waiting(owner)
    undo(client, html)
    assert not asked.waiting(owner)


def test_a_name_that_fits_nobody_or_several_says_so(client: Client, owner: User, lena: int) -> None:
    make_person(owner, "Lena Park")
    for name, said in (
        ("Lena", "Did you mean Lena Ko or Lena Park?"),
        ("Zoe", "Nobody here is called “Zoe”"),
    ):
        answer = client.post("/give-back/asked/", {"who": name, "text": "x"}, headers={"accept": "text/html"})
        assert answer.status_code == 422 and said in answer.content.decode()


def test_a_reply_becomes_what_they_asked(client: Client, owner: User, lena: int) -> None:
    session = make_session(owner, lena)
    reply = models.MentorReply.objects.create(
        owner=owner, session_id=session, kind="note", text="Could you meet my new PM?", form="a",
        for_starts_at="2026-03-09T12:00Z", said_at="2026-03-02T12:00Z",
    )  # fmt: skip
    assert "They ask me this" in page(client, f"/sessions/{session}/")
    client.post(f"/replies/{reply.pk}/asked/")
    (request,) = asked.waiting(owner)
    assert request.text == "Could you meet my new PM?"
    reply.refresh_from_db()
    assert reply.settled_at is not None


def test_favours_both_ways_on_the_page_of_a_person(client: Client, owner: User, lena: int) -> None:
    client.post("/give-back/favours/", {"person": lena, "text": "read her page", "direction": "given"})
    got = client.post(
        "/give-back/favours/",
        {"person": lena, "text": "a word with the board", "direction": "received"},
        follow=True,
    )
    html = page(client, f"/people/{lena}/")
    assert "read her page" in html and "a word with the board" in html
    assert "read her page" in page(client)
    undo(client, got.content.decode())
    assert len(favours.favours_of(owner, person_id=lena)) == 1
    offer = favours.note_favour(owner, person_id=lena, text="an evening", direction="offered")
    assert "it is theirs to take" in page(client)
    done = client.post(f"/give-back/favours/{offer.id}/settle/", {"status": "done"}, follow=True)
    undo(client, done.content.decode())
    assert favours.favour(owner, favour_id=offer.id).status == "open"


def test_needs_are_added_and_put_right_on_the_page_of_a_person(
    client: Client, owner: User, lena: int
) -> None:
    here = f"/people/{lena}/"
    client.post(
        "/give-back/wants/", {"person": lena, "kind": "launch", "text": "The page", "next": f"{here}#giving"}
    )
    (made,) = wants.wants_of(owner, person_id=lena)
    client.post(
        f"/give-back/wants/{made.id}/", {"text": "The price page", "topics": "pricing, web", "since": ""}
    )
    assert wants.want(owner, want_id=made.id).topics == ("pricing", "web")
    assert "Launched: The price page" in page(client, here)
    talk = touchpoints.log_touchpoint(
        owner, person_id=lena, kind="coffee", on=date(2026, 2, 12), summary="hello"
    )
    assert "coffee, 12 February 2026" in page(client, here)
    client.post("/give-back/wants/", {"person": lena, "text": "A flat", "touchpoint": talk.id})
    session = make_session(owner, lena, days=-3, status="held")
    assert "They mentioned a need" in page(client, f"/sessions/{session}/")
    client.post("/give-back/wants/", {"person": lena, "text": "A hire", "kind": "hire", "session": session})
    where = {one.text: (one.where, one.since) for one in wants.wants_of(owner, person_id=lena)}
    assert where["A flat"] == ("over coffee", date(2026, 2, 12))
    assert where["A hire"] == ("in a session", date(2026, 2, 27))


def test_hidden_from_the_menu_and_back(client: Client, owner: User, lena: int) -> None:
    client.post("/give-back/hide/", {"hidden": "yes"})
    assert ">Give back</span>" not in page(client) and "Show it again" in page(client)
    client.post("/give-back/hide/", {"hidden": "no"})
    assert ">Give back</span>" in page(client)


def test_a_session_with_a_mentee_asks_for_no_brief(client: Client, owner: User, lena: int) -> None:
    jo = make_person(owner, "Jo Park", stage="connected")
    client.post(f"/people/{jo}/mentee/", {"asked_by": lena})
    session = make_session(owner, jo, days=400 * 10)
    html = page(client, f"/sessions/{session}/")
    assert "What they want to talk about" in html and "Write the brief" not in html
    assert "A page for Jo" not in html
    sent = client.post(f"/sessions/{session}/note/")
    assert letters.letter(owner, draft_id=int(sent["Location"].split("/")[2])).draft.kind == "note"
    theirs = page(client, f"/people/{jo}/")
    assert "Formal mentor?" not in theirs and "meeting once a month" not in theirs
    assert "Formal mentor?" in page(client, f"/people/{make_person(owner, 'Cy Lee', stage='rapport')}/")
    assert "for <a" in theirs and "A line to Lena" in page(client)
    line = client.post(f"/people/{jo}/line-back/")
    assert line["Location"].startswith("/letters/")
    ended = client.post(f"/people/{jo}/mentee/end/", follow=True)
    undo(client, ended.content.decode())
    known: Any = mentees.asked_by(owner, person_id=jo)
    assert known.person.id == lena


def test_history_says_what_went_and_adds_nothing_up(client: Client, owner: User, lena: int) -> None:
    for number in range(6):
        favours.note_favour(owner, person_id=lena, text=f"thing {number}")
    html = page(client)
    assert "All of it, on their page" in html and "Nothing is added up" in html
    assert len(giving.history(owner, person_id=lena)[0].given) == 6
