"""update in the shell: whom it is for, the text, a line each, sending, and every undo."""

from pathlib import Path

from tests.mail_servers import Inbox, serving
from tests.programs import Program, begun

TEXT = ("--set", "verdict=the page is live", "--set", "next=Hiring an analyst")


def panel(folder: Path, **settings: str) -> Program:
    made = begun(folder, **settings)
    made.json("profile", "--name", "Maya Lind", "--mail", "me@x.example")
    for name, address in (("Ana Ruiz", "ana@x.example"), ("Ben Okri", "ben@x.example")):
        made.json("add", name, "--email", address, "--stage", "mentor")
    return made


def test_from_begin_to_sent_and_back(tmp_path: Path) -> None:
    program = panel(tmp_path / "data")
    first = program.json("update")
    assert first["results"] == [] and [one["suggested"] for one in first["audience"]] == [True, True]
    made = program.json("update", "--begin", *TEXT)
    assert [one["state"] for one in made["readers"]] == ["line", "line"]
    assert set(made) == {"id", "state", "slots", "created_at", "closed_at", "readers", "checks"}
    shown = program.json(
        "update", "--for", "Ana=Your question stays with me", "--without", "Ben", "--show", "Ana"
    )
    assert "Your question stays with me." in shown["text"] and all(one["ok"] for one in shown["checks"])
    refused = program.run("update", "--send")
    assert refused.returncode == 1 and "no mail server is set" in refused.stderr.lower()
    done = program.json("update", "--sent", "Ana")
    assert (done["state"], done["readers"][0]["state"]) == ("sent", "sent")
    number = str(done["id"])
    assert program.json("update")["results"] == []
    assert program.run("update", "--sent", "Ana").returncode == 1, "none is open"
    back = program.json("update", number, "--unsend", "Ana", "--close")
    assert (back["state"], back["readers"][0]["state"]) == ("closed", "by-hand")
    assert program.json("update", number, "--reopen", "--for", "Ben=Yours")["state"] == "draft"
    assert program.json("update", number, "--delete") == {"id": int(number), "deleted": True}
    assert program.run("update", number).returncode == 1
    assert program.run("update", "--begin", "--for", "nonsense").returncode == 2


def test_send_goes_to_each_alone(tmp_path: Path) -> None:
    inbox = Inbox()
    with serving(inbox) as address:
        program = panel(tmp_path / "data", MENTORPANEL_SMTP_URL=address)
        program.json("update", "--begin", *TEXT, "--for", "Ana=For Ana alone", "--for", "Ben=For Ben alone")
        sent = program.json("update", "--send")
    assert [one["state"] for one in sent["readers"]] == ["sent", "sent"]
    assert sorted(to for to, _ in inbox.arrived) == [["ana@x.example"], ["ben@x.example"]]
    for recipients, content in inbox.arrived:
        mine, other = ("Ana", b"Ben") if recipients == ["ana@x.example"] else ("Ben", b"Ana")
        assert f"For {mine} alone".encode() in content and b"For " + other not in content
