"""calendar in the shell: connected with a password from standard input, chosen, synced, disconnected."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.calendar_servers import PASSWORD, USER, Radicale, radicale
from tests.programs import Program, begun

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Radicale]:
    with radicale(tmp_path_factory.mktemp("radicale")) as running:
        running.calendar("work")
        running.calendar("home")
        yield running


@pytest.fixture
def program(tmp_path: Path) -> Program:
    return begun(tmp_path / "data", MENTORPANEL_ALLOW_PRIVATE_ADDRESSES="1")


def test_from_connecting_to_disconnecting(program: Program, server: Radicale) -> None:
    assert program.json("calendar")["connected"] is False
    given = ("calendar", "--connect", server.address, "--login", USER)
    refused = program.json(*given, code=1, typed="wrong\n")
    assert "user and password" in refused["message"]
    made = program.json(*given, typed=f"{PASSWORD}\n")
    assert {one["name"] for one in made["calendars"]} == {"My work", "My home"}
    assert PASSWORD not in str(made) and made["entries"] == 0
    assert "nothing chosen yet" in program.run("calendar").stdout
    assert "not one of your calendars" in program.json("calendar", "--write", "Nope", code=1)["message"]
    program.run("add", "Ana Ruiz")
    program.run("schedule", "Ana", "--from", "2026-03-05", "--at", "14:00", at=AT)
    chosen = program.json(
        "calendar", "--write", "my work", "--read", "My home", "--read", "my work", "--sync", at=AT
    )
    assert chosen["entries"] == 2 and chosen["state"] == "good" and chosen["last_error"] == ""
    assert sorted((one["name"], one["writes"], one["reads"]) for one in chosen["calendars"]) == [
        ("My home", False, True),
        ("My work", True, True),
    ]
    assert len(server.entries("work")) == 2
    assert "2 entries to come are in place" in program.run("calendar", at=AT).stdout
    assert program.json("calendar", "--disconnect", at=AT)["connected"] is False
    assert server.entries("work") == {}


@pytest.mark.parametrize(
    "given",
    [
        ("--connect", "https://x.example"),
        ("--login", "x"),
        ("--keep",),
        ("--connect", "https://x.example", "--login", "x", "--disconnect"),
    ],
)
def test_wrong_usage(program: Program, given: tuple[str, ...]) -> None:
    assert program.run("calendar", *given, typed="x\n").returncode == 2


def test_what_is_not_there_and_what_is_not_allowed(tmp_path: Path, server: Radicale) -> None:
    strict = begun(tmp_path / "data")
    for given in (("--sync",), ("--disconnect",), ("--write", "x"), ("--anew",)):
        assert "No calendar is connected" in strict.json("calendar", *given, code=1)["message"]
    refused = strict.json("calendar", "--connect", "https://127.0.0.1/", "--login", "x", code=1, typed="x\n")
    assert "private network" in refused["message"]
