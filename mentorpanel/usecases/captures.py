"""Taking in what ``park`` and ``log`` left in the spool: each capture exactly once, in order."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.db import DataError, IntegrityError, OperationalError

from mentorpanel import clock
from mentorpanel.domain.facts import Rejected
from mentorpanel.domain.problems import Problem
from mentorpanel.formats.captures import MOST_BYTES, Capture, parse_capture
from mentorpanel.storage import spool, system
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import journal, parking, profiles

DEFAULT_JOURNAL_KIND = "learning"
HALVES_STAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Taken:
    """What came in: how many captures, which files could not be read, and how many wait for a person.

    ``broken`` names the place where each file was set aside, with the reason; nothing is deleted.
    """

    count: int = 0
    broken: tuple[Rejected, ...] = ()
    unassigned: int = 0


def take_in(spool_folder: Path) -> Taken:
    """Take in every capture that waits in the folder, oldest first.

    A file goes only after the commit that holds it is on the disk; several processes at once take
    each capture once between them. A file that is no capture is set aside and reported. Without an
    owner yet, everything waits. A database that is locked or full loses nothing: what has come in
    before is told and the rest waits; if nothing has, the error is raised.
    """
    waiting = spool.list_spool(spool_folder)
    default = system.local_owner() if waiting else None
    if default is None:
        return Taken()
    count = unassigned = 0
    broken: list[Rejected] = []
    for path in waiting:
        try:
            outcome = _take_file(path, default)
        except FileNotFoundError:  # Another process has taken it meanwhile.
            continue
        except OperationalError:
            if not count and not broken:
                raise
            break
        if isinstance(outcome, Rejected):
            broken.append(outcome)
        elif outcome is not None:
            count += 1
            unassigned += not outcome.is_assigned
    return Taken(count, tuple(broken), unassigned)


@dataclass(frozen=True, slots=True)
class _Stored:
    is_assigned: bool


def sweep(spool_folder: Path) -> int:
    """Remove the halves that captures killed under way left a day ago or earlier; they were never acknowledged."""
    return spool.sweep_unfinished(spool_folder, (clock.now() - HALVES_STAY).timestamp())


def _take_file(path: Path, default: User) -> _Stored | Rejected | None:
    """Take one file in; None when another process was quicker."""
    with path.open("rb") as handle:
        capture = parse_capture(handle.read(MOST_BYTES + 1))
    if isinstance(capture, Rejected):
        return _set_aside(path, capture.reason)
    owner = system.owner_by_email(capture.user) if capture.user else default
    if owner is None:
        return _set_aside(path, f"No owner has the address {capture.user[:254]}.")
    try:
        stored = _take(owner, capture)
    except (Problem, DataError) as error:
        return _set_aside(path, str(error))
    spool.remove_taken(path)
    return stored


def _take(owner: User, capture: Capture) -> _Stored | None:
    try:
        with system.synced_to_disk():
            if system.capture_was_taken(capture.id):
                return None
            row, is_assigned = _store(owner, capture)
            system.keep_taken(owner, capture_id=capture.id, kind=capture.command, row=row)
    except IntegrityError:
        if system.capture_was_taken(capture.id):
            return None
        raise
    return _Stored(is_assigned)


def _store(owner: User, capture: Capture) -> tuple[int, bool]:
    if capture.command == "park":
        item = parking.park_item(
            owner,
            text=capture.text,
            kind=capture.kind,
            for_name=capture.for_name,
            topics=capture.topics,
            at=capture.at,
        )
        return item.id, not item.asked_name
    day = capture.on or capture.at.astimezone(profiles.zone(owner)).date()
    kind = capture.kind or DEFAULT_JOURNAL_KIND
    return journal.write_entry(owner, text=capture.text, kind=kind, on=day, topics=capture.topics).id, True


def _set_aside(path: Path, reason: str) -> Rejected:
    return Rejected(str(spool.set_aside(path)), reason)
