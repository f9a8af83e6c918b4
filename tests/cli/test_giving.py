"""Giving back in the shell: a need matched, what somebody asked answered, a favour, a mentee."""

from pathlib import Path

import pytest

from tests.programs import Program, begun


@pytest.fixture
def program(tmp_path: Path) -> Program:
    return begun(
        tmp_path / "data",
        after=(("add", "Lena Ko", "--stage", "mentor", "--since", "2026-01-05"), ("add", "Tom Berg")),
    )


def test_a_need_a_match_a_request_and_a_favour(program: Program) -> None:
    program.json("wants", "lena", "a pricing reader", "--topic", "pricing")
    program.json("wants", "me", "pricing reviews", "--kind", "offer")
    page = program.json("give-back")
    assert page["matches"][0]["reason"].startswith("Lena Ko needs “a pricing reader”")
    assert page["needs"][0]["idea"] == "Offer Lena Ko what you can give: pricing reviews"
    asked = program.json("asked", "lena", "Could you read my page?")
    assert asked["waiting"] is True
    assert program.json("today")["coming_up"][0]["kind"] == "asked"
    know = program.run("asked", "Lena", "--know", "Tom")
    assert know.returncode == 0 and "not sent" in know.stderr and "answered know" in know.stdout
    assert program.json("asked", "Lena", "--yes", "2099-01-05")["due"] == "2099-01-05"
    assert program.run("asked", "Lena", "--yes", "friday", "--sorry").returncode == 2
    assert program.json("asked", "Lena", "--told")["waiting"] is False
    assert program.json("asked")["results"] == []
    (given, *_) = program.json("favour", "Lena", "Read her page", "--kind", "outside perspective")["results"]
    assert (given["kind"], given["direction"]) == ("outside-perspective", "given")
    assert program.json("favour", "--withdraw", str(given["id"]))["results"][0]["status"] == "withdrawn"
    program.json("give-back", "--mentee", "Tom", "--for", "Lena", "--hide")
    done = program.run("give-back", "--show", "--line", "Tom")
    assert program.json("assess", "Tom")["readiness"] is None
    assert "Tom Berg, for Lena Ko" in done.stdout and "draft note" in done.stderr
