"""The worker's small steps. Each does one piece of work and says whether there was any."""

import logging
from collections.abc import Callable

from django.conf import settings

from mentorpanel import clock
from mentorpanel.delivery import smtp
from mentorpanel.delivery.channels import FIRST_WAIT, PermanentFailure, TemporaryFailure, backoff
from mentorpanel.domain.problems import Invalid
from mentorpanel.usecases import captures, outbox, pushes, repeats, series, sign_in, uploads

log = logging.getLogger("mentorpanel.worker")

ANSWER_SECONDS = 20.0
"""How long a mail server may take for each of its answers."""
TOO_LATE = "It did not get through in time, and later it would be of no use."


def take_in_captures() -> bool:
    """Take in what was parked and logged from the shell."""
    taken = captures.take_in(settings.DATA_FOLDER / "spool")
    return taken.count > 0


def deliver_one(holder: str) -> bool:
    """Deliver one mail, if a mail server is set and one is due."""
    if not settings.SMTP_URL:
        return False
    mail = outbox.claim_next(holder=holder)
    if mail is None:
        return False
    if mail.is_stale_at(clock.now()):
        outbox.give_up(mail, reason=TOO_LATE, bounced=())
        return True
    try:
        server = smtp.SmtpSettings.of_url(settings.SMTP_URL)
        smtp.send(mail.message, mail.sender, list(mail.recipients), server, timeout=ANSWER_SECONDS)
    except Invalid as problem:
        outbox.try_later(mail, reason=problem.message, wait=FIRST_WAIT)
    except TemporaryFailure as failure:
        wait = backoff(mail.attempts + 1)
        log.info("mail %s was not taken, next try in %s: %s", mail.id, wait, failure.reason)
        if wait is None:
            outbox.give_up(mail, reason=f"Tried for five days. {failure.reason}", bounced=())
        elif mail.is_stale_at(clock.now() + wait):
            outbox.give_up(mail, reason=f"{TOO_LATE} {failure.reason}", bounced=())
        else:
            outbox.try_later(mail, reason=failure.reason, wait=wait)
    except PermanentFailure as failure:
        log.info("mail %s cannot be delivered: %s", mail.id, failure.reason)
        outbox.give_up(mail, reason=failure.reason, bounced=mail.recipients)
    else:
        outbox.delivered(mail)
    return True


def import_one(holder: str, is_stopping: Callable[[], bool] = lambda: False) -> bool:
    """Import one uploaded file; told to stop, it leaves the rest for later."""
    return uploads.run_next_upload(holder=holder, is_stopping=is_stopping)


def free_lost_claims() -> bool:
    """Free what dead workers held, and remove the halves that killed captures left."""
    captures.sweep(settings.DATA_FOLDER / "spool")
    return outbox.free_lost_claims() + pushes.free_lost_claims() > 0


def make_sessions_ahead() -> bool:
    """Make the next sessions of every owner's series."""
    made = 0
    for owner in sign_in.all_owners():
        made += series.make_sessions_ahead(owner)
    return made > 0


def drop_old_replies() -> bool:
    """Forget the answers to requests of the API whose keys are a day old, and messages to devices of a month ago."""
    dropped = repeats.drop_old()
    return pushes.drop_old() or dropped > 0
