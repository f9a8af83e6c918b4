"""Takes a mail apart (MIME): its headers and the parts that hold something, in little time whatever the bytes.

The standard library keeps a mail line by line, which a mail of 30 MB made of line ends turns into gigabytes, and
follows parts inside parts without bound.
"""

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from mentorpanel.formats.text_encoding import decode_value

# Beyond these the rest of a mail is not looked at. Our judgement: what people write has far less.
MOST_NESTED = 30
MOST_PARTS = 1_000
MOST_HEADER_BYTES = 500_000
_MOST_HEADERS = 2_000
_LONGEST_HEADER = 60_000
_LONGEST_PARAMETERS = 8_000
_MOST_MARKS = 20_000

_BLANK_LINE = re.compile(rb"\r?\n[ \t]*\r?\n")
_HEADER = re.compile(rb"([!-9;-~]{1,100})[ \t]*:")
_PARAMETER = re.compile(r';\s*([^\s=;"]{1,60})\s*=\s*("(?:[^"\\]|\\.){0,998}"|[^;]{0,998})', re.DOTALL)
_NOT_BASE64 = bytes(
    set(range(256)) - set(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
)


@dataclass(frozen=True)
class Part:
    """Headers, as pairs of a name in small letters and the raw value, and the raw body behind them.

    ``choice`` is the same for parts that say the same in several ways (multipart/alternative), else 0.
    """

    headers: tuple[tuple[str, bytes], ...]
    body: bytes
    default_type: str = "text/plain"
    choice: int = 0

    def raw(self, name: str) -> bytes:
        """The first header of that name, unfolded; empty where there is none."""
        return next((value for known, value in self.headers if known == name), b"")

    def all_raw(self, *names: str) -> list[bytes]:
        """All headers of these names, in the order of the mail."""
        return [value for known, value in self.headers if known in names]

    def word(self, name: str) -> str:
        """A header that is a word or two, in small letters, without comments and parameters."""
        text = decode_value(self.raw(name)[:1_000])
        return re.sub(r"\([^()]*\)", "", text).split(";")[0].strip().lower()

    @cached_property
    def kind(self) -> str:
        """The content type in small letters."""
        kind = self.word("content-type").split(" ")[0]
        return kind if re.fullmatch(r"[\w.+-]+/[\w.+-]+", kind) else self.default_type

    @cached_property
    def parameters(self) -> dict[str, str]:
        """The parameters of the content type, with names in small letters; the pieces of RFC 2231 put together."""
        return _parameters(self.raw("content-type"))

    @property
    def filename(self) -> str:
        """The name of an attached file, empty where it has none."""
        return _parameters(self.raw("content-disposition")).get("filename") or self.parameters.get("name", "")

    @property
    def is_attachment(self) -> bool:
        """Whether it is to be shown as a file, not as the text."""
        return self.word("content-disposition") == "attachment"

    def decoded(self, most: int) -> bytes:
        """The first ``most`` bytes or so of the body, out of base64 or quoted-printable. Never raises."""
        encoding = self.word("content-transfer-encoding")
        if encoding == "base64":
            kept = self.body[: most * 3 // 2 + 4].translate(None, _NOT_BASE64)
            kept = kept[: len(kept) - 1] if len(kept) % 4 == 1 else kept
            return binascii.a2b_base64(kept + b"=" * (-len(kept) % 4))[:most]
        if encoding.replace(" ", "") == "quoted-printable":
            return binascii.a2b_qp(self.body[: most * 3])[:most]
        return self.body[:most]

    def text(self, most: int) -> str:
        """The body as text in its charset, lines ended by LF, at most ``most`` bytes of it."""
        text = decode_value(self.decoded(most), self.parameters.get("charset", ""))
        return safe_text(text.replace("\r\n", "\n").replace("\r", "\n"))


def safe_text(text: str) -> str:
    """Without NULs and lone surrogates, which no database takes."""
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8").lstrip("\ufeff")


def open_part(content: bytes, default_type: str = "text/plain", choice: int = 0) -> Part:
    """The headers and the body of a mail or of one of its parts. A line that is no header ends them, unless one
    that is follows it."""
    found = _BLANK_LINE.search(content, 0, MOST_HEADER_BYTES)
    if content[:1] in (b"\n", b"\r"):
        return Part((), content.lstrip(b"\r\n"), default_type, choice)
    block = content[: found.start() if found else MOST_HEADER_BYTES]
    body = content[found.end() :] if found else content[MOST_HEADER_BYTES:]
    headers: list[tuple[str, list[bytes]]] = []
    lines = block.replace(b"\0", b"").split(b"\n", 3 * _MOST_HEADERS)
    for number, line in enumerate(lines):
        name = _HEADER.match(line)
        if line[:1] in (b" ", b"\t") and headers:
            headers[-1][1].append(line.strip(b"\r\n"))
        elif name:
            headers.append((name[1].decode("ascii").lower(), [line[name.end() :].strip()]))
        elif number + 1 < len(lines) and not _HEADER.match(lines[number + 1]) and not _is_mbox(line):
            body = b"\n".join(lines[number:]) + b"\n\n" + body
            break
    kept = tuple(
        (name, b" ".join(pieces)[:_LONGEST_HEADER].strip()) for name, pieces in headers[:_MOST_HEADERS]
    )
    return Part(kept, body, default_type, choice)


def leaves(mail: Part) -> Iterator[Part]:
    """The parts that are not made of parts, in their order: texts, files, attached mails. At most MOST_PARTS."""
    waiting = [(mail, 0)]
    count = choices = 0
    while waiting and count < MOST_PARTS:
        part, depth = waiting.pop()
        if not part.kind.startswith("multipart/"):
            count += 1
            yield part
        elif depth < MOST_NESTED:
            inner = "message/rfc822" if part.kind == "multipart/digest" else "text/plain"
            choices += 1
            choice = choices if part.kind == "multipart/alternative" else part.choice
            pieces = _pieces(part, MOST_PARTS - count)
            waiting.extend((open_part(piece, inner, choice), depth + 1) for piece in reversed(pieces))


def _pieces(part: Part, most: int) -> list[bytes]:
    """What stands between the boundaries; the last piece may lack its end."""
    mark = part.parameters.get("boundary", "").encode("utf-8", "replace").rstrip() or _guessed(part.body)
    if not mark:
        return []
    body, delimiter = b"\n" + part.body, b"\n--" + mark
    pieces: list[bytes] = []
    start, at = -1, body.find(delimiter)
    for _ in range(_MOST_MARKS):
        if at < 0 or len(pieces) >= most:
            break
        line_end = body.find(b"\n", at + 1)
        line_end = len(body) if line_end < 0 else line_end
        rest = body[at + len(delimiter) : min(line_end, at + len(delimiter) + 100)].strip()
        if rest in (b"", b"--"):
            if start >= 0:
                pieces.append(body[start:at].removesuffix(b"\r"))
            start = line_end + 1 if not rest else -1
            if rest:
                break
        at = body.find(delimiter, at + len(delimiter))
    if start >= 0 and len(pieces) < most:
        pieces.append(body[start:])
    return pieces


def _guessed(body: bytes) -> bytes:
    """The boundary of a part that does not name it: its first line that begins with two dashes."""
    found = re.search(rb"(?:^|\n)--([^\s-][^\r\n]{0,100})", body[:20_000])
    return found[1].rstrip() if found else b""


def _parameters(raw: bytes) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in _PARAMETER.findall(";" + decode_value(raw[:_LONGEST_PARAMETERS]).partition(";")[2]):
        kept = value.strip()
        if kept[:1] == '"':
            kept = re.sub(r"\\(.)", r"\1", kept[1:].removesuffix('"'))
        base, star, _ = name.lower().partition("*")
        if star and base in found:
            found[base] += kept
        else:
            found.setdefault(base, kept.rpartition("''")[2] if star else kept)
    return found


def _is_mbox(line: bytes) -> bool:
    return line.startswith((b"From ", b">From "))
