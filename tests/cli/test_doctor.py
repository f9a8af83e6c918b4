"""doctor says what is wrong and how to mend it."""

import sqlite3
from contextlib import closing
from pathlib import Path

from tests.mail_servers import Inbox, free_port, serving
from tests.programs import Program, begun


def checks(program: Program, code: int = 0) -> dict[str, tuple[bool, str]]:
    return {one["check"]: (one["ok"], one["says"]) for one in program.json("doctor", code=code)["checks"]}


def test_all_is_well(tmp_path: Path) -> None:
    program = begun(tmp_path)
    found = checks(program)
    assert set(found) == {
        "data folder", "disk", "database", "captures", "outbox", "mails to you", "calendar", "asking", "search", "mail",
        "mailbox", "clock",
    }  # fmt: skip
    assert all(is_ok for is_ok, _ in found.values())
    assert "no mail server set" in found["mail"][1]
    assert found["asking"][1] == "by words; no model is installed"
    assert program.run("doctor").stdout.startswith("ok")


def test_others_can_look_in(tmp_path: Path) -> None:
    program = begun(tmp_path)
    tmp_path.chmod(0o755)
    is_ok, says = checks(program, code=1)["data folder"]
    assert (is_ok, f"chmod 700 {tmp_path}" in says) == (False, True)
    tmp_path.chmod(0o700)
    (tmp_path / "secret-key").chmod(0o644)
    assert "chmod 600" in checks(program, code=1)["data folder"][1]


def test_a_mail_server_that_answers_and_one_that_does_not(tmp_path: Path) -> None:
    with serving(Inbox()) as address:
        assert "answers" in checks(begun(tmp_path, MENTORPANEL_SMTP_URL=address))["mail"][1]
    silent = Program(tmp_path, MENTORPANEL_SMTP_URL=f"smtp://127.0.0.1:{free_port()}")
    is_ok, says = checks(silent, code=1)["mail"]
    assert (is_ok, bool(says)) == (False, True)
    nonsense = Program(tmp_path, MENTORPANEL_SMTP_URL="mail.example")
    assert "smtp://" in checks(nonsense, code=1)["mail"][1]


def test_a_damaged_database_is_said(tmp_path: Path) -> None:
    program = begun(tmp_path)
    (file,) = tmp_path.glob("*.sqlite3")
    with closing(sqlite3.connect(file)) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    whole = file.read_bytes()
    file.write_bytes(whole[:4096] + b"\0" * (len(whole) - 4096))
    is_ok, says = checks(program, code=1)["database"]
    assert (is_ok, bool(says)) == (False, True)
    done = program.run("people")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr


def test_a_mail_that_waits_to_be_tried_again_is_seen(tmp_path: Path) -> None:
    program = begun(
        tmp_path, MENTORPANEL_SMTP_URL=f"smtp://127.0.0.1:{free_port()}", MENTORPANEL_MAIL_FROM="me@x.example"
    )
    program.json("add", "Ana Ruiz", "--email", "ana@x.example", "--stage", "mentor")
    sent = program.json("draft", "thank-you", "Ana", "--set", "appreciation=You took the time.", "--send")
    assert sent["state"] == "queued"
    is_ok, says = checks(program, code=1)["outbox"]
    assert (is_ok, "to be tried again" in says) == (False, True)


def test_what_could_not_be_taken_in_is_seen(tmp_path: Path) -> None:
    program = begun(tmp_path)
    spool = tmp_path / "spool"
    spool.mkdir(exist_ok=True)
    (spool / "00000000000000000001-0000001-aaaaaaaa.json").write_text("no capture", encoding="utf-8")
    is_ok, says = checks(program, code=1)["captures"]
    assert (is_ok, "could not be read" in says) == (False, True)
