"""Bringing people in: files of contacts, record by record, repeatable and undoable."""

import io
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, BinaryIO

from django.db import transaction

from mentorpanel import clock
from mentorpanel.domain.facts import ContactRecord, Rejected
from mentorpanel.domain.problems import Conflict, Invalid, Unreadable
from mentorpanel.domain.records import ImportRecordRow, ImportRunRecord
from mentorpanel.formats.recognise import read_contacts
from mentorpanel.storage import imports, system
from mentorpanel.storage.ownership import User
from mentorpanel.usecases.import_chunks import ChunkTaker

CHUNK = 100
LEASE = timedelta(minutes=2)
PIECE_BYTES = 512 * 1024
BREATH_SECONDS = 0.001
"""Between chunks, so that a page's write is never kept waiting for a whole import."""


@dataclass(frozen=True, slots=True)
class ImportResult:
    """One file's outcome: its run and the records that were refused."""

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


def import_path(
    owner: User,
    *,
    path: Path,
    as_format: str = "",
    mapping: Mapping[str, str] | None = None,
    is_dry_run: bool = False,
    on_progress: Any = None,
) -> ImportResult:
    """Import one file. An unreadable file has format None and its reason; nothing is stored of it.

    A dry run counts what would happen and changes nothing.
    """
    try:
        with path.open("rb") as stream:
            total = path.stat().st_size
            return _import_stream(
                owner, stream, path.name, str(path), total, as_format, mapping, is_dry_run, on_progress
            )
    except OSError as error:
        return _unreadable(str(path), f"The file cannot be opened: {error.strerror}.")
    except Unreadable as error:
        return _unreadable(str(path), error.message)


def start_upload(owner: User, *, filename: str, chunks: Iterator[bytes], total_bytes: int) -> ImportRunRecord:
    """Keep an uploaded file in the database for a worker to import."""
    begun = imports.begin(owner, filename=filename or "upload", total_bytes=total_bytes, state="receiving")
    position, held = 0, b""
    for chunk in chunks:
        held += chunk
        while len(held) >= PIECE_BYTES:
            imports.add_piece(owner, import_id=begun.id, position=position, data=held[:PIECE_BYTES])
            position, held = position + 1, held[PIECE_BYTES:]
    imports.add_piece(owner, import_id=begun.id, position=position, data=held)
    imports.change_run(owner, import_id=begun.id, total_bytes=position * PIECE_BYTES + len(held))
    return imports.run(owner, import_id=begun.id)


def uploaded_file(owner: User, *, import_id: int) -> BinaryIO:
    """An uploaded file that waits, as a seekable stream."""
    run = imports.run(owner, import_id=import_id)
    return io.BufferedReader(_Pieces(owner, run.id, run.total_bytes), buffer_size=64 * 1024)


def queue_upload(owner: User, *, import_id: int, as_format: str = "", mapping: Mapping[str, str] | None = None) -> None:
    """Let a worker import an uploaded file, with the columns that the owner chose."""
    run = imports.run(owner, import_id=import_id)
    if run.state not in ("receiving", "mapping", "failed"):
        raise Conflict("This file has been imported already; undo that import first.")
    imports.change_run(
        owner, import_id=import_id, state="waiting", format=as_format, mapping=dict(mapping or {}), failure=""
    )


def ask_for_mapping(owner: User, *, import_id: int) -> None:
    """Let an uploaded file wait until the owner has said which column is what."""
    imports.change_run(owner, import_id=import_id, state="mapping")


def run_next_upload(*, holder: str) -> bool:
    """Import one uploaded file that waits; False when none does. For workers."""
    now = clock.now()
    system.free_lost_runs(now=now)
    claimed = system.claim_run(holder=holder, lease_until=now + LEASE)
    if claimed is None:
        return False
    owner, import_id = claimed
    run = imports.run(owner, import_id=import_id)
    imports.change_run(owner, import_id=import_id, done_bytes=0, **dict.fromkeys(imports.COUNTS, 0))
    try:
        stream = uploaded_file(owner, import_id=import_id)
        mapping = imports.mapping_of(owner, import_id=import_id) or None
        found, records = read_contacts(stream, run.filename, run.format or None, mapping)
        imports.change_run(owner, import_id=import_id, format=found)
        _take(owner, run, stream, records, found, None)
    except Unreadable as error:
        imports.change_run(owner, import_id=import_id, state="failed", failure=error.message)
    imports.drop_pieces(owner, import_id=import_id)
    return True


def import_run(owner: User, *, import_id: int) -> ImportRunRecord:
    """One import with its counts."""
    return imports.run(owner, import_id=import_id)


def import_runs(owner: User) -> list[ImportRunRecord]:
    """The newest imports."""
    return imports.runs(owner)


def import_records(owner: User, *, import_id: int, outcome: str = "rejected") -> list[ImportRecordRow]:
    """What became of an import's records, those with one outcome."""
    return imports.records(owner, import_id=import_id, outcome=outcome)


def undo_import(owner: User, *, import_id: int) -> int:
    """Take an import back; returns how many people were kept because the owner has worked with them since."""
    run = imports.run(owner, import_id=import_id)
    if run.state == "running":
        raise Conflict("This import is still running; undo it when it is done.")
    kept = 0
    while rows := imports.undo_rows(owner, import_id=import_id, limit=CHUNK):
        with transaction.atomic():
            made = [person_id for _, outcome, person_id, _ in rows if outcome == "created" and person_id]
            spared = imports.people_in_use(owner, made)
            spared |= imports.people_changed_by_others(owner, made, import_id=import_id)
            kept += len(spared)
            for _, outcome, person_id, undo in rows:
                if outcome == "updated" and person_id:
                    _take_back(owner, person_id, undo)
            imports.delete_people(owner, [person_id for person_id in made if person_id not in spared])
            imports.drop_records(owner, ids=[row_id for row_id, *_ in rows])
    imports.drop_doubts(owner, import_id=import_id)
    imports.drop_pieces(owner, import_id=import_id)
    imports.change_run(owner, import_id=import_id, state="undone", undone_at=clock.now())
    return kept


