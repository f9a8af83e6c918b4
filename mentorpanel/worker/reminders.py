"""The worker's step for mails to the owners: what is due goes into the outbox, owner by owner."""

from mentorpanel.usecases import reminder_mails
from mentorpanel.worker.owner_rounds import for_each


def make_reminders() -> bool:
    """Make every owner's due digest and reminders."""
    return for_each(reminder_mails.owners(), reminder_mails.make_due, what="the reminders")
