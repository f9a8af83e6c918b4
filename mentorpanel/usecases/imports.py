"""Bringing people in: files of contacts, record by record, repeatable and undoable."""

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any, BinaryIO, Final

from django.db import transaction

from mentorpanel import clock
from mentorpanel.domain.facts import ContactRecord, Rejected
from mentorpanel.domain.problems import Conflict, Invalid, Problem, Unreadable
from mentorpanel.domain.records import ImportRecordRow, ImportRunRecord
from mentorpanel.formats.recognise import read_contacts
from mentorpanel.storage import import_records, imports, system
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import profiles
from mentorpanel.usecases.import_books import DryBook, StoredBook
from mentorpanel.usecases.import_chunks import ChunkTaker
from mentorpanel.usecases.import_values import Prepared, prepared

CHUNK: Final = 150
LEASE: Final = timedelta(minutes=2)
BREATH_SECONDS: Final = 0.0005
"""Between chunks, so that a page's write is never kept waiting for a whole import."""
SHELL: Final = "shell"
"""Who holds an import that runs in a command."""

NO_LIMIT: Final = 10**9

OnProgress = Callable[["Progress"], None]
Records = Iterator[ContactRecord | Rejected]


@dataclass(frozen=True, slots=True)
class ImportResult:
    """One file's outcome: its run (id 0 where nothing was stored) and the records that were refused."""

    path: str
    run: ImportRunRecord
    format: str | None
    rejected: tuple[ImportRecordRow, ...]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an import is."""

    read: int
    done_bytes: int
    total_bytes: int


class Stopped(Exception):
    """The import was asked to stop between two chunks; what is in stays."""


def import_path(
    owner: User,
    *,
    path: Path,
    as_format: str = "",
    mapping: Mapping[str, str] | None = None,
    rehearsal: DryBook | None = None,
    on_progress: OnProgress | None = None,
) -> ImportResult:
    """Import one file. An unreadable file has format None and its reason in ``run.failure``; nothing is stored of it.

    A file that turns out to be damaged midway keeps what is in and has its reason there too. With a
    ``rehearsal`` it counts what would happen and changes nothing.
    """
    system.free_lost_runs(now=clock.now())
    try:
        with path.open("rb") as stream:
            total = path.stat().st_size
            found, records = read_contacts(stream, path.name, as_format or None, mapping)
            if rehearsal is not None:
                return _rehearse(rehearsal, path, stream, found, records, total, on_progress)
            run = imports.begin(
                owner, filename=path.name, state="running", total_bytes=total, format=found, holder=SHELL,
                lease_until=clock.now() + LEASE,
            )  # fmt: skip
            take_in(owner, run, stream, records, found, holder=SHELL, on_progress=on_progress)
    except OSError as error:
        return _unreadable(path, f"The file cannot be opened: {error.strerror}.")
    except Unreadable as error:
        return _unreadable(path, error.message)
    rejected = import_records.records(owner, import_id=run.id, outcome="rejected", limit=NO_LIMIT)
    return ImportResult(str(path), imports.run(owner, import_id=run.id), found, tuple(rejected))


def import_run(owner: User, *, import_id: int) -> ImportRunRecord:
    """One import with its counts."""
    return imports.run(owner, import_id=import_id)


def import_runs(owner: User, *, limit: int = 20) -> list[ImportRunRecord]:
    """The newest imports."""
    return imports.runs(owner, limit=limit)


def import_records_of(
    owner: User, *, import_id: int, outcome: str = "rejected", limit: int = 1000
) -> list[ImportRecordRow]:
    """What became of an import's records, the first ones with one outcome."""
    return import_records.records(owner, import_id=import_id, outcome=outcome, limit=limit)


def check_mapping(mapping: Mapping[str, str]) -> dict[str, str]:
    """A mapping needs at least the column with the name, or an e-mail address."""
    kept = {column: field for column, field in mapping.items() if field}
    if not {"name", "given", "family", "email"} & set(kept.values()):
        raise Invalid("Say which column holds the name, or at least the e-mail address.", field="mapping")
    return kept


