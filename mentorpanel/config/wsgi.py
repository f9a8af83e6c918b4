"""The WSGI entry: what the server loads."""

import multiprocessing
import os
import threading

from django.core.wsgi import get_wsgi_application


def _end_with_parent() -> None:
    """A server that was killed leaves no page process behind, which would keep its port."""
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def watch() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=watch, name="parent", daemon=True).start()


_end_with_parent()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mentorpanel.config.settings")
application = get_wsgi_application()
