"""Captures: taken in exactly once, in order, and a broken file is set aside."""

import json
import os
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from django.db import OperationalError, connection

from mentorpanel.storage import spool, system
from mentorpanel.storage.models import TakenCapture, User
from mentorpanel.usecases import captures, journal, parking, profiles
from tests.makers import make_person


def drop(folder: Path, number: int, **fields: object) -> Path:
    """Leave a capture in the spool, as the shell does."""
    folder.mkdir(exist_ok=True)
    name = f"{number:020d}-0000001-abcdef01"
    record = {"id": name, "at": "2026-03-02T23:30:00.000000Z", "command": "park", "text": f"Thought {number}",
              "kind": "", "for": "", "topics": [], "on": "", "user": ""} | fields  # fmt: skip
    path = folder / f"{name}.json"
    path.write_text(json.dumps(record), encoding="utf-8")
    return path


def test_parks_and_logs_in_order_and_clears_the_spool(owner: User, tmp_path: Path) -> None:
    make_person(owner, "Ana Ruiz")
    drop(tmp_path, 2, text="Second", kind="idea", topics=["pricing"])
    drop(tmp_path, 1, text="First", **{"for": "ana"})
    drop(tmp_path, 3, command="log", text="We shipped", kind="win", on="2026-03-01")
    assert captures.take_in(tmp_path) == captures.Taken(count=3)
    second, first = parking.parked_items(owner).results
    assert (first.text, first.person.name, second.kind, second.topics) == (
        "First",
        "Ana Ruiz",
        "idea",
        ("pricing",),
    )
    assert first.parked_at.isoformat() == "2026-03-02T23:30:00+00:00"
    (entry,) = journal.entries(owner).results
    assert (entry.text, entry.kind, entry.on) == ("We shipped", "win", date(2026, 3, 1))
    assert spool.list_spool(tmp_path) == []
    assert captures.take_in(tmp_path) == captures.Taken()


def test_a_log_without_a_day_is_of_the_owners_day(owner: User, tmp_path: Path) -> None:
    profiles.change_profile(owner, time_zone="Asia/Tokyo")
    drop(tmp_path, 1, command="log")
    captures.take_in(tmp_path)
    (entry,) = journal.entries(owner).results
    assert (entry.on, entry.kind) == (date(2026, 3, 3), "learning")


def test_an_unknown_or_ambiguous_name_is_counted_as_unassigned(owner: User, tmp_path: Path) -> None:
    make_person(owner, "Ana Ruiz")
    make_person(owner, "Ana Sato")
    for number, name in enumerate(("Ana", "Nobody", "Ruiz", "")):
        drop(tmp_path, number, **{"for": name})
    assert captures.take_in(tmp_path) == captures.Taken(count=4, unassigned=2)
    assert [item.asked_name for item in parking.parked_items(owner).results] == ["", "", "Nobody", "Ana"]


def test_a_file_that_is_no_capture_is_set_aside_and_said(owner: User, tmp_path: Path) -> None:
    broken = drop(tmp_path, 1)
    broken.write_bytes(b"\0\xff{half")
    drop(tmp_path, 2)
    drop(tmp_path, 3, user="stranger@example.org")
    taken = captures.take_in(tmp_path)
    assert taken.count == 1
    assert [Path(one.where).exists() for one in taken.broken] == [True, True]
    assert Path(taken.broken[0].where).read_bytes() == b"\0\xff{half"
    assert "stranger@example.org" in taken.broken[1].reason
    assert spool.list_spool(tmp_path) == []


def test_the_user_field_chooses_the_owner(owner: User, other_owner: User, tmp_path: Path) -> None:
    drop(tmp_path, 1, text="Theirs", user=other_owner.email.upper())
    drop(tmp_path, 2, text="Mine")
    captures.take_in(tmp_path)
    assert [item.text for item in parking.parked_items(other_owner).results] == ["Theirs"]
    assert [item.text for item in parking.parked_items(owner).results] == ["Mine"]


@pytest.mark.django_db
def test_without_an_owner_everything_waits(tmp_path: Path) -> None:
    path = drop(tmp_path, 1)
    assert captures.take_in(tmp_path) == captures.Taken()
    assert path.exists()


def test_a_file_left_after_its_commit_is_not_taken_again(owner: User, tmp_path: Path) -> None:
    path = drop(tmp_path, 1)
    content = path.read_bytes()
    captures.take_in(tmp_path)
    path.write_bytes(content)
    assert captures.take_in(tmp_path) == captures.Taken()
    assert not path.exists()
    assert len(parking.parked_items(owner).results) == 1


def test_hostile_text_comes_in_as_text(owner: User, tmp_path: Path) -> None:
    text = "<script>alert(1)</script> \u202egnp.exe \ud83d " + "x" * 200_000
    drop(tmp_path, 1, text=text, **{"for": "y" * 5000})
    assert captures.take_in(tmp_path) == captures.Taken(count=1, unassigned=1)
    (item,) = parking.parked_items(owner).results
    assert item.text.startswith("<script>alert(1)</script> \u202egnp.exe ?")
    assert len(item.text) > 200_000


