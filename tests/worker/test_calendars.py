"""The worker and calendar servers: it looks by itself, a kill in the middle doubles nothing, a hang keeps no mail."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest

from tests.calendar_servers import PASSWORD, USER, Asked, Radicale, radicale, strange
from tests.programs import ROOT, Program, begun
from tests.worker.test_processes import until

BOOK = """
import sys, django
django.setup()
from datetime import timedelta
from mentorpanel import clock
from mentorpanel.usecases import people, sessions, start
owner = start.open_database()
person = people.add_person(owner, name="Ana Ruiz")
for number in range(int(sys.argv[1])):
    at = clock.now() + timedelta(days=3 + number)
    sessions.schedule_once(owner, person_id=person.id, on=at.date(), at=at.time().replace(second=0, microsecond=0))
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Radicale]:
    with radicale(tmp_path_factory.mktemp("radicale")) as running:
        yield running


def connected(data: Path, server: Radicale, name: str, count: int) -> Program:
    """A program with that many sessions, whose calendar is chosen and not looked at yet."""
    server.calendar(name)
    program = begun(data, MENTORPANEL_ALLOW_PRIVATE_ADDRESSES="1")
    settings = {**program.environment, "DJANGO_SETTINGS_MODULE": "mentorpanel.config.settings"}
    subprocess.run([sys.executable, "-c", BOOK, str(count)], env=settings, cwd=ROOT, check=True, timeout=120)
    made = program.json("calendar", "--connect", server.address, "--login", USER, typed=f"{PASSWORD}\n")
    assert made["connected"]
    program.json("calendar", "--write", f"My {name}")
    return program


def kill(process: "subprocess.Popen[str]") -> None:
    os.killpg(process.pid, signal.SIGKILL)
    process.wait(10)


def test_a_worker_looks_by_itself_and_a_kill_doubles_nothing(tmp_path: Path, server: Radicale) -> None:
    """Killed while it writes: the next one goes on at once, and each entry is there once."""
    program = connected(tmp_path / "data", server, "killed", 20)
    first = program.start("mentorpanel.worker")
    try:
        until(lambda: len(server.entries("killed")) >= 5)
    finally:
        kill(first)
    between = len(server.entries("killed"))
    second = program.start("mentorpanel.worker")
    try:
        until(
            lambda: program.json("calendar")["state"] == "good" and program.json("calendar")["entries"] == 40
        )
    finally:
        kill(second)
    shown: dict[str, Any] = program.json("calendar")
    assert between <= 40 and len(server.entries("killed")) == 40
    assert shown["left_alone"] == [] and shown["last_error"] == ""


def test_a_server_that_hangs_keeps_no_letter_from_leaving(tmp_path: Path, server: Radicale) -> None:
    program = connected(tmp_path / "data", server, "hung", 1)
    began = time.monotonic()

    def hang(handler: BaseHTTPRequestHandler, _: Asked) -> None:
        time.sleep(8)

    with strange(hang) as odd:
        change = (
            "import django; django.setup()\n"
            "from mentorpanel.storage.models import CalendarAccount\n"
            f"CalendarAccount.objects.update(write_to={odd.address + 'x/'!r})\n"
        )
        settings = {**program.environment, "DJANGO_SETTINGS_MODULE": "mentorpanel.config.settings"}
        subprocess.run([sys.executable, "-c", change], env=settings, cwd=ROOT, check=True, timeout=60)
        worker = program.start("mentorpanel.worker")
        try:
            until(lambda: len(odd.asked) > 0)
            assert program.run("park", "While it hangs").returncode == 0
            spool = tmp_path / "data" / "spool"
            until(lambda: not list(spool.glob("*.json")), seconds=6)
            worker.send_signal(signal.SIGTERM)
            assert worker.wait(10) == 0
        finally:
            if worker.poll() is None:
                kill(worker)
    assert time.monotonic() - began < 60
