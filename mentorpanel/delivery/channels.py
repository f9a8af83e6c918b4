"""How a delivery can fail: for now, or for good. Each says why in words, with the server's code."""

from datetime import timedelta

FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=6)
GIVES_UP_AFTER = timedelta(days=5)


class DeliveryFailure(Exception):
    """Something did not go out. ``reason`` is a sentence for the owner, ``code`` the server's, if it gave one."""

    def __init__(self, reason: str, *, code: int | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.code = code


class TemporaryFailure(DeliveryFailure):
    """Worth another try later: nothing reached the reader, or nobody can tell."""


class PermanentFailure(DeliveryFailure):
    """Another try would fare the same; the owner has to mend something first."""


def backoff(attempt: int) -> timedelta | None:
    """How long to wait after failed attempt number ``attempt``, from 1: a minute, doubling up to six hours.

    None once all waits together would pass five days: then it has failed for good. Numbers: what mail
    servers do (RFC 5321 §4.5.4.1 says to give up after four to five days) and our judgement.
    """
    waited, wait = timedelta(), FIRST_WAIT
    for _ in range(1, max(attempt, 1)):
        waited += wait
        wait = min(wait * 2, LONGEST_WAIT)
        if waited > GIVES_UP_AFTER:
            return None
    return wait if waited + wait <= GIVES_UP_AFTER else None
