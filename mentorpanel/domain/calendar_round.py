"""One round with the owner's calendar: what it is to do, and what came of it."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from mentorpanel.domain.calendar_sync import Do, Wanted, Written
from mentorpanel.domain.preparation import Span


@dataclass(frozen=True, slots=True)
class CalendarLogin:
    """The server and who we are there. The password never shows in ``repr``."""

    address: str
    user: str
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class CalendarRound:
    """What one round does: entries to ``write_to`` (none where that is empty), busy times of ``read_from``.

    ``but_uids`` are events of ours that count as free. ``is_leaving``: everything of ours is taken out.
    """

    login: CalendarLogin
    write_to: str
    read_from: tuple[str, ...]
    wanted: tuple[Wanted, ...]
    written: tuple[Written, ...]
    zone: str
    since: datetime
    until: datetime
    but_uids: frozenset[str] = frozenset()
    is_leaving: bool = False


@dataclass(frozen=True, slots=True)
class RoundResult:
    """How one step ended: ``is_done``, the etag from now on, and why not where it is not."""

    do: Do
    href: str
    is_done: bool
    etag: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class RoundReport:
    """What came of a round. ``busy`` is None where it was not read to the end.

    ``refusal``: nothing was done on purpose. ``failure``: why it did not come to its end; ``must_mend``: the owner has
    to do something first; ``wait``: when the server wants us back.
    """

    results: tuple[RoundResult, ...] = ()
    busy: tuple[Span, ...] | None = None
    refusal: str = ""
    failure: str = ""
    must_mend: bool = False
    wait: timedelta | None = None
