"""Advice in the shell: noted, told back, side by side, found again."""

from pathlib import Path

from tests.programs import begun

MENTORS = tuple(
    ("add", name, "--stage", "mentor", "--since", "2026-01-05") for name in ("Ana Ruiz", "Ben Okri")
)


def test_from_the_first_words_to_the_decision(tmp_path: Path) -> None:
    program = begun(tmp_path / "data", after=MENTORS)
    said = ("advice", "--note", "Ana", "Price by seat first #pricing")
    first = program.json(*said, "--on", "2026-03-02")
    assert (first["text"], first["topics"], first["on"]) == ("Price by seat first", ["pricing"], "2026-03-02")
    second = program.json("advice", "--note", "Ben", "Price by usage", "--topic", "Pricing")
    assert second["topics"] == ["pricing"]
    worked = program.json("advice", "--set", str(first["id"]), "worked", "--outcome", "14 of 20 stayed.")
    assert (worked["status"], worked["loop"]) == ("worked", "open")
    (loop,) = program.json("advice", "--loops")["results"]
    assert loop["id"] == first["id"]
    assert program.json("advice", "--heard", str(first["id"]))["loop"] == "closed"
    assert program.json("advice", "--unheard", str(first["id"]))["loop"] == "open"
    assert len(program.json("advice", "--topic", "pricing", "--person", "Ben")["results"]) == 1
    differ = (
        "advice",
        "--differ",
        str(first["id"]),
        "--differ",
        str(second["id"]),
        "--question",
        "Seat or usage?",
    )
    contrast = program.json(*differ)
    decided = program.json(
        *(
            "advice",
            "--decide",
            str(contrast["id"]),
            "--follow",
            str(second["id"]),
            "--why",
            "We bill by use.",
        )
    )
    assert (decided["choice_id"], decided["why"]) == (second["id"], "We bill by use.")
    words = program.run("advice", "--side-by-side").stdout
    assert "→ Ben Okri: Price by usage" in words
    program.run("park", "How do we price by seat?")
    (item,) = program.json("parking")["results"]
    assert item["remembered"][0]["sentence"].endswith("It worked: 14 of 20 stayed.")
    renamed = program.json("advice", "--rename-topic", "pricing", "price")
    assert renamed["changed"] == 2
    assert program.json("advice", "--undo-rename", renamed["undo"]) == {"changed": 2}
    assert len(program.json("advice", "--topic", "pricing")["results"]) == 2
    program.json("advice", "--rename-topic", "pricing", "price")
    assert program.run("advice", "--why", "x").returncode == 2
    assert program.json("advice", "--delete", str(second["id"]))["deleted"]
