"""The worker's step for mails to the owners: what is due goes into the outbox, owner by owner."""

import logging

from mentorpanel.usecases import reminder_mails

log = logging.getLogger("mentorpanel.worker")


def make_reminders() -> bool:
    """Make every owner's due digest and reminders; one owner's trouble never keeps another's mail back."""
    made = 0
    for owner in reminder_mails.owners():
        try:
            made += reminder_mails.make_due(owner)
        except Exception:  # the log has the whole story
            log.exception("the reminders of owner %s could not be made", owner.pk)
    return made > 0
