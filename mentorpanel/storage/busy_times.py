"""When an owner is busy: starts and ends, as read from the calendars that they chose."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import DateTimeField, QuerySet

from mentorpanel.domain.preparation import Span
from mentorpanel.storage.models import BusyTime, User
from mentorpanel.storage.together import OWNER, Given, Read

MOST = 5000


def busy(owner: User, *, since: datetime, until: datetime) -> tuple[Span, ...]:
    """The busy times that touch the stretch, in order. One query."""
    return BUSY.alone(owner, busy_since=since, busy_until=until)


def _busy() -> "QuerySet[BusyTime, tuple[datetime, datetime]]":
    since, until = Given("busy_since", DateTimeField()), Given("busy_until", DateTimeField())
    rows = BusyTime.objects.filter(owner=OWNER, ends_at__gt=since, starts_at__lt=until)
    return rows.order_by("starts_at").values_list("starts_at", "ends_at")[:MOST]


BUSY = Read(_busy, lambda rows: tuple(Span(*row) for row in rows))
"""As ``busy``, between ``busy_since`` and ``busy_until``."""


def replace(owner: User, *, spans: Iterable[Span], since: datetime, forget_before: datetime) -> bool:
    """Put what was read in the place of what was known from ``since`` on; forget what ended before the other moment.

    Returns whether anything is new. What was before stays as it was: what has been prepared does not move any more.
    """
    kept = [one for one in spans if one.ends_at > since][:MOST]
    rows = BusyTime.objects.filter(owner=owner)
    known = set(rows.filter(ends_at__gt=since).values_list("starts_at", "ends_at"))
    fresh = {(one.starts_at, one.ends_at) for one in kept}
    rows.filter(ends_at__lte=forget_before).delete()
    if known == fresh:
        return False
    rows.filter(ends_at__gt=since).delete()
    BusyTime.objects.bulk_create(
        [BusyTime(owner=owner, starts_at=starts, ends_at=ends) for starts, ends in sorted(fresh)]
    )
    return True
