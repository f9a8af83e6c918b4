"""The worker's steps for messages to devices: one at a time, in a thread of its own."""

import logging

from django.conf import settings

from mentorpanel import clock
from mentorpanel.delivery import push
from mentorpanel.delivery.channels import LONGEST_WAIT, PermanentFailure, TemporaryFailure, backoff
from mentorpanel.delivery.dav_requests import Waits
from mentorpanel.usecases import pushes
from mentorpanel.worker.owner_rounds import for_each

log = logging.getLogger("mentorpanel.worker")

ANSWER_SECONDS = 10.0
"""How long a push service may take in all; our judgement: it answers at once or is in trouble."""


def push_one(holder: str) -> bool:
    """Send one message to a device, if one is due."""
    found = pushes.claim_next(holder=holder)
    if found is None:
        return False
    now = clock.now()
    if found.is_stale_at(now):
        pushes.outlived(found)
        return True
    try:
        push.send(
            found.endpoint,
            found.message,
            ttl=int((found.not_after - now).total_seconds()),
            topic=found.topic,
            urgency=found.urgency,
            authorization=found.authorization,
            allow_private=settings.ALLOW_PRIVATE_ADDRESSES,
            seconds=ANSWER_SECONDS,
        )
    except push.Gone as failure:
        log.info("a device of owner %s is off the list: %s", found.owner.pk, failure.reason)
        pushes.gone(found)
    except TemporaryFailure as failure:
        wait = backoff(found.attempts + 1) or LONGEST_WAIT
        asked = failure.wait if isinstance(failure, Waits) else None
        pushes.try_later(found, reason=failure.reason, wait=max(wait, asked or wait))
    except PermanentFailure as failure:
        log.info("message %s to a device was refused: %s", found.id, failure.reason)
        pushes.refused(found, reason=failure.reason)
    else:
        pushes.delivered(found)
    return True


def make_pushes() -> bool:
    """Make what is due for every owner's devices."""
    return for_each(pushes.owners(), pushes.make_due, what="the messages to devices")
