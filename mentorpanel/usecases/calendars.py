"""The owner's calendar on a server: connect it, choose calendars, see how it stands, disconnect."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.db import transaction

from mentorpanel import clock
from mentorpanel.domain.calendar_records import AccountRecord, EntryRecord, ListedCalendar
from mentorpanel.domain.calendar_server import CalendarFound
from mentorpanel.domain.calendar_sync import EMPTY_THERE
from mentorpanel.domain.problems import Conflict, Invalid, NotFound
from mentorpanel.storage import calendars, owners
from mentorpanel.storage.ownership import User

LONGEST: Final = {"address": 2000, "user": 300, "password": 1000}
AHEAD: Final = timedelta(days=90)
"""How far ahead sessions and preparation are written, and busy times read; our judgement."""
NOT_CONNECTED: Final = "No calendar is connected. Connect one first."


@dataclass(frozen=True, slots=True)
class LeftAlone:
    """An entry that is not as Mentorpanel wants it, with the name of the session's person, and why."""

    entry: EntryRecord
    person: str


@dataclass(frozen=True, slots=True)
class ConnectedCalendar:
    """How the connection stands: the account, how many entries to come are in place, and which were left alone."""

    account: AccountRecord
    written: int
    left_alone: tuple[LeftAlone, ...]

    @property
    def is_chosen(self) -> bool:
        """Whether the owner has said what to do with any of the calendars."""
        return self.account.writes is not None or bool(self.account.reads)

    @property
    def was_emptied(self) -> bool:
        """Whether a round stopped because none of our entries is there any more."""
        return self.account.last_error.startswith(EMPTY_THERE.partition("{")[0])


def connected(owner: User) -> ConnectedCalendar | None:
    """How the owner's calendar stands; None where none is connected."""
    account = calendars.account(owner)
    if account is None:
        return None
    now = clock.now()
    left = calendars.entries_left_alone(owner, ends_after=now)
    return ConnectedCalendar(
        account=account,
        written=calendars.count_written(owner, ends_after=now),
        left_alone=tuple(LeftAlone(entry, person) for entry, person in left),
    )


def checked_login(*, address: str, user: str, password: str) -> tuple[str, str, str]:
    """What the owner entered, trimmed; ``Invalid`` names the field that is empty or too long."""
    given = {"address": address.strip(), "user": user.strip(), "password": password}
    names = {"address": "the address of the server", "user": "the user name", "password": "the password"}
    for field, value in given.items():
        if not value:
            raise Invalid(f"Enter {names[field]}.", field=field)
        if len(value) > LONGEST[field] or any(ord(mark) < 32 for mark in value):
            raise Invalid(f"This cannot be {names[field]}.", field=field)
    return given["address"], given["user"], given["password"]


def connect(
    owner: User, *, address: str, user: str, password: str, found: Sequence[CalendarFound]
) -> AccountRecord:
    """Keep a login with which the server showed these calendars. Nothing is written until one is chosen.

    The same again mends a password; what was chosen stays where it is still there.
    """
    address, user, password = checked_login(address=address, user=user, password=password)
    if not found:
        raise Invalid("This server has no calendar that can hold events.", field="address")
    now = clock.now()
    with transaction.atomic():
        was = calendars.account(owner)
        if was is not None and was.state == "leaving":
            raise Conflict("The calendar is being disconnected; try again in a minute.")
        made = calendars.connect(owner, address=address, user=user, password=password, found=found, at=now)
        owners.note_in_audit(owner, at=now, what="calendar connected")
    return made


def choose(owner: User, *, write_id: int | None, read_ids: Iterable[int]) -> AccountRecord:
    """Choose the calendar to write to (None: none) and those whose busy times count.

    With another calendar to write to, what is in the one before is taken out there once it is in the new one.
    """
    with transaction.atomic():
        account = calendars.account_for_change(owner)
        known = {one.id: one for one in account.calendars}
        write = _chosen(known, write_id) if write_id is not None else None
        reads = {_chosen(known, one).id for one in read_ids}
        if write is not None and not write.can_write:
            raise Invalid(f"“{write.name}” can only be read.", field="write")
        calendars.choose(owner, write_to=write.address if write else "", read_ids=reads)
        _soon(owner, account)
        return calendars.account_for_change(owner)


def sync_soon(owner: User) -> AccountRecord:
    """A worker looks at once, also where it had stopped."""
    with transaction.atomic():
        account = calendars.account_for_change(owner)
        _soon(owner, account)
        return calendars.account_for_change(owner)


def write_anew(owner: User, *, entry_id: int | None = None) -> AccountRecord:
    """The owner's word to put Mentorpanel's entry over what was changed or taken out by hand; None: all of them."""
    with transaction.atomic():
        account = calendars.account_for_change(owner)
        if not calendars.force(owner, entry_id=entry_id) and entry_id is not None:
            raise NotFound("There is no such entry.")
        _soon(owner, account)
        return calendars.account_for_change(owner)


def disconnect(owner: User, *, keeps_entries: bool) -> bool:
    """Forget the login. What we wrote stays in the calendar, or is taken out by a worker first; True when that is to come."""
    now = clock.now()
    with transaction.atomic():
        account = calendars.account_for_change(owner)
        must_clear = not keeps_entries and bool(calendars.entries(owner))
        if must_clear:
            calendars.change(owner, state="leaving", next_at=now, attempts=0, last_error="")
        else:
            calendars.remove(owner)
        if account.state != "leaving":
            detail = "entries stay" if keeps_entries else "entries are taken out"
            owners.note_in_audit(owner, at=now, what="calendar disconnected", detail=detail)
    return must_clear


def _soon(owner: User, account: AccountRecord) -> None:
    state = "leaving" if account.state == "leaving" else "good"
    calendars.change(owner, state=state, next_at=clock.now(), attempts=0)


def _chosen(known: dict[int, ListedCalendar], number: int) -> ListedCalendar:
    if number not in known:
        raise NotFound("There is no such calendar.")
    return known[number]
