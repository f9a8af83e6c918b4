"""Finds out in which encoding an outside file is written, and turns it into lines of text or UTF-8 bytes."""

import codecs
import io
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import BinaryIO

# Enough to see the encoding and the header of a file; what is read at a time; both our judgement.
HEAD_BYTES = 65_536
CHUNK_BYTES = 262_144
# A longer line is cut, so that a file without line ends stays in bounds. Our judgement.
LONGEST_LINE = 1_000_000

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WIDE = ("utf-16", "utf-16-le", "utf-16-be", "utf-32")
_HIGH_RUN = re.compile(rb"[\x80-\xff]+")
_FULL_WIDTH = re.compile("[\u3041-\u30ff\u4e00-\u9fff]")
_HALF_WIDTH = re.compile("[\uff61-\uff9f]")
_STUCK_TO_LATIN = re.compile("[A-Za-z][\u3041-\u30ff\u4e00-\u9fff]|[\u3041-\u30ff\u4e00-\u9fff][A-Za-z]")
_CYRILLIC = re.compile(rb"[\xc0-\xff\xa8\xb8]")
# Signs of Windows-1252 that never stand inside a word, where Windows-1250 has Polish letters.
_POLISH = re.compile(rb"[A-Za-z\xc0-\xff][\xb3\xb9\xbf\x9c\x9f][A-Za-z]")
_CHARSET = re.compile(
    r"utf|iso8859|cp\d|shift_jis|euc_|gb|big5|koi8|mac|ascii|latin|iso2022|hz|johab|ptcp|tis|kz1048"
)


def _as_windows(error: UnicodeError) -> tuple[str, int]:
    """What is not UTF-8 in a UTF-8 file is most often Windows-1252 pasted in."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


def _as_latin(error: UnicodeError) -> tuple[str, int]:
    """The five bytes that Windows-1252 leaves open stand for themselves."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("latin-1"), error.end


codecs.register_error("mentorpanel-windows", _as_windows)
codecs.register_error("mentorpanel-latin", _as_latin)


def sniff_encoding(head: bytes) -> str:
    """The Python codec for a file that begins with ``head``: by its mark, its NULs, its validity, its bytes.

    Knows UTF-8, UTF-16 and UTF-32; else guesses Shift-JIS, Windows-1251, GBK, Korean or Windows-1250
    where the bytes say so, and falls back to Windows-1252. Never raises.
    """
    for mark, name in _BOMS:
        if head.startswith(mark):
            return name
    wide = _wide_without_mark(head[:4096])
    if wide:
        return wide
    if _is_mostly_utf8(head):
        return "utf-8"
    return _legacy(head)


def _wide_without_mark(sample: bytes) -> str:
    pairs = len(sample) // 2
    if pairs < 2:
        return ""
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > pairs * 0.3 and even < pairs * 0.05:
        return "utf-16-le"
    if even > pairs * 0.3 and odd < pairs * 0.05:
        return "utf-16-be"
    return ""


def _is_mostly_utf8(head: bytes) -> bool:
    if head.isascii():
        return True
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        text = head.decode("utf-8", "replace")
        bad = text.count("\ufffd")
        return sum(not letter.isascii() for letter in text) - bad > 5 * bad
    return True


def _legacy(head: bytes) -> str:
    runs = _HIGH_RUN.findall(head)
    joined = b"".join(runs)
    if _is_japanese(head):
        return "cp932"
    average = len(joined) / max(len(runs), 1)
    if average >= 3 and len(_CYRILLIC.findall(joined)) >= 0.97 * len(joined):
        return "cp1251"
    if average >= 2 and joined and _is_paired(runs):
        is_korean = max(joined[0::2]) <= 0xC8
        return "cp949" if is_korean else "gb18030"
    return "cp1250" if _POLISH.search(head) else "cp1252"


def _is_japanese(head: bytes) -> bool:
    try:
        text = codecs.getincrementaldecoder("cp932")().decode(head)
    except UnicodeDecodeError:
        return False
    full = len(_FULL_WIDTH.findall(text))
    return (
        full >= 2 and full > len(_HALF_WIDTH.findall(text)) and len(_STUCK_TO_LATIN.findall(text)) * 5 < full
    )


def _is_paired(runs: list[bytes]) -> bool:
    """Whether the high bytes stand in pairs as in GB 2312 and KS X 1001 (the last run may be cut)."""
    whole = [run for run in runs[:-1] if len(run) % 2 == 0]
    return len(whole) >= 0.95 * (len(runs) - 1) and all(min(run) >= 0xA1 and run[0] >= 0xB0 for run in whole)


@lru_cache(maxsize=64)
def _known_charset(name: str) -> str:
    try:
        found = codecs.lookup(name.strip("\"' ")).name.replace("-", "_")
    except (LookupError, ValueError, UnicodeError):
        return ""
    return found if _CHARSET.match(found) else ""


def decode_value(raw: bytes, charset: str = "", legacy: str = "cp1252") -> str:
    """One value as text: by its declared charset, else UTF-8, else the legacy encoding of its file. Never raises."""
    if not charset and raw.isascii():
        return raw.decode("ascii")
    known = _known_charset(charset[:40]) if charset else ""
    for name in (known, "utf-8", legacy):
        try:
            if name:
                return raw.decode(name)
        except (UnicodeError, ValueError):
            continue
    return raw.decode("cp1252", "mentorpanel-latin")


def utf8_chunks(stream: BinaryIO, head: bytes, encoding: str) -> Iterator[bytes]:
    """``head`` and then the rest of the stream without mark and NULs; UTF-16 and UTF-32 become UTF-8."""
    if encoding not in _WIDE:
        chunk = head.removeprefix(codecs.BOM_UTF8)
        while chunk:
            yield chunk.replace(b"\0", b"") if b"\0" in chunk else chunk
            chunk = stream.read(CHUNK_BYTES)
        return
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    chunk = head
    while chunk:
        yield _encoded(decoder.decode(chunk))
        chunk = stream.read(CHUNK_BYTES)
    yield _encoded(decoder.decode(b"", final=True))


def _encoded(text: str) -> bytes:
    return text.replace("\0", "").replace("\ufeff", "").encode("utf-8", "replace")


def text_lines(stream: BinaryIO, head: bytes, encoding: str) -> Iterator[str]:
    """The lines of ``head`` and the rest of the stream as text, without their ends (CR, LF or CRLF) and NULs.

    A line over ``LONGEST_LINE`` characters is cut there.
    """
    errors = {
        "utf-8": "mentorpanel-windows",
        "utf-8-sig": "mentorpanel-windows",
        "cp1252": "mentorpanel-latin",
    }
    inner = codecs.getincrementaldecoder(encoding)(errors.get(encoding, "replace"))
    decoder = io.IncrementalNewlineDecoder(inner, translate=True)
    rest = ""
    chunk = head
    while chunk:
        lines = decoder.decode(chunk).replace("\0", "").split("\n")
        lines[0] = (rest + lines[0])[:LONGEST_LINE]
        rest = lines.pop()[:LONGEST_LINE]
        yield from lines
        chunk = stream.read(CHUNK_BYTES)
    rest += decoder.decode(b"", final=True).replace("\0", "")
    if rest:
        yield from rest.split("\n")