@pytest.mark.django_db(transaction=True)
def test_a_commit_is_fully_synchronous_and_only_then(tmp_path: Path) -> None:
    owner = User.objects.create_user("me@example.org")
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL waits for the disk by itself")

    def level() -> int:
        with connection.cursor() as cursor:
            return cursor.execute("PRAGMA synchronous").fetchone()[0]

    def write_and_fail() -> None:
        with system.synced_to_disk():
            system.keep_taken(owner, capture_id="a", kind="park", row=1)
            assert level() == 2
            raise ValueError("stop")

    with pytest.raises(ValueError, match="stop"):
        write_and_fail()
    assert level() == 1
    assert not system.capture_was_taken("a")


def take_in_unless_locked(folder: Path) -> int:
    """The tests' in-memory SQLite locks whole tables and lets nobody wait."""
    try:
        return captures.take_in(folder).count
    except OperationalError as error:
        if "locked" not in str(error):
            raise
        return 0


@pytest.mark.django_db(transaction=True)
def test_several_at_once_take_each_capture_once(tmp_path: Path) -> None:
    owner = User.objects.create_user("me@example.org")
    profiles.profile(owner)
    for number in range(20):
        drop(tmp_path, number)
    start = threading.Barrier(3)
    counts: list[int] = []
    failures: list[Exception] = []

    def work() -> None:
        try:
            start.wait()
            counts.extend(take_in_unless_locked(tmp_path) for _ in range(20))
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    counts.append(captures.take_in(tmp_path).count)
    assert failures == []
    assert sum(counts) == 20
    assert TakenCapture.objects.count() == 20
    assert len(parking.parked_items(owner).results) == 20


TAKE_IN = """
import sys, pathlib, django
django.setup()
from mentorpanel.usecases import captures
print(captures.take_in(pathlib.Path(sys.argv[1])).count)
"""


def test_several_processes_take_each_capture_once(migrated_folder: Path, tmp_path: Path) -> None:
    waiting = tmp_path / "spool"
    for number in range(60):
        drop(waiting, number)
    environment = {name: value for name, value in os.environ.items() if name != "MENTORPANEL_DATABASE_URL"}
    environment["MENTORPANEL_DATA"] = str(migrated_folder)
    command = [sys.executable, "-c", TAKE_IN, str(waiting)]
    running = [
        subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) for _ in range(3)
    ]
    counts = [int(one.communicate(timeout=60)[0]) for one in running]
    assert sum(counts) == 60
    with closing(sqlite3.connect(migrated_folder / "mentorpanel.sqlite3")) as database:
        parked = database.execute("SELECT count(*), count(DISTINCT text) FROM storage_parkeditem").fetchone()
    assert parked == (60, 60)
    assert spool.list_spool(waiting) == []


TAKE_IN_KILLED = """
import os, pathlib, random, signal, sys, time, django
django.setup()
from django.db import connections
from mentorpanel.usecases import captures
folder = pathlib.Path(sys.argv[1])
kills = 0
for seed in range(200):
    child = os.fork()
    if child == 0:
        captures.take_in(folder)
        os._exit(0)
    time.sleep(random.Random(seed).uniform(0, 0.04))
    os.kill(child, signal.SIGKILL)
    kills += os.WIFSIGNALED(os.waitpid(child, 0)[1])
    if not any(folder.glob("*.json")):
        break
captures.take_in(folder)
print(kills)
"""


def test_killed_at_any_moment_nothing_is_lost_or_doubled(migrated_folder: Path, tmp_path: Path) -> None:
    waiting = tmp_path / "spool"
    for number in range(150):
        drop(waiting, number, command="park" if number % 2 else "log")
    environment = {name: value for name, value in os.environ.items() if name != "MENTORPANEL_DATABASE_URL"}
    environment["MENTORPANEL_DATA"] = str(migrated_folder)
    command = [sys.executable, "-c", TAKE_IN_KILLED, str(waiting)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120)
    assert int(done.stdout) >= 5, done.stderr
    with closing(sqlite3.connect(migrated_folder / "mentorpanel.sqlite3")) as database:
        for table in ("storage_parkeditem", "storage_journalentry"):
            counted = database.execute(f"SELECT count(*), count(DISTINCT text) FROM {table}").fetchone()
            assert counted == (75, 75)
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert spool.list_spool(waiting) == []


def test_only_halves_of_long_ago_are_swept(owner: User, tmp_path: Path) -> None:
    whole, old, young = drop(tmp_path, 1), tmp_path / ".old.tmp", tmp_path / ".young.tmp"
    for half in (old, young):
        half.write_text("{", encoding="utf-8")
    for path in (whole, old):
        os.utime(path, (0, 0))
    assert captures.sweep(tmp_path) == 1
    assert (whole.exists(), old.exists(), young.exists()) == (True, False, True)
    assert captures.sweep(tmp_path / "no-spool-yet") == 0
