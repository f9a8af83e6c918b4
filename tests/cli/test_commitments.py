"""Promises from the shell: noted, kept, dropped, open again."""

from datetime import UTC, datetime
from pathlib import Path

from tests.programs import begun

THEN = datetime(2026, 6, 1, 10, tzinfo=UTC)


def test_promises_are_noted_kept_dropped_and_open_again(tmp_path: Path) -> None:
    program = begun(tmp_path)
    program.json("add", "Vera Vice", "--stage", "formal-mentor")
    mine = program.json("commitments", "--with", "Vera", "--mine", "send the deck by Friday", at=THEN)
    assert (mine["text"], mine["due"], mine["mine"]) == ("send the deck", "2026-06-05", True)
    theirs = program.json("commitments", "--with", "Vera", "--theirs", "ask Kim", at=THEN)
    number = str(theirs["id"])
    assert [one["id"] for one in program.json("commitments", at=THEN)["results"]] == [
        mine["id"],
        theirs["id"],
    ]
    assert f"#{number}  Vera Vice promised: ask Kim" in program.run("commitments", at=THEN).stdout
    kept = program.json("commitments", "--kept", number, "--on", "2026-05-30", at=THEN)
    assert (kept["state"], kept["done_on"]) == ("kept", "2026-05-30")
    assert program.json("commitments", "--reopen", number, at=THEN)["state"] == "open"
    assert program.json("commitments", "--drop", number, at=THEN)["state"] == "dropped"
    assert len(program.json("commitments", "--with", "Vera", at=THEN)["results"]) == 1
    assert program.run("commitments", "--mine", "no name", at=THEN).returncode == 2
    assert program.run("commitments", "--kept", "1", "--drop", "1", at=THEN).returncode == 2
