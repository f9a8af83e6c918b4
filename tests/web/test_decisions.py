"""The pages of decisions: begun, judged with one press each, chosen, told, looked at; each change taken back."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from mentorpanel import clock
from mentorpanel.storage.models import Draft, RoleReview, User
from mentorpanel.usecases import decision_asks, decision_choices, decisions, people
from tests.makers import make_person

pytestmark = pytest.mark.django_db
UNDO = re.compile(r'action="(/decisions/undo/[^"]+)"')


def shown(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, answer.content.decode()[:500]
    return answer.content.decode()


def begun(owner: User, **more: Any) -> Any:
    given = {"options": ["Growth", "Platform"], "criteria": ["scope"], **more}
    return decisions.begin_decision(owner, question="Where next?", **given).decision


def test_an_empty_page_teaches(client: Client) -> None:
    page = shown(client, "/decisions/")
    assert "Nothing is to be decided just now." in page and "ask two mentors what they would look at" in page


def test_begun_on_the_page_and_a_wrong_one_keeps_what_was_typed(client: Client, owner: User) -> None:
    typed = {"question": " ", "options": "Growth\nPlatform", "criteria": "scope"}
    answer = client.post("/decisions/new/", typed)
    assert answer.status_code == 422 and "Growth\nPlatform" in answer.content.decode()
    answer = client.post("/decisions/new/", {**typed, "question": "Where next?", "answer_by": "tomorrow"})
    (found,) = decisions.decisions(owner)
    assert answer["Location"] == f"/decisions/{found.id}/" and len(found.options) == 2
    assert "“Where next?” wants an answer tomorrow." in shown(client, "/decisions/")


def test_a_press_judges_once_two_were_asked_or_with_a_reason(client: Client, owner: User) -> None:
    found = begun(owner)
    cell = f"{found.options[0].id}:{found.criteria[0].id}"
    place = f"/decisions/{found.id}/"
    answer = client.post(f"{place}judge/", {"judge": f"{cell}:better"})
    assert answer.status_code == 422 and "two mentors are asked first" in answer.content.decode()
    client.post(f"{place}early/", {"reason": "Tonight"})
    client.post(f"{place}judge/", {"judge": f"{cell}:better"})
    page = shown(client, place)
    assert "“Growth” is ahead so far; one judgement still to come." in page
    assert (
        "The choice flips if" in page
        and f'value="{cell}:better" class="mark better" aria-pressed="true"' in page
    )
    client.post(f"{place}judge/", {"judge": f"{cell}:better"})
    assert decisions.decision(owner, decision_id=found.id).marks == {}, "pressed again, it is taken back"
    undo = UNDO.search(shown(client, place))
    assert undo is not None
    client.post(undo[1])
    assert len(decisions.decision(owner, decision_id=found.id).marks) == 1
    assert client.post(f"{place}judge/", {"judge": "x"}).status_code == 422
    assert client.post("/decisions/undo/none-of-ours/").status_code == 404


def test_parts_are_added_changed_and_taken_off(client: Client, owner: User) -> None:
    found = begun(owner)
    ana = make_person(owner, "Ana Ruiz", stage="mentor")
    option, criterion = found.options[1].id, found.criteria[0].id
    client.post(f"/decisions/{found.id}/options/", {"text": "Wait"})
    client.post(f"/decisions/{found.id}/criteria/", {"text": "pay", "person": ana, "weight": 2})
    client.post(f"/decisions/options/{option}/", {"text": "Platform team", "note": "Lisbon"})
    client.post(f"/decisions/criteria/{criterion}/", {"weight": 3})
    page = shown(client, f"/decisions/{found.id}/")
    assert all(
        words in page for words in ("Wait", "Platform team", "Lisbon", "counts three times", "Ana Ruiz")
    )
    client.post(f"/decisions/options/{option}/", {"remove": "yes"})
    client.post(f"/decisions/criteria/{criterion}/", {"remove": "yes"})
    client.post(f"/decisions/{found.id}/compare/", {"option": found.options[0].id})
    client.post(f"/decisions/{found.id}/readers/", {"reader": [ana]})
    client.post(f"/decisions/{found.id}/change/", {"question": "Else?", "note": "n", "is_role": "yes"})
    after = decisions.decision(owner, decision_id=found.id)
    assert [one.text for one in after.options] == ["Growth", "Wait"] and len(after.criteria) == 1
    assert (after.reference, after.question, after.is_role) == (found.options[0].id, "Else?", True)
    assert [one.id for one in after.readers] == [ana]
    client.post(f"/decisions/{found.id}/remove/")
    assert decisions.decisions(owner) == ()
    client.post(UNDO.findall(shown(client, "/decisions/"))[-1])
    assert len(decisions.decisions(owner)) == 1


def test_two_who_differ_are_offered_and_asked(client: Client, owner: User) -> None:
    found = begun(owner)
    for name, place in (("Ana Ruiz", "Fernwood"), ("Ben Okri", "Oakline")):
        people.add_person(owner, name=name, organisation=place, stage="mentor")
    page = shown(client, f"/decisions/{found.id}/")
    assert "Ask Ana Ruiz and Ben Okri?" in page and "differ" in page
    ana, ben = (one.id for one in decision_asks.people_to_ask(owner))
    answer = client.post(f"/decisions/{found.id}/ask/", {"person": ana, "how": "letter", "may_know": "yes"})
    assert answer["Location"] == f"/letters/{Draft.objects.get().pk}/"
    client.post(f"/decisions/{found.id}/ask/", {"person": ben, "how": "talk"})
    client.post(f"/decisions/{found.id}/heard/", {"person": ben, "criteria": "people\npay", "said": "Wait."})
    after = decisions.decision(owner, decision_id=found.id)
    assert [one.id for one in after.readers] == [ana] and len(after.criteria) == 3
    assert client.post(f"/decisions/{found.id}/ask/", {"person": ""}).status_code == 422
    page = shown(client, f"/people/{ben}/")
    assert "Where next?" in page and "people" in page


def test_the_choice_is_made_told_and_opened_again(client: Client, owner: User) -> None:
    found, ana = begun(owner), make_person(owner, "Ana Ruiz", stage="mentor")
    decision_asks.note_answer(owner, decision_id=found.id, person_id=ana, criteria=["people"])
    place = f"/decisions/{found.id}/"
    assert client.post(f"{place}choose/", {"why": "x"}).status_code == 422
    client.post(f"{place}choose/", {"option": "0", "why": "It is good here."})
    page = shown(client, place)
    assert "You chose: stay as it is." in page and "It is good here." in page and "Thank them" in page
    answer = client.post(f"{place}tell/", {"person": ana, "how": "letter"})
    assert answer["Location"].startswith("/letters/")
    client.post(f"{place}tell/", {"person": ana, "how": "talk"})
    assert "Knows what you chose." in shown(client, place)
    client.post(f"{place}reopen/")
    assert decisions.decision(owner, decision_id=found.id).chosen_on is None


def test_a_role_is_looked_at_or_put_off(client: Client, owner: User) -> None:
    found = begun(owner, is_role=True, reader_ids=[make_person(owner, "Ana Ruiz")])
    decision_choices.choose(owner, decision_id=found.id, option_id=found.options[0].id)
    today = clock.now().date()
    RoleReview.objects.filter(months=3).update(due_on=today - timedelta(days=1))
    review = RoleReview.objects.get(months=3).pk
    assert "It is time to look at a role you chose." in shown(client, "/decisions/")
    place = f"/decisions/reviews/{review}/"
    page = shown(client, place)
    assert "Does the role give you scope to grow?" in page and "next brief for Ana Ruiz" in page
    assert client.post(place, {}).status_code == 422
    client.post(f"{place}snooze/", {})
    assert "It is time to look" not in shown(client, "/decisions/")
    criterion = found.criteria[0].id
    client.post(
        place, {"q-scope": "no", "q-scope-note": "Small", "q-scope-share": "yes", f"c-{criterion}": "yes"}
    )
    looked = decisions.decision(owner, decision_id=found.id).reviews[0]
    assert looked.by_question["scope"].is_shared and looked.by_criterion[criterion].answer == "yes"
    assert "Scope to grow is what to talk about" in shown(client, place)


def test_what_differs_is_put_side_by_side_from_the_decision_and_stands_there(
    client: Client, owner: User
) -> None:
    found = begun(owner)
    place = f"/decisions/{found.id}/"
    for name, said in (("Ana Ruiz", "Go where you learn."), ("Ben Okri", "Go where you are known.")):
        person_id = make_person(owner, name, stage="mentor")
        decision_asks.note_answer(owner, decision_id=found.id, person_id=person_id, said=said)
    (beside,) = re.findall(r'href="(/advice/side-by-side/[^"]+)"', shown(client, place))
    asked = shown(client, beside.replace("&amp;", "&"))
    assert f'name="decision" value="{found.id}"' in asked
    advised = re.findall(r'name="advice" value="(\d+)"', asked)
    given = {"question": "Learn or be known?", "advice": advised, "decision": found.id}
    made = client.post("/advice/side-by-side/", given)["Location"]
    assert f'href="{place}">Where next?</a>' in shown(client, made)
    page = shown(client, place)
    assert "Learn or be known?" in page and "“Go where you are known.”" in page
    number = made.rstrip("/").rsplit("/", 1)[1]
    answer = client.post(f"{place}side-by-side/", {"contrast": number, "remove": "yes"}, follow=True)
    assert "No part of it" in answer.content.decode()
    (undo,) = UNDO.findall(answer.content.decode())
    client.post(undo)
    assert len(decisions.decision(owner, decision_id=found.id).contrasts) == 1
    client.post(f"{place}side-by-side/", {"contrast": number, "remove": "yes"})
    assert "Add what stands side by side" in shown(client, place)
    client.post(f"{made}decision/", {"decision": found.id})
    assert len(decisions.decision(owner, decision_id=found.id).contrasts) == 1
    assert client.post(f"{place}side-by-side/", {}).status_code == 422
