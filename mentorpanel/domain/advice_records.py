"""What storage returns of advice side by side, and of the lines of notes that advice came from."""

from dataclasses import dataclass
from datetime import date

from mentorpanel.domain.records import AdviceRecord, Named


@dataclass(frozen=True, slots=True)
class NotedLineRecord:
    """A marked line as it stood when the notes were last saved; ``advice_id`` is None where that was deleted."""

    id: int
    text: str
    advice_id: int | None


@dataclass(frozen=True, slots=True)
class ContrastRecord:
    """Advice that differs on a question, in its order; ``choice_id`` is the piece that was followed, if one was.

    ``decisions`` are about it, by their question.
    """

    id: int
    question: str
    item_id: int | None
    choice_id: int | None
    decided: str
    why: str
    decided_on: date | None
    advice: tuple[AdviceRecord, ...]
    decisions: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class OpenLoop:
    """A piece of advice whose mentor has not heard what came of it."""

    advice_id: int
    person: Named
    text: str
    status: str
    outcome: str
    on: date
    do_not_contact: bool = False
