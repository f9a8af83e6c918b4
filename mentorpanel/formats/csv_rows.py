"""Reads the rows of a delimited file: any usual delimiter and encoding, unclosed quotes, endless fields, streaming."""

import csv
from collections.abc import Callable, Iterator
from itertools import islice
from typing import BinaryIO

from mentorpanel.domain.facts import Rejected
from mentorpanel.formats.text_encoding import HEAD_BYTES, sniff_encoding, text_lines

DELIMITERS = (",", ";", "\t")
# What one row may span before a quote in it counts as never closed; both our judgement.
MOST_LINES_OF_ROW = 2_000
MOST_CHARACTERS_OF_ROW = 2_000_000
MOST_COLUMNS = 1_000
# The library's own bound of 131,072 characters refuses notes that real exports hold.
csv.field_size_limit(4_000_000)
_SAMPLE_ROWS = 40

_UNCLOSED = "A quotation mark is opened in this row and never closed. Close it (or take it out) and import the file again."
_NOT_A_ROW = (
    "This row cannot be told apart into columns. Look at its quotation marks and import the file again."
)


class _Unclosed(Exception):
    """The row being read has taken too many lines, or the file ended inside a quotation."""


class _Lines:
    """Gives lines to the CSV reader, remembers those of the current row, and can take them back."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self._again: list[str] = []
        self._row: list[str] = []
        self._size = 0
        self.is_done = False

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if len(self._row) >= MOST_LINES_OF_ROW or self._size > MOST_CHARACTERS_OF_ROW:
            raise _Unclosed
        line = self._again.pop() if self._again else next(self._lines, None)
        if line is None:
            if self._row:
                raise _Unclosed
            self.is_done = True
            raise StopIteration
        self._row.append(line)
        self._size += len(line)
        return line + "\n"

    def start_row(self) -> None:
        self._row.clear()
        self._size = 0

    def give_back_all_but_first(self) -> None:
        self._again.extend(reversed(self._row[1:]))


class Rows:
    """The rows of a stream as ``(number, cells)``, or ``(number, Rejected)`` for one that cannot be read.

    Numbers count from 1 as a spreadsheet shows them: empty rows count but are not given. The delimiter
    is the one that serves ``score`` (rows to a number) best on the first rows; a row in which it does
    not occur is split at another one if that yields more. Never raises by itself.
    """

    def __init__(self, stream: BinaryIO, score: Callable[[list[list[str]]], float]) -> None:
        head = stream.read(HEAD_BYTES)
        self.encoding = sniff_encoding(head)
        self.delimiter = _delimiter_of(head, self.encoding, score)
        self._lines = text_lines(stream, head, self.encoding)

    def __iter__(self) -> Iterator[tuple[int, list[str] | Rejected]]:
        number = 0
        for cells in _tolerant_rows(self._lines, self.delimiter):
            number += 1
            if isinstance(cells, str):
                yield number, Rejected(f"row {number}", cells)
            elif number == 1 and len(cells) <= 2 and cells and cells[0].strip().lower().startswith("sep="):
                continue
            elif len(cells) > 1 or (cells and cells[0]):
                yield number, _split_otherwise(cells, self.delimiter)


def _tolerant_rows(lines: Iterator[str], delimiter: str) -> Iterator[list[str] | str]:
    """Cells of each row, or the reason why it has none."""
    source = _Lines(lines)
    while not source.is_done:
        reader = csv.reader(source, delimiter=delimiter)
        try:
            source.start_row()
            for cells in reader:
                yield cells[:MOST_COLUMNS] if len(cells) > MOST_COLUMNS else cells
                source.start_row()
        except _Unclosed:
            source.give_back_all_but_first()
            yield _UNCLOSED
        except csv.Error:
            yield _NOT_A_ROW


def _split_otherwise(cells: list[str], delimiter: str) -> list[str]:
    """A row without the file's delimiter: split at a tab or semicolon where it has several of them."""
    if len(cells) > 1:
        return cells
    cell = cells[0]
    for other in ("\t", ";"):
        if other != delimiter and cell.count(other) > 1:
            return [part.strip() for part in cell.split(other)[:MOST_COLUMNS]]
    return cells


def _delimiter_of(head: bytes, encoding: str, score: Callable[[list[list[str]]], float]) -> str:
    text = head.decode(encoding, "replace").replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")
    hint = text[:6].lower()
    if hint.startswith("sep=") and hint[4:5] in DELIMITERS:
        return hint[4]
    lines = text.split("\n")
    if len(head) == HEAD_BYTES and len(lines) > 1:
        lines.pop()
    return max(DELIMITERS, key=lambda one: score(sample_rows(lines, one)))


def sample_rows(lines: list[str], delimiter: str) -> list[list[str]]:
    """The first rows that have something in them."""
    rows = (row for row in _tolerant_rows(iter(lines), delimiter) if not isinstance(row, str) and any(row))
    return [_split_otherwise(row, delimiter) for row in islice(rows, _SAMPLE_ROWS)]
