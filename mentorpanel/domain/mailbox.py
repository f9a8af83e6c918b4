"""A mailbox on a server as its reader sees it: the heads of mails, and of those that concern somebody the whole."""

from datetime import date
from typing import Final, NamedTuple, Protocol

MOST_BYTES: Final = 30_000_000
"""Larger mails are not fetched; servers take 25 to 50 MB. Our judgement."""


class MailHead(NamedTuple):
    """What is fetched of every mail: its number, its size in bytes, its headers, and what its parts are.

    ``has_calendar``: a part looks like a calendar message; ``is_report``: it reports on a mail that was not delivered.
    """

    uid: int
    size: int
    headers: bytes
    has_calendar: bool = False
    is_report: bool = False


class OpenMailbox(Protocol):
    """An open mailbox. Nothing in it is marked, moved or deleted."""

    @property
    def validity(self) -> int:
        """The UIDVALIDITY: with another one, all numbers are new."""
        ...

    def uids(self, *, after: int, since: date) -> list[int]:
        """The numbers above ``after`` of the mails that came in on that day or later, in their order."""
        ...

    def heads(self, uids: list[int]) -> list[MailHead]:
        """The heads of these mails; those that are gone meanwhile are left out."""
        ...

    def whole(self, uid: int) -> bytes:
        """One mail, empty where it is gone."""
        ...