def take_in(
    owner: User,
    run: ImportRunRecord,
    stream: BinaryIO,
    records: Records,
    found: str,
    *,
    holder: str,
    on_progress: OnProgress | None = None,
    is_stopping: Callable[[], bool] = lambda: False,
) -> None:
    """Take every record in, in short transactions, and close the run. ``Stopped`` when asked to stop between two."""
    profile = profiles.profile(owner)
    taker = ChunkTaker(StoredBook(owner, import_id=run.id), source=found, ladder=profile.ladder)
    read, failure = 0, ""
    for chunk, damage in _chunks(records, profile.phone_region or None):
        _take_chunk(owner, run, taker, chunk, _position(stream), holder)
        read, failure = read + len(chunk), damage
        if on_progress is not None:
            on_progress(Progress(read, _position(stream), run.total_bytes))
        if is_stopping():
            raise Stopped
        time.sleep(BREATH_SECONDS)
    imports.change_state(
        owner, import_id=run.id, before=("running",), state="failed" if failure else "done", failure=failure,
        finished_at=clock.now(), holder="", lease_until=None, **({} if failure else {"done_bytes": run.total_bytes}),
    )  # fmt: skip


def _chunks(records: Records, region: str | None) -> Iterator[tuple[list[Prepared | Rejected], str]]:
    """Chunks ready to be taken, each with what is wrong with the rest of the file, or nothing."""
    chunk: list[Prepared | Rejected] = []
    try:
        for record in records:
            chunk.append(record if isinstance(record, Rejected) else prepared(record, region))
            if len(chunk) == CHUNK:
                yield chunk, ""
                chunk = []
    except Problem as problem:
        yield chunk, problem.message
        return
    if chunk:
        yield chunk, ""


def _take_chunk(
    owner: User,
    run: ImportRunRecord,
    taker: ChunkTaker,
    chunk: list[Prepared | Rejected],
    position: int,
    holder: str,
) -> None:
    now = clock.now()
    with transaction.atomic():
        imports.one_at_a_time(owner)
        counts = taker.take(chunk, now=now)
        is_ours = imports.add_counts(
            owner,
            import_id=run.id,
            holder=holder,
            counts=counts,
            done_bytes=position,
            now=now,
            lease_until=now + LEASE,
        )
        if not is_ours:
            raise Conflict(
                "This import was ended by somebody else; what it had brought in until then stays as it is."
            )


def rehearsal(owner: User) -> DryBook:
    """What a dry run over several files is counted in."""
    return DryBook(owner)


def _rehearse(
    book: DryBook,
    path: Path,
    stream: BinaryIO,
    found: str,
    records: Records,
    total: int,
    on_progress: OnProgress | None,
) -> ImportResult:
    """Decides on every record without writing anything."""
    profile = profiles.profile(book.owner)
    book.rejected = []
    taker = ChunkTaker(book, source=found, ladder=profile.ladder)
    counts: dict[str, Any] = dict.fromkeys(imports.COUNTS, 0)
    failure = ""
    for chunk, damage in _chunks(records, profile.phone_region or None):
        failure = damage
        for name, number in taker.take(chunk, now=clock.now()).items():
            counts[name] += number
        if on_progress is not None:
            on_progress(Progress(counts["read"], _position(stream), total))
    run = replace(
        _no_run(path, failure), format=found, state="done", total_bytes=total, done_bytes=total, **counts
    )
    rejected = tuple(ImportRecordRow(one.where, one.outcome, one.reason, None) for one in book.rejected)
    return ImportResult(str(path), run, found, rejected)


def _position(stream: BinaryIO) -> int:
    try:
        return stream.tell()
    except (OSError, ValueError):
        return 0


def _unreadable(path: Path, reason: str) -> ImportResult:
    return ImportResult(str(path), _no_run(path, reason), None, ())


def _no_run(path: Path, failure: str) -> ImportRunRecord:
    now = clock.now()
    return ImportRunRecord(0, path.name, "", "failed", 0, 0, 0, 0, 0, 0, 0, 0, failure, now, now, None)
