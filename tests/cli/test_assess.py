"""assess, and what person --json says of it."""

from datetime import UTC, datetime
from pathlib import Path

from tests.programs import begun

THEN = datetime(2026, 6, 1, 10, tzinfo=UTC)


def test_evidence_in_the_shell_shows_in_the_persons_document(tmp_path: Path) -> None:
    program = begun(tmp_path)
    program.json("add", "Vera Vice", "--title", "VP Product", "--stage", "mentor")
    program.json("profile", "--level", "director")
    for day in ("2026-01-10", "2026-03-10", "2026-05-10"):
        program.json("met", "Vera", "--kind", "coffee", "--on", day, at=THEN)
    noted = program.json(
        "assess", "Vera", "Read my paper unasked", "--shows", "helps=clearly", "--shows", "listens=clearly",
        "--shows", "excels:decides-well=clearly", "--on", "2026-05-10", at=THEN,
    )  # fmt: skip
    assert noted["assessment"]["state"] == "could-mentor"
    person = program.json("person", "Vera", at=THEN)
    assert person["readiness"]["verdict"] == "no-time" and person["readiness"]["missing"] == ["has-time"]
    assert person["assessment"]["evidence"][0]["text"] == "Read my paper unasked"
    program.json("assess", "Vera", "--monthly", "yes", at=THEN)
    assert program.json("person", "Vera", at=THEN)["readiness"]["verdict"] == "ready"
    gone = program.json("assess", "Vera", "--forget", str(noted["assessment"]["evidence"][0]["id"]))
    assert gone["assessment"]["state"] == "open"
    wrong = program.run("assess", "Vera", "Something", "--shows", "charm=clearly")
    assert wrong.returncode == 1 and "no criterion" in wrong.stderr
