"""The page of goals: an example to begin from, the way to the date, milestones put right and taken back."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client

from mentorpanel import clock
from mentorpanel.storage.models import User
from mentorpanel.usecases import goals
from tests.makers import make_person

pytestmark = pytest.mark.django_db
INPUT = re.compile(r'<input(?=[^>]*\bname="(\w+)")[^>]*\bvalue="([^"]*)"')
AREA = re.compile(r'<textarea[^>]*\bname="(\w+)"[^>]*>\s*([^<]*)</textarea>')


def form_in(page: str) -> dict[str, str]:
    """The form of a new goal, as it would be sent."""
    shown = page[page.index('id="new"') :]
    return {name: unescape(value) for name, value in (*INPUT.findall(shown), *AREA.findall(shown))}


def test_an_empty_page_offers_an_example(client: Client) -> None:
    page = client.get("/goals/").content.decode()
    assert "gives the sessions a direction" in page
    assert "/goals/?example=moving-into-management#new" in page


def test_from_the_example_to_a_goal_with_its_milestones(client: Client, owner: User) -> None:
    ana = make_person(owner, "Ana Ruiz", stage="formal-mentor")
    page = client.get("/goals/?example=moving-into-management").content.decode()
    assert "change every word that is not yours" in page
    form = form_in(page)
    assert form["statement"] == "Move into managing product managers" and "Propose it" in form["milestones"]
    wanted = ("statement", "due_on", "why", "how_known", "skills", "milestones")
    answer = client.post("/goals/new/", {**{name: form[name] for name in wanted}, "mentor": [ana]})
    assert answer.status_code == 302, answer.content.decode()
    (made,) = goals.goals(owner)
    assert len(made.milestones) == 7 and all(one.due_on for one in made.milestones)
    assert "delegating" in made.skills and made.mentors[0].name == "Ana Ruiz"
    page = client.get("/goals/").content.decode()
    assert page.count('<circle class="mark ahead"') == 7
    assert "0 of 7 milestones met" in page


def test_what_was_typed_stays_when_something_is_wrong(client: Client, owner: User) -> None:
    typed = {"statement": "Lead", "due_on": "2020-01-01", "milestones": "First step, by 2027-01-01"}
    answer = client.post("/goals/new/", typed)
    assert answer.status_code == 422 and "First step, by 2027-01-01" in answer.content.decode()
    assert not goals.goals(owner)


def test_an_unknown_example_is_told(client: Client) -> None:
    answer = client.get("/goals/?example=fame")
    assert answer.status_code == 422 or "There is no such example" in answer.content.decode()


def test_a_milestone_is_put_right_taken_out_and_put_back(client: Client, owner: User) -> None:
    client.post(
        "/goals/new/", {"statement": "Lead", "due_on": "2030-01-01", "milestones": "Intervew\nCharter"}
    )
    (goal,) = goals.goals(owner)
    first = goal.milestones[0].id
    client.post(f"/goals/milestones/{first}/change/", {"text": "Interview", "due_on": "2029-01-01"})
    page = client.get("/goals/").content.decode()
    assert "Interview <small>by " in page
    client.post(f"/goals/milestones/{first}/remove/")
    page = client.get("/goals/").content.decode()
    assert "Interview" not in page
    undo = re.search(r'action="(/goals/milestones/back/[^"]+)"', page)
    assert undo is not None
    client.post(undo[1])
    assert [one.text for one in goals.goals(owner)[0].milestones] == ["Interview", "Charter"]


def test_a_goal_that_has_ended_shows_its_closing_note(client: Client, owner: User) -> None:
    client.post("/goals/new/", {"statement": "Lead", "due_on": "2030-01-01"})
    (goal,) = goals.goals(owner)
    client.post(f"/goals/{goal.id}/end/", {"ending": "reached", "closing_note": "Two reports since May."})
    assert "Two reports since May." in client.get("/goals/").content.decode()


def test_a_change_that_cannot_be_so_keeps_what_was_typed(client: Client, owner: User) -> None:
    mentor = make_person(owner, "Ana Ruiz", stage="formal-mentor")
    goal = goals.set_goal(owner, statement="Lead a team", due_on=clock.now().date() + timedelta(days=300))
    typed = {
        "statement": "Lead two teams",
        "why": "Words that I typed",
        "due_on": (clock.now().date() + timedelta(days=20)).isoformat(),
        "mentor": [mentor],
    }
    answer = client.post(f"/goals/{goal.id}/", typed)
    said = answer.content.decode()
    assert answer.status_code == 422
    assert "This one is sooner" in said
    assert said.count("Words that I typed") == said.count("Lead two teams</textarea>") == 1
    assert goals.goal(owner, goal_id=goal.id).statement == "Lead a team"
    assert client.post(f"/goals/{goal.id}/", {**typed, "reason": "It is agreed"}).status_code == 302
