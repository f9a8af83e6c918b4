"""What a first start costs: from a fresh clone to the first page, and the second start beside it.

Run from a clone: ``python -m bench.first_start [--cold]``. The files of the repository are copied into a folder of their
own, started there with ``./run``, and stopped again. With ``--cold`` no package cache is used. Goals: 20 s the first
time, 3 s again; SIGTERM ends everything within 5 s. The floor beside them is ``python -m venv`` alone.
"""

import http.client
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
GOALS = {"first": 20.0, "again": 3.0, "stop": 5.0}


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="mp-start-") as name:
        folder = Path(name)
        clone = folder / "clone"
        copy_repository(clone)
        environ = {**os.environ, "MENTORPANEL_DATA": str(folder / "data")}
        if "--cold" in sys.argv[1:]:
            environ |= {"UV_NO_CACHE": "1", "PIP_NO_CACHE_DIR": "1"}
        started = time.perf_counter()
        subprocess.run([sys.executable, "-m", "venv", str(folder / "floor")], check=True)
        floor = time.perf_counter() - started
        took = {}
        took["first"], _ = start_and_stop(clone, environ)
        took["again"], took["stop"] = start_and_stop(clone, environ)
    print(f"python -m venv alone       {floor:5.1f} s")
    for what, label in (
        ("first", "first page, fresh clone"),
        ("again", "first page, again"),
        ("stop", "SIGTERM to end"),
    ):
        verdict = "met" if took[what] <= GOALS[what] else "MISSED"
        print(
            f"{label:25}  {took[what]:5.1f} s  {took[what] / floor:5.1f} ×   goal ≤ {GOALS[what]:.0f} s: {verdict}"
        )
    return int(any(took[what] > GOALS[what] for what in GOALS))


def copy_repository(target: Path) -> None:
    """What a clone holds: tracked files, and new ones that are not ignored."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout.decode().split("\0")
    for name in filter(None, names):
        if (ROOT / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, target / name)


def start_and_stop(clone: Path, environ: dict[str, str]) -> tuple[float, float]:
    """Seconds from ``./run`` to the page behind the sign-in link, and from SIGTERM to the end."""
    port = free_port()
    started = time.perf_counter()
    command = [str(clone / "run"), "--no-browser", "--port", str(port)]
    with subprocess.Popen(command, cwd="/", env=environ, stdout=subprocess.PIPE, text=True) as server:
        try:
            page_of(server, port)
            ready = time.perf_counter() - started
            asked = time.perf_counter()
            server.send_signal(signal.SIGTERM)
            server.wait(timeout=30)
            return ready, time.perf_counter() - asked
        finally:
            server.kill()


def page_of(server: subprocess.Popen[str], port: int) -> None:
    """Wait for the sign-in link, then for the page behind it."""
    assert server.stdout is not None
    for line in server.stdout:
        link = re.search(r"(/link/\S+)", line)
        if link:
            break
    else:
        raise SystemExit("./run ended before it was ready.")
    for _ in range(600):
        try:
            connection = http.client.HTTPConnection("localhost", port, timeout=5)
            connection.request("GET", link[1])
            if connection.getresponse().status == 200:
                return
            raise SystemExit("the sign-in link did not lead to a page")
        except ConnectionError:
            time.sleep(0.05)
    raise SystemExit("no page within 30 seconds of the link")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    sys.exit(main())
