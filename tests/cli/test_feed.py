"""feed in the shell: an address made and shown once, what it shows, revoked and back, and the file."""

from pathlib import Path

import pytest
from icalendar import Calendar

from tests.programs import Program, begun

KEYS = {"address", "state", "options", "made_at", "last_fetched_on", "this_machine_only", "written"}


@pytest.fixture
def program(tmp_path: Path) -> Program:
    return begun(tmp_path / "data")


def test_an_address_is_made_shown_once_and_revoked(program: Program) -> None:
    before = program.json("feed")
    assert set(before) == KEYS
    assert (before["state"], before["address"], before["made_at"]) == ("none", None, None)
    assert before["options"] == {"names": False, "due_dates": True, "alarm_minutes": 10}
    made = program.json("feed", "--new", "--names", "yes", "--alarm", "off")
    assert made["address"].startswith("http://localhost:8000/feeds/") and made["address"].endswith(".ics")
    assert made["options"] == {"names": True, "due_dates": True, "alarm_minutes": None}
    assert (made["state"], made["this_machine_only"]) == ("good", True)
    again = program.json("feed", "--due-dates", "no", "--alarm", "30")
    assert (again["address"], again["state"]) == (None, "good")
    assert again["options"] == {"names": True, "due_dates": False, "alarm_minutes": 30}
    assert program.json("feed", "--revoke")["state"] == "revoked"
    assert program.json("feed", "--restore")["state"] == "good"


def test_what_people_read(program: Program) -> None:
    assert "feed --new" in program.run("feed").stdout
    made = program.run("feed", "--new")
    assert made.stdout.startswith("http://localhost:8000/feeds/")
    assert "like a password" in made.stderr
    assert "on this machine" in made.stdout and "--write" in made.stdout
    assert "not fetched yet" in program.run("feed").stdout


def test_a_public_address(tmp_path: Path) -> None:
    public = begun(tmp_path / "data", MENTORPANEL_URL="https://panel.example.org/")
    made = public.json("feed", "--new")
    assert made["address"].startswith("https://panel.example.org/feeds/")
    assert made["this_machine_only"] is False
    assert "on this machine" not in public.run("feed").stdout


def test_the_file_needs_no_address(program: Program, tmp_path: Path) -> None:
    program.json("add", "Ana Ruiz", "--stage", "mentor")
    program.json("schedule", "Ana", "--at", "16:00", "--from", "in 9 days")
    file = tmp_path / "mentoring.ics"
    assert program.json("feed", "--write", str(file))["written"] == str(file)
    assert file.stat().st_mode & 0o077 == 0
    said = [str(event["SUMMARY"]) for event in Calendar.from_ical(file.read_bytes()).walk("VEVENT")]
    assert sorted(said) == ["Brief due", "Mentoring session", "Preparation"]
    program.json("feed", "--write", str(file), "--names", "yes")
    assert b"Session with Ana Ruiz" in file.read_bytes()


@pytest.mark.parametrize(
    "words", [("--alarm", "soon"), ("--alarm", "1441"), ("--names", "perhaps"), ("--new", "--revoke")]
)
def test_wrong_usage(program: Program, words: tuple[str, ...]) -> None:
    assert program.run("feed", *words).returncode == 2


def test_what_cannot_be_done_is_one_line(program: Program, tmp_path: Path) -> None:
    assert program.json("feed", "--revoke", code=1)["error"] == "conflict"
    assert (
        "cannot be written" in program.json("feed", "--write", str(tmp_path / "no" / "x"), code=1)["message"]
    )
