"""Tells by its content what kind of contact file one is, and opens the reader for it."""

import re
from collections.abc import Iterator, Mapping
from itertools import chain
from pathlib import PurePath
from typing import BinaryIO

from mentorpanel.domain.facts import ContactRecord, Rejected
from mentorpanel.domain.problems import Invalid, Unreadable
from mentorpanel.formats.csv_headers import known_headers, names_people, program_of
from mentorpanel.formats.csv_rows import DELIMITERS, sample_rows
from mentorpanel.formats.linkedin import ZIP_MARK, has_connections, looks_like_connections, read_linkedin
from mentorpanel.formats.people_csv import MOST_PREAMBLE_ROWS, best_header, read_people_csv
from mentorpanel.formats.text_encoding import HEAD_BYTES, sniff_encoding
from mentorpanel.formats.vcard import read_vcards

CONTACT_FORMATS = ("vcard", "google", "outlook", "csv", "linkedin")
Results = Iterator[ContactRecord | Rejected]

_BEGIN = re.compile(r"^\s*BEGIN:(VCARD|VCALENDAR)\s*$", re.IGNORECASE | re.MULTILINE)
_BINARY = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\ufffd]")
_OTHER_TEXT = re.compile(
    r"\s*(<|\{|\[[\s\"{\]]|dn:|version: 1\s+dn:|From |%PDF|#!|Received:|Return-Path:|MIME-Version:)"
)
_LDIF = re.compile(r"\s*(version: 1\s+)?dn:")
_TABLE_ENDINGS = (".csv", ".tsv", ".tab")
# Files that only LinkedIn's export has, as they stand in the head of the zip.
_LINKEDIN_MEMBERS = re.compile(
    rb"(Connections|Ad_Targeting|Company Follows|Endorsement_(Given|Received)_Info|Invitations|Rich_Media"
    rb"|Recommendations_(Given|Received)|Registration|Receipts_v2|SavedJobAlerts)\.csv",
    re.IGNORECASE,
)


def recognise(head: bytes, filename: str) -> str | None:
    """“vcard”, “google”, “outlook”, “csv”, “linkedin” or “ics” by the first bytes of a file, or None for any other.

    ``head`` is best the first 64 kB. The name only decides whether an unknown table is taken for a
    table at all. Never raises.
    """
    if head.startswith(ZIP_MARK):
        return "linkedin" if _LINKEDIN_MEMBERS.search(head) else None
    text = (
        head.decode(sniff_encoding(head), "replace")
        .removeprefix("\ufeff")
        .replace("\r\n", "\n")
        .replace("\r", "\n")
    )
    begin = _BEGIN.search(text)
    if begin:
        return "vcard" if begin.group(1).upper() == "VCARD" else "ics"
    text = text.replace("\0", "")
    if not text.strip() or len(_BINARY.findall(text)) > len(text) // 200 or _OTHER_TEXT.match(text):
        return None
    return _table_kind(text, filename, is_cut=len(head) >= HEAD_BYTES)


def read_contacts(
    stream: BinaryIO, filename: str, as_format: str | None = None, mapping: Mapping[str, str] | None = None
) -> tuple[str, Results]:
    """The file's format and an iterator over its records and rejections, in the file's order.

    ``stream`` is seekable and at its start. ``as_format`` (one of ``CONTACT_FORMATS``) goes above what
    the content says; ``mapping`` (column → field) is for tables. Raises ``Unreadable`` at once for what
    is no contact file, and from the iterator where a file turns out to be damaged further on; ``Invalid``
    for an unknown format or field.
    """
    if as_format is not None and as_format not in CONTACT_FORMATS:
        raise Invalid(f"“{as_format[:40]}” is none of {', '.join(CONTACT_FORMATS)}.", field="format")
    head = stream.read(HEAD_BYTES)
    stream.seek(0)
    name = PurePath(filename).name[:100] or "The file"
    found = as_format or recognise(head, filename)
    if found is None and head.startswith(ZIP_MARK) and has_connections(stream):
        found = "linkedin"
    stream.seek(0)
    if found is None or found == "ics" or not head:
        raise Unreadable(_why_unreadable(head, name, found))
    results = _reader(found, stream, mapping)
    first = next(results, None)  # so that a file without any contact is refused here
    return found, results if first is None else chain([first], results)


def _reader(found: str, stream: BinaryIO, mapping: Mapping[str, str] | None) -> Results:
    if found == "vcard":
        return read_vcards(stream)
    if found == "linkedin" and mapping is None:
        return read_linkedin(stream)
    return read_people_csv(stream, mapping)


def _why_unreadable(head: bytes, name: str, found: str | None) -> str:
    wanted = "Mentorpanel takes contacts as vCard, as CSV from Google or Outlook, or as LinkedIn's export."
    if not head.strip(b"\0 \t\r\n"):
        return f"{name} is empty. Export your contacts again and import the new file."
    if found == "ics":
        return f"{name} is a calendar, not a list of contacts. {wanted}"
    if head.startswith(ZIP_MARK):
        return f"{name} is a zip without a Connections.csv in it, or it is not whole. {wanted}"
    text = head[:4096].decode("utf-8", "replace")
    if _LDIF.match(text):
        return f"{name} is an LDIF address book. Export it as vCard instead; most address books can."
    if PurePath(name).suffix.lower() in _TABLE_ENDINGS:
        return f"{name} does not look like a list of people. If it is one, choose CSV as its format. {wanted}"
    return f"{name} is no contact file that can be read. {wanted}"


def _table_kind(text: str, filename: str, *, is_cut: bool) -> str | None:
    lines = text.split("\n")
    if is_cut and len(lines) > 1:
        lines.pop()
    rows = max((sample_rows(lines, delimiter) for delimiter in DELIMITERS), key=best_header)
    early = rows[:MOST_PREAMBLE_ROWS]
    known = max(early, key=known_headers, default=[])
    if looks_like_connections(known) and _stands_first(known, early):
        return "linkedin"
    if known_headers(known):
        return program_of(known) if names_people(known) and _stands_first(known, early) else None
    return "csv" if _looks_like_table(rows, PurePath(filename).suffix.lower()) else None


def _stands_first(header: list[str], rows: list[list[str]]) -> bool:
    """Only single cells, as in LinkedIn's notes, stand above a header; above a line of prose stands prose."""
    return all(len(row) <= 2 or not any(row[2:]) for row in rows[: rows.index(header)])


def _looks_like_table(rows: list[list[str]], ending: str) -> bool:
    """Columns without known names: rows of even width, in a file that is named a table or is full of addresses."""
    wide = [row for row in rows if len(row) > 1]
    if not wide or len(wide) < len(rows) * 0.8:
        return False
    with_address = sum(any("@" in cell for cell in row) for row in wide)
    if with_address >= 0.8 * len(wide):
        return True
    widths = [len(row) for row in wide]
    is_even = widths.count(max(set(widths), key=widths.count)) >= 0.8 * len(wide)
    return ending in _TABLE_ENDINGS and is_even and len(rows) > 1
