"""sessions --invite: what a mentor still has, and telling them, from the shell."""

from datetime import UTC, datetime
from email import message_from_bytes
from pathlib import Path

from tests.mail_servers import Inbox, serving
from tests.programs import begun

THEN = datetime(2026, 6, 1, 10, tzinfo=UTC)


def test_a_session_is_invited_to_moved_and_told(tmp_path: Path) -> None:
    inbox = Inbox()
    with serving(inbox) as address:
        program = begun(tmp_path, MENTORPANEL_SMTP_URL=address, MENTORPANEL_MAIL_FROM="me@x.example")
        program.json("add", "Vera Vice", "--stage", "formal-mentor", "--email", "vera@x.example")
        planned = program.json("schedule", "Vera", "--at", "09:00", "--from", "2026-06-04", at=THEN)
        (session,) = planned["sessions"]
        number = str(session["id"])
        assert session["invitation"] == {"state": "none", "told_starts_at": None, "sequence": None}
        first = program.json("sessions", "--invite", "Vera", "--send", at=THEN)
        assert (first["state"], first["sequence"], first["method"]) == ("current", 0, None)
        moved = program.run("sessions", "--move", number, "2026-06-05", "16:30", at=THEN)
        assert (
            f"Vera still has Thursday 9:00. Send the new time? mentorpanel sessions --invite {number} --send"
            in (moved.stderr)
        )
        assert len(inbox.mails) == 1, "nothing goes without a word"
        shown = program.json("sessions", "--invite", number, "--line", "Sorry!", at=THEN)
        assert (shown["state"], shown["method"], shown["sequence"]) == ("outdated", "REQUEST", 0)
        assert "Sorry!" in shown["text"] and shown["subject"] == "New time: Friday 5 June, 16:30"
        file = tmp_path / "new.eml"
        program.json("sessions", "--invite", number, "--eml", str(file), "--sent", at=THEN)
        parts = [part.get_filename() for part in message_from_bytes(file.read_bytes()).walk()]
        assert "invite.ics" in parts
        back = program.json("sessions", "--invite", number, "--unsend", at=THEN)
        assert back["state"] == "outdated"
        program.json("sessions", "--invite", number, "--send", at=THEN)
    assert [
        mail.get_param("method") for one in inbox.mails for mail in one.walk() if mail.get_param("method")
    ] == ["REQUEST"] * 4
    wrong = program.run("sessions", "--send", at=THEN)
    assert wrong.returncode == 2 and "go with --invite" in wrong.stderr
    again = program.run("sessions", "--invite", number, "--sent", at=THEN)
    assert again.returncode == 1 and "There is nothing to send" in again.stderr


def test_who_goes_into_the_trash_and_still_expects_me_is_named(tmp_path: Path) -> None:
    program = begun(tmp_path)
    program.json("add", "Vera Vice", "--stage", "formal-mentor", "--email", "vera@x.example")
    (session,) = program.json("schedule", "Vera", "--at", "09:00", "--from", "2026-06-04", at=THEN)[
        "sessions"
    ]
    number = str(session["id"])
    program.json("sessions", "--invite", number, "--sent", at=THEN)
    gone = program.run("person", "Vera", "--trash", at=THEN)
    assert (
        f"Vera still expects you on Thursday 9:00. Tell them that it is off: mentorpanel sessions --invite {number}"
        in (gone.stdout)
    )
    back = program.json("person", "#1", "--restore", at=THEN)
    assert program.json("person", back["name"], "--trash", at=THEN)["expected_sessions"] == [int(number)]
    assert program.json("sessions", "--invite", number, "--sent", at=THEN)["state"] == "current"
