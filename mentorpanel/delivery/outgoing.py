"""One claimed mail to the mail server, and what came of it: taken, to be tried later, or never."""

import logging
from collections.abc import Sequence
from datetime import datetime
from typing import Final, Protocol

from mentorpanel import clock
from mentorpanel.delivery import smtp
from mentorpanel.delivery.channels import FIRST_WAIT, PermanentFailure, TemporaryFailure, backoff
from mentorpanel.domain.delivering import Delivery
from mentorpanel.domain.problems import Invalid

log = logging.getLogger("mentorpanel.delivery")
ANSWER_SECONDS: Final = 20.0
"""How long a mail server may take for each of its answers."""
TOO_LATE: Final = "It did not get through in time, and later it would be of no use."


class Outgoing(Protocol):
    """A mail that somebody alone may deliver now."""

    @property
    def id(self) -> int: ...

    @property
    def sender(self) -> str: ...

    @property
    def recipients(self) -> Sequence[str]: ...

    @property
    def message(self) -> bytes: ...

    @property
    def attempts(self) -> int: ...

    def is_stale_at(self, moment: datetime) -> bool: ...


def deliver(mail: Outgoing, *, server_url: str) -> Delivery:
    """Hand the mail over; nothing is raised for what a mail server can do."""
    if mail.is_stale_at(clock.now()):
        return Delivery(False, TOO_LATE)
    try:
        server = smtp.SmtpSettings.of_url(server_url)
        smtp.send(mail.message, mail.sender, list(mail.recipients), server, timeout=ANSWER_SECONDS)
    except Invalid as problem:
        return Delivery(False, problem.message, FIRST_WAIT)
    except TemporaryFailure as failure:
        return _later(mail, failure.reason)
    except PermanentFailure as failure:
        log.info("mail %s cannot be delivered: %s", mail.id, failure.reason)
        return Delivery(False, failure.reason, bounced=tuple(mail.recipients))
    return Delivery(True)


def _later(mail: Outgoing, reason: str) -> Delivery:
    wait = backoff(mail.attempts + 1)
    log.info("mail %s was not taken, next try in %s: %s", mail.id, wait, reason)
    if wait is None:
        return Delivery(False, f"Tried for five days. {reason}")
    if mail.is_stale_at(clock.now() + wait):
        return Delivery(False, f"{TOO_LATE} {reason}")
    return Delivery(False, reason, wait)
