"""What a calendar server says of itself: its calendars, and what is under an address in one of them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CalendarFound:
    """A calendar on a server: its whole address, its name there, and whether events can be written to it."""

    address: str
    name: str
    can_write: bool = True


@dataclass(frozen=True, slots=True)
class DavAnswer:
    """What a multistatus answer says of one address: its status, and the properties that were there.

    ``kinds`` are the names of its resource type, ``components`` what a calendar may hold (empty: unsaid),
    ``privileges`` what we may do (empty: unsaid).
    """

    href: str
    status: int = 200
    etag: str = ""
    name: str = ""
    data: str = ""
    principal: str = ""
    homes: tuple[str, ...] = ()
    kinds: frozenset[str] = frozenset()
    components: frozenset[str] = frozenset()
    privileges: frozenset[str] = frozenset()
