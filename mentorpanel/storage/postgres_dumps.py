"""PostgreSQL's own dumps, made and read by its own programs."""

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from mentorpanel.domain.problems import Conflict, Problem, Unreadable

MAGIC = b"PGDMP"
UNKNOWN_TO_OLDER_SERVERS = b"SET transaction_timeout = 0;\n"
CHECK_SECONDS = 600
_APPLIED = re.compile(r"^\d+\tstorage\t([^\t\n]+)\t", re.MULTILINE)


def dump(settings: dict[str, Any], target: Path) -> None:
    """Write a dump of one moment to ``target`` while others go on writing."""
    _run("pg_dump", settings, "--format=custom", "--no-owner", "--no-privileges", f"--file={target}")


def check(source: Path, *, our_tables: frozenset[str], known: frozenset[str]) -> None:
    """That the file is a whole dump of ours that this program understands; else ``Unreadable`` or ``Conflict``."""
    with source.open("rb") as handle:
        if handle.read(len(MAGIC)) != MAGIC:
            raise Unreadable(f"{source} is no PostgreSQL backup of Mentorpanel's. Nothing was changed.")
    try:
        listed = _run("pg_restore", None, "--list", str(source))
        # Reading all of it to nowhere is what finds a file that was cut short.
        _run("pg_restore", None, f"--file={os.devnull}", str(source))
        steps = _run("pg_restore", None, "--data-only", "--table=django_migrations", "--file=-", str(source))
    except Problem as problem:
        if problem.code == "program-missing":
            raise
        raise Unreadable(f"{source} is damaged: {problem.message} Nothing was changed.") from problem
    if not _tables_in(listed) >= our_tables:
        raise Unreadable(f"{source} is a dump, but none of Mentorpanel's. Nothing was changed.")
    newer = sorted(set(_APPLIED.findall(steps)) - known)
    if newer:
        raise Conflict(
            f"{source} was made by a newer Mentorpanel ({newer[-1]}). Update this program first, then restore."
        )


def restore(settings: dict[str, Any], source: Path, *, replaced: Iterable[str]) -> None:
    """Put a checked dump in the place of the tables in ``replaced`` and of its own, in one transaction."""
    tables = set(replaced) | _tables_in(_run("pg_restore", None, "--list", str(source)))
    with tempfile.TemporaryDirectory() as folder:
        drops, script, fitting = (Path(folder) / name for name in ("drops.sql", "whole.sql", "restore.sql"))
        quoted = ('"' + table.replace('"', '""') + '"' for table in sorted(tables))
        drops.write_text(
            "".join(f"DROP TABLE IF EXISTS {table} CASCADE;\n" for table in quoted)
            + "DROP FUNCTION IF EXISTS storage_search_mark() CASCADE;\n",
            encoding="utf-8",
        )
        _run("pg_restore", None, "--no-owner", "--no-privileges", f"--file={script}", str(source))
        with script.open("rb") as lines, fitting.open("wb") as kept:
            # A newer pg_restore writes settings that an older server does not know.
            kept.writelines(line for line in lines if line != UNKNOWN_TO_OLDER_SERVERS)
        _run(
            "psql", settings, "--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1",
            f"--file={drops}", f"--file={fitting}",
        )  # fmt: skip


def _tables_in(listed: str) -> set[str]:
    return set(re.findall(r" TABLE \S+ (\S+) ", listed))


def _run(program: str, settings: dict[str, Any] | None, *arguments: str) -> str:
    """What the program prints. Where it is missing or fails: ``Problem`` with its last line."""
    found = shutil.which(program)
    if found is None:
        raise Problem(
            f"{program} is not installed. Install PostgreSQL's client programs of the server's version, then try again.",
            code="program-missing",
        )
    named: list[str] = []
    environment = {**os.environ, "PGCONNECT_TIMEOUT": "10", "LC_ALL": "C"}
    if settings is not None:
        options = {**settings.get("OPTIONS", {})}
        environment |= {
            f"PG{name.upper()}": str(value) for name, value in options.items() if name.startswith("ssl")
        }
        environment |= {"PGPASSWORD": settings["PASSWORD"]} if settings["PASSWORD"] else {}
        given = {"host": settings["HOST"], "port": settings["PORT"], "username": settings["USER"]}
        named = [f"--{name}={value}" for name, value in given.items() if value]
        named += ["--no-password", f"--dbname={settings['NAME']}"]
    done = subprocess.run(
        [found, *named, *arguments],
        env=environment,
        capture_output=True,
        timeout=CHECK_SECONDS * 6,
        check=False,
    )
    if done.returncode != 0:
        lines = done.stderr.decode("utf-8", "replace").strip().splitlines() or ["it gave no reason"]
        told = next((line for line in lines if "mismatch" in line or "error:" in line), lines[-1])
        if "version mismatch" in told:
            raise Problem(
                f"{program} is older than the server. Install PostgreSQL's client programs of the server's version.",
                code="program-missing",
            )
        raise Problem(f"{program} failed: {told.strip()[:300]}")
    return done.stdout.decode("utf-8", "replace")
