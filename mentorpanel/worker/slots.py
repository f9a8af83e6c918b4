"""Gives each worker on a machine a name that it finds again after a restart."""

import fcntl
import os
from pathlib import Path

MOST_WORKERS = 256


class Slot:
    """The lowest free number on this machine, held by a file lock that a killed process lets go of."""

    def __init__(self, folder: Path) -> None:
        for number in range(MOST_WORKERS):
            descriptor = os.open(folder / f"worker-{number}.lock", os.O_RDWR | os.O_CREAT, 0o600)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                os.close(descriptor)
                continue
            self.name, self._descriptor = f"worker-{number}", descriptor
            return
        raise RuntimeError(f"{MOST_WORKERS} workers run on this machine already")

    def release(self) -> None:
        """Let the number go."""
        os.close(self._descriptor)
