"""What Today costs, signed in, with 300 people and with 30,000 people and 1,000,000 touchpoints.

Run from the project's root: ``python -m bench.today [PEOPLE [TOUCHPOINTS]]``. Two data folders, one process each;
the page is asked for in turns, and the medians are compared. The panel is the same in both: 40 people with
a stage, sessions, promises and parked items. Names are invented.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from typing import Any

SMALL, LARGE, TOUCHPOINTS = 300, 30_000, 1_000_000
RUNS = 15
GOAL = 1.3
ROOT = Path(__file__).resolve().parent.parent


def main(people: int, touchpoints: int) -> int:
    """Measure and print; the exit code says whether the goal is met."""
    with tempfile.TemporaryDirectory(prefix="mp-bench-today-") as scratch:
        pages = [
            Page(Path(scratch) / "small", SMALL, SMALL * 3),
            Page(Path(scratch) / "large", people, touchpoints),
        ]
        for page in pages * 3:
            page.ask()
        took: list[list[dict[str, Any]]] = [[], []]
        for _ in range(RUNS):
            for page, times in zip(pages, took, strict=True):
                times.append(page.ask())
        for page in pages:
            page.end()
    small, large = ({key: median(run[key] for run in runs) for key in runs[0]} for runs in took)
    ratio = large["cpu_ms"] / small["cpu_ms"]
    print(f"Today, signed in, {RUNS} runs each in turns")
    for count, rows, took_each in ((SMALL, SMALL * 3, small), (people, touchpoints, large)):
        times = f"{took_each['cpu_ms']:6.1f} ms CPU  {took_each['ms']:6.1f} ms  {took_each['queries']:.0f} queries"
        print(f"  {count:>9,} people {rows:>9,} touchpoints  {times}")
    print(f"  ratio {ratio:.2f} (goal ≤ {GOAL})")
    return int(ratio > GOAL)


class Page:
    """A process with a data folder of its own that asks for Today when told to."""

    def __init__(self, folder: Path, people: int, touchpoints: int) -> None:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("MENTORPANEL_")}
        settings = {"MENTORPANEL_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "mentorpanel.config.settings"}
        command = [sys.executable, "-m", "bench.today", "--page", str(people), str(touchpoints)]
        pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        self.process = subprocess.Popen(command, cwd=ROOT, env={**kept, **settings}, text=True, **pipes)

    def ask(self) -> dict[str, Any]:
        """One page: CPU and wall time in milliseconds, and its queries."""
        assert self.process.stdin and self.process.stdout
        self.process.stdin.write("again\n")
        self.process.stdin.flush()
        answer: dict[str, Any] = json.loads(self.process.stdout.readline())
        return answer

    def end(self) -> None:
        """Let the process go."""
        self.process.communicate()


def serve_page(people: int, touchpoints: int) -> None:
    """Fill a fresh database, then answer each line of standard input with what one page took."""
    import time

    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from mentorpanel.usecases import start

    owner = start.open_database()
    call_command("collectstatic", interactive=False, verbosity=0)
    fill(owner, people, touchpoints)
    client = Client()
    settings.ALLOWED_HOSTS = ["*"]
    client.force_login(owner, backend="allauth.account.auth_backends.AuthenticationBackend")
    for _ in sys.stdin:
        with CaptureQueriesContext(connection) as queries:
            wall, cpu = time.perf_counter(), time.process_time()
            answer = client.get("/")
            spent = {"ms": (time.perf_counter() - wall) * 1000, "cpu_ms": (time.process_time() - cpu) * 1000}
        assert answer.status_code == 200, answer.status_code
        print(json.dumps({**spent, "queries": len(queries)}), flush=True)


def fill(owner: Any, people: int, touchpoints: int) -> None:
    """A panel of 40 and an address book, quickly: rows in bulk, touchpoints by the database itself."""
    from django.db import connection, transaction

    from mentorpanel.storage.models import ContactPoint, Person
    from mentorpanel.usecases import demo, profiles

    demo.fill(owner)
    profiles.change_profile(owner, welcome_step="done")
    with transaction.atomic():
        rows = [
            Person(owner=owner, name=f"Some Body {number}", name_key=f"some body {number}")
            for number in range(people)
        ]
        made = Person.objects.bulk_create(rows, batch_size=2000)
        ContactPoint.objects.bulk_create(
            [
                ContactPoint(
                    owner=owner,
                    person=person,
                    kind="email",
                    value=f"b{person.pk}@x.example",
                    key=f"b{person.pk}@x.example",
                )
                for person in made
            ],
            batch_size=2000,
        )
        put_on_panel(owner, [person.pk for person in made[:28]])
        with connection.cursor() as cursor:
            cursor.execute(
                "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < %s) "
                'INSERT INTO storage_touchpoint (owner_id, person_id, kind, direction, "on", at, summary, topics, source, '
                "is_personal_update, told_focus, awaits_answer, created_at, updated_at) "
                "SELECT %s, %s + i %% %s, 'meeting', 'both', date('now', '-' || (i / %s) || ' days'), "
                "datetime('now', '-' || (i / %s) || ' days'), 'talked', '[]', 'manual', 0, 0, 1, "
                "datetime('now'), datetime('now') FROM n",
                [touchpoints, owner.pk, made[0].pk, people, people, people],
            )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def put_on_panel(owner: Any, person_ids: list[int]) -> None:
    """Stages, sessions, promises and parked items for some of them."""
    from datetime import time, timedelta

    from mentorpanel import clock
    from mentorpanel.usecases import commitments, panel, parking, profiles, sessions

    today = clock.today(profiles.zone(owner))
    for number, person_id in enumerate(person_ids):
        panel.move_stage(
            owner,
            person_id=person_id,
            stage="mentor",
            since=today - timedelta(days=5 * number),
            is_setting_up=True,
        )
        if number % 4 == 0:
            on = today + timedelta(days=number % 9 - 3)
            sessions.schedule_once(owner, person_id=person_id, on=on, at=time(9, number))
            commitments.promise(owner, person_id=person_id, text="Send the page", due_on=on, is_mine=True)
            parking.park_item(owner, text=f"Whom do I ask about number {number}?")


if __name__ == "__main__":
    numbers = [int(argument) for argument in sys.argv[1:] if argument.isdecimal()]
    if "--page" in sys.argv:
        serve_page(*numbers)
    else:
        given = [*numbers, *(LARGE, TOUCHPOINTS)[len(numbers) :]]
        sys.exit(main(*given))
