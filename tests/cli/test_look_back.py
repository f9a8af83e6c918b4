"""Looking back in the shell: so far, a year, and its letter in the words of a file."""

from datetime import UTC, datetime
from pathlib import Path

from tests.programs import begun

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def test_so_far_a_year_and_its_letter(tmp_path: Path) -> None:
    shell = begun(tmp_path / "data", after=(("add", "Ana Ruiz", "--stage", "mentor"),))
    shell.json("stage", "Ana", "mentor", "--since", "2026-03-01", at=NOW)
    shell.json("met", "Ana", "--kind", "call", "--on", "2026-11-05", at=NOW)
    found = shell.json("look-back", at=NOW)
    assert (found["year"], found["years"][0], found["letter"]) == (None, 2026, None)
    assert sum(sum(line["values"]) for line in found["talks"]["lines"]) == 1
    said = shell.run("look-back", at=NOW).stdout
    assert "on your panel since" in said and "other talks" in said
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear me,\nit was a good one.\n", encoding="utf-8")
    kept = shell.json("look-back", "2026", "--write", str(letter), at=NOW)
    assert kept["letter"] == {"text": "Dear me,\nit was a good one.", "is_draft": False}
    assert shell.run("look-back", "--letter", at=NOW).stdout == "Dear me,\nit was a good one.\n"
    assert shell.json("look-back", "2026", "--undo", at=NOW)["letter"]["is_draft"]
    assert shell.run("look-back", "1600", at=NOW).returncode == 2
