"""The private link to a mentor's page from the shell."""

from datetime import UTC, datetime
from pathlib import Path

from tests.programs import begun

THEN = datetime(2026, 6, 1, 10, tzinfo=UTC)


def test_a_link_is_made_shown_again_and_revoked(tmp_path: Path) -> None:
    program = begun(tmp_path, MENTORPANEL_URL="https://panel.example")
    program.json("add", "Vera Vice", "--stage", "mentor")
    program.json("schedule", "Vera", "--at", "09:00", "--from", "2026-06-02", at=THEN)
    assert program.json("prep", "Vera", at=THEN)["link"]["state"] == "none"
    made = program.json("prep", "Vera", "--link", at=THEN)
    assert made["link"]["address"].startswith("https://panel.example/m/") and made["replies"] == []
    assert program.json("prep", "Vera", "--link", at=THEN)["link"] == made["link"]
    assert made["link"]["address"] in program.run("prep", "Vera", at=THEN).stdout
    assert program.json("prep", "Vera", "--revoke-link", at=THEN)["link"]["state"] == "revoked"


def test_without_a_public_address_the_shell_says_what_is_missing(tmp_path: Path) -> None:
    program = begun(tmp_path)
    program.json("add", "Vera Vice", "--stage", "mentor")
    program.json("schedule", "Vera", "--at", "09:00", "--from", "2026-06-02", at=THEN)
    refused = program.run("prep", "Vera", "--link", at=THEN)
    assert refused.returncode == 1 and "MENTORPANEL_URL" in refused.stderr


def test_what_they_answered_is_listed_and_one_thing_at_a_time_is_done_with_it(tmp_path: Path) -> None:
    program = begun(tmp_path)
    program.json("add", "Vera Vice", "--stage", "mentor")
    program.json("schedule", "Vera", "--at", "09:00", "--from", "2026-06-02", at=THEN)
    assert program.json("replies", "Vera", at=THEN) == {"results": [], "next": None}
    assert "not answered yet" in program.run("replies", at=THEN).stdout
    assert program.run("replies", "Vera", "--accept", "9", at=THEN).returncode == 1
    assert program.run("replies", "Vera", "--accept", "1", "--settle", "1", at=THEN).returncode == 2
