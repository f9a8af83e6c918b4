"""The program as people start it: real processes with a data folder of their own, at any moment in time."""

import atexit
import functools
import json
import os
import shutil
import subprocess
import sys
import tempfile
from datetime import datetime
from pathlib import Path
from typing import Any

from tests import preloaded

ROOT = Path(__file__).resolve().parent.parent


def environment(data: Path, **settings: str) -> dict[str, str]:
    """This environment without a real Mentorpanel's settings, with ``data`` as the data folder."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("MENTORPANEL_")}
    return {**kept, "MENTORPANEL_DATA": str(data), **settings}


@functools.cache
def _begun(*commands: tuple[str, ...]) -> Path:
    """A data folder just after its first start and ``commands``, made once in a test run."""
    folder = Path(tempfile.mkdtemp(prefix="mp-begun-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    if not commands:
        done = Program(folder).run("user", "list")
        assert done.returncode == 0, done.stderr
        return folder
    program = begun(folder, after=commands[:-1])
    program.json(*commands[-1])
    return folder


def begun(data: Path, *, after: tuple[tuple[str, ...], ...] = (), **settings: str) -> "Program":
    """The program with a data folder in which it has been started once: tables, local owner, nothing else.

    ``after`` are commands that have been run there; many tests that begin alike run them once.
    """
    shutil.copytree(_begun(*after), data, dirs_exist_ok=True)
    return Program(data, **settings)


class Program:
    """The command line with one data folder. ``settings`` are MENTORPANEL_… variables."""

    def __init__(self, data: Path, **settings: str) -> None:
        self.data = data
        self.environment = environment(data, **settings)

    def run(
        self, *arguments: str, at: datetime | None = None, typed: str = ""
    ) -> subprocess.CompletedProcess[str]:
        """One command in a process of its own, at ``at`` instead of now."""
        return preloaded.run(list(arguments), environment=self.environment, at=at, typed=typed, timeout=120)

    def json(self, *arguments: str, at: datetime | None = None, code: int = 0, typed: str = "") -> Any:
        """A command's answer as JSON; the exit code has to be ``code``."""
        done = self.run(*arguments, "--json", at=at, typed=typed)
        assert done.returncode == code, f"{arguments}: {done.returncode}\n{done.stdout}\n{done.stderr}"
        return json.loads(done.stdout)

    def start(self, module: str, *arguments: str) -> subprocess.Popen[str]:
        """A long-running part of the program, its standard output to be read."""
        return subprocess.Popen(
            [sys.executable, "-m", module, *arguments],
            env=self.environment,
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            start_new_session=True,
        )
