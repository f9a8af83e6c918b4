"""The worker's steps for calendars: one owner's round with a server at a time, and copies to addresses at work."""

import logging

from django.conf import settings

from mentorpanel.delivery.calendar_rounds import run_round
from mentorpanel.usecases import calendar_rounds, own_copies
from mentorpanel.worker.owner_rounds import for_each

log = logging.getLogger("mentorpanel.worker")


def sync_one(holder: str) -> bool:
    """Run the round of one owner's calendar that is due; False when none is."""
    claimed = calendar_rounds.begin(holder=holder)
    if claimed is None:
        return False
    report = run_round(claimed.job, allow_private=settings.ALLOW_PRIVATE_ADDRESSES)
    calendar_rounds.finish(claimed, report)
    if report.failure or report.refusal:
        log.info("calendar of owner %s: %s", claimed.owner.pk, report.failure or report.refusal)
    return True


def send_own_copies() -> bool:
    """Put the invitations to owners' own addresses at work on their way; they go by the outbox like any mail."""
    return for_each(own_copies.with_work_address(), own_copies.send_what_is_due, what="the copies")


def free_own(holder: str) -> None:
    """Free what this worker held before its restart."""
    calendar_rounds.free_lost(holder=holder)
