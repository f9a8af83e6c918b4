"""The pages of noticing: the quick form, its refusals, the choice of a person, each path's buttons and their undo."""

import html
import re
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from mentorpanel.storage.models import Draft, Notice, Person, Touchpoint, User
from mentorpanel.usecases import letters, notices, outreach, people, profiles
from tests.makers import NOON, make_person

FORM = {
    "name": "Ana Brandt",
    "kind": "talk",
    "where": "ProductCon",
    "impressed": "She showed the roadmap item that she killed",
    "question": "How did you tell the team?",
}


@pytest.fixture(autouse=True)
def _noon() -> object:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def site(owner: User, client: Client) -> Client:
    profiles.change_profile(owner, name="Maya Lind", title="PM", organisation="Acme")
    return client


def read(answer: Any) -> str:
    return html.unescape(re.sub(r"\s+", " ", answer.content.decode()))


def headline(answer: Any) -> str:
    found = re.search(r"<h1>(.*?)</h1>", read(answer))
    assert found is not None
    return re.sub(r"<[^>]+>", "", found.group(1))


def undo_of(answer: Any) -> str:
    """The address behind the Undo button of the last message."""
    flashes = read(answer).split('class="flash ')[1:]
    found = re.search(r'action="([^"]+)"', flashes[-1])
    assert found is not None
    return found.group(1)


def the_notice() -> Notice:
    return Notice.objects.get()


def test_the_page_teaches_before_anybody_is_noticed(site: Client) -> None:
    answer = site.get("/notice/")
    assert headline(answer) == "Who impressed you lately, and with what exactly?"
    assert "it is how most of this begins" in read(answer)


def test_noticed_and_taken_back_at_once(site: Client, owner: User) -> None:
    answer = site.post("/notice/", FORM | {"email": "ana@con.example", "title": "CPO"}, follow=True)
    assert answer.redirect_chain[-1][0] == f"/notice/{the_notice().pk}/"
    assert "Noticed: Ana Brandt." in read(answer) and headline(answer).startswith(
        "You noticed Ana Brandt today."
    )
    assert people.person(owner, person_id=the_notice().person_id).stage == "noticed"
    back = site.post(undo_of(answer), follow=True)
    assert "Taken away." in read(back) and not Notice.objects.exists()
    assert Person.objects.get().deleted_at is not None


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"impressed": "Great talk!"}, "could be said of anybody"),
        ({"impressed": ""}, "Write what exactly impressed you"),
        ({"where": ""}, "Write where you noticed them first"),
        ({"name": ""}, "Write a name first"),
        ({"on": "someday"}, "day"),
        ({"email": "nothing"}, "no e-mail address"),
        ({"kind": ""}, "no place to notice somebody"),
    ],
)
def test_what_is_missing_is_said_beside_its_field(site: Client, wrong: dict[str, str], said: str) -> None:
    answer = site.post("/notice/", FORM | wrong)
    assert answer.status_code == 422 and said in read(answer)
    assert 'aria-invalid="true"' in read(answer) or "kind" in wrong
    for name, value in (FORM | wrong).items():
        assert not value or name == "kind" or value in read(answer), name
    assert not Notice.objects.exists() and not Person.objects.exists()


def test_a_name_of_several_is_a_choice_with_somebody_new(site: Client, owner: User) -> None:
    berg, _ = make_person(owner, "Kim Berg"), make_person(owner, "Kim Dorn")
    answer = site.post("/notice/", FORM | {"name": "Kim"})
    assert answer.status_code == 422 and "Which Kim was it?" in read(answer)
    assert "Kim Dorn" in read(answer) and "somebody new" in read(answer) and not Notice.objects.exists()
    site.post("/notice/", FORM | {"name": "Kim", "who": str(berg)})
    assert the_notice().person_id == berg
    site.post("/notice/", FORM | {"name": "Kim", "who": "new"})
    assert sorted(Person.objects.values_list("name", flat=True)) == ["Kim", "Kim Berg", "Kim Dorn"]


def test_whoever_was_noticed_before_is_asked_about(site: Client, owner: User) -> None:
    site.post("/notice/", FORM)
    first = the_notice()
    again = FORM | {"where": "the meet-up", "impressed": "You drew the market on a napkin"}
    asked = site.post("/notice/", again)
    assert (
        asked.status_code == 409 and "Add this to it" in read(asked) and "Open a second path" in read(asked)
    )
    assert "napkin" in read(asked) and Notice.objects.count() == 1
    added = site.post("/notice/", again | {"path": str(first.pk)}, follow=True)
    assert "Added to what you noticed" in read(added) and "napkin" in the_notice().impressed
    assert Touchpoint.objects.count() == 2
    site.post(undo_of(added))
    assert the_notice().impressed == first.impressed and Touchpoint.objects.count() == 1
    assert site.post("/notice/", again | {"path": "999999"}).status_code == 404
    site.post("/notice/", again | {"path": "second"})
    assert Notice.objects.count() == 2


def test_talk_or_meeting_can_be_put_right(site: Client, owner: User) -> None:
    site.post("/notice/", FORM)
    page = reverse("notice", args=[the_notice().pk])
    said = {"where": "ProductCon", "impressed": FORM["impressed"], "question": "", "on": ""}
    assert "a meeting that I led" in read(site.get(page))
    changed = site.post(page, said | {"kind": "meeting"}, follow=True)
    assert the_notice().kind == "meeting" and "feedback ask" in read(changed).lower()
    site.post(undo_of(changed))
    assert the_notice().kind == "talk"


