"""The owner's own copies at a work address: which messages are to go, against what went.

Examples: docs/rules/own-copies.md.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final, Literal

AHEAD: Final = timedelta(days=35)
"""How far ahead copies are sent; our judgement: a monthly session is always in, a long series does not flood."""


@dataclass(frozen=True, slots=True)
class CopyWanted:
    """A session or its preparation as it should stand in the calendar at work: no names, no place, no words."""

    uid: str
    kind: Literal["session", "preparation"]
    session_id: int
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class CopyMessage:
    """A message about one event, to send or the last one sent: REQUEST puts it there, CANCEL takes it out."""

    method: Literal["REQUEST", "CANCEL"]
    uid: str
    kind: Literal["session", "preparation"]
    session_id: int | None
    starts_at: datetime
    ends_at: datetime
    address: str
    sequence: int


def messages_due(
    wanted: Sequence[CopyWanted], told: Iterable[CopyMessage], address: str, *, now: datetime
) -> tuple[CopyMessage, ...]:
    """The messages that make the calendar at ``address`` hold what is wanted; cancellations first.

    An event told to another address is cancelled there and begun anew here. What is over is left as it is, and
    what is further ahead than 35 days is not sent yet, though it stays once it was. SEQUENCE rises with each message.
    """
    known: Mapping[str, CopyMessage] = {one.uid: one for one in told}
    by_uid = {one.uid: one for one in wanted} if address else {}
    gone = [one for one in known.values() if one.method == "REQUEST" and one.ends_at > now]
    found = [_cancel(one) for one in gone if one.uid not in by_uid or one.address.lower() != address.lower()]
    for one in by_uid.values():
        before = known.get(one.uid)
        stands = (
            before is not None and before.method == "REQUEST" and before.address.lower() == address.lower()
        )
        if (
            stands
            and before is not None
            and (before.starts_at, before.ends_at) == (one.starts_at, one.ends_at)
        ):
            continue
        if one.ends_at <= now or (one.starts_at > now + AHEAD and not stands):
            continue
        sequence = (
            0 if before is None else before.sequence + (1 if stands or before.method == "CANCEL" else 2)
        )
        found.append(
            CopyMessage(
                "REQUEST", one.uid, one.kind, one.session_id, one.starts_at, one.ends_at, address, sequence
            )
        )
    return tuple(found)


def _cancel(one: CopyMessage) -> CopyMessage:
    return replace(one, method="CANCEL", sequence=one.sequence + 1)