def _take_back(owner: User, person_id: int, undo: dict[str, Any]) -> None:
    found = imports.known_people(owner, [person_id]).get(person_id)
    if found is None:
        return
    imports.delete_points(owner, undo.get("points", []))
    fields = {
        name: before
        for name, (before, written) in undo.get("fields", {}).items()
        if _plain(getattr(found, name)) == written
    }
    if "organisation" in fields:
        keys = undo.get("organisation_ids", [None])
        fields.pop("organisation")
        fields["organisation_id"] = keys[0]
    if fields:
        imports.change_person(owner, person_id=person_id, provenance=undo.get("provenance", {}), **fields)


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def _import_stream(
    owner: User,
    stream: BinaryIO,
    filename: str,
    path: str,
    total: int,
    as_format: str,
    mapping: Mapping[str, str] | None,
    is_dry_run: bool,
    on_progress: Any,
) -> ImportResult:
    found, records = read_contacts(stream, filename, as_format or None, mapping)
    run = imports.begin(owner, filename=filename, total_bytes=total, state="running")
    imports.change_run(owner, import_id=run.id, format=found, lease_until=clock.now() + LEASE)
    if is_dry_run:
        return _dry(owner, run, path, stream, records, found, on_progress)
    _take(owner, run, stream, records, found, on_progress)
    return ImportResult(
        path, imports.run(owner, import_id=run.id), found, tuple(imports.records(owner, import_id=run.id, outcome="rejected"))
    )


def _dry(
    owner: User, run: ImportRunRecord, path: str, stream: BinaryIO, records: Any, found: str, on_progress: Any
) -> ImportResult:
    """Does the whole import inside a transaction that is rolled back at the end."""
    with transaction.atomic():
        _take(owner, run, stream, records, found, on_progress)
        done = imports.run(owner, import_id=run.id)
        rejected = tuple(imports.records(owner, import_id=run.id, outcome="rejected"))
        transaction.set_rollback(True)
    imports.drop_run(owner, import_id=run.id)
    return ImportResult(path, done, found, rejected)


def _take(
    owner: User, run: ImportRunRecord, stream: BinaryIO, records: Any, found: str, on_progress: Any
) -> None:
    taker = ChunkTaker(owner, import_id=run.id, source=found)
    chunk: list[ContactRecord | Rejected] = []
    read = 0
    try:
        for record in records:
            chunk.append(record)
            if len(chunk) == CHUNK:
                read += _take_chunk(owner, run, taker, chunk, stream)
                chunk = []
                if on_progress is not None:
                    on_progress(Progress(read, _position(stream), run.total_bytes))
                time.sleep(BREATH_SECONDS)
    except Unreadable as error:
        _take_chunk(owner, run, taker, chunk, stream)
        imports.change_run(owner, import_id=run.id, state="failed", failure=error.message, finished_at=clock.now())
        return
    _take_chunk(owner, run, taker, chunk, stream)
    imports.change_run(
        owner, import_id=run.id, state="done", finished_at=clock.now(), done_bytes=run.total_bytes, holder=""
    )


def _take_chunk(
    owner: User, run: ImportRunRecord, taker: ChunkTaker, chunk: list[ContactRecord | Rejected], stream: BinaryIO
) -> int:
    if not chunk:
        return 0
    now = clock.now()
    with transaction.atomic():
        counts = taker.take(chunk, now=now)
        imports.add_counts(
            owner, import_id=run.id, counts=counts, done_bytes=_position(stream), lease_until=now + LEASE
        )
    return len(chunk)


def _position(stream: BinaryIO) -> int:
    try:
        return stream.tell()
    except (OSError, ValueError):
        return 0


def _unreadable(path: str, reason: str) -> ImportResult:
    now = clock.now()
    run = ImportRunRecord(0, Path(path).name, "", "failed", 0, 0, 0, 0, 0, 0, 0, 0, reason, now, now, None)
    return ImportResult(path, run, None, ())


class _Pieces(io.RawIOBase):
    """An uploaded file read piece by piece out of the database."""

    def __init__(self, owner: User, import_id: int, size: int) -> None:
        super().__init__()
        self.owner, self.import_id, self.size = owner, import_id, size
        self.position = 0
        self.held: tuple[int, bytes] = (-1, b"")

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self.position

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self.position, io.SEEK_END: self.size}[whence]
        self.position = max(0, start + offset)
        return self.position

    def readinto(self, buffer: Any) -> int:
        number, within = divmod(self.position, PIECE_BYTES)
        if self.position >= self.size:
            return 0
        if self.held[0] != number:
            self.held = (number, imports.piece(self.owner, import_id=self.import_id, position=number))
        found = self.held[1][within : within + len(buffer)]
        buffer[: len(found)] = found
        self.position += len(found)
        return len(found)


def check_mapping(mapping: Mapping[str, str]) -> dict[str, str]:
    """A mapping needs at least the column with the name, or an e-mail address."""
    kept = {column: field for column, field in mapping.items() if field}
    if not {"name", "given", "family", "email"} & set(kept.values()):
        raise Invalid("Say which column holds the name, or at least the e-mail address.", field="mapping")
    return kept


