"""Workers killed at random moments while they send twenty invitations and an update to twelve people."""

import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from tests import preloaded
from tests.mail_servers import Inbox, serving
from tests.programs import ROOT, Program, begun

INVITATIONS, READERS = 20, 12
QUEUE = """
import sys, django
django.setup()
from datetime import time, timedelta
from mentorpanel import clock
from mentorpanel.usecases import invitations, letters, panel, people, profiles, sessions, start, updates
owner = start.open_database()
profiles.change_profile(owner, name="Dana", mail_address="dana@x.example")
day = clock.today(profiles.zone(owner)) + timedelta(days=3)
mentor = people.add_person(owner, name="Vera Vice", email="vera@x.example")
for number in range(int(sys.argv[1])):
    made = sessions.schedule_once(owner, person_id=mentor.id, on=day + timedelta(days=number), at=time(9))
    invitations.send_invitation(owner, session_id=made.id)
readers = []
for number in range(int(sys.argv[2])):
    reader = people.add_person(owner, name=f"Reader {number}", email=f"reader{number}@x.example")
    panel.move_stage(owner, person_id=reader.id, stage="mentor", is_setting_up=True)
    readers.append(reader.id)
update = updates.begin_update(owner, person_ids=readers)
slots = {"verdict": "The page is live.", "next": "Hiring", "ask": "no ask", "sign_off": "Dana"}
updates.change_update(owner, update_id=update.id, slots=slots)
updates.write_lines(owner, update_id=update.id, lines={reader: f"For reader {reader}." for reader in readers})
for reader in readers:
    letters.send_letter(owner, draft_id=updates.letter_to(owner, update_id=update.id, person_id=reader).id)
"""


@dataclass
class Outcome:
    """What came of it: how many were killed, how many mails were expected and came, and which came again."""

    kills: int = 0
    expected: int = 0
    different: int = 0
    again: int = 0
    changed: int = 0
    slowest_end: float = 0.0


def kill_while_sending(kills: int, seed: int) -> Outcome:
    """Queue the mails in a fresh copy of the data, kill workers until all is sent, and again, ``kills`` times in all."""
    chance, outcome = random.Random(seed), Outcome()
    with tempfile.TemporaryDirectory(prefix="mp-kill-") as name:
        queued = Path(name) / "queued"
        inbox = Inbox(slowly=0.01)
        with serving(inbox) as address:
            program = begun(queued, MENTORPANEL_SMTP_URL=address)
            _queue(program)
            while outcome.kills < kills:
                folder = Path(name) / "round"
                shutil.copytree(queued, folder)
                inbox.arrived.clear()
                _round(Program(folder, MENTORPANEL_SMTP_URL=address), inbox, chance, kills, outcome)
                shutil.rmtree(folder)
    return outcome


def _queue(program: Program) -> None:
    command = [sys.executable, "-c", QUEUE, str(INVITATIONS), str(READERS)]
    settings = {**program.environment, "DJANGO_SETTINGS_MODULE": "mentorpanel.config.settings"}
    subprocess.run(command, env=settings, cwd=ROOT, check=True, timeout=120)


def _round(program: Program, inbox: Inbox, chance: random.Random, most: int, outcome: Outcome) -> None:
    """Kill one worker after another, the next one as it has begun to send, until every mail has come."""
    total = INVITATIONS + READERS
    while len(_ids(inbox)) < total and outcome.kills < most:
        inbox.is_busy.clear()
        worker = preloaded.worker(environment=program.environment)
        inbox.is_busy.wait(30)
        time.sleep(chance.uniform(0, 0.25))
        worker.kill()
        worker.wait()
        outcome.kills += 1
    started = time.monotonic()
    worker = preloaded.worker(environment=program.environment)
    while _waiting(program) and time.monotonic() - started < 60:
        time.sleep(0.1)
    outcome.slowest_end = max(outcome.slowest_end, time.monotonic() - started)
    worker.kill()
    worker.wait()
    came = _ids(inbox)
    contents = {content for _, content in inbox.arrived}
    outcome.expected += total
    outcome.different += len(came)
    outcome.again += sum(came.values()) - len(came)
    outcome.changed += len(contents) - len(came)


def _ids(inbox: Inbox) -> Counter[str]:
    return Counter(str(mail["Message-ID"]) for mail in inbox.mails)


def _waiting(program: Program) -> bool:
    checks = program.json("doctor")["checks"]
    return bool(next(one["says"] for one in checks if one["check"] == "outbox") != "nothing waits")
