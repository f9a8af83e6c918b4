"""Files uploaded on a page: kept in the database, and imported by a worker on whatever machine."""

import io
import shutil
import tempfile
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any, BinaryIO, Final, cast

from django.db import OperationalError

from mentorpanel import clock
from mentorpanel.domain.problems import Conflict, Problem
from mentorpanel.domain.records import ImportRunRecord
from mentorpanel.formats.people_csv import FIELDS, CsvPreview, preview_csv
from mentorpanel.formats.recognise import read_contacts, recognise
from mentorpanel.formats.text_encoding import HEAD_BYTES
from mentorpanel.storage import import_records, imports, system
from mentorpanel.storage.ownership import User
from mentorpanel.usecases.imports import (
    LEASE,
    ImportResult,
    Stopped,
    check_mapping,
    import_path,
    rehearsal,
    take_in,
)

__all__ = [
    "FIELDS",
    "CsvPreview",
    "choose_mapping",
    "preview",
    "rehearse_upload",
    "run_next_upload",
    "take_upload",
]

PIECE_BYTES: Final = 512 * 1024
FORGOTTEN_AFTER: Final = timedelta(days=1)
_FAILED = (
    "Mentorpanel stumbled over this file and stopped; the log says why. "
    "What is in stays as it is; the import can be undone."
)


def take_upload(owner: User, *, filename: str, stream: BinaryIO) -> ImportRunRecord:
    """Keep an uploaded file for a worker. ``Unreadable`` at once for what is no contacts file.

    A table with columns that are not known waits (state *mapping*) until the owner has said what they are.
    """
    name = filename.replace("\\", "/").rsplit("/", 1)[-1] or "upload"
    found, is_clear = _look_into(stream, name)
    run = imports.begin(owner, filename=name, state="receiving", format=found)
    stream.seek(0)
    total = 0
    for position, data in enumerate(iter(lambda: stream.read(PIECE_BYTES), b"")):
        imports.add_piece(owner, import_id=run.id, position=position, data=data)
        total += len(data)
    imports.change_run(owner, import_id=run.id, total_bytes=total, state="waiting" if is_clear else "mapping")
    return imports.run(owner, import_id=run.id)


def rehearse_upload(owner: User, *, filename: str, stream: BinaryIO) -> ImportResult:
    """What importing an uploaded file would do; nothing is stored of it. What is no contacts file has format None."""
    name = filename.replace("\\", "/").rsplit("/", 1)[-1] or "upload"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"upload{Path(name).suffix[:10]}"
        with path.open("wb") as kept:
            shutil.copyfileobj(stream, kept, PIECE_BYTES)
        return import_path(owner, path=path, rehearsal=rehearsal(owner))


def preview(owner: User, *, import_id: int) -> CsvPreview:
    """The columns, first rows and guesses of a table that waits for its mapping."""
    run = imports.run(owner, import_id=import_id)
    _wants_mapping(run)
    return preview_csv(_uploaded(owner, run))


def choose_mapping(owner: User, *, import_id: int, mapping: Mapping[str, str]) -> ImportRunRecord:
    """Say which column of an uploaded table is what; a worker then imports it."""
    run = imports.run(owner, import_id=import_id)
    _wants_mapping(run)
    kept = check_mapping(mapping)
    read_contacts(_uploaded(owner, run), run.filename, "csv", kept)
    if not imports.change_state(
        owner, import_id=import_id, before=("mapping",), state="waiting", mapping=kept
    ):
        raise Conflict("This file is being imported already.")
    return imports.run(owner, import_id=import_id)


def run_next_upload(*, holder: str, is_stopping: Callable[[], bool] = lambda: False) -> bool:
    """Import one uploaded file that waits; False when none does. For workers.

    One that was stopped, or whose worker died, is gone through again from its start: what is in is
    known, and counts as it did.
    """
    now = clock.now()
    system.free_lost_runs(now=now, holder=holder)
    system.drop_forgotten_uploads(before=now - FORGOTTEN_AFTER)
    claimed = system.claim_run(holder=holder, lease_until=now + LEASE)
    if claimed is None:
        return False
    owner, import_id = claimed
    run = imports.run(owner, import_id=import_id)
    import_records.drop_rejected(owner, import_id=import_id)
    imports.change_run(owner, import_id=import_id, done_bytes=0, **dict.fromkeys(imports.COUNTS, 0))
    try:
        stream = _uploaded(owner, run)
        mapping = imports.mapping_of(owner, import_id=import_id) or None
        found, records = read_contacts(stream, run.filename, run.format or None, mapping)
        take_in(owner, run, stream, records, found, holder=holder, is_stopping=is_stopping)
    except Stopped:
        imports.change_state(owner, import_id=import_id, before=("running",), state="waiting", holder="")
        return True
    except Conflict:
        return True  # another worker has it by now, or the owner took it back
    except OperationalError:
        raise  # tried again when the lease has ended
    except Problem as problem:
        _fail(owner, import_id, holder, problem.message)
    except Exception:
        _fail(owner, import_id, holder, _FAILED)
        raise
    imports.drop_pieces(owner, import_id=import_id)
    return True


def _look_into(stream: BinaryIO, name: str) -> tuple[str, bool]:
    """The format, and whether every column of it is known."""
    head = stream.read(HEAD_BYTES)
    stream.seek(0)
    if recognise(head, name) == "csv":
        table = preview_csv(stream)
        stream.seek(0)
        if set(table.mapping) != set(table.headers):
            return "csv", False
    found, _ = read_contacts(stream, name)
    return found, True


def _wants_mapping(run: ImportRunRecord) -> None:
    if run.state != "mapping":
        raise Conflict("The columns of this file are settled already.")


def _fail(owner: User, import_id: int, holder: str, words: str) -> None:
    imports.fail_run(owner, import_id=import_id, holder=holder, failure=words, at=clock.now())


def _uploaded(owner: User, run: ImportRunRecord) -> BinaryIO:
    raw = _Pieces(lambda number: imports.piece(owner, import_id=run.id, position=number), run.total_bytes)
    return cast(BinaryIO, io.BufferedReader(raw, buffer_size=64 * 1024))


class _Pieces(io.RawIOBase):
    """An uploaded file read piece by piece out of the database."""

    def __init__(self, piece: Callable[[int], bytes], size: int) -> None:
        super().__init__()
        self.piece, self.size = piece, size
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
        if self.position >= self.size:
            return 0
        number, within = divmod(self.position, PIECE_BYTES)
        if self.held[0] != number:
            self.held = (number, self.piece(number))
        found = self.held[1][within : within + len(buffer)]
        buffer[: len(found)] = found
        self.position += len(found)
        return len(found)
