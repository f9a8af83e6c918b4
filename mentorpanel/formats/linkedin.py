"""Reads the connections out of a LinkedIn export: ``Connections.csv`` or the whole zip."""

import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from io import SEEK_END
from pathlib import PurePosixPath
from typing import BinaryIO, cast

from mentorpanel.domain.facts import ContactRecord, Rejected
from mentorpanel.domain.problems import Unreadable
from mentorpanel.formats.csv_headers import guess_fields
from mentorpanel.formats.people_csv import Table, open_table, record_of

ZIP_MARK = b"PK\x03\x04"
# LinkedIn allows 30,000 connections, about 5 MB; text does not shrink to a hundredth; an export has some
# fifty files. The bounds are far above, and are our judgement.
MOST_BYTES = 200_000_000
MOST_RATIO = 200
MOST_BYTES_OF_INDEX = 4_000_000
_SMALL = 1_000_000
_END_OF_ZIP = 65_557
_MEMBER = "connections.csv"

_NO_NAME = (
    "LinkedIn gives no name in this row (the person has left or hides it), so there is nobody to add. "
    "If you know who it is, write the name into the row and import the file again."
)
_NO_MEMBER = (
    "There is no Connections.csv in this zip. Ask LinkedIn for “Connections” "
    "(Settings, Data privacy, Get a copy of your data) and import what it sends."
)
_BROKEN_ZIP = "This zip cannot be opened: it is damaged or not whole. Download it from LinkedIn again."
_NO_HEADER = (
    "This is no list of LinkedIn connections: no row has the columns “First Name” and “Connected On”. "
    "Import the Connections.csv, or the whole zip, as LinkedIn sent it."
)
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    struct.error,
    NotImplementedError,
    RuntimeError,
    ValueError,
    OSError,
)


def looks_like_connections(headers: list[str]) -> bool:
    """Whether these are the columns of Connections.csv, in any language and re-saved or not."""
    fields = guess_fields(headers)
    return "connected_on" in fields and bool({"given", "name"} & set(fields))


def read_linkedin(stream: BinaryIO) -> Iterator[ContactRecord | Rejected]:
    """Every connection of a CSV or a zip (seekable) as a record with ``connected_on`` and the profile's link.

    A row without a name is rejected. Nothing is written to disk. Raises ``Unreadable`` for a damaged or
    swollen zip, one without Connections.csv, or a file without its columns.
    """
    mark = stream.read(len(ZIP_MARK))
    stream.seek(0)
    if mark == ZIP_MARK:
        yield from _read_zip(stream)
    else:
        yield from _read_connections(stream)


def has_connections(stream: BinaryIO) -> bool:
    """Whether this seekable zip holds a Connections.csv; False as well for what is no whole zip."""
    try:
        with _opened(stream) as archive:
            return _member_of(archive) is not None
    except Unreadable:
        return False


def _read_connections(stream: BinaryIO) -> Iterator[ContactRecord | Rejected]:
    table = open_table(stream)
    if not looks_like_connections(table.headers):
        raise Unreadable(_NO_HEADER)
    yield from _connections_of(table)


def _connections_of(table: Table) -> Iterator[ContactRecord | Rejected]:
    columns: dict[str, list[int]] = {}
    for at, field in enumerate(table.guessed):
        if field:
            columns.setdefault(field, []).append(at)
    naming = [at for field in ("name", "given", "family") for at in columns.get(field, ())]
    for number, cells in table.rows:
        if isinstance(cells, Rejected):
            yield cells
        elif any(cell and not cell.isspace() for cell in cells):
            yield _connection(columns, naming, cells, f"row {number}")


def _connection(
    columns: Mapping[str, list[int]], naming: list[int], cells: list[str], where: str
) -> ContactRecord | Rejected:
    is_named = any(at < len(cells) and cells[at].strip() for at in naming)
    record = record_of(columns, cells, where) if is_named else None
    if record is None:
        return Rejected(where, _NO_NAME)
    links = tuple(dict.fromkeys(map(_without_tracking, record.links)))
    return record if links == record.links else replace(record, links=links)


def _without_tracking(link: str) -> str:
    return link.partition("?")[0] if "linkedin.com/" in link else link


def _read_zip(stream: BinaryIO) -> Iterator[ContactRecord | Rejected]:
    with _opened(stream) as archive:
        member = _member_of(archive)
        if member is None:
            raise Unreadable(_NO_MEMBER)
        _check_size(member)
        try:
            with archive.open(member) as inner:
                yield from _read_connections(cast(BinaryIO, inner))
        except _DAMAGE as error:
            raise Unreadable(_BROKEN_ZIP) from error


def _opened(stream: BinaryIO) -> zipfile.ZipFile:
    """The zip, unless its index is larger than any export's: reading that would fill the memory."""
    try:
        size = stream.seek(0, SEEK_END)
        stream.seek(max(size - _END_OF_ZIP, 0))
        end = stream.read(_END_OF_ZIP)
        stream.seek(0)
        at = end.rfind(b"PK\x05\x06")
        if at < 0 or struct.unpack_from("<L", end, at + 12)[0] > MOST_BYTES_OF_INDEX:
            raise Unreadable(_BROKEN_ZIP)
        return zipfile.ZipFile(stream)
    except _DAMAGE as error:
        raise Unreadable(_BROKEN_ZIP) from error


def _member_of(archive: zipfile.ZipFile) -> zipfile.ZipInfo | None:
    """The Connections.csv nearest to the top; a name that climbs out of the zip is none of LinkedIn's."""
    found = [
        info
        for info in archive.infolist()
        if PurePosixPath(info.filename).name.lower() == _MEMBER
        and ".." not in PurePosixPath(info.filename).parts
        and not info.filename.startswith("__MACOSX")
    ]
    return min(found, key=lambda info: info.filename.count("/"), default=None)


def _check_size(member: zipfile.ZipInfo) -> None:
    if member.flag_bits & 0x1:
        raise Unreadable(
            "The Connections.csv in this zip is locked with a password. Unpack it and import the CSV."
        )
    ratio = member.file_size / max(member.compress_size, 1)
    if member.file_size > MOST_BYTES or (ratio > MOST_RATIO and member.file_size > _SMALL):
        raise Unreadable(
            f"The Connections.csv in this zip would unpack to {member.file_size // 1_000_000} MB, "
            "which no export has. Download it from LinkedIn again."
        )
