"""Brings the database to this program's tables, with a copy made first, and refuses a newer one."""

import fcntl
import logging
import pkgutil
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from importlib import import_module
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.recorder import MigrationRecorder

from mentorpanel.domain.problems import Conflict
from mentorpanel.storage import search_triggers

log = logging.getLogger("mentorpanel.storage")
OURS = "storage"
BESIDE_MODELS: tuple[Callable[[BaseDatabaseSchemaEditor], None], ...] = (search_triggers.make,)
"""What migrations make that no model says, such as triggers; each is called by its migration, and for new tables."""


def ensure(folder: Path) -> bool:
    """Make or upgrade the tables if that is needed; True when anything was done.

    A database that a newer program has written is refused, with a pointer to the copy made before.
    """
    wanted = set(_on_disk())
    applied = _applied()
    if wanted <= applied:
        _refuse_newer(applied, folder)
        return False
    with _one_at_a_time(folder):
        applied = _applied()
        _refuse_newer(applied, folder)
        if wanted <= applied:
            return False
        if connection.introspection.table_names():
            if applied:
                _keep_copy(folder, len(applied))
            call_command("migrate", interactive=False, verbosity=0)
            with connection.schema_editor() as editor:
                # SQLite drops the triggers of a table that a step makes anew.
                search_triggers.install(None, editor)
                search_triggers.mark_all(None, editor)
        else:
            _make_tables()
        call_command("createcachetable", verbosity=0)
    return True


def _make_tables() -> None:
    """Every table as it is now, in an empty database and one transaction: a fiftieth of the time of every step to here.

    That both ways lead to the same tables is tested.
    """
    with connection.schema_editor() as editor:
        editor.create_model(MigrationRecorder.Migration)
        for model in apps.get_models():
            if model._meta.managed and not model._meta.proxy:
                editor.create_model(model)
        finish_tables(editor)


def finish_tables(editor: BaseDatabaseSchemaEditor) -> None:
    """What the steps make beside the models' tables, and the note that every step was made."""
    for make in BESIDE_MODELS:
        make(editor)
    recorder = MigrationRecorder(connection)
    for app, name in sorted(_on_disk()):
        recorder.record_applied(app, name)


def _on_disk() -> Iterator[tuple[str, str]]:
    for config in apps.get_app_configs():
        try:
            package = import_module(f"{config.name}.migrations")
        except ModuleNotFoundError:
            continue
        for module in pkgutil.iter_modules(package.__path__):
            if module.name[0] not in "_~":
                yield config.label, module.name


def _applied() -> set[tuple[str, str]]:
    if "django_migrations" not in connection.introspection.table_names():
        return set()
    with connection.cursor() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations")
        return {(app, name) for app, name in cursor.fetchall()}


def _refuse_newer(applied: set[tuple[str, str]], folder: Path) -> None:
    ours = {name for app, name in _on_disk() if app == OURS}
    unknown = sorted(name for app, name in applied if app == OURS and name not in ours)
    if unknown:
        raise Conflict(
            f"This database was written by a newer Mentorpanel ({unknown[-1]}). Use that one, or restore a copy "
            f"made before the upgrade: {folder / 'before-upgrade'}."
        )


def _keep_copy(folder: Path, level: int) -> None:
    """A copy of the SQLite database before its tables change; PostgreSQL has its own backups."""
    if connection.vendor != "sqlite":
        return
    kept = folder / "before-upgrade"
    kept.mkdir(mode=0o700, exist_ok=True)
    target = kept / f"mentorpanel-{level}.sqlite3"
    source = str(settings.DATABASES["default"]["NAME"])
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as copy:
        old.backup(copy)
    shutil.copymode(source, target)
    log.info("kept a copy of the database before its upgrade: %s", target)


@contextmanager
def _one_at_a_time(folder: Path) -> Iterator[None]:
    """Two commands at once: the second waits for the first."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(724631)")
            try:
                yield
            finally:
                cursor.execute("SELECT pg_advisory_unlock(724631)")
        return
    with (folder / "schema.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
