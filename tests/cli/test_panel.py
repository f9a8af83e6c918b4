"""The panel and its gaps in the shell: today, on a day gone by, in another phase, and the owner's word on both."""

from pathlib import Path

import pytest

from tests.programs import Program, begun


@pytest.fixture
def program(tmp_path: Path) -> Program:
    ana = (
        *("add", "Ana Ruiz", "--stage", "mentor", "--since", "2025-01-07", "--org", "Fernwood"),
        *("--expertise", "pricing", "--title", "Director of Product"),
    )
    tom = ("add", "Tom Okafor", "--expertise", "choosing a role")
    profile = ("profile", "--phase", "progressing", "--org", "Fernwood")
    return begun(tmp_path / "data", after=(profile, ana, tom))


def test_the_panel_today_and_on_a_day_gone_by(program: Program) -> None:
    program.json("met", "Ana", "--on", "yesterday", "--told-them")
    shown = program.json("panel")
    assert {"phase", "shape", "flags", "members"} <= set(shown)
    assert (shown["phase"], shown["shape"]) == ("progressing", None)
    (ana,) = shown["members"]
    assert ana == {
        "id": ana["id"],
        "name": "Ana Ruiz",
        "stage": "mentor",
        "roles": [],
        "standing": "current",
        "warmth": "warm",
        "cadence": ana["cadence"],
        "informed": True,
        "organisation": "Fernwood",
        "level": "director",
    }
    assert (ana["cadence"]["days"], ana["cadence"]["state"]) == (60, "in-touch")
    assert "open-must-needs" in {flag["flag"] for flag in shown["flags"]}

    then = program.json("panel", "--on", "2025-06-01")
    assert (then["phase"], then["on"]) == (None, "2025-06-01")
    assert [(one["name"], one["stage"], one["standing"]) for one in then["members"]] == [
        ("Ana Ruiz", "mentor", None)
    ]
    assert program.json("panel", "--on", "2024-12-31")["members"] == []
    assert "Ana Ruiz" in program.run("panel", "--on", "2025-06-01").stdout
    assert "Your panel is thin on" in program.run("panel").stdout


def test_a_phase_of_ones_own_that_asks_for_nothing_yet_says_so(program: Program) -> None:
    refused = program.run("profile", "--phase", "between two boats")
    assert refused.returncode == 1 and "say that it is your own: --own." in refused.stderr
    typo = program.run("profile", "--phase", "transtion", "--name", "Not kept")
    assert typo.returncode == 1 and "Did you mean transition? Nothing was changed." in typo.stderr
    assert program.run("profile", "--phase", "transtion", "--own").returncode == 1, "too like another"
    assert "Did you mean transition?" in program.run("gaps", "--phase", "transtion").stderr
    now = program.json("profile")
    assert now["phase"] == "progressing" and now["name"] != "Not kept"
    program.json("profile", "--phase", "between two boats", "--own")
    assert program.json("profile", "--phase", "progressing")["phase"] == "progressing"
    back = program.json("profile", "--phase", "Between two boats", "--situation", "Known by now")
    assert back["phase"] == "between-two-boats"
    said = program.run("gaps").stdout
    assert "between two boats asks for nothing yet" in said.lower() and "No phase" not in said
    assert "sailing (must): open" in program.run("gaps", "--weigh", "sailing", "must").stdout


