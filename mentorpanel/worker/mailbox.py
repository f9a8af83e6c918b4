"""The worker's look into the mailbox that is set: everything new, in small steps, in a thread of its own."""

import logging
from collections.abc import Callable

from django.conf import settings

from mentorpanel.delivery import imap
from mentorpanel.delivery.channels import DeliveryFailure, PermanentFailure
from mentorpanel.domain.problems import Invalid
from mentorpanel.usecases import incoming_mail

log = logging.getLogger("mentorpanel.worker")

ANSWER_SECONDS = 30.0


def read_mailbox(holder: str, is_stopping: Callable[[], bool] = lambda: False) -> bool:
    """Read what is new, where a mailbox is set and nobody else is at it; True when there is more to do at once.

    A failure is kept for ``doctor`` and the page, and logged once, not at every try.
    """
    if not settings.IMAP_URL:
        return False
    try:
        box = imap.ImapSettings.of_url(settings.IMAP_URL)
    except Invalid:
        return False  # doctor and the page say what is wrong with it
    record = incoming_mail.claim(box.fingerprint, holder=holder, days=box.days)
    if record is None:
        return False
    try:
        with imap.open_mailbox(box, timeout=ANSWER_SECONDS) as opened:
            fetched = incoming_mail.fetch(opened, record, holder=holder, is_stopping=is_stopping)
    except DeliveryFailure as failure:
        is_lasting = isinstance(failure, PermanentFailure)
        is_news = incoming_mail.failed(
            box.fingerprint, holder=holder, reason=failure.reason, is_lasting=is_lasting
        )
        if is_news:
            log.warning("the mailbox was not read: %s", failure.reason)
        return False
    incoming_mail.well_read(box.fingerprint, holder=holder)
    if fetched.taken:
        log.info("%d new mails out of %d were taken in", fetched.taken, fetched.looked_at)
    return False
