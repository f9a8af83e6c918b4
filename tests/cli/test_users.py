"""Several owners on one machine: added with a password, named with --user, and blind to each other."""

from pathlib import Path

import pytest

from tests.programs import Program, begun

PASSWORD = "a long enough phrase"


@pytest.fixture
def program(tmp_path: Path) -> Program:
    made = begun(tmp_path, MENTORPANEL_PASSWORD=PASSWORD)
    made.json("user", "add", "second@x.example", "--name", "Second")
    return made


def test_owners_are_added_and_listed(program: Program) -> None:
    first, second = program.json("user", "list")["results"]
    assert (first["password"], second["email"], second["password"]) == (False, "second@x.example", True)
    assert program.json("user", "add", "SECOND@x.example", code=1)["error"] == "conflict"
    assert program.json("user", "add", "no address", code=1)["error"] == "invalid"


def test_a_weak_password_is_refused(tmp_path: Path) -> None:
    program = begun(tmp_path)
    refused = program.json("user", "add", "third@x.example", typed="short\n", code=1)
    assert refused["error"] == "invalid"
    assert program.json("user", "add", "third@x.example", typed=f"{PASSWORD}\n")["email"] == "third@x.example"
    assert program.json("user", "password", "third@x.example", typed="another long phrase\n")


def test_each_sees_their_own_only(program: Program) -> None:
    program.json("add", "Mine Only")
    program.json("add", "Theirs Only", "--user", "second@x.example")
    assert [one["name"] for one in program.json("people")["results"]] == ["Mine Only"]
    theirs = program.json("--user", "second@x.example", "people")["results"]
    assert [one["name"] for one in theirs] == ["Theirs Only"]
    assert program.json("person", f"#{theirs[0]['id']}", code=1)["error"] == "not-found"
    assert program.json("person", "Theirs", code=1)["error"] == "not-found"
    assert program.json("profile", "--user", "second@x.example")["name"] == "Second"


def test_captures_go_to_whom_they_name(program: Program) -> None:
    assert program.run("park", "theirs", "--user", "second@x.example").returncode == 0
    assert program.run("--user", "second@x.example", "log", "theirs too").returncode == 0
    assert program.json("parking")["results"] == []
    assert [one["text"] for one in program.json("parking", "--user", "second@x.example")["results"]] == [
        "theirs"
    ]
    assert len(program.json("journal", "--user", "second@x.example")["results"]) == 1


def test_the_first_owner_lives_in_the_zone_of_the_machine(tmp_path: Path) -> None:
    zones = {}
    for zone in ("Asia/Tokyo", ":/usr/share/zoneinfo/America/New_York", "Nowhere/Land"):
        folder = tmp_path / zone.rpartition("/")[2]
        zones[zone] = Program(folder, TZ=zone).json("profile")["time_zone"]
    assert zones["Asia/Tokyo"] == "Asia/Tokyo"
    assert zones[":/usr/share/zoneinfo/America/New_York"] == "America/New_York"
    assert zones["Nowhere/Land"] != "Nowhere/Land"
