"""remind in the shell: the day's mail as it would be sent, switched on and off, set, and sent now."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.programs import ROOT, Program, begun

KEYS = {
    "on", "digest", "every", "at", "moments", "names", "line", "to", "why_not", "next_at", "sent_to", "preview", "devices",
}  # fmt: skip


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


ADD = """
import django
django.setup()
from mentorpanel.usecases import push_devices, start
from tests.push_services import Browser
owner, browser = start.open_database(), Browser()
for number, system in enumerate(("Android 15", "Android 14", "iPhone")):
    push_devices.add(
        owner, endpoint=f"https://push.example/{number}", p256dh=browser.p256dh, auth=browser.auth,
        user_agent=f"({system}) Safari/1",
    )
"""


def test_devices_are_shown_and_forgotten(program: Program) -> None:
    assert program.json("remind")["devices"] == []
    settings = {**program.environment, "DJANGO_SETTINGS_MODULE": "mentorpanel.config.settings"}
    subprocess.run([sys.executable, "-c", ADD], env=settings, cwd=ROOT, check=True, timeout=60)
    shown = program.json("remind", "--line", "yes")
    assert shown["line"] is True
    assert [one["name"] for one in shown["devices"]] == [
        "Safari on Android",
        "Safari on Android",
        "Safari on iPhone",
    ]
    assert set(shown["devices"][0]) == {"id", "name", "made_at", "reached_at", "last_error"}
    said = program.run("remind").stdout
    assert "Safari on iPhone, not reached yet" in said and "push.example" not in said
    assert program.json("remind", "--forget", "Safari on Android", code=1)["error"] == "ambiguous"
    assert program.json("remind", "--forget", "Opera", code=1)["error"] == "not-found"
    first = shown["devices"][0]["id"]
    left = program.json("remind", "--forget", f"#{first}")["devices"]
    assert [one["name"] for one in program.json("remind", "--forget", "safari on iphone")["devices"]] == [
        one["name"] for one in left[:1]
    ]


def test_what_people_read(program: Program) -> None:
    said = program.run("remind").stdout
    assert "are off" in said and "remind --on" in said and "Subject: " in said
    assert "Mentorpanel" not in said.partition("Subject: ")[2].partition("\n")[0]


@pytest.mark.parametrize("words", [("--at", "noon"), ("--names", "perhaps"), ("--digest", "2")])
def test_wrong_usage(program: Program, words: tuple[str, ...]) -> None:
    assert program.run("remind", *words).returncode == 2


def test_an_unknown_moment(program: Program) -> None:
    assert program.json("remind", "--moments", "lunch", code=1)["error"] == "invalid"
