"""The loop: quick steps every second, slow ones now and then, until told to stop.

What waits for servers of others that are read from runs beside it, so that it never keeps a letter from leaving;
so do messages to devices, which neither wait for the one nor for the other.
"""

import logging
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from django.db import OperationalError, close_old_connections, connection

from mentorpanel.usecases import outbox
from mentorpanel.usecases import pushes as push_messages
from mentorpanel.worker import calendars, mailbox, pushes, reminders, steps

log = logging.getLogger("mentorpanel.worker")

REST_SECONDS = 1.0
INDEX_SECONDS = 2.0
SWEEP_SECONDS = 60.0
AHEAD_SECONDS = 3600.0
MAILBOX_SECONDS = 60.0
REMINDER_SECONDS = 30.0
CALENDAR_SECONDS = 10.0
COPIES_SECONDS = 60.0
MEANING_SECONDS = 30.0


@dataclass
class Turn:
    """A step and how long it rests after finding no work."""

    step: Callable[[], bool]
    every: float
    next_at: float = 0.0


class Loop:
    """Runs the steps until ``stop`` is set; a step that fails is logged and tried again later."""

    def __init__(self, *, name: str = "worker") -> None:
        self.holder = f"{socket.gethostname()}/{name}"[:120]
        self.stop = threading.Event()
        self.turns = [
            Turn(steps.take_in_captures, REST_SECONDS),
            Turn(lambda: steps.deliver_one(self.holder), REST_SECONDS),
            Turn(lambda: steps.import_one(self.holder, self.stop.is_set), REST_SECONDS),
            Turn(steps.index_changes, INDEX_SECONDS),
            Turn(steps.free_lost_claims, SWEEP_SECONDS),
            Turn(reminders.make_reminders, REMINDER_SECONDS),
            Turn(pushes.make_pushes, REMINDER_SECONDS),
            Turn(steps.make_sessions_ahead, AHEAD_SECONDS),
            Turn(steps.drop_old_replies, AHEAD_SECONDS),
            Turn(calendars.send_own_copies, COPIES_SECONDS),
            Turn(steps.MeaningsAhead(), MEANING_SECONDS),
        ]
        self.turns_beside = [
            Turn(lambda: mailbox.read_mailbox(self.holder, self.stop.is_set), MAILBOX_SECONDS),
            Turn(lambda: calendars.sync_one(self.holder), CALENDAR_SECONDS),
        ]
        self.turns_to_devices = [
            Turn(lambda: pushes.push_one(self.holder), REST_SECONDS),
        ]

    def run(self) -> None:
        """Work until told to stop. A restart frees its own claims at once."""
        outbox.free_lost_claims(holder=self.holder)
        calendars.free_own(self.holder)
        push_messages.free_lost_claims(holder=self.holder)
        for turns in (self.turns_beside, self.turns_to_devices):
            threading.Thread(target=self._until_told, args=(turns,), daemon=True).start()
        self._until_told(self.turns)

    def _until_told(self, turns: list[Turn]) -> None:
        while not self.stop.is_set():
            if not self.once(turns):
                self.stop.wait(REST_SECONDS)
        connection.close()

    def once(self, turns: list[Turn] | None = None) -> bool:
        """One round over the steps that are due, or over those given; True when any of them found work."""
        found = False
        for turn in self.turns if turns is None else turns:
            if self.stop.is_set():
                return found
            if time.monotonic() < turn.next_at:
                continue
            did_work = self._safely(turn.step)
            found = found or did_work
            turn.next_at = 0.0 if did_work else time.monotonic() + turn.every
        return found

    def _safely(self, step: Callable[[], bool]) -> bool:
        close_old_connections()
        try:
            return step()
        except OperationalError:
            log.exception("the database did not answer; trying again in a moment")
        except Exception:  # a worker must outlive any one step; the log has the whole story
            log.exception("a step of the worker failed; trying again later")
        self.stop.wait(REST_SECONDS)
        return False
