"""mail in the shell: mails as files, the list with its reasons, taking back, and a mailbox read now."""

from pathlib import Path

import pytest

from tests.mail_servers import imap_server
from tests.programs import Program, begun

MAIL = (
    "From: ana@x.example\r\nTo: dana@x.example\r\nSubject: xsubjectx\r\nMessage-ID: <{}@x>\r\n\r\nxwordsx\r\n"
)


@pytest.fixture
def program(tmp_path: Path) -> Program:
    program = begun(tmp_path / "data")
    assert program.run("add", "Ana Ruiz", "--email", "ana@x.example", "--stage", "mentor").returncode == 0
    return program


def write(folder: Path, name: str, text: str) -> str:
    path = folder / name
    path.write_text(text, newline="")
    return str(path)


def test_a_file_is_taken_in_listed_and_taken_back(program: Program, tmp_path: Path) -> None:
    first = write(tmp_path, "one.eml", MAIL.format(1))
    broken = write(tmp_path, "two.eml", "nothing of a mail")
    (one, two) = program.json("mail", first, broken)["mails"]
    assert (one["outcome"], one["reason"], one["new"]) == ("contact", "Ana wrote to you.", True)
    assert (two["outcome"], two["id"]) == ("refused", None)
    again = program.run("mail", first)
    assert "known already" in again.stdout
    (row,) = program.json("mail")["mails"]
    assert (row["id"], row["person"]["name"], row["how"], row["undone"]) == (
        one["id"],
        "Ana Ruiz",
        "file",
        False,
    )
    assert "xwordsx" not in str(row) and "xsubjectx" not in str(row)
    assert "Taken back: Ana wrote to you." in program.run("mail", "--undo", str(one["id"])).stdout
    assert program.json("mail")["mails"][0]["undone"] is True
    assert program.json("mail", "--undo", str(one["id"]), code=1)["error"] == "conflict"
    assert program.json("mail", "--undo", "77", code=1)["error"] == "not-found"


def test_a_mailbox_is_read_at_once_when_asked(program: Program, tmp_path: Path) -> None:
    assert "No mailbox is set" in program.run("mail", "--fetch").stderr
    assert program.run("mail", "--fetch", "--undo", "1").returncode == 2
    with imap_server() as server:
        server.put(MAIL.format(1).encode(), MAIL.format(2).encode())
        reading = Program(program.data, MENTORPANEL_IMAP_URL=server.url)
        assert reading.json("mail", "--fetch") == {"looked_at": 2, "taken": 2, "left": 0}
        assert reading.run("mail", "--fetch").stdout == "Looked at 0, new of them 0.\n"
        assert reading.json("mail", "--fetch", "--days", "3") == {"looked_at": 2, "taken": 0, "left": 0}
        wrong = Program(program.data, MENTORPANEL_IMAP_URL=server.url_of("imap", server.port, password="no"))
        done = wrong.run("mail", "--fetch")
        assert done.returncode == 1 and "does not take the user name or the password" in done.stderr
        says = {one["check"]: one["ok"] for one in wrong.json("doctor", code=1)["checks"]}
        assert says["mailbox"] is False
    assert len(program.json("mail")["mails"]) == 2
