"""Reads content lines (vCard, iCalendar) from a stream: unfolded, numbered, tolerant and in little memory."""

from collections.abc import Iterator
from typing import BinaryIO

from mentorpanel.formats.text_encoding import HEAD_BYTES, LONGEST_LINE, sniff_encoding, utf8_chunks

# Components inside each other beyond this are none that anybody wrote. Our judgement.
MOST_NESTED = 50
_LONGEST_HEAD = 4_096
_FOLDS = (0x20, 0x09)
_SOFT_BREAK = 0x3D


class ContentLines:
    """The logical lines of a stream as ``(number of the first physical line, bytes)``.

    Unfolds lines that begin with a blank, and quoted-printable soft breaks; takes CR, LF, CRLF and
    CR CR LF; drops empty lines, NULs and marks. UTF-16 and UTF-32 come out as UTF-8. A logical line is
    cut at ``LONGEST_LINE`` bytes (only pictures are longer). ``legacy`` is the encoding for values that
    are not UTF-8 and declare nothing. Never raises by itself.
    """

    def __init__(self, stream: BinaryIO) -> None:
        head = stream.read(HEAD_BYTES)
        encoding = sniff_encoding(head)
        self.legacy = encoding if not encoding.startswith("utf") else "cp1252"
        self._chunks = utf8_chunks(stream, head, encoding)

    def __iter__(self) -> Iterator[tuple[int, bytes]]:
        number, start, size = 0, 0, 0
        parts: list[bytes] = []
        is_open = False  # after a quoted-printable soft break
        for block in _physical_lines(self._chunks):
            for line in block:
                number += 1
                if not line:
                    is_open = False
                elif parts and (line[0] in _FOLDS or (is_open and not _is_mark(line))):
                    size += len(line)
                    if size < LONGEST_LINE:
                        parts.append(line if is_open else line[1:])
                    is_open = line[-1] == _SOFT_BREAK and _cut_soft_break(parts)
                else:
                    if parts:
                        yield start, b"".join(parts)
                    start, size, parts = number, len(line), [line]
                    is_open = line[-1] == _SOFT_BREAK and _cut_soft_break(parts)
        if parts:
            yield start, b"".join(parts)


def _physical_lines(chunks: Iterator[bytes]) -> Iterator[list[bytes]]:
    """Blocks of lines without their ends; a line without end is cut at ``LONGEST_LINE``."""
    rest = b""
    carried = b""
    for chunk in chunks:
        data = carried + chunk
        carried = b""
        if data[-1:] == b"\r":
            # The LF may be at the start of the next chunk; more than two CRs are no line end.
            carried = data[max(len(data.rstrip(b"\r")), len(data) - 2) :]
            data = data[: len(data) - len(carried)]
        lines = _unified(data).split(b"\n")
        if len(rest) < LONGEST_LINE:
            lines[0] = rest + lines[0]
        elif len(lines) == 1:
            continue
        else:
            lines[0] = rest
        rest = lines.pop()[:LONGEST_LINE]
        if lines:
            yield lines
    yield (rest + _unified(carried)).split(b"\n")


def _unified(data: bytes) -> bytes:
    if b"\r" not in data:
        return data
    return data.replace(b"\r\r\n", b"\n").replace(b"\r\n", b"\n").replace(b"\r", b"\n")


def _cut_soft_break(parts: list[bytes]) -> bool:
    """Whether the line so far is quoted-printable; then the soft break at its end is taken off."""
    if b"QUOTED-PRINTABLE" not in parts[0][:_LONGEST_HEAD].partition(b":")[0].upper():
        return False
    parts[-1] = parts[-1].removesuffix(b"=")
    return True


def _is_mark(line: bytes) -> bool:
    return line[:7].upper().startswith((b"BEGIN:V", b"END:V"))


def split_line(line: bytes) -> tuple[bytes, bytes] | None:
    """Name with parameters, and value: cut at the first colon outside quotes; None where there is no colon."""
    head, colon_found, value = line.partition(b":")
    if not colon_found:
        return None
    if b'"' not in head:
        return head, value
    colon = first = len(head)
    start, is_quoted = 0, False
    while colon >= 0:
        is_quoted ^= bool(line.count(b'"', start, colon) & 1)
        if not is_quoted:
            return line[:colon], line[colon + 1 :]
        start = colon
        colon = line.find(b":", colon + 1)
    return line[:first], line[first + 1 :]


def parse_head(head: bytes) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The property's name in capitals without its group, and its parameters with names in capitals.

    A parameter without a name (vCard 2.1: ``TEL;HOME``) comes as a ``TYPE``, or as an ``ENCODING``
    where it names one.
    """
    text = head[:_LONGEST_HEAD].decode("utf-8", "replace").lstrip("\ufeff")
    name, *parameters = text.split(";") if '"' not in text else _split_quoted(text)
    found = []
    for parameter in parameters:
        key, equals, value = parameter.partition("=")
        if equals:
            found.append((key.strip().upper(), value.strip().replace('"', "")))
        elif key.strip():
            bare = key.strip()
            is_encoding = bare.upper() in ("BASE64", "B", "QUOTED-PRINTABLE", "8BIT", "7BIT")
            found.append(("ENCODING" if is_encoding else "TYPE", bare))
    return name.rpartition(".")[2].strip().upper(), tuple(found)


def _split_quoted(text: str) -> list[str]:
    pieces: list[str] = []
    is_quoted = False
    for piece in text.split(";"):
        if is_quoted:
            pieces[-1] += ";" + piece
        else:
            pieces.append(piece)
        is_quoted ^= bool(piece.count('"') & 1)
    return pieces
