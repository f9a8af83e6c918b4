"""The owner's connected calendar as pages and commands see it."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class ListedCalendar:
    """A calendar on the owner's server; ``is_read`` when its busy times count."""

    id: int
    address: str
    name: str
    can_write: bool
    is_read: bool


@dataclass(frozen=True, slots=True)
class AccountRecord:
    """A connected calendar server, without the password. ``state``: good, failing, stopped or leaving."""

    address: str
    user: str
    write_to: str
    state: str
    attempts: int
    next_at: datetime
    synced_at: datetime | None
    busy_until: datetime | None
    last_error: str
    calendars: tuple[ListedCalendar, ...]

    @property
    def writes(self) -> ListedCalendar | None:
        """The calendar that is written to, None where there is none."""
        return next((one for one in self.calendars if one.address == self.write_to), None)

    @property
    def reads(self) -> tuple[ListedCalendar, ...]:
        """The calendars whose busy times count."""
        return tuple(one for one in self.calendars if one.is_read)


@dataclass(frozen=True, slots=True)
class EntryRecord:
    """An entry that we wrote. ``is_explained``: where it is no longer wanted, we know why."""

    id: int
    session_id: int | None
    kind: str
    uid: str
    href: str
    etag: str
    says: str
    content: str
    meant: str
    state: str
    note: str
    is_forced: bool
    starts_at: datetime
    ends_at: datetime
