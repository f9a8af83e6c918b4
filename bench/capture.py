"""What a capture costs: ``mentorpanel park`` beside the same Python doing nothing.

Run from a clone after ``./run --setup``: ``.venv/bin/python -m bench.capture [ROUNDS]``. Both are started in turn, so
that a busy machine slows both. The goal is at most 2.2 times the bare start, fsync included, whatever the data size,
and the same with the database locked and nothing else running.
"""

import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROUNDS = 60
GOAL = 2.2


def main() -> int:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    command = Path(sys.executable).with_name("mentorpanel")
    if not command.exists():
        print(f"{command} is not there; make it with ./run --setup", file=sys.stderr)
        return 1
    bare = [sys.executable, "-c", "pass"]
    park = [str(command), "park", "How do I choose between two bets?", "--for", "Priya"]
    with tempfile.TemporaryDirectory() as folder:
        environ = {**os.environ, "MENTORPANEL_DATA": folder}
        quiet = side_by_side(bare, park, environ, rounds)
        database = sqlite3.connect(Path(folder) / "mentorpanel.sqlite3", isolation_level=None)
        database.execute("BEGIN EXCLUSIVE")
        locked = side_by_side(bare, park, environ, rounds)
        kept = len(list((Path(folder) / "spool").glob("*.json")))
    worst = max(report("nothing else runs", *quiet), report("database locked", *locked))
    whole = kept == 2 * (rounds + 1)
    print(
        f"kept {kept} of {2 * (rounds + 1)}; goal ≤ {GOAL} ×: {'met' if worst <= GOAL and whole else 'MISSED'}"
    )
    return 0 if worst <= GOAL and whole else 1


def side_by_side(
    first: list[str], second: list[str], environ: dict[str, str], rounds: int
) -> tuple[list[float], list[float]]:
    """Milliseconds of each, started in turn; the very first of each does not count."""
    took: tuple[list[float], list[float]] = ([], [])
    for _ in range(rounds + 1):
        for command, times in zip((first, second), took, strict=True):
            started = time.perf_counter()
            subprocess.run(command, env=environ, stdout=subprocess.DEVNULL, check=True)
            times.append((time.perf_counter() - started) * 1000)
    return took[0][1:], took[1][1:]


def report(what: str, bare: list[float], park: list[float]) -> float:
    """Print one line; the ratio of the medians."""
    ratio = statistics.median(park) / statistics.median(bare)
    print(
        f"{what:18}  python -c pass {statistics.median(bare):5.1f} ms (best {min(bare):.1f})"
        f"   park {statistics.median(park):5.1f} ms (best {min(park):.1f})   {ratio:.2f} ×"
    )
    return ratio


if __name__ == "__main__":
    sys.exit(main())
