"""The only reader of the time. Rules take ``now`` or ``today`` as an argument and never call this."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(tz=UTC)


def today(zone: ZoneInfo) -> date:
    """The date on the owner's calendar: the local date in ``zone``."""
    return now().astimezone(zone).date()
