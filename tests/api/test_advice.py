"""Advice for programs: which loops are open, thanks begun, topics renamed, old advice for a question, two who differ."""

from typing import Any

import pytest

from tests.api.conftest import Program

pytestmark = pytest.mark.django_db


def advise(program: Program, person: int, text: str, **more: Any) -> Any:
    answer = program.post("advice", {"person_id": person, "text": text, **more})
    assert answer.status_code == 201, answer.content
    return answer.json()


def test_loops_topics_thanks_and_what_comes_back(program: Program) -> None:
    ana = program.post("people", {"name": "Ana Ruiz"}).json()["id"]
    said = advise(program, ana, "Price by seat first", topics=["price"])
    other = advise(program, ana, "Hire late", topics=["hiring"])
    place = f"advice/{said['id']}"
    changed = program.patch(place, {"status": "worked", "outcome": "14 of 20 stayed."}).json()
    assert changed["loop"] == "open"
    for asked in ("advice?loop_open=true", "advice?topic=price"):
        assert [one["id"] for one in program.get(asked).json()["results"]] == [said["id"]]
    assert [one["id"] for one in program.get("advice?loop_open=false").json()["results"]] == [other["id"]]
    letter = program.post(f"{place}/thank-you").json()
    assert (letter["kind"], letter["slots"]["result"]) == ("thank-you", "14 of 20 stayed.")
    assert program.post(f"{place}/thank-you").json()["id"] == letter["id"]
    program.patch(f"drafts/{letter['id']}", {"state": "sent"})
    assert program.get(place).json()["loop"] == "closed"
    assert program.patch(place, {"has_heard": False}).json()["loop"] == "open"
    assert program.patch(place, {"has_heard": True}).json()["loop"] == "closed"
    renamed = program.post("topics/rename", {"was": "price", "becomes": "pricing"}).json()
    assert (renamed["topic"], renamed["changed"]) == ("pricing", 1)
    assert program.post("topics/put-back", {"undo": renamed["undo"]}).json() == {"changed": 1}
    assert program.get(place).json()["topics"] == ["price"]
    assert program.post("topics/put-back", {"undo": "x"}).status_code == 404
    program.post("topics/rename", {"was": "price", "becomes": "pricing"})
    assert program.post("topics/rename", {"was": "price", "becomes": "x"}).status_code == 404
    item = program.post("parked-items", {"text": "Do we price by seat?"}).json()["id"]
    (back,) = program.get(f"parked-items/{item}/remembered").json()["results"]
    assert back["advice_id"] == said["id"] and back["sentence"].endswith("It worked: 14 of 20 stayed.")


def test_two_who_differ_are_decided_and_opened_again(program: Program) -> None:
    ana, ben = (program.post("people", {"name": name}).json()["id"] for name in ("Ana Ruiz", "Ben Okri"))
    item = program.post("parked-items", {"text": "Seat or usage?"}).json()["id"]
    both = [advise(program, one, f"By {one}", item_id=item)["id"] for one in (ana, ben)]
    assert len(program.get(f"advice?item_id={item}").json()["results"]) == 2
    given = {"question": "Seat or usage?", "advice_ids": both, "item_id": item}
    made = program.post("contrasts", given).json()
    place = f"contrasts/{made['id']}"
    assert program.patch(place, {"choice_id": both[1], "why": "We bill by use."}).json()["decided_on"]
    assert program.get("contrasts?decided=false").json()["results"] == []
    assert program.patch(place, {"open": True}).json()["decided_on"] is None
    assert program.patch(place, {"why": "no way said"}).status_code == 422
    assert program.post("contrasts", {**given, "advice_ids": both[:1]}).status_code == 422


def test_what_differs_is_a_part_of_a_decision_and_who_knows_has_heard(program: Program) -> None:
    ana, ben = (program.post("people", {"name": name}).json()["id"] for name in ("Ana Ruiz", "Ben Okri"))
    both = [advise(program, one, f"By {one}")["id"] for one in (ana, ben)]
    decision = program.post("decisions", {"question": "Where next?", "options": ["A", "B"]}).json()
    given = {"question": "Seat or usage?", "advice_ids": both, "decision_id": decision["id"]}
    made = program.post("contrasts", given).json()
    assert made["decisions"] == [{"id": decision["id"], "question": "Where next?"}]
    place = f"decisions/{decision['id']}"
    assert program.get(place).json()["contrasts"] == [{"id": made["id"], "question": "Seat or usage?"}]
    assert program.patch(place, {"contrast_ids": []}).json()["contrasts"] == []
    assert program.patch(place, {"contrast_ids": [10**9]}).status_code == 404
    other = {"question": "And then?", "contrast_ids": [made["id"]]}
    assert program.post("decisions", other).json()["contrasts"][0]["id"] == made["id"]
    program.patch(place, {"contrast_ids": [made["id"]]})
    program.post(f"{place}/asks", {"person_id": ana, "how": "talk"})
    program.patch(f"advice/{both[0]}", {"status": "worked", "outcome": "It did."})
    assert program.post(f"{place}/knows", {"person_id": ana}).status_code == 409, "there is no choice yet"
    program.post(f"{place}/choice", {"option_id": 0})
    known = program.post(f"{place}/knows", {"person_id": ana}).json()
    assert known["asks"][0]["told_on"] and program.get(f"advice/{both[0]}").json()["loop"] == "closed"
