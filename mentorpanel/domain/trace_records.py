"""What was done with a card of Today, as a frozen record."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class TraceRecord:
    """What was done with a card of Today: done, snoozed until a day, or dismissed with a reason."""

    id: int
    card: str
    verdict: str
    facts_key: str
    until: date | None
    reason: str
    minutes: int
    at: datetime
    on: date
