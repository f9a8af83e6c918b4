"""What is stored about finding mentors, as frozen records for the shells: the owner's own view, private.

Nothing of this leaves for a mentor but what the owner writes into a letter.
"""

from dataclasses import dataclass
from datetime import date

from mentorpanel.domain.records import Named


@dataclass(frozen=True, slots=True)
class EvidenceRecord:
    """One dated observation. ``shows`` pairs a criterion with how clearly; empty while it is too early to tell."""

    id: int
    person: Named
    touchpoint_id: int | None
    on: date
    text: str
    shows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class NoticeRecord:
    """Somebody noticed: where, what exactly impressed me, what I would ask. ``ending``: met, let-go, or empty."""

    id: int
    person: Named
    kind: str
    where: str
    impressed: str
    question: str
    noticed_on: date
    touchpoint_id: int | None
    ending: str
    ended_on: date | None


@dataclass(frozen=True, slots=True)
class MonthlyAnswer:
    """What somebody said to meeting once a month: yes, no, or empty when nobody asked."""

    answer: str
    on: date | None
