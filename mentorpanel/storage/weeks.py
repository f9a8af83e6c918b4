"""What an owner wants by the week."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from mentorpanel.storage.models import User, WeekSetting


@dataclass(frozen=True, slots=True)
class WeekWishes:
    """What is set, and when that changed: None before anything was."""

    digest_weekday: int | None = None
    in_calendar: bool = False
    changed_at: datetime | None = None


def wishes(owner: User) -> WeekWishes:
    """What the owner wants; nothing before anything was said."""
    row = WeekSetting.objects.filter(owner=owner).first()
    return WeekWishes() if row is None else WeekWishes(row.digest_weekday, row.in_calendar, row.updated_at)


def change(owner: User, **changes: Any) -> WeekWishes:
    """Write the named columns."""
    WeekSetting.objects.update_or_create(owner=owner, defaults=changes)
    return wishes(owner)
