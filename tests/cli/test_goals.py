"""Goals in the shell: an example to begin from, milestones put right, a goal ended with a note and reopened."""

from pathlib import Path

import pytest

from tests.programs import Program, begun


@pytest.fixture
def program(tmp_path: Path) -> Program:
    return begun(
        tmp_path / "data", after=(("add", "Ana Ruiz", "--stage", "formal-mentor", "--since", "2026-01-05"),)
    )


def test_from_the_example_to_the_end(program: Program) -> None:
    examples = program.json("goal", "--examples")["results"]
    assert examples[0]["example"] == "moving-into-management"
    (goal,) = program.json("goal", "--example", "moving into management", "--with", "Ana")["results"]
    assert len(goal["milestones"]) == 7 and goal["mentors"][0]["name"] == "Ana Ruiz"
    first = goal["milestones"][0]["id"]
    program.json("goal", "--reword", str(first), "Ask three people, by 2027-01-10")
    program.json("goal", "--milestone", str(goal["id"]), "Celebrate, by 2027-11-01")
    (goal,) = program.json("goal", "--tick", str(first))["results"]
    assert (goal["milestones"][0]["text"], goal["milestones"][0]["due_on"]) == (
        "Ask three people",
        "2027-01-10",
    )
    assert goal["milestones"][0]["done_on"] and goal["milestones"][-1]["due_on"] == "2027-11-01"
    (goal,) = program.json("goal", "--take-out", str(goal["milestones"][-1]["id"]))["results"]
    assert len(goal["milestones"]) == 7
    ended = program.json("goal", "--end", str(goal["id"]), "reached", "--note", "Two reports.")
    assert ended["results"] == []
    (goal,) = program.json("goal", "--all")["results"]
    assert (goal["ending"], goal["closing_note"]) == ("reached", "Two reports.")
    assert program.json("goal", "--reopen", str(goal["id"]))["results"][0]["ending"] is None


def test_ones_own_words_stand_in_the_example_and_an_unknown_one_is_refused(program: Program) -> None:
    (goal,) = program.json(
        "goal",
        "Lead two people",
        "--example",
        "moving-into-management",
        "--by",
        "2027-09-01",
        "--skill",
        "hiring",
    )["results"]
    assert (goal["statement"], goal["due_on"], goal["skills"]) == (
        "Lead two people",
        "2027-09-01",
        ["hiring"],
    )
    done = program.run("goal", "--example", "fame")
    assert done.returncode == 1 and "moving-into-management" in done.stderr
