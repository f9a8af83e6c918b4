"""What asking knows: the people, what they have said so far, and what comes out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from mentorpanel.domain.coverage import Member
from mentorpanel.domain.facts import AdviceStatus
from mentorpanel.domain.two_to_ask import Pair


class PieceKind(StrEnum):
    ADVICE = "advice"
    ANSWER = "answer"
    TALK = "talk"


@dataclass(frozen=True, slots=True)
class Piece:
    """Something that somebody said, on a day: advice, an answer to a question of mine, a talk.

    ``said`` are the words, ``question`` what they answer where that is known, ``outcome`` what came of
    advice; empty where nothing is known of it.
    """

    person_id: int
    kind: PieceKind
    said: str
    on: date
    question: str = ""
    topics: tuple[str, ...] = ()
    outcome: AdviceStatus | None = None


@dataclass(frozen=True, slots=True)
class Meant:
    """How near each piece comes to a question by meaning, -1 to 1, in the order of the pieces: by what was said in it,
    and by the question that it answered. 0 where that is not known."""

    said: Sequence[float]
    asked: Sequence[float]


@dataclass(frozen=True, slots=True)
class Askable:
    """Somebody who could be asked. ``member`` is them as coverage sees them, levels of needs and standing included.

    ``expertise`` is the owner's word. ``asked_lately`` counts what they were asked in the last weeks and what waits for
    them, ``waits_for_answer`` is set while an ask of mine is unanswered. ``last_on`` is the last talk.
    """

    member: Member
    expertise: tuple[str, ...] = ()
    asked_lately: int = 0
    waits_for_answer: bool = False
    last_on: date | None = None
    is_do_not_contact: bool = False


@dataclass(frozen=True, slots=True)
class AskResult:
    """Somebody for a question. ``score`` orders and is no mark of the person; ``reasons`` are for the owner alone."""

    person_id: int
    name: str
    score: float
    reasons: tuple[str, ...]
    is_on_panel: bool = True


@dataclass(frozen=True, slots=True)
class Asked:
    """The answer to "whom should I ask?": best first; for a big question two who differ."""

    results: tuple[AskResult, ...]
    differ: Pair | None = None
