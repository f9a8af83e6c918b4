"""Where an open parked item stands, as its links to sessions say. Examples: docs/rules/parking.md."""

from collections.abc import Iterable
from dataclasses import dataclass

from mentorpanel.domain.facts import ParkedStatus, Verdict

OPEN = (ParkedStatus.PARKED, ParkedStatus.PLANNED, ParkedStatus.RAISED)
CLOSINGS = (ParkedStatus.ANSWERED, ParkedStatus.CLOSED, ParkedStatus.DROPPED, ParkedStatus.SOLVED)
URGENCIES = ("low", "normal", "high")


@dataclass(frozen=True, slots=True)
class AgendaLink:
    """An item on one session's agenda: whether that session is still to come, and whether it was raised there."""

    is_to_come: bool
    was_raised: bool


def status_of(links: Iterable[AgendaLink]) -> Verdict:
    """The status of an item that nobody has closed (PRODUCT §2): planned, raised or parked.

    A coming session where it was not raised yet makes it *planned*; else a session where it was
    raised makes it *raised*; else it is *parked* again, whatever agendas it was on.
    """
    known = tuple(links)
    if any(link.is_to_come and not link.was_raised for link in known):
        return Verdict(ParkedStatus.PLANNED, "It is on the agenda of a session to come.")
    if any(link.was_raised for link in known):
        return Verdict(ParkedStatus.RAISED, "It was talked about and waits for an answer or a close.")
    if known:
        return Verdict(ParkedStatus.PARKED, "The session went by without it; it waits for the next one.")
    return Verdict(ParkedStatus.PARKED, "It is on no agenda yet.")
