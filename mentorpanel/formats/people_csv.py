"""Reads contacts out of delimited files: Google, Outlook, Thunderbird and any other, with or without a mapping."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO

from mentorpanel.domain.facts import ContactRecord, Rejected
from mentorpanel.domain.problems import Invalid, Unreadable
from mentorpanel.formats.contact_values import (
    LONGEST_NAME,
    each_once,
    emails_of,
    full_name,
    link_of,
    many_lines,
    one_line,
    phone_of,
    tags_of,
    zone_of,
)
from mentorpanel.formats.csv_headers import FIELDS, guess_fields, known_headers
from mentorpanel.formats.csv_rows import Rows
from mentorpanel.formats.written_dates import date_of

__all__ = ["FIELDS", "CsvPreview", "Table", "open_table", "preview_csv", "read_people_csv", "record_of"]

# Rows before the header that an export may begin with; rows shown in the mapping step. Our judgement.
MOST_PREAMBLE_ROWS = 15
PREVIEW_ROWS = 5
PREVIEW_CHARACTERS = 200

_NOBODY = "This row has no name, organisation or e-mail address. Fill one in and import the file again."
_UNKNOWN_COLUMNS = (
    "None of the columns of this file is known as a name or an e-mail address. "
    "Say which column is what, or give the columns names such as “Name” and “Email”."
)
_NO_ROWS = "There are no rows in this file. Export your contacts as CSV again."


@dataclass(frozen=True, slots=True)
class CsvPreview:
    """What the mapping step shows: the columns, the first rows, and which column is probably which field.

    ``mapping`` holds guessed columns only, header → key of ``FIELDS``. Headers are unique, in the
    file's order, and are what ``read_people_csv`` takes back in its mapping.
    """

    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    mapping: dict[str, str]
    delimiter: str = ","
    encoding: str = "utf-8"


@dataclass(slots=True)
class Table:
    """A file whose header has been found: its columns and the rows that follow."""

    headers: list[str]
    guessed: list[str]
    rows: Iterator[tuple[int, list[str] | Rejected]]
    delimiter: str
    encoding: str


def read_people_csv(
    stream: BinaryIO, mapping: Mapping[str, str] | None = None
) -> Iterator[ContactRecord | Rejected]:
    """Every row of the stream as a record or the reason against it; empty rows are passed over.

    ``mapping`` says which column (as in ``preview_csv``) is which field; columns not in it are left out.
    Raises ``Unreadable`` where there is no row or no usable column, ``Invalid`` for a mapping to no field.
    """
    table = open_table(stream)
    fields = table.guessed if mapping is None else _mapped(table.headers, mapping)
    if not {"name", "given", "family", "nickname", "organisation", "email"} & set(fields):
        raise Unreadable(_UNKNOWN_COLUMNS)
    yield from records_of(table, fields)


def preview_csv(stream: BinaryIO) -> CsvPreview:
    """The columns, the first five rows and the guessed mapping. Raises ``Unreadable`` where there is no row."""
    table = open_table(stream)
    rows: list[tuple[str, ...]] = []
    for _, cells in table.rows:
        if not isinstance(cells, Rejected) and any(cells):
            shown = [one_line(cell, PREVIEW_CHARACTERS) for cell in cells[: len(table.headers)]]
            rows.append(tuple(shown + [""] * (len(table.headers) - len(shown))))
        if len(rows) == PREVIEW_ROWS:
            break
    guessed = {header: field for header, field in zip(table.headers, table.guessed, strict=True) if field}
    return CsvPreview(tuple(table.headers), tuple(rows), guessed, table.delimiter, table.encoding)


def open_table(stream: BinaryIO) -> Table:
    """Finds the header among the first rows: the one with known words, else the first row.

    A first row with an e-mail address in it is no header: the columns are then called “Column 1” and so
    on, and guessed from what stands in them.
    """
    source = Rows(stream, best_header)
    rows = iter(source)
    early: list[tuple[int, list[str] | Rejected]] = []
    for row in rows:
        early.append(row)
        if len(early) >= MOST_PREAMBLE_ROWS or (
            not isinstance(row[1], Rejected) and known_headers(row[1]) > 1
        ):
            break
    if not early:
        raise Unreadable(_NO_ROWS)
    at = _header_at(early)
    cells = early[at][1]
    if isinstance(cells, Rejected):
        raise Unreadable(_NO_ROWS if len(early) == 1 else f"The first row cannot be read. {cells.reason}")
    if any("@" in cell for cell in cells):
        headers = [f"Column {number}" for number in range(1, len(cells) + 1)]
        guessed = _guess_by_content(cells)
    else:
        headers, guessed = _unique(cells), guess_fields(cells)
        at += 1
    return Table(headers, guessed, _chained(early[at:], rows), source.delimiter, source.encoding)


def best_header(rows: list[list[str]]) -> float:
    """How well these rows look like a table of people: known headers first, then even and many columns."""
    if not rows:
        return 0.0
    known = max((known_headers(row) for row in rows[:MOST_PREAMBLE_ROWS]), default=0)
    widths = [len(row) for row in rows]
    even = max(widths.count(width) for width in set(widths) if width > 1) if max(widths) > 1 else 0
    return known * 100 + even / len(rows) * 10 + min(max(widths), 50) / 100


def records_of(table: Table, fields: list[str]) -> Iterator[ContactRecord | Rejected]:
    """The rows of the table as records, each column taken for the field at its place."""
    columns: dict[str, list[int]] = {}
    for at, field in enumerate(fields):
        if field:
            columns.setdefault(field, []).append(at)
    for number, cells in table.rows:
        if isinstance(cells, Rejected):
            yield cells
        elif any(cell and not cell.isspace() for cell in cells):
            where = f"row {number}"
            yield record_of(columns, cells, where) or Rejected(where, _NOBODY)


def record_of(columns: Mapping[str, list[int]], cells: list[str], where: str) -> ContactRecord | None:
    """One row as a record, or None where it names nobody. ``columns``: field → the places of its cells."""
    given, family = _first(columns, "given", cells), _first(columns, "family", cells)
    nickname, organisation = _first(columns, "nickname", cells), _first(columns, "organisation", cells)
    emails = each_once([email for value in _each(columns, "email", cells) for email in emails_of(value)])
    composed = one_line(full_name(given, _first(columns, "additional", cells), family), LONGEST_NAME)
    name = _first(columns, "name", cells) or composed or nickname or organisation or "".join(emails[:1])
    if not name:
        return None
    return ContactRecord(
        where=where,
        name=name,
        given=given,
        family=family,
        nickname=nickname,
        emails=emails,
        phones=_several(_each(columns, "phone", cells), phone_of),
        links=_several(_each(columns, "link", cells), link_of),
        organisation=organisation,
        title=_first(columns, "title", cells),
        tags=each_once(
            [tag for value in _each(columns, "tags", cells) for tag in tags_of(_split_tags(value))]
        ),
        notes=many_lines("\n\n".join(_each(columns, "notes", cells))),
        time_zone=zone_of(_first(columns, "time_zone", cells)),
        connected_on=date_of(_first(columns, "connected_on", cells)),
        uid=_first(columns, "uid", cells),
    )


def _each(columns: Mapping[str, list[int]], field: str, cells: list[str]) -> list[str]:
    places = columns.get(field)
    if not places:
        return []
    width = len(cells)
    return [_restored(cells[at]) for at in places if at < width and cells[at]]


def _first(columns: Mapping[str, list[int]], field: str, cells: list[str]) -> str:
    for value in _each(columns, field, cells) if field in columns else ():
        cleaned = one_line(value, LONGEST_NAME)
        if cleaned:
            return cleaned
    return ""


def _several(values: list[str], clean: Callable[[str], str]) -> tuple[str, ...]:
    """Google puts several values of one kind into one cell, between “:::”."""
    parts = (part for value in values for part in (value.split(":::") if ":::" in value else (value,)))
    return each_once([cleaned for cleaned in map(clean, parts) if cleaned])


def _split_tags(value: str) -> list[str]:
    for separator in (":::", ";"):
        if separator in value:
            return value.split(separator)
    return value.split(",")


def _restored(value: str) -> str:
    """A cell without the apostrophe that guards it against being taken for a formula."""
    return value[1:] if value[0] == "'" and value[1:2] in ("=", "+", "-", "@", "\t", "\r") else value


def _header_at(early: list[tuple[int, list[str] | Rejected]]) -> int:
    scores = [0 if isinstance(cells, Rejected) else known_headers(cells) for _, cells in early]
    if scores[0] or max(scores) > 1:
        return scores.index(max(scores))
    readable = (at for at, (_, cells) in enumerate(early) if not isinstance(cells, Rejected))
    return next(readable, 0)


def _guess_by_content(cells: list[str]) -> list[str]:
    """Fields for a file without header, from its first row: addresses, numbers, links, and a name before them."""
    fields = ["email" if emails_of(cell) else "link" if link_of(cell) else "" for cell in cells]
    texts = [at for at, cell in enumerate(cells) if not fields[at] and cell.strip()]
    for at in texts[1:]:
        digits = sum(map(str.isdigit, cells[at]))
        if digits >= 6 and phone_of(cells[at]):
            fields[at] = "phone"
    if texts:
        fields[texts[0]] = "name"
        parts = [cells[at].strip() for at in texts[:3]]
        if len(parts) == 3 and parts[0] in (f"{parts[1]} {parts[2]}", f"{parts[2]} {parts[1]}"):
            fields[texts[1]], fields[texts[2]] = "given", "family"
    return fields


def _unique(cells: list[str]) -> list[str]:
    headers: list[str] = []
    seen: dict[str, int] = {}
    for number, cell in enumerate(cells, start=1):
        header = one_line(cell, 100) or f"Column {number}"
        seen[header] = seen.get(header, 0) + 1
        headers.append(header if seen[header] == 1 else f"{header} ({seen[header]})")
    return headers


def _mapped(headers: list[str], mapping: Mapping[str, str]) -> list[str]:
    for field in mapping.values():
        if field and field not in FIELDS:
            raise Invalid(f"“{field[:40]}” is none of {', '.join(FIELDS)}.", field="mapping")
    return [mapping.get(header, "") for header in headers]


def _chained(
    early: list[tuple[int, list[str] | Rejected]], rows: Iterator[tuple[int, list[str] | Rejected]]
) -> Iterator[tuple[int, list[str] | Rejected]]:
    yield from early
    yield from rows
