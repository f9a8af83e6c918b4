"""The worker by itself: ``python -m mentorpanel.worker``."""

import os
import signal
import sys
from typing import Any

import django


def main() -> int:
    """Work until SIGTERM or SIGINT, finishing the step under way; with ``--once``, deliver what is due and end."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mentorpanel.config.settings")
    django.setup()
    from django.conf import settings  # noqa: PLC0415 (after setup)

    from mentorpanel.usecases import start  # noqa: PLC0415
    from mentorpanel.worker import steps  # noqa: PLC0415
    from mentorpanel.worker.loop import Loop  # noqa: PLC0415
    from mentorpanel.worker.slots import Slot  # noqa: PLC0415

    start.open_database()
    if "--once" in sys.argv[1:]:
        while steps.deliver_one(f"once-{os.getpid()}"):
            pass
        return 0
    loop = Loop(name=Slot(settings.DATA_FOLDER).name)

    def stop(*_: Any) -> None:
        loop.stop.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    loop.run()
    return 0


if __name__ == "__main__":
    sys.exit(main())
