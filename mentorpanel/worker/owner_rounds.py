"""A step of the worker that goes from owner to owner."""

import logging
from collections.abc import Callable, Iterable

from mentorpanel.storage.ownership import User

log = logging.getLogger("mentorpanel.worker")


def for_each(owners: Iterable[User], make: Callable[[User], int], *, what: str) -> bool:
    """Do it for every owner; whether anything was made. One owner's trouble never keeps another's back.

    ``what`` names it in the log, in the plural: "the reminders".
    """
    made = 0
    for owner in owners:
        try:
            made += make(owner)
        except Exception:  # the log has the whole story
            log.exception("%s of owner %s could not be made", what, owner.pk)
    return made > 0
