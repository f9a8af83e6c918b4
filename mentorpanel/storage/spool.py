"""The folder of captures that wait to be taken in: list in order, read, remove, set aside."""

import os
from pathlib import Path

SPOOL = "spool"
BROKEN = "broken"


def spool_folder(data_folder: str | os.PathLike[str]) -> Path:
    """Where captures wait. It need not exist yet."""
    return Path(data_folder) / SPOOL


def list_spool(folder: Path) -> list[Path]:
    """The captures that wait in ``folder``, oldest first; none if it does not exist.

    Only whole files: a capture under way has another name until all of it is on disk.
    """
    try:
        names = sorted(
            entry.name
            for entry in os.scandir(folder)
            if entry.name.endswith(".json")
            and not entry.name.startswith(".")
            and entry.is_file(follow_symlinks=False)
        )
    except FileNotFoundError:
        return []
    return [folder / name for name in names]


def remove_taken(path: Path) -> None:
    """Remove a capture once the commit that holds it is on disk. Another process may have done so: no error."""
    path.unlink(missing_ok=True)


def set_aside(path: Path) -> Path:
    """Move a file that is no capture to ``broken/`` beside it, where nothing takes it. Returns the new place."""
    folder = path.parent / BROKEN
    folder.mkdir(mode=0o700, exist_ok=True)
    target = folder / path.name
    path.replace(target)
    return target


def sweep_unfinished(folder: Path, before: float) -> int:
    """Remove the halves that captures killed under way left before ``before`` (seconds since 1970). How many."""
    swept = 0
    for half in folder.glob(".*.tmp"):
        try:
            if half.stat().st_mtime < before:
                half.unlink()
                swept += 1
        except FileNotFoundError:
            continue
    return swept
