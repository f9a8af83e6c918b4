"""A change to something that must still be as the one who changes it has seen it."""

from collections.abc import Callable
from typing import TypeVar

from django.db import transaction

from mentorpanel.domain.problems import Conflict
from mentorpanel.storage import row_locks
from mentorpanel.storage.ownership import User

Done = TypeVar("Done")


class Changed(Conflict):
    """It has changed since it was read; read it again, then decide again."""

    code = "changed"


def change_if(
    owner: User,
    *,
    noun: str,
    row_id: int,
    is_as_seen: Callable[[], bool] | None,
    change: Callable[[], Done],
) -> Done:
    """Carry out a change in one transaction, if the thing is as it was seen; else ``Changed`` and nothing happens.

    The row is locked before it is looked at. None: it does not matter how it is.
    """
    with transaction.atomic():
        if is_as_seen is not None:
            row_locks.hold(owner, noun=noun, row_id=row_id)
            if not is_as_seen():
                raise Changed("This has changed since you read it. Read it again, and then change it.")
        return change()
