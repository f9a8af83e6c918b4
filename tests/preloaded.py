"""Starts commands quickly: one process has loaded what every command loads, and forks for each of them.

Run as ``python -m tests.preloaded SOCKET``; ends when its standard input does. ``run`` is the other side.
A command runs in a process of its own, with its own environment, settings and database connection: the settings of the
loading process are read again from the command's environment, and nothing here opens a database.
"""

import atexit
import contextlib
import functools
import gc
import importlib
import json
import os
import pkgutil
import runpy
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import IO, Any, NoReturn

import django
import time_machine
from django.conf import empty, settings
from django.core.cache import caches
from django.db import connections
from django.utils.log import configure_logging

from mentorpanel.cli.entry import main as command

ROOT = Path(__file__).resolve().parent.parent
SETTINGS = "mentorpanel.config.settings"
LOADED_FIRST = (
    "asyncio", "click", "icalendar", "phonenumbers", "rapidfuzz.fuzz", "email_validator",
    "django.core.serializers.json", "django.db.backends.sqlite3.base", "django.db.migrations.executor",
)  # fmt: skip
FLOORS = ("domain", "formats", "storage", "usecases", "delivery", "cli")


def run(
    arguments: list[str], *, environment: dict[str, str], at: datetime | None, typed: str, timeout: float
) -> subprocess.CompletedProcess[str]:
    """One command in a process of its own, like ``subprocess.run``; ``at`` turns its clock."""
    with contextlib.ExitStack() as open_files:
        files = [open_files.enter_context(tempfile.TemporaryFile()) for _ in range(3)]
        files[0].write(typed.encode())
        files[0].seek(0)
        asked = {
            "arguments": arguments,
            "environment": environment,
            "at": at.isoformat() if at is not None else "",
        }
        code = Begun(asked, files, timeout).wait()
        return subprocess.CompletedProcess(arguments, code, _text(files[1]), _text(files[2]))


def worker(*, environment: dict[str, str]) -> "Begun":
    """A worker in a process of its own, that runs until it is told to stop or killed."""
    with Path(os.devnull).open("r+b") as nowhere:
        asked = {"arguments": [], "environment": environment, "at": "", "module": "mentorpanel.worker"}
        return Begun(asked, [nowhere] * 3, timeout=60)


class Begun:
    """A process that was asked for, with ``handles`` as its standard input, output and error."""

    def __init__(self, asked: dict[str, Any], handles: Sequence[IO[bytes]], timeout: float) -> None:
        self._asking = socket.socket(socket.AF_UNIX)
        self._asking.settimeout(timeout)
        self._asking.connect(_address())
        socket.send_fds(self._asking, [b"."], [one.fileno() for one in handles])
        self._asking.sendall(json.dumps(asked).encode())
        self._asking.shutdown(socket.SHUT_WR)
        self._told = self._asking.makefile()
        self.pid = int(self._told.readline())

    def kill(self) -> None:
        """End it at once, wherever it is."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)

    def wait(self) -> int:
        """Its exit code, negative for the signal that ended it."""
        with self._asking, self._told:
            return int(self._told.readline())


def _text(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode()


@functools.cache
def _address() -> str:
    """The socket of this test process's own forking process, started when first asked for."""
    folder = tempfile.mkdtemp(prefix="mp-fork-")
    path = f"{folder}/socket"
    forking = subprocess.Popen(
        [sys.executable, "-m", "tests.preloaded", path],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )

    def end() -> None:
        forking.kill()
        forking.wait()
        shutil.rmtree(folder, ignore_errors=True)

    atexit.register(end)
    assert forking.stdout is not None
    assert forking.stdout.readline() == b"ready\n"
    return path


def serve(path: str) -> int:
    """Fork for each command that is asked for; returns only in the forked ones, and when standard input ends."""
    _load()
    gc.freeze()  # what is loaded is not looked at again, nor copied for it, in each process
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(path)
        listening.listen(16)
        print("ready", flush=True)
        while True:
            ready = select.select([listening, sys.stdin], [], [])[0]
            if sys.stdin in ready:
                return 0
            asking, _ = listening.accept()
            if os.fork() == 0:
                listening.close()
                return _answer(asking)
            asking.close()


def _load() -> None:
    """Every module that a command can want, under settings that no command sees."""
    for name in LOADED_FIRST:
        import_module(name)
    with tempfile.TemporaryDirectory(prefix="mp-load-") as folder:
        os.environ |= {"MENTORPANEL_DATA": folder, "DJANGO_SETTINGS_MODULE": SETTINGS}
        django.setup()
        for floor in FLOORS:
            package = import_module(f"mentorpanel.{floor}")
            for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
                import_module(found.name)
    opened = [one for one in connections.all(initialized_only=True) if one.connection is not None]
    assert not opened, "something that was loaded first has asked the database"


def _read_settings() -> None:
    """The settings as this process's environment has them."""
    importlib.reload(sys.modules[SETTINGS])
    vars(settings).clear()
    settings._wrapped = empty
    for handler in (connections, caches):
        if handler.all(initialized_only=True):
            del handler["default"]
        handler._settings = None
        vars(handler).pop("settings", None)
    configure_logging(settings.LOGGING_CONFIG, settings.LOGGING)


def _answer(asking: socket.socket) -> int:
    """Run one command in a process of its own, and say how it ended."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    _, handles, _, _ = socket.recv_fds(asking, 1, 3)
    asked = json.loads(asking.makefile().read())
    child = os.fork()
    if child == 0:
        asking.close()
        _end(functools.partial(_become, asked, list(handles)))
    asking.sendall(f"{child}\n".encode())
    with contextlib.suppress(BrokenPipeError):  # whoever asked may have gone in the meantime
        asking.sendall(f"{os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])}\n".encode())
    os._exit(0)


def _end(run: Callable[[], int]) -> NoReturn:
    """What a process does at its end, but for taking all that was loaded apart, which takes longer than the command."""
    try:
        code: Any = run()
    except SystemExit as ended:
        code = ended.code
    except BaseException:
        traceback.print_exc()
        code = 1
    if isinstance(code, str):
        print(code, file=sys.stderr)
        code = 1
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code or 0)


def _become(asked: dict[str, Any], handles: list[int]) -> int:
    for place, handle in enumerate(handles):
        os.dup2(handle, place)
    os.environ.clear()
    os.environ.update(asked["environment"])
    os.environ["DJANGO_SETTINGS_MODULE"] = SETTINGS
    sys.argv = ["mentorpanel", *asked["arguments"]]
    if asked["at"]:
        moment = datetime.fromisoformat(asked["at"])
        # What the command starts lives at that time, too: a little later, since it began after the command.
        later = (moment + timedelta(minutes=1)).isoformat()
        os.environ |= {"TURNED_TO": later, "PYTHONPATH": str(ROOT / "tests" / "turned_clock")}
        time_machine.travel(moment, tick=True).start()
    _read_settings()
    if asked.get("module"):
        runpy.run_module(asked["module"], run_name="__main__", alter_sys=True)
        return 0
    return command()


if __name__ == "__main__":
    sys.exit(serve(sys.argv[1]))
