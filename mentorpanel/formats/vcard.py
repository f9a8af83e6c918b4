"""Reads contacts out of vCard files (2.1, 3.0, 4.0): one record or one reason for every card, streaming."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from mentorpanel.domain.facts import ContactRecord, Rejected
from mentorpanel.domain.problems import Unreadable
from mentorpanel.formats.contentlines import MOST_NESTED, ContentLines, split_line
from mentorpanel.formats.vcard_properties import Head, contact_of, head_of, is_group, name_of_group

# What one card may hold apart from pictures, which are not kept. Our judgement.
MOST_BYTES_OF_CARD = 2_000_000
MOST_LINES_OF_CARD = 5_000
_LONGEST_LOOSE = 40_000

_EMPTY = (
    "This card has no name, organisation or e-mail address. "
    "Give it a name where it came from, export it again and import the new file."
)
_CUT_OFF = (
    "This card breaks off before its end (END:VCARD) and has no name. Export it again where it came from."
)
_TOO_DEEP = (
    f"Things are nested more than {MOST_NESTED} deep in this card, so it was left out. Export it again."
)
_GROUP = (
    "{}is a list of people, not a person, so it was left out. The people in it come in by their own cards."
)


def read_vcards(stream: BinaryIO) -> Iterator[ContactRecord | Rejected]:
    """Every card of the stream, in its order, as a record or the reason against it.

    ``where`` is “card 3, line 41”; a card without END that has a name is taken, and its ``where`` says
    so. Fax and pager numbers are left out: they reach nobody, and colleagues share them. Raises
    ``Unreadable`` at the end where there was no card at all.
    """
    lines = ContentLines(stream)
    cards = _Cards(lines.legacy)
    for number, line in lines:
        result = cards.take(number, line)
        if result is not None:
            yield result
    result = cards.finish(is_cut_off=True)
    if result is not None:
        yield result
    if not cards.count:
        raise Unreadable(
            "There is no contact card (BEGIN:VCARD) in this file. Export your contacts as vCard again."
        )


@dataclass(slots=True)
class _Card:
    """The properties of the card being read."""

    where: str
    values: list[tuple[Head, bytes]] = field(default_factory=list)
    size: int = 0
    is_touched: bool = False
    is_too_deep: bool = False

    def add(self, head: Head, value: bytes) -> None:
        if self.size < MOST_BYTES_OF_CARD and len(self.values) < MOST_LINES_OF_CARD:
            self.size += len(value)
            self.values.append((head, value))

    def add_loose(self, line: bytes) -> None:
        """A line without a colon is the next line of a note that was written without folding."""
        if self.values:
            head, value = self.values[-1]
            if head.name == "NOTE" and len(value) < _LONGEST_LOOSE:
                self.values[-1] = (head, value + b"\n" + line)


class _Cards:
    """Takes content lines one by one and gives a result whenever a card ends."""

    def __init__(self, legacy: str) -> None:
        self.count = 0
        self._legacy = legacy
        self._card: _Card | None = None
        self._inner: list[bytes] = []  # components open inside the card
        self._last: Head | None = None

    def take(self, number: int, line: bytes) -> ContactRecord | Rejected | None:
        split = split_line(line)
        card = self._card
        if split is None:
            if card is not None and self._last is not None and self._last.name == "NOTE":
                card.add_loose(line)
            return None
        head = head_of(split[0])
        if head.is_mark:
            return self._mark(head.name, split[1].strip().upper(), number)
        if card is not None:
            card.is_touched = True
            self._last = head
            if head.is_wanted and not self._inner:
                card.add(head, split[1])
        return None

    def _mark(self, name: str, kind: bytes, number: int) -> ContactRecord | Rejected | None:
        if name == "BEGIN":
            return self._begin(kind, number)
        if kind in self._inner:
            del self._inner[self._inner.index(kind) :]
            return None
        result = None
        if kind.startswith(b"VCARD"):
            result = self.finish()
            if b"BEGIN:VCARD" in kind:  # files put together without a line end between them
                self._open(number)
        return result

    def _begin(self, kind: bytes, number: int) -> ContactRecord | Rejected | None:
        card = self._card
        if kind != b"VCARD" or (self._last is not None and self._last.name == "AGENT"):
            self._nest(kind)
        elif card is None:
            self._open(number)
        elif card.is_touched:
            result = self.finish(is_cut_off=True)
            self._open(number)
            return result
        return None

    def _nest(self, kind: bytes) -> None:
        self._last = None
        if self._card is None:
            return
        if len(self._inner) < MOST_NESTED:
            self._inner.append(kind)
        else:
            self._card.is_too_deep = True

    def _open(self, number: int) -> None:
        self.count += 1
        self._card = _Card(f"card {self.count}, line {number}")

    def finish(self, *, is_cut_off: bool = False) -> ContactRecord | Rejected | None:
        card, self._card, self._last = self._card, None, None
        self._inner.clear()
        if card is None:
            return None
        if card.is_too_deep:
            return Rejected(card.where, _TOO_DEEP)
        if is_group(card.values):
            name = name_of_group(card.values, self._legacy)
            return Rejected(card.where, _GROUP.format(f"“{name}” " if name else "This card "))
        where = f"{card.where} (it breaks off before its end)" if is_cut_off else card.where
        record = contact_of(card.values, where, self._legacy)
        return record or Rejected(card.where, _CUT_OFF if is_cut_off else _EMPTY)