def test_another_page_names_the_person(site: Client, owner: User) -> None:
    kim = make_person(owner, "Kim Berg")
    answer = site.get(f"/notice/?person={kim}")
    assert f'name="person" value="{kim}"' in read(answer)
    site.post("/notice/", FORM | {"name": "", "person": str(kim)})
    assert the_notice().person_id == kim
    assert site.get("/notice/?person=999999").status_code == 404


def test_the_buttons_of_the_talk_path(site: Client, owner: User) -> None:
    site.post("/notice/", FORM)
    page = reverse("notice", args=[the_notice().pk])
    answer = site.post(f"{page}letter/", follow=True)
    letter = Draft.objects.get()
    assert answer.redirect_chain[-1][0] == f"/letters/{letter.pk}/"
    assert "She showed the roadmap item that she killed" in read(answer) and "how it began" in read(answer)

    emptied = site.post(f"/letters/{letter.pk}/", {"impressed": ""}, follow=True)
    assert "One thing first" in read(emptied) and "I’ve sent it" not in read(emptied)
    refused = site.post(
        f"/letters/{letter.pk}/sent/", {}, HTTP_REFERER="http://testserver/letters/", follow=True
    )
    assert Draft.objects.get().state == "draft" and refused.status_code in (200, 404)

    site.post(f"/letters/{letter.pk}/", {"impressed": FORM["impressed"], "effect": "I killed one of mine"})
    sent = site.post(f"/letters/{letter.pk}/sent/", {}, follow=True)
    assert "They answered" in read(sent)
    assert "Write the curiosity connect" in read(site.get(page))

    site.post(f"{page}letter/")
    second = Draft.objects.order_by("-pk")[0]
    letters.write_letter(owner, draft_id=second.pk, slots={"why_you": "You did it"})
    letters.mark_sent(owner, draft_id=second.pk)
    with time_machine.travel(NOON.replace(day=10), tick=False):
        assert "I reminded them" in read(site.get(page))
        reminded = site.post(f"{page}follow-up/", {"next": "/notice/"}, follow=True)
        assert headline(reminded) == "Ana Brandt may answer when it suits them; nothing is yours to do."
        site.post(undo_of(reminded))
        assert "I reminded them" in read(site.get(page))
        answered = site.post(f"/letters/{second.pk}/answered/", {"next": page}, follow=True)
        assert headline(answered).startswith("Ana Brandt answered today.")
        assert headline(site.get("/notice/")) == "Ana Brandt has answered and would like a time."
        assert "Not answered after all" in read(answered)
        undone = site.post(undo_of(answered), follow=True)
        assert "They answered" in read(undone)
        site.post(f"/letters/{second.pk}/answered/", {"next": page, "note": "Gladly"})
        met = site.post(f"{page}met/", {"kind": "coffee", "on": "2026-03-10"}, follow=True)
        assert "You talked today" in headline(met) and "Note what you saw" in read(met)
        site.post(undo_of(met))
        assert headline(site.get(page)).startswith("Ana Brandt answered today.")


def test_let_go_change_and_delete_each_with_undo(site: Client, owner: User) -> None:
    site.post("/notice/", FORM)
    page = reverse("notice", args=[the_notice().pk])
    gone = site.post(f"{page}let-go/", follow=True)
    assert "The door is open" in read(gone) and "Open it again" in read(gone)
    site.post(undo_of(gone))
    assert the_notice().ending == ""
    wrong = site.post(page, {"where": "ProductCon", "impressed": "Great!", "question": "", "on": ""})
    assert wrong.status_code == 422 and "could be said of anybody" in read(wrong)
    changed = site.post(
        page,
        {"where": "the meet-up", "impressed": FORM["impressed"], "question": "", "on": "2026-03-01"},
        follow=True,
    )
    assert (the_notice().where, str(the_notice().noticed_on)) == ("the meet-up", "2026-03-01")
    site.post(undo_of(changed))
    assert (the_notice().where, str(the_notice().noticed_on)) == ("ProductCon", "2026-03-02")
    deleted = site.post(f"{page}delete/", follow=True)
    assert not Notice.objects.exists()
    site.post(undo_of(deleted))
    assert the_notice().where == "ProductCon" and Person.objects.get().deleted_at is None
    assert site.post(f"{page}restore/").status_code == 404
    assert site.post(f"{page}change/undo/").status_code == 404


def test_the_persons_page_tells_how_it_began(site: Client, owner: User) -> None:
    made = notices.notice_someone(owner, **FORM)  # type: ignore[arg-type]
    page = read(site.get(reverse("person", args=[made.notice.person.id])))
    assert "How it began" in page and FORM["impressed"] in page and "Write the appreciation" in page
    assert "I noticed someone" in read(site.get("/people/"))
    assert any("noticed someone" in one["label"] for one in site.get("/palette/?q=notic").json())


def test_today_leads_to_the_path(site: Client, owner: User) -> None:
    made = notices.notice_someone(owner, **FORM)  # type: ignore[arg-type]
    answer = site.get("/")
    assert headline(answer) == "Ana Brandt has not heard what impressed you."
    assert f'href="/notice/{made.notice.id}/"' in read(answer)
    assert outreach.path(owner, notice_id=made.notice.id).is_open
