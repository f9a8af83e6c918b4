"""remind in the shell: the day's mail as it would be sent, switched on and off, set, and sent now."""

from pathlib import Path

import pytest

from tests.programs import Program, begun

KEYS = {"on", "digest", "at", "moments", "names", "to", "why_not", "next_at", "sent_to", "preview"}


@pytest.fixture
def program(tmp_path: Path) -> Program:
    return begun(tmp_path / "data", MENTORPANEL_SMTP_URL="smtp://127.0.0.1:9")


def test_look_set_switch_and_send(program: Program) -> None:
    before = program.json("remind")
    assert set(before) == KEYS and set(before["preview"]) == {"goes", "reason", "subject", "text"}
    assert (before["on"], before["digest"], before["moments"], before["names"]) == (
        False,
        True,
        ["brief-due"],
        True,
    )
    assert before["at"] == "09:00" and before["next_at"] is None
    set_up = program.json("remind", "--on", "--at", "7:30", "--moments", "notes, thanks", "--names", "no")
    assert (set_up["on"], set_up["at"], set_up["moments"]) == (True, "07:30", ["notes", "thanks"])
    assert set_up["names"] is False and set_up["next_at"] is not None
    assert "address is not set" in set_up["why_not"]
    assert program.json("remind", "--send", code=1)["error"] == "conflict"
    program.json("profile", "--mail", "me@x.example")
    assert program.json("remind", "--send")["sent_to"] == "me@x.example"
    after = program.json("remind", "--off", "--at", "work", "--moments", "none", "--digest", "no")
    assert (after["on"], after["at"], after["moments"], after["digest"]) == (False, "09:00", [], False)


def test_what_people_read(program: Program) -> None:
    said = program.run("remind").stdout
    assert "are off" in said and "remind --on" in said and "Subject: " in said
    assert "Mentorpanel" not in said.partition("Subject: ")[2].partition("\n")[0]


@pytest.mark.parametrize("words", [("--at", "noon"), ("--names", "perhaps"), ("--digest", "2")])
def test_wrong_usage(program: Program, words: tuple[str, ...]) -> None:
    assert program.run("remind", *words).returncode == 2


def test_an_unknown_moment(program: Program) -> None:
    assert program.json("remind", "--moments", "lunch", code=1)["error"] == "invalid"
