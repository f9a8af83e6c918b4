"""The pages of introductions: a path found, both shapes by their buttons, undo; and no way round the consents."""

import re
from typing import Any

import pytest
import time_machine
from django.test import Client

from mentorpanel.storage.models import ContactPoint, Introduction, OutboxItem, User
from mentorpanel.usecases import acquaintances, introduction_steps, introductions, letters, people, profiles
from tests.makers import NOON, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def moving(owner: User, settings: Any) -> object:
    settings.SMTP_URL = "smtp://127.0.0.1:1"
    with time_machine.travel(NOON, tick=False) as moving:
        profiles.change_profile(owner, name="Maya Lind", mail_address="me@example.org")
        yield moving


def make_friend(owner: User, name: str, **more: Any) -> int:
    person_id = make_person(owner, name, **more)
    address = f"{name.split()[0].lower()}@example.org"
    ContactPoint.objects.create(owner=owner, person_id=person_id, kind="email", value=address, key=address)
    return person_id


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.content.decode()[:2000]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def press(client: Client, address: str, **values: str) -> str:
    answer = client.post(address, values)
    assert answer.status_code == 302, answer.content.decode()[:2000]
    return answer.headers["Location"]


def test_the_empty_page_teaches_and_offers_the_first_step(client: Client, owner: User) -> None:
    page = text(client, "/introductions/")
    assert "Who could introduce you to whom?" in page and "A yes costs little where a no is easy" in page
    assert "Nobody here is called “Zed”" in text(client, "/introductions/?q=Zed")


def test_from_a_path_to_the_thank_you(client: Client, owner: User) -> None:
    ana = make_friend(owner, "Ana Ruiz", stage="mentor")
    jo = people.add_person(owner, name="Jo Kim", organisation="Tallis", title="CPO").id
    acquaintances.know_each_other(owner, person_id=ana, other_id=jo)
    page = client.get("/introductions/?q=Jo+Kim").content.decode()
    assert "Ana Ruiz could introduce you to Jo Kim." in page and 'name="bridge" value="' in page
    assert "Ana Ruiz could introduce you" in text(client, f"/introductions/new/?target={jo}")
    one = press(
        client, "/introductions/new/", shape="ask", bridge=str(ana), target=str(jo), why="She prices pilots"
    )
    letter = press(client, f"{one}letter/")
    assert "She prices pilots" in client.get(letter).content.decode()
    press(client, f"{letter}sent/")
    assert "Wait for an answer" in text(client, one)
    assert "They said yes" in text(client, "/introductions/")
    assert "They said yes" in text(client, letter) and f'href="{one}"' in client.get(letter).content.decode()
    press(client, f"{letter}answered/", said="yes")
    assert "Ana Ruiz will introduce you to Jo Kim" in text(client, one)
    press(client, f"{one}steps/introduced/")
    assert "Thank Ana Ruiz" in text(client, one) and "Ana Ruiz introduced you to Jo Kim" in text(
        client, "/introductions/"
    )
    press(client, f"{one}steps/thanked/", next="/introductions/")
    press(client, f"{one}undo/")
    assert "Thank Ana Ruiz" in text(client, one)
    press(client, f"{one}steps/outcome/", outcome="She showed me their price book.")
    press(client, f"{one}steps/told/")
    assert "The loop is closed" in text(client, one) and "She showed me their price book." in text(
        client, "/introductions/"
    )


def test_two_are_connected_by_their_buttons(client: Client, owner: User) -> None:
    ana, jo = make_friend(owner, "Ana Ruiz", stage="mentor"), make_friend(owner, "Jo Kim")
    assert "Bring Ana Ruiz and Jo Kim together?" in text(
        client, f"/introductions/new/?first={ana}&second={jo}&why=Pricing"
    )
    assert "With whom would you connect Ana Ruiz?" in text(client, f"/introductions/new/?first={ana}")
    one = press(
        client, "/introductions/new/", shape="connect", first=str(ana), second_name="jo kim", why="Pricing"
    )
    press(client, f"{one}steps/asked/")
    press(client, f"{one}steps/agreed/")
    assert "Now Jo Kim, who is just as free to say no" in text(client, one)
    assert client.post(f"{one}steps/introduced/").status_code == 409
    press(client, f"{one}steps/asked/")
    press(client, f"{one}steps/declined/")
    page = text(client, one)
    assert "Let Ana Ruiz know, kindly" in page
    press(client, f"{one}undo/")
    press(client, f"{one}steps/agreed/")
    assert "have both said yes" in text(client, one)
    press(client, f"{one}steps/introduced/")
    press(client, f"{one}delete/")
    assert Introduction.objects.count() == 0
    press(client, f"{one}restore/")
    assert "You introduced Ana Ruiz and Jo Kim" in text(client, one)


def test_what_is_missing_is_said_beside_its_field(client: Client, owner: User) -> None:
    ana = make_friend(owner, "Ana Ruiz", stage="mentor")
    for values, said in (
        ({"shape": "connect", "first": str(ana), "second_name": "Nobody"}, "Nobody here is called"),
        ({"shape": "connect", "first": str(ana), "second": str(ana)}, "two different people"),
        ({"shape": "connect", "second": str(ana)}, "Choose the one of the two"),
        ({"shape": "ask", "bridge": "x", "target_name": "Kim"}, "Choose whom you would ask"),
        ({"shape": "ask", "bridge": str(ana)}, "Say whom you would like to meet"),
    ):
        answer = client.post("/introductions/new/", values)
        assert answer.status_code == 422 and said in answer.content.decode(), values
    assert client.get("/introductions/new/?target=999999").status_code == 404
    number = introductions.begin_request(owner, bridge_id=ana, target_name="Kim").id
    assert client.post(f"/introductions/{number}/steps/dance/").status_code == 404


def test_hostile_words_stay_words(client: Client, owner: User) -> None:
    ana = make_friend(owner, "Ana <b>Ruiz</b>", stage="mentor")
    nasty = "<script>alert(1)</script>"
    made = introductions.begin_request(owner, bridge_id=ana, target_name=nasty, organisation=nasty, why=nasty)
    for address in ("/introductions/", f"/introductions/{made.id}/", f"/introductions/?q={nasty}"):
        page = client.get(address).content.decode()
        assert nasty not in page and "<b>Ruiz" not in page


def test_no_page_gets_round_the_consents(client: Client, owner: User) -> None:
    ana, jo = make_friend(owner, "Ana Ruiz", stage="mentor"), make_friend(owner, "Jo Kim")
    number = introductions.begin_connection(owner, first_id=ana, second_id=jo, why="Pricing").id
    introduction_steps.said(owner, introduction_id=number, answer="yes")
    slots = {"second": "Jo Kim", "first_agreed": "yes", "second_agreed": "yes", "why": "Both price pilots"}
    draft = letters.draft_letter(owner, kind="introduction", person_id=ana, slots=slots).draft.id
    for second in ("Jo Kim", "jo", f"#{jo}"):
        client.post(
            f"/letters/{draft}/",
            {**{f"slot-{k}": v for k, v in slots.items()}, **slots, "slot-second": second, "second": second},
        )
        for way in ("send", "sent"):
            assert client.post(f"/letters/{draft}/{way}/", {"anyway": "yes"}).status_code in (409, 422)
    assert client.get(f"/letters/{draft}/letter.eml").status_code != 200
    assert "jo@example.org" not in client.get(f"/letters/{draft}/").content.decode()
    assert client.post(f"/introductions/{number}/steps/introduced/").status_code == 409
    assert not OutboxItem.objects.exists()
    assert Introduction.objects.get().introduced_on is None
