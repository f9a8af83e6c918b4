"""A consistent copy of the database while it is in use, and the way back, checked before it replaces."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.db import connection, connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from mentorpanel.domain.problems import Conflict, Problem, Unreadable
from mentorpanel.storage import postgres_dumps

OUR_TABLES = frozenset({"storage_user", "storage_person", "storage_parkeditem", "storage_journalentry"})
WAITS_SECONDS = 20.0
BUSY = ("database is locked", "database table is locked", "database is busy")


def is_sqlite() -> bool:
    """Whether the data lives in an SQLite file, rather than in PostgreSQL."""
    return connection.vendor == "sqlite"


def database_file() -> Path:
    """Where the SQLite database lies."""
    return Path(str(connection.settings_dict["NAME"]))


def known_migrations() -> frozenset[str]:
    """The names of the steps that this program's own tables can have gone through."""
    return frozenset(name for app, name in MigrationLoader(None).disk_migrations if app == "storage")


def is_up_to_date() -> bool:
    """Whether the database's own tables have gone through every step that this program has."""
    applied = {name for app, name in MigrationRecorder(connection).applied_migrations() if app == "storage"}
    return known_migrations() <= applied


def back_up(target: Path) -> int:
    """Write a copy of the database to ``target``, whole or not at all; returns its size in bytes.

    Only the database: not the key that signs sessions, not captures still in the spool. ``Problem``
    when the place cannot be written, or PostgreSQL's ``pg_dump`` is missing or too old.
    """
    half = target.with_name(f".{target.name}.{os.getpid()}.half")
    try:
        half.unlink(missing_ok=True)
        half.touch(mode=0o600)
        if is_sqlite():
            copy_sqlite(_source(), half)
        else:
            postgres_dumps.dump(connection.settings_dict, half)
        _sync(half)
        half.replace(target)
        _sync(target.parent)
        return target.stat().st_size
    except OSError as error:
        raise Problem(f"The backup could not be written to {target}: {error.strerror or error}.") from error
    finally:
        half.unlink(missing_ok=True)


def check(source: Path) -> None:
    """That ``source`` is a whole backup of ours that this program understands; else ``Unreadable`` or ``Conflict``."""
    if not source.is_file():
        raise Unreadable(f"There is no file {source}.")
    if is_sqlite():
        check_sqlite(source, known=known_migrations())
    else:
        postgres_dumps.check(source, our_tables=OUR_TABLES, known=known_migrations())


def restore(source: Path, *, kept: Path) -> bool:
    """Put a checked backup in the place of the database, keeping what was there as ``kept``.

    False when there was nothing to keep. ``Conflict`` while a server, worker or command has the
    database open: it would go on with what it has read before. Nothing is changed then.
    """
    check(source)
    if is_sqlite():
        connections.close_all()
        return replace_sqlite(source, database_file(), kept=kept)
    back_up(kept)
    ours = [
        *connection.introspection.django_table_names(only_existing=True, include_views=False),
        "django_migrations",
    ]
    connections.close_all()
    postgres_dumps.restore(connection.settings_dict, source, replaced=ours)
    return True


def copy_sqlite(source: sqlite3.Connection, target: Path) -> None:
    """SQLite's online backup into one plain file, of one moment.

    In one step: with the log of WAL that holds no writer up, while several would start over at every write.
    """
    with closing(sqlite3.connect(target)) as copy:
        source.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")


def check_sqlite(source: Path, *, known: frozenset[str]) -> None:
    """See ``check``; ``known`` are the migrations that this program has."""
    try:
        with closing(_opened_to_read(source)) as file:
            faults = [row[0] for row in file.execute("PRAGMA integrity_check(3)")]
            tables = {row[0] for row in file.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            if faults != ["ok"]:
                raise Unreadable(
                    f"{source} is damaged ({faults[0]}). Nothing was changed; try an older backup."
                )
            if not tables >= OUR_TABLES | {"django_migrations"}:
                raise Unreadable(f"{source} is a database, but none of Mentorpanel's. Nothing was changed.")
            applied = {
                row[0] for row in file.execute("SELECT name FROM django_migrations WHERE app = 'storage'")
            }
            orphan = file.execute("PRAGMA foreign_key_check").fetchone()
    except sqlite3.DatabaseError as error:
        message = f"{source} is no whole database backup ({error}). Nothing was changed; try an older backup."
        raise Unreadable(message) from error
    if orphan is not None:
        raise Unreadable(f"{source} is damaged: rows of {orphan[0]} point nowhere. Nothing was changed.")
    refuse_newer(source, applied, known)


def refuse_newer(source: Path, applied: set[str], known: frozenset[str]) -> None:
    """``Conflict`` when the backup went through steps that this program does not know."""
    newer = sorted(applied - known)
    if newer:
        raise Conflict(
            f"{source} was made by a newer Mentorpanel ({newer[-1]}). Update this program first, then restore."
        )


def replace_sqlite(source: Path, target: Path, *, kept: Path) -> bool:
    """See ``restore``. One SQLite transaction writes over the old content: killed half-way, the old one is back."""
    had_content = target.exists() and target.stat().st_size > 0
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _alone_with(target) as database:
        if had_content:
            _keep(database, kept)
        with closing(_opened_to_read(source)) as file:
            file.backup(database)
    target.chmod(0o600)
    return had_content


def _keep(database: sqlite3.Connection, kept: Path) -> None:
    if kept.exists():
        raise Conflict(f"{kept} exists already; move it away first. Nothing was changed.")
    kept.touch(mode=0o600)
    try:
        copy_sqlite(database, kept)
        _sync(kept)
    except BaseException:
        kept.unlink(missing_ok=True)
        raise


@contextmanager
def _alone_with(target: Path) -> Iterator[sqlite3.Connection]:
    """The database with nobody else in it, locked against all until the end.

    Leaving WAL needs that no other connection is open, which makes it the test for one.
    """
    with closing(sqlite3.connect(target, timeout=2.0, isolation_level=None)) as database:
        try:
            database.execute("PRAGMA locking_mode=EXCLUSIVE")
            database.execute("PRAGMA journal_mode=DELETE")
            database.execute("BEGIN EXCLUSIVE")
            database.execute("COMMIT")
        except sqlite3.OperationalError as error:
            if not any(word in str(error) for word in BUSY):
                raise Problem(f"The database {target} cannot be opened: {error}.") from error
            raise Conflict(
                "Mentorpanel is running and has the database open. Stop it (serve, web and worker), "
                "then restore again. Nothing was changed."
            ) from error
        database.execute("PRAGMA synchronous=FULL")
        yield database
        database.execute("PRAGMA locking_mode=NORMAL")
        database.execute("PRAGMA journal_mode=WAL")


def _opened_to_read(path: Path) -> sqlite3.Connection:
    """A file opened so that nothing is written beside it, unless a log of its own lies there already."""
    has_log = path.with_name(f"{path.name}-wal").exists()
    mode = "mode=ro" if has_log else "mode=ro&immutable=1"
    return sqlite3.connect(f"{path.resolve().as_uri()}?{mode}", uri=True, timeout=WAITS_SECONDS)


def _source() -> sqlite3.Connection:
    connection.ensure_connection()
    source: sqlite3.Connection = connection.connection
    return source


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
