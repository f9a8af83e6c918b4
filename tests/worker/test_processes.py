"""Workers as real processes: two at once, one killed, one told to stop. Each mail goes once, or again as itself."""

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.mail_servers import Inbox, serving
from tests.programs import ROOT, Program, begun

QUEUE = """
import sys, django
django.setup()
from mentorpanel.usecases import letters, people, profiles, start
owner = start.open_database()
profiles.change_profile(owner, name="Dana", mail_address="dana@x.example")
for number in range(int(sys.argv[1])):
    person = people.add_person(owner, name=f"Reader {number}", email=f"reader{number}@x.example")
    slots = {"advice": f"What you said to reader {number} about hiring slowly.", "appreciation": "Thank you."}
    letter = letters.draft_letter(owner, kind="thank-you", person_id=person.id, slots=slots)
    letters.send_letter(owner, draft_id=letter.draft.id)
"""


def queued(program: Program, count: int) -> None:
    """Put that many mails into the outbox."""
    command = [sys.executable, "-c", QUEUE, str(count)]
    settings = {**program.environment, "DJANGO_SETTINGS_MODULE": "mentorpanel.config.settings"}
    subprocess.run(command, env=settings, cwd=ROOT, check=True, timeout=120)


def waits(program: Program) -> str:
    """What doctor says of the outbox."""
    done = program.run("doctor", "--json")
    return next(check["says"] for check in json.loads(done.stdout)["checks"] if check["check"] == "outbox")


def until(what: Any, seconds: float = 20.0) -> None:
    """Wait for something to become true."""
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.05)


def ended(process: subprocess.Popen[str], seconds: float) -> int:
    """The exit code of a process that has to end within some seconds."""
    try:
        return process.wait(seconds)
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()


def test_two_workers_send_each_mail_once(tmp_path: Path, inbox: Inbox) -> None:
    inbox.slowly = 0.02
    with serving(inbox) as address:
        program = begun(tmp_path, MENTORPANEL_SMTP_URL=address)
        queued(program, 30)
        workers = [program.start("mentorpanel.worker", "--once") for _ in range(2)]
        assert [ended(worker, 60) for worker in workers] == [0, 0]
    arrived = Counter(mail["Message-ID"] for mail in inbox.mails)
    assert len(arrived) == 30
    assert set(arrived.values()) == {1}
    assert waits(program) == "nothing waits"


def test_killed_while_sending_it_goes_again_as_the_same_mail(tmp_path: Path, inbox: Inbox) -> None:
    inbox.slowly = 30.0
    with serving(inbox) as address:
        program = begun(tmp_path, MENTORPANEL_SMTP_URL=address)
        queued(program, 3)
        killed = program.start("mentorpanel.worker")
        assert inbox.is_busy.wait(30)
        killed.kill()
        killed.wait(5)
        inbox.slowly = 0.0
        restarted = program.start("mentorpanel.worker")
        try:
            until(lambda: len(inbox.mails) >= 4)
            until(lambda: waits(program) == "nothing waits")
        finally:
            restarted.send_signal(signal.SIGTERM)
        assert ended(restarted, 5) == 0
    arrived = Counter(mail["Message-ID"] for mail in inbox.mails)
    assert sorted(arrived.values()) == [1, 1, 2], "only what was under way is repeated, and as itself"


def test_told_to_stop_it_waits_for_no_slow_server(tmp_path: Path, inbox: Inbox) -> None:
    inbox.slowly = 30.0
    with serving(inbox) as address:
        program = begun(tmp_path, MENTORPANEL_SMTP_URL=address)
        queued(program, 1)
        worker = program.start("mentorpanel.worker")
        assert inbox.is_busy.wait(30)
        worker.send_signal(signal.SIGTERM)
        assert ended(worker, 5) == 0


def test_at_rest_it_stops_at_once_and_takes_captures_in(tmp_path: Path) -> None:
    program = begun(tmp_path)
    worker = program.start("mentorpanel.worker")
    try:
        until((tmp_path / "worker-0.lock").exists)
        for number in range(3):
            assert program.run("park", f"thought {number}").returncode == 0
        until(lambda: not list((tmp_path / "spool").glob("*.json")))
        worker.send_signal(signal.SIGTERM)
        assert ended(worker, 5) == 0
    finally:
        if worker.poll() is None:
            worker.kill()
    items = program.json("parking")["results"]
    assert [item["text"] for item in reversed(items)] == ["thought 0", "thought 1", "thought 2"]
