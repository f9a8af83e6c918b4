"""The panel's pages: what it lacks, a look at another phase and the change to it, a need, weights, who helps."""

import re
from typing import Any

import pytest
from django.test import Client

from mentorpanel.storage.models import User
from mentorpanel.usecases import acquaintances, coverage, demo, focus, panel, people, phases, profiles

pytestmark = pytest.mark.django_db


def text(answer: Any) -> str:
    """A page's words, as one reads them."""
    page = re.sub(r"<(script|style|svg)\b.*?</\1>", " ", answer.getvalue().decode(), flags=re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def somebody(owner: User, name: str, stage: str = "mentor", **fields: Any) -> int:
    made = people.add_person(owner, name=name, **fields)
    if stage:
        panel.move_stage(owner, person_id=made.id, stage=stage, is_setting_up=True)
    return made.id


@pytest.fixture
def sample(owner: User) -> dict[str, int]:
    """The sample panel; ids by name."""
    demo.fill(owner)
    return {one.name: one.id for one in people.list_people(owner, limit=100).results}


def test_empty_pages_teach(client: Client, owner: User) -> None:
    shown = text(client.get("/panel/"))
    assert "Nobody is on your panel yet. It starts with one name." in shown
    assert "Who already helps me?" in shown
    somebody(owner, "Ana Ruiz")
    shown = text(client.get("/panel/"))
    assert "Say which phase you are in" in shown
    assert "What do you need now?" in shown
    assert "Nothing has happened here yet" not in text(client.get("/panel/over-time/"))
    look = client.get("/panel/?phase=transition")
    assert "I am in transition" in text(look)
    assert client.get("/panel/?phase=retirement").status_code == 404


def test_the_page_says_what_is_lacking_and_who_helps(client: Client, sample: dict[str, int]) -> None:
    answer = client.get("/panel/")
    shown = text(answer)
    assert "Two musts are open: sponsor and opportunities." in shown
    assert "Five mentors, one of them formal" in shown
    assert "lapsed: rest or revive?" in shown
    assert "entrepreneurial" in shown
    assert "very well" in shown
    page = answer.getvalue().decode()
    assert '<svg viewBox="' in page
    assert "/panel/needs/sponsor/#candidates" in page
    assert "Helen Marsh" not in shown


def test_another_phase_beside_this_one_and_the_change_with_its_undo(
    client: Client, owner: User, sample: dict[str, int]
) -> None:
    shown = text(client.get("/panel/?phase=transition"))
    assert "This is only a look; nothing has changed." in shown
    assert "Helen Marsh Career change is among what they know." in shown
    assert "Priya Nair may rest" in shown
    before = coverage.panel_state(owner)
    stages = {one.member.name: one.member.stage for one in before.everybody}
    told = {area.text: area.readers for area in focus.focus_areas(owner)}
    form = {
        "phase": "transition",
        "note": "An offer",
        "focus": "Lead a team by next autumn\nChoose by spring",
        "readers": "nobody",
        "rest": sample["Priya Nair"],
    }
    answer = client.post("/panel/change/", form, follow=True)
    assert "Transition begins. Everybody else stays where they are. Priya Nair may rest." in text(answer)
    after = {one.member.name: one.member.stage for one in coverage.panel_state(owner).everybody}
    assert {name for name in after if after[name] != stages[name]} == {"Priya Nair"}
    areas = {area.text: area.readers for area in focus.focus_areas(owner)}
    assert areas == {"Lead a team by next autumn": "named", "Choose by spring": "nobody"}
    (undo,) = re.findall(r"/panel/change/\d+/undo/", answer.getvalue().decode())
    assert "Progressing goes on." in text(client.post(undo, follow=True))
    again = coverage.panel_state(owner)
    assert {one.member.name: one.member.stage for one in again.everybody} == stages
    assert {area.text: area.readers for area in focus.focus_areas(owner)} == told
    assert client.post(undo).status_code == 404


def test_a_change_that_cannot_be_is_said_on_the_form(
    client: Client, owner: User, sample: dict[str, int]
) -> None:
    form = {"phase": "transition", "note": "kept", "focus": "\n".join("abcdef"), "rest": sample["Priya Nair"]}
    answer = client.post("/panel/change/", form)
    assert answer.status_code == 422
    page = answer.getvalue().decode()
    assert "At most 5 focus areas" in page
    assert "kept" in page
    assert f'value="{sample["Priya Nair"]}" checked' in page
    assert profiles.phase(owner).phase == "progressing"


def test_a_need_shows_who_covers_it_and_who_else_could(
    client: Client, owner: User, sample: dict[str, int]
) -> None:
    shown = text(client.get("/panel/needs/path-maker/"))
    assert "Somebody who has gone the way that you think of going." in shown
    assert "Helen Marsh Career change is among what they know." in shown
    helen = sample["Helen Marsh"]
    form = {"stage": "noticed", "next": "/panel/needs/path-maker/"}
    answer = client.post(f"/people/{helen}/stage/", form, follow=True)
    assert answer.redirect_chain == [("/panel/needs/path-maker/", 302)]
    assert people.person(owner, person_id=helen).stage == "noticed"
    answer = client.post(
        "/panel/needs/path-maker/level/", {"person": sample["Omar Haddad"], "level": "3"}, follow=True
    )
    assert "Omar Haddad helps very well (path maker)." in text(answer)
    assert "You said: Omar Haddad helps very well." in text(answer)
    client.post("/panel/needs/path-maker/level/", {"person": sample["Omar Haddad"], "level": "unsaid"})
    assert "You said" not in text(client.get("/panel/needs/path-maker/"))
    assert client.get("/panel/needs/flying/").status_code == 404
    assert client.post("/panel/needs/path-maker/level/", {"level": "1"}).status_code == 422


def test_weights_and_phases_of_ones_own(client: Client, owner: User) -> None:
    profiles.begin_phase(owner, phase="progressing")
    answer = client.post(
        "/panel/phases/progressing/",
        {"weight-sponsor": "0", "weight-strategy": "3", "need": "Board work", "need_weight": "3"},
        follow=True,
    )
    assert "Board work" in text(answer)
    assert coverage.own_weights(owner) == {"progressing": {"sponsor": 0, "board-work": 3}}
    assert "changed by you" not in text(client.get("/panel/phases/"))  # it is where the owner is
    assert client.post("/panel/phases/progressing/", {"weight-sponsor": "9"}).status_code == 422
    client.post("/panel/phases/progressing/reset/")
    assert coverage.own_weights(owner) == {}
    answer = client.post("/panel/phases/", {"name": "On leave", "like": "transition"}, follow=True)
    assert "On leave asks most for" in text(answer)
    assert client.post("/panel/phases/", {"name": "On leave"}).status_code == 422
    assert client.get("/panel/?phase=on-leave").status_code == 200
    assert "on leave" in text(client.get("/settings/"))
    client.post("/panel/phases/on-leave/drop/")
    assert client.get("/panel/phases/on-leave/").status_code == 404


def test_a_person_helps_and_knows(client: Client, owner: User) -> None:
    profiles.begin_phase(owner, phase="progressing")
    ana, marek = somebody(owner, "Ana Ruiz", expertise=["pricing"]), somebody(owner, "Marek Holm")
    assert "Pricing is among what they know." in text(client.get(f"/people/{ana}/"))
    client.post(f"/people/{ana}/helps/", {"need": "influence", "level": "2"})
    shown = text(client.get(f"/people/{ana}/"))
    assert "influence as you said" in shown
    client.post(f"/people/{ana}/knows/", {"other": marek})
    assert [one.name for one in acquaintances.known_to(owner, person_id=marek)] == ["Ana Ruiz"]
    assert "Knows Marek Holm" in text(client.get(f"/people/{ana}/"))
    client.post(f"/people/{ana}/knows/", {})
    assert acquaintances.known_to(owner, person_id=marek) == ()
    book = somebody(owner, "Wei Zhang", stage="", expertise=["strategy"])
    assert "Strategy is among what they know." in text(client.get(f"/people/{book}/"))


def test_what_they_help_with_and_whom_they_know_is_taken_back(client: Client, owner: User) -> None:
    ana, marek, jo = (somebody(owner, name) for name in ("Ana Ruiz", "Marek Holm", "Jo Kim"))
    coverage.set_levels(owner, person_id=ana, levels={"influence": 1})
    for path, form in (
        (f"/people/{ana}/helps/", {"need": "influence", "level": "3"}),
        ("/panel/needs/influence/level/", {"person": ana, "level": "unsaid"}),
    ):
        told = client.post(path, form, follow=True)
        assert f"/people/{ana}/helps/undo/" in told.content.decode(), path
        client.post(f"/people/{ana}/helps/undo/")
        assert coverage.said_level(owner, person_id=ana, need="influence") == 1
    assert client.post(f"/people/{ana}/helps/undo/").status_code == 404, "once"
    acquaintances.know_each_other(owner, person_id=ana, other_id=jo)
    told = client.post(f"/people/{ana}/knows/", {"other": marek}, follow=True)
    assert f"/people/{ana}/knows/undo/" in told.content.decode()
    client.post(f"/people/{ana}/knows/undo/")
    assert [one.name for one in acquaintances.known_to(owner, person_id=ana)] == ["Jo Kim"]
    assert client.post(f"/people/{jo}/knows/undo/").status_code == 404
    again = client.post(f"/people/{ana}/knows/", {"other": jo}, follow=True)
    assert "knows/undo/" not in again.content.decode(), "nothing was changed"


def test_over_time(client: Client, owner: User, sample: dict[str, int]) -> None:
    shown = text(client.get("/panel/over-time/"))
    assert "Jonas Weil" in shown
    assert "mentor, then formal mentor" in shown
    assert "New team or product" in shown


@pytest.mark.parametrize(
    ("said", "answer"), [("transtion", "Did you mean transition?"), ("on leave", "is no phase yet")]
)
def test_a_slip_of_the_keyboard_begins_no_phase(client: Client, owner: User, said: str, answer: str) -> None:
    profiles.begin_phase(owner, phase="progressing")
    for path in ("/panel/change/", "/settings/phase/", "/welcome/phase/"):
        refused = client.post(path, {"phase": said})
        assert refused.status_code == 422 and answer in text(refused), path
    assert [one.phase for one in phases.past_phases(owner)] == ["progressing"]
    client.post("/panel/phases/", {"name": "On leave"})
    assert client.post("/panel/change/", {"phase": "on leave"}).status_code == 302
    assert client.post("/panel/phases/", {"name": "Transitoin"}).status_code == 422


def test_own_phases_with_any_words_have_their_pages(client: Client, owner: User) -> None:
    for name in ("1/2 time?", "вкус", "a#b & c", "50 %"):
        made = phases.add_phase(owner, name=name)
        answer = client.get("/panel/phases/")
        assert answer.status_code == 200
        assert client.get(f"/panel/phases/{made.slug}/").status_code == 200, name
        assert client.get(f"/panel/?phase={made.slug}").status_code == 200, name
