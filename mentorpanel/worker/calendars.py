"""The worker's step for calendar servers: one owner's round at a time."""

import logging

from django.conf import settings

from mentorpanel.delivery.calendar_rounds import run_round
from mentorpanel.usecases import calendar_rounds

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


def free_own(holder: str) -> None:
    """Free what this worker held before its restart."""
    calendar_rounds.free_lost(holder=holder)
