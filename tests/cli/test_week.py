"""The week's plan in the shell."""

from pathlib import Path

from tests.programs import begun


def test_the_plan_and_the_calendar(tmp_path: Path) -> None:
    program = begun(
        tmp_path / "data",
        after=(
            ("add", "Ana Ruiz", "--stage", "mentor", "--since", "2026-01-05"),
            ("met", "Ana", "--on", "2026-08-03", "--kind", "call"),
        ),
    )
    found = program.json("week")
    assert [one["person"]["name"] for one in found["touches"]] == ["Ana Ruiz"]
    assert not found["in_calendar"] and len(found["weeks"]) == 5
    said = program.run("week", "--calendar", "yes").stdout
    assert "Ana Ruiz" in said and "It stands in your calendar feed." in said
    assert program.json("week", "--calendar", "no")["in_calendar"] is False
