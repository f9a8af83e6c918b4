"""A decision in the shell: asked, judged, what flips it, chosen, looked at, taken back."""

from pathlib import Path

import pytest

from tests.programs import Program, begun


@pytest.fixture
def program(tmp_path: Path) -> Program:
    return begun(
        tmp_path / "data",
        after=(("add", "Ana Ruiz", "--stage", "mentor"), ("add", "Ben Okri", "--stage", "mentor")),
    )


def test_from_the_question_to_the_look_at_the_role(program: Program) -> None:
    begun_one = program.json(
        "decide", "Where next?", "--by", "in 2 weeks", "--option", "Growth", "--option", "Platform",
        "--criterion", "scope", "--role",
    )  # fmt: skip
    number = str(begun_one["id"])
    growth, platform = (str(one["id"]) for one in begun_one["options"])
    scope = str(begun_one["criteria"][0]["id"])
    refused = program.run("decision", number, "--judge", growth, scope, "better")
    assert refused.returncode == 1 and "two mentors are asked first" in refused.stderr
    program.json("decision", number, "--ask", "Ben", "--how", "talk")
    found = program.json(
        "decision", number, "--from", "Ana", "--criterion", "learning", "--said", "Sleep over it."
    )
    assert (
        found["criteria"][1]["given_by"]["name"] == "Ana Ruiz" and found["readers"][0]["name"] == "Ben Okri"
    )
    learning = str(found["criteria"][1]["id"])
    found = program.json(
        "decision", number, "--judge", growth, scope, "same", "--judge", platform, scope, "better",
        "--judge", growth, learning, "same", "--judge", platform, learning, "same",
    )  # fmt: skip
    assert found["result"]["words"] == "“Platform” is ahead."
    assert found["result"]["flips"][0]["words"].endswith(" level.") and found["options"][1]["sum"] == 1
    assert program.json("decisions", "--undo", found["undo"])["results"][0]["result"]["missing"] == 1
    chosen = program.json("decision", number, "--choose", growth, "--why", "People.")
    assert (chosen["choice"], chosen["why"], len(chosen["reviews"])) == ("Growth", "People.", 2)
    assert program.json("decisions")["results"] == []
    review = str(chosen["reviews"][0]["id"])
    looked = program.json(
        "decision", number, "--review", review, "--answer", "scope=partly: small team", "--answer",
        f"{learning}=no", "--share", "scope",
    )  # fmt: skip
    assert looked["reviews"][0]["verdict"] == "scope"
    assert [one["shared"] for one in looked["reviews"][0]["answers"]] == [True, False]
    shown = program.run("decision", number).stdout
    assert "You chose: Growth. People." in shown and "The choice flips if:" in shown
    assert program.json("decision", number, "--reopen")["chosen_on"] is None


def test_what_differs_belongs_to_a_decision_and_who_knows_has_heard(program: Program) -> None:
    number = str(program.json("decide", "Where next?", "--option", "Growth", "--option", "Platform")["id"])
    found = program.json("decision", number, "--from", "Ana", "--said", "Go where you learn.")
    ana = str(found["asks"][0]["advice_id"])
    ben = str(program.json("advice", "--note", "Ben", "Go where you are known.")["id"])
    beside = program.json("advice", "--differ", ana, "--differ", ben, "--question", "Learn or be known?")
    assert beside["decisions"] == []
    contrast = str(beside["id"])
    linked = program.json("decision", number, "--contrast", contrast)
    assert linked["contrasts"] == [{"id": beside["id"], "question": "Learn or be known?"}]
    assert "Learn or be known?" in program.run("decision", number).stdout
    assert program.json("decision", number, "--no-contrast", contrast)["contrasts"] == []
    program.json("decision", number, "--contrast", contrast, "--choose", "stay")
    program.json("advice", "--set", ana, "worked", "--outcome", "I learnt.")
    told = program.json("decision", number, "--told", "Ana")
    assert program.json("advice", "--loops")["results"] == []
    program.json("decisions", "--undo", told["undo"])
    assert [one["id"] for one in program.json("advice", "--loops")["results"]] == [int(ana)]
