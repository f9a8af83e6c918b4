"""Turns the clock of any Python that starts with this folder on its path and a moment in TURNED_TO.

A server starts processes of its own; each of them reads this, so that all of them live at the same time.
"""

import os
from datetime import datetime

import time_machine

if os.environ.get("TURNED_TO"):
    time_machine.travel(datetime.fromisoformat(os.environ["TURNED_TO"]), tick=True).start()
