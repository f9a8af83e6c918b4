"""Asking in the shell: who, the letter, the answer that becomes advice, the agenda."""

from pathlib import Path

from tests.programs import begun


def test_from_the_question_to_the_advice(tmp_path: Path) -> None:
    program = begun(
        tmp_path / "data", after=(("add", "Ana Ruiz", "--stage", "mentor", "--since", "2026-01-05"),)
    )
    program.json("advice", "--note", "Ana", "Price by seat first", "--topic", "pricing")
    found = program.json("ask", "How should I price the pilot?")
    assert list(found) == ["results", "used", "differ"] and found["used"] == "words"
    (one,) = found["results"]
    assert one["person"]["name"] == "Ana Ruiz" and "“Price by seat first”" in one["reasons"][0]
    words = program.run("ask", "How should I price the pilot?", "--big").stdout
    assert "Ana Ruiz" in words and "Matched by words." in words
    letter = program.json("ask", "How should I price the pilot?", "--write", "Ana")
    assert letter["kind"] == "ask" and letter["state"] == "draft"
    (item,) = program.json("parking", "--for", "Ana")["results"]
    program.json("draft", "ask", "Ana", "--sent")
    program.json("draft", "ask", "Ana", "--answered", "--said", "Take a third")
    assert program.json("advice", "third")["results"][0]["text"] == "Take a third"
    assert program.json("parking", "--for", "Ana")["results"] == []
    program.json("draft", "ask", "Ana", "--unanswered")
    assert program.json("advice", "third")["results"] == []
    planned = program.json("ask", "--parked", str(item["id"]), "--agenda", "Ana")
    assert planned["id"] == item["id"]
    assert program.run("ask").returncode == 2