def test_gaps_and_the_owners_word(program: Program) -> None:
    program.json("met", "ana")
    shown = program.json("gaps")
    assert shown["phase"] == "progressing"
    by_need = {one["need"]: one for one in shown["needs"]}
    assert list(by_need)[:3] == ["sponsor", "calibration", "strategy"]
    strategy = by_need["strategy"]
    assert {"need", "weight", "state", "strength", "people", "candidates"} <= set(strategy)
    assert (strategy["weight"], strategy["people"][0]["name"]) == (3, "Ana Ruiz")
    said = program.json("gaps", "--helps", "ana", "Influence", "very well", "--weigh", "Board work", "must")
    by_need = {one["need"]: one for one in said["needs"]}
    assert by_need["influence"]["people"][0]["level"] == 3
    assert by_need["board-work"]["weight"] == 3
    again = program.json("gaps", "--helps", "ana", "influence", "unsaid", "--weigh", "board work", "template")
    assert "board-work" not in {one["need"] for one in again["needs"]}
    program.json("gaps", "--knows", "ana", "tom")
    program.json("gaps", "--knows-not", "ana", "tom")
    page = program.json("gaps", "--limit", "2")
    assert [one["need"] for one in page["needs"]] == ["sponsor", "calibration"]
    assert program.json("gaps", "--limit", "1", "--after", page["next"])["needs"][0]["need"] == "strategy"


def test_another_phase_beside_this_one(program: Program) -> None:
    look = program.json("gaps", "--phase", "Transition")
    assert look["phase"] == "transition"
    before = {one["need"]: one["state"] for one in look["before"]["needs"]}
    after = {one["need"]: one["state"] for one in look["after"]["needs"]}
    assert (look["before"]["phase"], look["after"]["phase"]) == ("progressing", "transition")
    assert "strategy" in before and "strategy" not in after
    assert after["selection-criteria"] == "open"
    assert "selection-criteria" in {one["need"] for one in look["newly_wanted"]}
    assert "strategy" in look["no_longer_wanted"]
    assert [one["person"]["name"] for one in look["may_rest"]] == ["Ana Ruiz"]
    (tom,) = next(one for one in look["needs"] if one["need"] == "selection-criteria")["candidates"]
    assert (tom["person"]["name"], tom["reasons"][0]) == (
        "Tom Okafor",
        "Choosing a role is among what they know.",
    )
    assert program.json("panel")["phase"] == "progressing"
    listed = program.json("gaps", "--candidates", "selection criteria")
    assert [one["person"]["name"] for one in listed["results"]] == ["Tom Okafor"]
    said = program.run("gaps", "--phase", "transition").stdout
    assert "selection criteria (must): open (now not asked for)." in said
    assert "Tom Okafor" in said
    assert "No longer asked for: sponsor, " in said


def test_what_cannot_be(program: Program) -> None:
    assert program.json("gaps", "--phase", "retirement", code=1)["error"] == "invalid"
    assert program.json("gaps", "--candidates", "flying", code=1)["error"] == "invalid"
    assert program.run("gaps", "--helps", "ana", "influence", "lots").returncode == 2
    assert program.run("gaps", "--weigh", "influence", "heavy").returncode == 2
    assert program.json("gaps", "--helps", "nobody", "influence", "1", code=1)["error"] == "not-found"


def test_before_there_is_a_phase_or_anybody(tmp_path: Path) -> None:
    fresh = begun(tmp_path / "fresh")
    assert fresh.json("panel")["members"] == []
    assert fresh.json("gaps") == {"phase": None, "needs": [], "next": None}
    assert "No phase is said yet" in fresh.run("gaps").stdout
    assert "Nobody is on your panel yet" in fresh.run("panel").stdout


def test_a_change_of_phase_with_who_rests_is_taken_back(tmp_path: Path) -> None:
    program = begun(tmp_path)
    for name in ("Ana Ruiz", "Omar Haddad"):
        program.json("add", name, "--stage", "mentor")
    program.json("focus", "Lead a team")
    program.json("profile", "--phase", "progressing")
    changed = program.json(
        "profile", "--phase", "transition", "--situation", "Looking", "--rest", "Omar", "--tell", "Ana"
    )
    assert (changed["phase"], changed["situation"]) == ("transition", "Looking")
    assert [program.json("person", name)["stage"] for name in ("Ana", "Omar")] == ["mentor", "resting"]
    assert [one["name"] for one in program.json("focus")["results"][0]["named"]] == ["Ana Ruiz"]
    assert program.json("profile", "--undo-phase")["phase"] == "progressing"
    assert program.json("person", "Omar")["stage"] == "mentor"
