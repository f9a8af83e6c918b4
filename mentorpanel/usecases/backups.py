"""Backup and restore of the whole database, for every owner at once."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import transaction

from mentorpanel import clock
from mentorpanel.domain.problems import Invalid
from mentorpanel.storage import backups, owners, system
from mentorpanel.storage.ownership import User


@dataclass(frozen=True, slots=True)
class BackedUp:
    """A backup: where it lies, its size, and when it was taken."""

    path: Path
    size_bytes: int
    taken_at: datetime


@dataclass(frozen=True, slots=True)
class Restored:
    """A restore: from what, and where the replaced database lies (None when there was none)."""

    path: Path
    kept: Path | None


def is_for_one_owner(owner: User) -> bool:
    """Whether the database holds nobody else's data, so that a copy may be handed to this owner."""
    return [one.pk for one in system.owners()] == [owner.pk]


def backup(path: Path) -> BackedUp:
    """A consistent copy of the database while everything goes on.

    On SQLite one file; on PostgreSQL a dump by ``pg_dump``. An existing file is replaced at the end,
    a folder gets a file with the time in its name. The copy holds the database only: not the secret
    key (sign-ins and links are made again after a move) and not captures still waiting in the spool.
    """
    now = clock.now()
    if path.is_dir():
        path = path / f"mentorpanel-{now:%Y%m%dT%H%M%SZ}.{'sqlite3' if backups.is_sqlite() else 'dump'}"
    if not path.parent.is_dir():
        raise Invalid(f"There is no folder {path.parent}; make it first.", field="path")
    if backups.is_sqlite() and path.exists() and path.resolve() == backups.database_file().resolve():
        raise Invalid("That is the database itself; name another file.", field="path")
    size = backups.back_up(path)
    _audit("backup made", path, now)
    return BackedUp(path, size, now)


def restore(path: Path) -> Restored:
    """Put a backup in the place of the database, after checking that it is whole, ours and not too new.

    The replaced database is kept beside it as ``….before-restore-<time>``. Refused while a server has
    the SQLite file open, since it would write into what it has read before; on PostgreSQL the swap is
    one transaction. A backup of an older version is brought up to date by the next command.
    """
    now = clock.now()
    if backups.is_sqlite():
        database = backups.database_file()
        if path.exists() and database.exists() and path.samefile(database):
            raise Invalid("That is the database itself; name a backup.", field="path")
        kept = _free_name(database, now)
    else:
        kept = _free_name(path, now)
    was_kept = backups.restore(path, kept=kept)
    if backups.is_up_to_date():
        _audit("backup restored", path, now)
    return Restored(path, kept if was_kept else None)


def _free_name(beside: Path, now: datetime) -> Path:
    wanted = beside.with_name(f"{beside.name}.before-restore-{now:%Y%m%dT%H%M%SZ}")
    names = (wanted, *(wanted.with_name(f"{wanted.name}-{number}") for number in range(2, 1000)))
    return next(name for name in names if not name.exists())


def _audit(what: str, path: Path, at: datetime) -> None:
    with transaction.atomic():
        owner = system.local_owner()
        if owner is not None:
            owners.note_in_audit(owner, at=at, what=what, detail=str(path))
