"""Letters in the shell: kinds and slots, what holds one back, answers, and a wording of one's own."""

from pathlib import Path

from mentorpanel.domain.letters.kinds import KINDS
from tests.programs import begun


def test_a_formal_ask_from_the_list_of_kinds_to_the_answer(tmp_path: Path) -> None:
    program = begun(tmp_path / "data")
    program.json("add", "Ana Silva", "--stage", "mentor", "--email", "ana@example.org")
    kinds = program.json("draft")["results"]
    assert sorted(one["kind"] for one in kinds) == sorted(KINDS)
    slots = [one["name"] for one in program.json("draft", "formal-ask")["slots"]]
    assert "reason" in slots and "easy_out" in slots
    letter = program.json("draft", "formal ask", "Ana", "--set", "goal=lead the pricing team")
    assert set(letter) >= {"id", "kind", "to", "subject", "text", "slots", "checks", "state"}
    assert (letter["to"], letter["state"]) == ("ana@example.org", "draft")
    refused = program.run("draft", "formal-ask", "Ana", "--sent")
    assert refused.returncode == 1 and refused.stdout == ""
    (line,) = refused.stderr.strip().splitlines()
    assert "note why you ask all the same" in line
    because = ("--set", "reason=Spring is better for her")
    refused = program.run("draft", "formal-ask", "Ana", *because, "--sent")
    assert refused.returncode == 1 and "Still to be filled in: “…”" in refused.stderr, "by which day?"
    dated = ("--set", "goal_date=30 September 2027")
    sent = program.json("draft", "formal-ask", "Ana", *because, *dated, "--sent")
    assert sent["state"] == "sent" and "Spring" not in sent["text"] and sent["id"] == letter["id"]
    assert "Answered on" in program.run("draft", "formal-ask", "Ana", "--answered", "yes").stdout
    assert program.json("draft", "formal-ask", "Ana", "--unsend")["state"] == "draft"


def test_a_wording_from_a_file_and_back(tmp_path: Path) -> None:
    program = begun(tmp_path / "data")
    program.json("add", "Ana Silva", "--stage", "mentor")
    usual = program.run("draft", "offer", "--show-template").stdout
    assert "{need}" in usual
    own = tmp_path / "offer.txt"
    own.write_text("{greeting}\n\nI saw: {need} I could: {offer}\n\n{sign_off}\n", encoding="utf-8")
    kept = program.json("draft", "offer", "--template", str(own))
    assert kept["is_own"] and kept["default"].strip() == usual.strip()
    letter = program.json("draft", "offer", "Ana", "--set", "need=a lamp", "--set", "offer=lend you mine")
    assert "I saw: a lamp" in letter["text"]
    wrong = program.run("draft", "offer", "--template", "-", typed="{nose}")
    assert wrong.returncode == 1 and "{nose}" in wrong.stderr
    assert not program.json("draft", "offer", "--template-reset")["is_own"]
    assert "Something of yours" in program.json("draft", "offer", "Ana")["text"]
    parted = program.run("stage", "Ana", "resting", "--reason", "Less for now")
    assert "closing" not in parted.stdout


def test_a_letter_that_says_nothing_is_neither_sent_nor_written_as_a_mail(tmp_path: Path) -> None:
    program = begun(tmp_path / "data")
    program.json("add", "Ana Silva", "--stage", "mentor", "--email", "ana@example.org")
    file = tmp_path / "thanks.eml"
    for way in (("--sent",), ("--send",), ("--eml", str(file))):
        refused = program.run("draft", "thank-you", "Ana", *way)
        assert refused.returncode == 1 and "It says nothing yet" in refused.stderr, refused.stderr
    assert not file.exists()
    program.json("draft", "thank-you", "Ana", "--set", "appreciation=You made my week.", "--eml", str(file))
    assert b"You made my week." in file.read_bytes()


def test_a_text_by_hand_in_another_language_can_be_sent(tmp_path: Path) -> None:
    program = begun(tmp_path / "data")
    program.json("add", "Ana Silva", "--stage", "mentor", "--email", "ana@example.org")
    text = "Liebe Ana,\n\nvielen Dank für Ihre Geduld und den klugen Rat.\n\nPriya\n"
    assert program.json("draft", "thank-you", "Ana", "--text", text, "--sent")["state"] == "sent"


def test_the_same_command_said_again_makes_no_second_letter(tmp_path: Path) -> None:
    program = begun(tmp_path / "data")
    program.json("add", "Ana Silva", "--stage", "mentor", "--email", "ana@example.org")
    said = ("draft", "thank-you", "Ana", "--set", "appreciation=You made my week.", "--sent")
    first = program.json(*said)
    for again in (said, ("draft", "thank-you", "Ana", "--sent")):
        repeated = program.run(*again)
        assert repeated.returncode == 0 and "nothing was changed" in repeated.stderr + repeated.stdout
        assert program.json(*again)["id"] == first["id"]
    assert len(program.json("person", "Ana")["letters"]) == 1
    other = program.json("draft", "thank-you", "Ana", "--set", "appreciation=You made my month.", "--sent")
    assert other["id"] != first["id"]
