"""Moving, cancelling and reopening a session from the shell."""

from datetime import UTC, datetime
from pathlib import Path

from tests.programs import begun

THEN = datetime(2026, 6, 1, 10, tzinfo=UTC)


def test_a_session_is_moved_cancelled_and_reopened_and_its_series_ended(tmp_path: Path) -> None:
    program = begun(tmp_path)
    program.json("add", "Vera Vice", "--stage", "formal-mentor")
    planned = program.json(
        "schedule",
        "Vera",
        "--rrule",
        "FREQ=MONTHLY;BYDAY=1TU",
        "--at",
        "09:00",
        "--from",
        "2026-06-02",
        at=THEN,
    )
    first = str(planned["sessions"][0]["id"])
    moved = program.json("sessions", "--move", first, "2026-06-04", "16:30", "--reason", "a clash", at=THEN)
    assert moved["starts_at"].startswith("2026-06-04T16:30")
    off = program.json("sessions", "--cancel", first, "--by", "them", at=THEN)
    assert off["status"] == "cancelled"
    again = program.json("sessions", "--reopen", first, at=THEN)
    assert again["status"] == "planned"
    left = program.json("sessions", "--end-series", str(planned["series"]["id"]), at=THEN)
    assert left["results"] == []
    number = str(planned["series"]["id"])
    assert len(program.json("sessions", "--resume-series", number, at=THEN)["results"]) == len(
        planned["sessions"]
    )
    kept = program.run("sessions", "--prepare", number, "30", "day-before", at=THEN)
    assert kept.returncode == 0 and f"--prepare {number} usual usual" in kept.stderr
    again = program.run("sessions", "--prepare", number, "usual", "usual", at=THEN)
    assert f"--prepare {number} 30 day-before" in again.stderr
    assert program.run("sessions", "--prepare", number, "long", "usual", at=THEN).returncode == 2
    assert f"(series {number})" in program.run("sessions", at=THEN).stdout
    second = str(planned["sessions"][1]["id"])
    assert program.json("sessions", "--cancel", second, "--rest", at=THEN)["status"] == "cancelled"
    assert [str(one["id"]) for one in program.json("sessions", at=THEN)["results"]] == [first]
    program.json("sessions", "--cancel", first, at=THEN)
    late = program.run("sessions", "--move", first, "2026-06-05", "16:30", at=THEN)
    assert late.returncode == 1 and "reopen it first" in late.stderr


def test_all_later_ones_move_along(tmp_path: Path) -> None:
    program = begun(tmp_path)
    program.json("add", "Vera Vice", "--stage", "formal-mentor")
    when = ("--rrule", "FREQ=MONTHLY;BYDAY=1TU", "--at", "09:00", "--from", "2026-06-02")
    first = str(program.json("schedule", "Vera", *when, at=THEN)["sessions"][0]["id"])
    done = program.run("sessions", "--move", first, "2026-06-11", "16:30", "--rest", at=THEN)
    assert "From then on monthly, on the second Thursday: " in done.stderr
    days = [one["starts_at"][:16] for one in program.json("sessions", at=THEN)["results"]]
    assert days[:3] == ["2026-06-11T16:30", "2026-07-09T16:30", "2026-08-13T16:30"]
    weekly = ("sessions", "--move", first, "2026-06-12", "16:30", "--rest", "--rrule", "FREQ=WEEKLY")
    assert program.run(*weekly, at=THEN).returncode == 0
    days = [one["starts_at"][:10] for one in program.json("sessions", at=THEN)["results"]]
    assert days[:3] == ["2026-06-12", "2026-06-19", "2026-06-26"]
    assert program.run("sessions", "--rest", at=THEN).returncode == 2
    assert (
        program.run("sessions", "--move", first, "2026-06-12", "16:30", "--rrule", "X", at=THEN).returncode
        == 2
    )


def test_only_what_was_talked_about_is_marked_so(tmp_path: Path) -> None:
    program = begun(tmp_path)
    program.json("add", "Vera Vice", "--stage", "formal-mentor")
    (session,) = program.json("schedule", "Vera", "--at", "09:00", "--from", "2026-06-02", at=THEN)[
        "sessions"
    ]
    number, after = str(session["id"]), datetime(2026, 6, 2, 12, tzinfo=UTC)
    for text in ("How to price?", "Whom to hire?"):
        program.run("park", text, "--for", "Vera", at=THEN)
    offered = [str(one["id"]) for one in program.json("prep", number, at=THEN)["offered"]]
    program.json("prep", number, *(part for item in offered for part in ("--plan", item)), at=THEN)
    wrong = program.run("hold", number, "--raised", "999", at=after)
    assert wrong.returncode == 2 and "not on this session" in wrong.stderr
    assert program.run("hold", number, "--raised", "1", "--not-raised", "1", at=after).returncode == 2

    def status() -> list[str]:
        return [one["status"] for one in program.json("prep", number, at=after)["agenda"]]

    program.json("hold", number, "--not-raised", offered[0], at=after)
    assert status() == ["parked", "raised"]
    program.json("hold", number, "--raised", offered[0], at=after)
    assert status() == ["raised", "parked"]


def test_the_hours_ahead_of_preparation_are_said_in_the_shell(tmp_path: Path) -> None:
    program = begun(tmp_path)
    assert program.json("profile")["prep_hours_before"] is None
    assert program.json("profile", "--prepare-ahead", "4")["prep_hours_before"] == 4
    assert program.run("profile", "--prepare-ahead", "99").returncode == 1
    assert program.run("profile", "--prepare-ahead", "soon").returncode == 2
    assert program.json("profile", "--prepare-ahead", "day-before")["prep_hours_before"] is None
