"""The worker by itself: ``python -m mentorpanel.worker``."""

import os
import signal
import sys
import threading
from typing import Any

import django

GRACE_SECONDS = 3.0


def main() -> int:
    """Work until SIGTERM or SIGINT, giving the step under way some seconds; with ``--once``, deliver what is due."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mentorpanel.config.settings")
    django.setup()
    from django.conf import settings  # noqa: PLC0415 (after setup)

    from mentorpanel.usecases import start  # noqa: PLC0415
    from mentorpanel.worker import pushes, steps  # noqa: PLC0415
    from mentorpanel.worker.loop import Loop  # noqa: PLC0415
    from mentorpanel.worker.slots import Slot  # noqa: PLC0415

    start.open_database()
    if "--once" in sys.argv[1:]:
        steps.free_lost_claims()
        while steps.deliver_one(f"once-{os.getpid()}") or pushes.push_one(f"once-{os.getpid()}"):
            pass
        return 0
    slot = Slot(settings.DATA_FOLDER)
    loop = Loop(name=slot.name)

    def stop(*_: Any) -> None:
        loop.stop.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    work = threading.Thread(target=loop.run, name="worker", daemon=True)
    work.start()
    while work.is_alive() and not loop.stop.wait(1.0):
        pass
    # A mail server that takes its time is not waited for: the same mail goes again under its own Message-ID.
    work.join(GRACE_SECONDS)
    return 0


if __name__ == "__main__":
    sys.exit(main())
