"""Finding mentors by the API: evidence, the monthly answer, notices and their paths, the panel, phases and needs."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mentorpanel import clock
from mentorpanel.domain.letters.kinds import KINDS
from mentorpanel.storage.models import User
from mentorpanel.usecases import assessments, need_weights, notices, people, phases, profiles, touchpoints
from tests.api.conftest import Program

pytestmark = pytest.mark.django_db
TODAY = clock.now().date()
NOTICED = {"kind": "talk", "where": "ProductCon", "impressed": "She showed the roadmap item that she killed"}
CLEARLY = [{"criterion": one, "seen": "clearly"} for one in ("listens", "helps", "excels:decides-well")]


def ago(days: int) -> Any:
    return TODAY - timedelta(days=days)


@pytest.fixture
def vera(owner: User, program: Program) -> int:
    """A mentor who is met now and then."""
    profiles.change_profile(owner, level="director")
    made = program.post(
        "people", {"name": "Vera Vice", "title": "VP Product", "stage": "mentor", "email": "v@x.example"}
    )
    for days in (20, 50, 80):
        touchpoints.log_touchpoint(owner, person_id=made.json()["id"], kind="coffee", on=ago(days))
    return int(made.json()["id"])


def test_evidence_makes_an_assessment(vera: int, program: Program) -> None:
    noted = program.post("assessments", {"person_id": vera, "text": "Read my paper", "shows": CLEARLY})
    assert noted.status_code == 201 and noted.json()["shows"] == CLEARLY
    shown = program.get(f"people/{vera}/assessment").json()
    assert (shown["assessment"]["state"], shown["readiness"]["verdict"]) == ("could-mentor", "no-time")
    assert shown["assessment"]["evidence"][0]["id"] == noted.json()["id"]
    said = program.post(f"people/{vera}/monthly-answer", {"answer": "yes"}, Idempotency_Key="m")
    assert (said.status_code, said.json()["readiness"]["verdict"]) == (200, "ready")
    again = program.post(f"people/{vera}/monthly-answer", {"answer": "yes"}, Idempotency_Key="m")
    assert (again.content, again["Idempotent-Replayed"]) == (said.content, "true")
    forgotten = program.post(f"people/{vera}/monthly-answer", {"answer": None}).json()
    assert forgotten["readiness"]["monthly"] == {"answer": None, "on": None}
    program.patch(noted["Location"], {"shows": []})
    assert program.get(f"people/{vera}/assessment").json()["assessment"]["state"] == "open"


def test_evidence_that_cannot_be_kept_says_why(vera: int, program: Program) -> None:
    stranger = program.post("people", {"name": "New One"}).json()["id"]

    def refused(**given: Any) -> tuple[int, str]:
        answer = program.post("assessments", {"person_id": vera, "text": "x", **given})
        return answer.status_code, answer.json()["field"]

    assert refused(person_id=stranger, shows=CLEARLY) == (409, "shows")
    assert refused(text=" ") == (422, "text")
    assert refused(on=(TODAY + timedelta(days=2)).isoformat()) == (422, "on")
    assert refused(shows=[{"criterion": "charm", "seen": "clearly"}])[0] == 422
    assert refused(shows=[{"criterion": "helps", "seen": "always"}]) == (422, "shows.0.seen")
    other = program.post("touchpoints", {"person_id": stranger, "summary": "x"}).json()["id"]
    assert refused(touchpoint_id=other) == (422, "touchpoint_id")
    assert program.get(f"people/{stranger}/assessment").json()["readiness"] is None
    assert program.post(f"people/{stranger}/monthly-answer", {"answer": "yes"}).status_code == 409


def test_a_path_from_the_notice_to_the_answer(program: Program) -> None:
    made = program.post("notices", {**NOTICED, "name": "Ana Brandt", "email": "ana@con.example"})
    assert made.status_code == 201, made.content
    path = made.json()
    number, person = f"notices/{path['id']}", path["person"]["id"]
    assert (path["state"], path["letter"], path["letters"]) == ("write", "appreciation", [])
    assert program.get(f"people/{person}").json()["stage"] == "noticed"
    letter = program.post(f"{number}/letter").json()
    assert letter["kind"] == "appreciation" and letter["notice_id"] == path["id"]
    assert program.post(f"{number}/letter").json()["id"] == letter["id"]
    place = f"drafts/{letter['id']}"
    assert program.post(f"{place}/answered", {}).status_code == 409
    assert program.post(f"{number}/answered", {}).status_code == 409
    sent = program.patch(place, {"slots": {"effect": "I killed one of ours"}, "state": "sent"})
    assert (sent.status_code, sent.json()["state"]) == (200, "sent"), sent.content
    assert program.get(number).json()["letter"] == "curiosity-connect"
    answered = program.post(f"{place}/answered", {"note": "Gladly"}).json()
    assert answered["answered_on"] == TODAY.isoformat()
    assert program.post(f"{place}/answered", {"undo": True}).json()["answered_on"] is None
    assert program.post(f"{number}/follow-up", {}).status_code == 409
    second = program.post(f"{number}/letter").json()
    held = program.patch(f"drafts/{second['id']}", {"state": "sent"})
    assert (held.status_code, held.json()["code"]) == (422, "letter-held-back") and second["held_back"]
    mended = {"question": "How did you tell the team?", "why_you": "You did it."}
    assert (
        program.patch(f"drafts/{second['id']}", {"slots": mended, "state": "sent"}).json()["state"] == "sent"
    )
    assert program.get(number).json()["state"] == "waiting"
    assert program.post(f"{number}/follow-up", {}).status_code == 200
    assert program.post(f"{number}/follow-up", {"undo": True}).status_code == 200
    assert program.post(f"{number}/answered", {"note": "Yes"}).json()["state"] == "meet"
    assert program.post(f"{number}/answered", {"undo": True}).json()["state"] == "waiting"
    assert program.post(f"{number}/let-go").json()["state"] == "gone"
    assert program.get("notices?let_go=true").json()["results"][0]["id"] == path["id"]
    assert program.post(f"{number}/reopen").json()["state"] == "waiting"


def test_a_notice_that_cannot_be_kept_says_why(program: Program) -> None:
    vague = program.post("notices", {**NOTICED, "name": "Ana", "impressed": "great talk"})
    assert (vague.status_code, vague.json()["field"]) == (422, "impressed")
    ahead = {**NOTICED, "name": "Ana", "noticed_on": (TODAY + timedelta(days=2)).isoformat()}
    assert program.post("notices", ahead).json()["field"] == "noticed_on"
    assert program.post("notices", NOTICED).json()["field"] == "name"
    for name in ("Ana Ruiz", "Ana Brandt"):
        program.post("people", {"name": name})
    several = program.post("notices", {**NOTICED, "name": "Ana"})
    assert (several.status_code, len(several.json()["candidates"])) == (409, 2)
    assert program.get("notices").json()["results"] == []
    made = program.post("notices", {**NOTICED, "name": "Ana", "is_new": True})
    assert made.status_code == 201
    first = made.json()
    more = {**NOTICED, "person_id": first["person"]["id"], "impressed": "You drew the market on a napkin"}
    again = program.post("notices", more)
    assert (again.status_code, again.json()["code"]) == (409, "path-open")
    added = program.post("notices", {**more, "add_to": first["id"]}).json()
    assert added["id"] == first["id"] and "napkin" in added["impressed"]
    assert program.post("notices", {**more, "again": True}).json()["id"] != first["id"]
    other = {**more, "person_id": program.post("people", {"name": "Jo"}).json()["id"], "add_to": first["id"]}
    assert program.post("notices", other).json()["field"] == "add_to"
    assert program.patch(f"notices/{first['id']}", {"kind": "meeting"}).json()["letter"] == "feedback-ask"


def test_every_kind_of_letter_is_drafted(vera: int, program: Program, things: dict[str, Any]) -> None:
    past = {"person_id": things["person_id"], "on": ago(1).isoformat(), "at": "10:00"}
    session = program.post("sessions", past)
    held = program.post(f"sessions/{session.json()['id']}/hold", {"notes": "x"})
    assert held.status_code == 200, held.content
    program.post(
        "sessions", {"person_id": vera, "on": (TODAY + timedelta(days=4)).isoformat(), "at": "10:00"}
    )
    made = {}
    for kind in KINDS:
        person = things["person_id"] if kind == "recap" else vera
        answer = program.post("drafts", {"kind": kind, "person_id": person})
        assert answer.status_code == 201, (kind, answer.content)
        made[kind] = answer.json()
        assert made[kind]["kind"] == kind and made[kind]["text"]
        assert program.get(f"drafts?kind={kind}&person_id={person}").json()["results"]
    asked = f"drafts/{made['formal-ask']['id']}"
    refused = program.post(f"{asked}/send?anyway=true")
    assert (refused.status_code, refused.json()["code"], refused.json()["field"]) == (
        422,
        "letter-held-back",
        "reason",
    )
    slots = {"reason": "Spring is better for her", "goal": "lead the pricing team"}
    assert program.patch(asked, {"slots": slots, "state": "sent"}).status_code == 200
    assert program.post(f"{asked}/answered", {"answer": "yes"}).json()["answered_on"]
    ready = program.get(f"people/{vera}/assessment").json()["readiness"]
    assert ready["monthly"]["answer"] == "yes"
    thanks = f"drafts/{made['thank-you']['id']}"
    program.patch(thanks, {"state": "sent"})
    assert program.post(f"{thanks}/answered", {"answer": "yes"}).status_code in (409, 422)


def test_the_panel_of_today_of_a_day_to_come_and_of_one_gone_by(vera: int, program: Program) -> None:
    program.post("phases", {"phase": "progressing"})
    now = program.get("panel").json()
    assert (now["phase"], [one["name"] for one in now["members"]]) == ("progressing", ["Vera Vice"])
    assert now["headline"] and now["members"][0]["cadence"]["days"]
    later = program.get(f"panel?on={TODAY + timedelta(days=200)}").json()
    assert later["members"][0]["standing"] != now["members"][0]["standing"]
    before = program.get(f"panel?on={ago(400)}").json()
    assert (before["members"], before["shape"], before["headline"]) == ([], None, None)
    gaps = program.get("gaps").json()
    assert gaps["phase"] == "progressing" and {one["state"] for one in gaps["needs"]} <= {
        "open",
        "thin",
        "covered",
    }
    assert gaps["before"] is None
    look = program.get("gaps?phase=transition").json()
    assert (look["before"]["phase"], look["after"]["phase"]) == ("progressing", "transition")
    assert look["summary"] and program.get("phases").json()["results"][0]["phase"] == "progressing"
    assert program.get("gaps?phase=nonsense").status_code == 422


def test_a_change_of_phase_and_back(vera: int, program: Program) -> None:
    first = program.post("phases", {"phase": "progressing", "started_on": ago(90).isoformat()})
    early = program.post("phases", {"phase": "transition", "started_on": ago(100).isoformat()})
    assert (early.status_code, early.json()["field"]) == (422, "started_on")
    ahead = {"phase": "transition", "started_on": (TODAY + timedelta(days=2)).isoformat()}
    assert program.post("phases", ahead).json()["field"] == "started_on"
    assert program.post("phases", {"phase": "progressing"}).status_code == 409
    for slip in ("transtion", "on leave"):
        refused = program.post("phases", {"phase": slip})
        assert (refused.status_code, refused.json()["field"]) == (422, "phase")
    assert program.post("phases", {"phase": "transition", "readers": "named"}).status_code == 422
    second = program.post("phases", {"phase": "transition", "resting_ids": [vera], "focus": ["Leave well"]})
    assert program.get(f"relationships/{vera}").json()["stage"] == "resting"
    assert program.get("focus-areas").json()["results"][0]["text"] == "Leave well"
    assert program.get("phases?current=true").json()["results"] == [second.json()]
    assert program.patch(first["Location"], {"note": "x"}).status_code == 409
    assert program.delete(first["Location"]).status_code == 409
    seen = program.get("phases?current=false").json()["results"][0]
    since = clock.now().isoformat().replace("+00:00", "Z")
    assert program.delete(second["Location"]).status_code == 204
    assert program.get(f"relationships/{vera}").json()["stage"] == "mentor"
    back = program.get(f"phases?updated_since={since}").json()["results"]
    assert [one["id"] for one in back] == [seen["id"]] and back[0]["ended_on"] is None


def test_what_a_phase_asks_for(program: Program) -> None:
    assert program.get("needs/of-phase").status_code == 404
    usual = program.get("needs/of-phase?phase=transition").json()
    assert not usual["is_changed"] and usual["needs"]
    must = usual["needs"][0]["need"]
    made = program.post("needs", {"phase": "transition", "need": must, "weight": 0})
    assert made.status_code == 201
    changed = program.get("needs/of-phase?phase=transition").json()
    assert changed["is_changed"] and must not in [one["need"] for one in changed["needs"]]
    assert program.post("needs", {"phase": "transition", "need": must, "weight": 1}).status_code == 409
    assert program.post("needs", {"phase": "nonsense", "need": must, "weight": 1}).status_code == 404
    assert program.post("needs", {"phase": "transition", "need": "!", "weight": 1}).json()["field"] == "need"
    assert (
        program.post("needs", {"phase": "transition", "need": "x", "weight": 4}).json()["field"] == "weight"
    )
    assert program.delete(made["Location"]).status_code == 204
    assert program.get("needs/of-phase?phase=transition").json() == usual


def test_these_lists_cost_the_same_with_ten_rows_and_with_many(owner: User, program: Program) -> None:
    nouns = ("assessments", "phases", "needs", "notices")
    counts: list[dict[str, int]] = []
    for more in range(0, 60, 20):
        for number in range(more, more + 20):
            person = people.add_person(owner, name=f"P {number}")
            assessments.add_evidence(owner, person_id=person.id, text="x")
            notices.notice_someone(owner, person_id=person.id, **NOTICED)
            need_weights.weigh(owner, phase="transition", need=f"need {number}", weight=1)
            phases.change_phase(owner, phase=f"phase {number}", is_own=True)
        program.get("people")
        counts.append({})
        for noun in nouns:
            with CaptureQueriesContext(connection) as seen:
                answer = program.get(f"{noun}?limit=200")
            assert len(answer.json()["results"]) >= more + 20
            counts[-1][noun] = len(seen)
    assert counts[0] == counts[-1]
    assert max(counts[0].values()) <= 12


def test_taking_a_phase_back_brings_the_focus_areas_back(program: Program) -> None:
    ana = program.post("people", {"name": "Ana Ruiz", "stage": "mentor"}).json()["id"]
    program.post("phases", {"phase": "progressing"})
    program.post("focus-areas", {"text": "Pricing", "readers": "everyone"})

    def areas() -> list[tuple[str, str]]:
        return [(one["text"], one["readers"]) for one in program.get("focus-areas").json()["results"]]

    given = {"phase": "transition", "focus": ["Leave well"], "readers": "named", "named_ids": [ana]}
    changed = program.post("phases", given)
    assert areas() == [("Leave well", "named")]
    program.delete(changed["Location"])
    assert areas() == [("Pricing", "everyone")]
    changed = program.post("phases", given)
    program.post("focus-areas", {"text": "My own words since"})
    program.delete(changed["Location"])
    assert {text for text, _ in areas()} == {"Leave well", "My own words since"}, (
        "changed since, so they stay"
    )


def test_letters_are_worded_by_a_program(program: Program) -> None:
    kinds = program.get("letter-templates").json()["results"]
    assert "offer" in [one["kind"] for one in kinds] and not any(one["is_own"] for one in kinds)
    own = "{greeting}\n\nI saw: {need} I could: {offer}\n\n{sign_off}\n"
    put = program.send("PUT", "letter-templates/offer", {"text": own})
    assert put.status_code == 200 and put.json()["is_own"] and put.json()["text"] == own
    assert program.get("letter-templates/offer").json() == put.json()
    wrong = program.send("PUT", "letter-templates/offer", {"text": "{nose}"})
    assert (wrong.status_code, wrong.json()["field"]) == (422, "text")
    assert program.delete("letter-templates/offer").status_code == 204
    assert not program.get("letter-templates/offer").json()["is_own"]
    assert program.get("letter-templates/nose").status_code == 404
    assert program.get("letter-templates/brief").status_code == 409


def test_what_they_help_with_and_whom_they_know(program: Program) -> None:
    ana, jo = (program.post("people", {"name": name}).json()["id"] for name in ("Ana Ruiz", "Jo Kim"))
    said = program.post(f"people/{ana}/need-levels", {"need": "Outside view", "level": 3}).json()["results"]
    assert [(one["need"], one["level"], one["is_said"]) for one in said] == [("outside-view", 3, True)]
    assert program.get(f"people/{ana}/need-levels").json()["results"] == said
    assert program.post(f"people/{ana}/need-levels", {"need": "nothing", "level": 3}).status_code == 422
    assert program.post(f"people/{ana}/need-levels", {"need": "outside-view"}).json()["results"] == []
    knows = program.post(f"people/{ana}/acquaintances", {"person_id": jo}).json()["results"]
    assert knows == [{"id": jo, "name": "Jo Kim"}]
    assert program.get(f"people/{jo}/acquaintances").json()["results"][0]["id"] == ana
    assert program.post(f"people/{ana}/acquaintances", {"person_id": ana}).status_code == 422
    assert (
        program.post(f"people/{ana}/acquaintances", {"person_id": jo, "know": False}).json()["results"] == []
    )
