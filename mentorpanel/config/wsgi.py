"""The WSGI entry: what the server loads."""

import gc
import multiprocessing
import os
import threading

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver


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
get_resolver().url_patterns  # noqa: B018 (loads the pages now instead of at the first request)
# What is loaded stays: the collector looking through it again took a tenth of a second at every 400th page.
gc.collect()
gc.freeze()
# A page makes some ten thousand short-lived objects: at the usual 700 the collector looks thirty times at each.
gc.set_threshold(25_000, 10, 10)
