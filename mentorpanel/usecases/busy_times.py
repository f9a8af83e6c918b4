"""When the owner is busy, for planning preparation off it; one query, and none without sessions to plan."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from mentorpanel.domain.preparation import Span
from mentorpanel.domain.records import ProfileRecord
from mentorpanel.domain.session_clock import Timed
from mentorpanel.storage import busy_times
from mentorpanel.storage.ownership import User

LOOKED_AT: Final = timedelta(days=10)
"""How long before a session its preparation can lie: hours ahead, a long weekend, two working days; our judgement."""


def busy_around(
    owner: User, found: Sequence[Timed], profile: ProfileRecord | None = None
) -> tuple[Span, ...]:
    """The owner's busy times before these sessions; none where no calendar is connected.

    With the ``profile`` at hand, which knows whether there are any, an owner without pays no query.
    """
    if not found or (profile is not None and not profile.has_busy_times):
        return ()
    starts = [one.starts_at for one in found]
    return busy_times.busy(owner, since=min(starts) - LOOKED_AT, until=max(starts))
