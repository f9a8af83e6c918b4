"""The pages of updates: begin, write, a line for each, send what is ready, and take it back."""

import re
from typing import Any

import pytest
from django.test import Client

from mentorpanel.storage.models import Draft, OutboxItem, User
from mentorpanel.usecases import focus, panel, people, profiles, updates

pytestmark = pytest.mark.django_db
TEXT = {"verdict": "the page is live", "next": "Hiring an analyst", "ask": "no ask", "sign_off": "Maya"}


@pytest.fixture
def readers(owner: User, settings: Any) -> list[int]:
    settings.SMTP_URL = "smtp://127.0.0.1:9"
    profiles.change_profile(owner, name="Maya Lind", mail_address="me@x.example")
    made = []
    for name in ("Ana Ruiz", "Ben Okri"):
        person = people.add_person(owner, name=name, email=f"{name[:3].lower()}@x.example")
        panel.move_stage(owner, person_id=person.id, stage="mentor", is_setting_up=True)
        made.append(person.id)
    return made


def test_an_empty_page_teaches_and_says_who_is_not_informed(client: Client, readers: list[int]) -> None:
    page = client.get("/updates/").content.decode()
    assert "It is time for news to two people." in page
    assert "has not had an update, a brief or a talk yet" in page
    assert "An update is a short letter about how things stand" in page
    assert len(re.findall(r"name=\"person\" value=\"\d+\" checked", page)) == 2


def test_a_card_of_today_begins_an_update_for_one_alone(client: Client, readers: list[int]) -> None:
    ana, ben = readers
    page = client.get(f"/updates/?for={ben}").content.decode()
    assert re.findall(r"name=\"person\" value=\"(\d+)\" checked", page) == [str(ben)]
    for other in ("0", "x", "99999999999999999999"):
        page = client.get(f"/updates/?for={other}").content.decode()
        assert re.findall(r"name=\"person\" value=\"(\d+)\" checked", page) == [str(ana), str(ben)]


def test_from_the_tick_to_the_outbox(client: Client, owner: User, readers: list[int]) -> None:
    ana, ben = readers
    answer = client.post("/updates/", {"person": readers})
    (made,) = updates.list_updates(owner)
    assert answer["Location"] == f"/updates/{made.id}/"
    path = answer["Location"]
    assert "wants a line" in client.get(path).content.decode()
    client.post(path, TEXT)
    client.post(f"{path}lines/", {f"line-{ana}": "For Ana alone", f"line-{ben}": ""})
    page = client.get(path).content.decode()
    assert "Send the one that is ready" in page and "For Ana alone" in page
    assert not OutboxItem.objects.exists(), "nothing goes without the word"
    client.post(
        f"{path}send/", {"ready": [ana], f"line-{ana}": "For Ana alone", f"line-{ben}": "For Ben alone"}
    )
    assert [row.recipients for row in OutboxItem.objects.all()] == [["ana@x.example"]]
    client.post(f"{path}send/", {"only": ben, f"line-{ben}": "For Ben, really"})
    assert "For Ben, really" in updates.letter_to(owner, update_id=made.id, person_id=ben).text
    page = client.get(path).content.decode()
    assert "Everybody has it." in page and page.count("on its way") == 2
    draft = updates.letter_to(owner, update_id=made.id, person_id=ben)
    back = client.post(f"/letters/{draft.id}/unsend/", {"next": f"{path}#readers"})
    assert back["Location"] == f"{path}#readers"
    assert "One letter ready to go" in client.get(path).content.decode()
    assert "one of an update" in client.get(f"/letters/{draft.id}/").content.decode()


def test_what_is_not_theirs_is_said_and_left_out_with_a_button(
    client: Client, owner: User, readers: list[int]
) -> None:
    ana, ben = readers
    focus.set_focus(owner, texts=["Moving to another country"], readers=[ana])
    made = updates.begin_update(owner, person_ids=readers)
    path = f"/updates/{made.id}/"
    client.post(path, {**TEXT, "next": "Hiring\nMoving to another country"})
    client.post(f"{path}lines/", {f"line-{ana}": "For Ana", f"line-{ben}": "For Ben"})
    page = client.get(path).content.decode()
    assert "not shared with them" in page and "Leave it out for Ben Okri" in page
    assert "Leave it out for Ana Ruiz" not in page
    client.post(f"{path}readers/{ben}/leave-out/")
    assert "another country" not in updates.letter_to(owner, update_id=made.id, person_id=ben).text
    assert "another country" in updates.letter_to(owner, update_id=made.id, person_id=ana).text


def test_the_checks_follow_the_typing_and_nothing_is_kept(
    client: Client, owner: User, readers: list[int]
) -> None:
    made = updates.begin_update(owner, person_ids=readers)
    long = {**TEXT, "wins": "word " * 400}
    answer = client.post(f"/updates/{made.id}/preview/", long).content.decode()
    assert "up to 300 get read at once" in answer and "<html" not in answer
    assert updates.update(owner, update_id=made.id).slots["verdict"] == ""


def test_readers_come_and_go_and_an_update_is_put_away(
    client: Client, owner: User, readers: list[int]
) -> None:
    ana, ben = readers
    made = updates.begin_update(owner, person_ids=[])
    path = f"/updates/{made.id}/"
    assert "for nobody yet" in client.get(path).content.decode()
    client.post(f"{path}readers/", {"person": [ana, ben]})
    client.post(f"{path}readers/{ben}/remove/")
    assert [one.person.id for one in updates.update(owner, update_id=made.id).letters] == [ana]
    client.post(f"{path}close/")
    assert "You are done with this one." in client.get(path).content.decode()
    client.post(f"{path}reopen/")
    client.post(f"{path}delete/")
    assert client.get(path).status_code == 404
    assert not Draft.objects.exists()
