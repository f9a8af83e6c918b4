"""notice in the shell: both paths from the first word to the talk, names that fit several, and every undo."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.programs import Program, begun

IMPRESSED = "She showed the roadmap item that she killed, and why"
KEYS = {
    "id", "person", "kind", "where", "impressed", "question", "noticed_on", "state", "label", "letter", "due", "step",
    "reason", "letters",
}  # fmt: skip
TALK = ("--talk", "ProductCon", "--impressed", IMPRESSED)


@pytest.fixture
def program(tmp_path: Path) -> Program:
    maya = ("profile", "--name", "Maya Lind", "--title", "Product Manager", "--org", "Acme")
    return begun(tmp_path / "data", after=(maya,))


def test_the_talk_path_in_the_shell(program: Program) -> None:
    start = datetime.now(UTC).replace(hour=10)

    def at(days: int, *words: str) -> Any:
        return program.json(*words, at=start + timedelta(days=days))

    made = at(
        0, "notice", "Ana Brandt", *TALK, "--ask", "How did you tell the team?", "--email", "ana@con.example"
    )
    assert set(made) == KEYS and (made["state"], made["letter"]) == ("write", "appreciation")
    assert made["person"]["name"] == "Ana Brandt" and made["noticed_on"] == start.date().isoformat()
    number = str(made["id"])
    person = at(0, "person", "Ana")
    assert person["stage"] == "noticed" and person["notices"] == [made]
    [card] = [one for one in at(0, "today")["coming_up"] if one["kind"] == "outreach"]
    assert card["id"] == f"outreach-{number}"
    assert card["action"]["command"] == "mentorpanel draft appreciation 'Ana Brandt'"

    letter = at(0, "draft", "appreciation", "Ana Brandt", "--set", "effect=I killed one of ours")
    assert letter["slots"]["impressed"] == IMPRESSED
    held = program.run("draft", "appreciation", "Ana Brandt", "--set", "impressed=", "--sent")
    assert held.returncode == 1 and "One thing first" in held.stderr
    at(0, "draft", "appreciation", "Ana Brandt", "--set", f"impressed={IMPRESSED}", "--sent")
    assert at(0, "notice", "--show", number)["letter"] == "curiosity-connect"
    at(3, "draft", "curiosity-connect", "Ana Brandt", "--set", "why_you=You did it", "--sent")
    [waiting] = at(4, "notice")["results"]
    assert waiting["state"] == "waiting" and [one["state"] for one in waiting["letters"]] == ["sent", "sent"]
    assert at(11, "notice", "--show", number)["state"] == "follow-up"
    assert at(11, "notice", "--followed-up", number)["state"] == "waiting"
    assert at(11, "notice", "--followed-up", number, "--undo")["state"] == "follow-up"
    assert at(11, "notice", "--answered", number, "--note", "Gladly")["state"] == "meet"
    assert at(11, "notice", "--answered", number, "--undo")["state"] == "follow-up"
    assert at(12, "notice", "--answered", number)["state"] == "meet"
    at(14, "met", "Ana", "--kind", "coffee")
    done = at(14, "person", "Ana")
    assert done["notices"][0]["state"] == "done" and done["suggested"]["stage"] == "connected"
    assert at(14, "notice") == {"results": [], "next": None}


def test_a_meeting_that_is_let_go_changed_and_deleted(program: Program) -> None:
    words = ("--meeting", "the pricing review", "--impressed", "asked for the worst case")
    made = program.json("notice", "Marek Holm", *words, "--on", "yesterday")
    number = str(made["id"])
    assert (made["kind"], made["letter"]) == ("meeting", "feedback-ask")
    assert program.json("notice", "--let-go", number)["state"] == "gone"
    assert program.json("notice", "--reopen", number)["state"] == "write"
    changed = program.json(
        "notice", "--change", number, "--ask", "What would you cut?", "--meeting", "the review"
    )
    assert (changed["question"], changed["where"]) == ("What would you cut?", "the review")
    assert changed["impressed"] == "asked for the worst case"
    said = program.run("notice").stdout
    assert "Marek Holm: Write the feedback ask" in said and "best said while it is fresh" in said
    assert program.json("notice", "--delete", number) == {"id": made["id"], "deleted": True}
    assert program.json("person", "Marek")["notices"] == []
    assert "No path is open" in program.run("notice").stdout


def test_a_second_notice_is_asked_about_and_a_kind_put_right(program: Program) -> None:
    first = program.json("notice", "Ana Silva", *TALK)
    refused = program.json("notice", "Ana Silva", *TALK, code=1)
    assert refused["error"] == "path-open"
    said = program.run("notice", "Ana Silva", *TALK).stderr
    assert f"--add-to {first['id']} adds to it, --again opens a second one" in said
    more = ("--meeting", "the review", "--impressed", "Asked who would miss it")
    added = program.json("notice", "Ana Silva", *more, "--add-to", str(first["id"]))
    assert (
        added["id"] == first["id"] and added["kind"] == "talk" and "who would miss it" in added["impressed"]
    )
    assert program.json("notice", "Ana Silva", *more, "--again")["id"] != first["id"]
    changed = program.json("notice", "--change", str(first["id"]), "--meeting", "the review")
    assert (changed["kind"], changed["where"], changed["letter"]) == ("meeting", "the review", "feedback-ask")


def test_what_is_refused_changes_nothing(program: Program) -> None:
    program.json("add", "Kim Berg")
    program.json("add", "Kim Dorn")
    several = program.json("notice", "Kim", *TALK, code=1)
    assert several["error"] == "ambiguous" and len(several["candidates"]) == 2
    assert (
        program.json("notice", "Ana", "--talk", "ProductCon", "--impressed", "Great talk!", code=1)["error"]
        == "invalid"
    )
    for wrong in (
        ("Ana",),
        ("Ana", *TALK, "--meeting", "x"),
        ("Ana", "--show", "1"),
        ("--show", "1", "--delete", "1"),
    ):
        assert program.run("notice", *wrong).returncode == 2, wrong
    assert program.json("notice", "--show", "77", code=1)["error"] == "not-found"
    assert len(program.json("people")["results"]) == 2
    assert program.json("notice", "Kim", *TALK, "--new")["person"]["name"] == "Kim"
    kim = program.json("people", "--query", "Berg")["results"][0]["id"]
    assert program.json("notice", f"#{kim}", *TALK)["person"]["id"] == kim
    first = program.json("notice", "--limit", "1")
    second = program.json("notice", "--limit", "1", "--after", str(first["next"]))
    assert first["results"][0]["id"] != second["results"][0]["id"] and second["next"] is None


def test_two_shells_at_once_do_a_thing_once(program: Program) -> None:
    program.json("profile", "--phase", "progressing")

    def at_once(*arguments: str) -> list[str]:
        with ThreadPoolExecutor(2) as pool:
            both = [pool.submit(program.run, *arguments, "--json") for _ in range(2)]
        done = [one.result() for one in both]
        assert all(one.returncode in (0, 1) for one in done), [one.stderr for one in done]
        return sorted(json.loads(one.stdout).get("error", "done") for one in done)

    assert at_once("notice", "Ana Silva", *TALK) == ["done", "path-open"]
    assert len(program.json("notice")["results"]) == len(program.json("people")["results"]) == 1
    assert at_once("profile", "--phase", "transition") in (["conflict", "done"], ["done", "done"])
    assert program.json("profile")["phase"] == "transition"
