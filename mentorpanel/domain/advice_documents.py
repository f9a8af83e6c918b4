"""Advice side by side, and advice that comes back, as documents; the same keys in every shell."""

from collections.abc import Sequence
from typing import Any, Protocol

from mentorpanel.domain import documents
from mentorpanel.domain.advice_records import ContrastRecord

Document = dict[str, Any]


class Back(Protocol):
    """Advice that came back, in one sentence."""

    @property
    def advice_id(self) -> int: ...

    @property
    def sentence(self) -> str: ...

    @property
    def is_warning(self) -> bool: ...

    @property
    def words(self) -> Sequence[str]: ...


def contrast(one: ContrastRecord) -> Document:
    """What differs on a question, and what was decided."""
    return {
        "id": one.id,
        "question": one.question,
        "item_id": one.item_id,
        "choice_id": one.choice_id,
        "decided": one.decided,
        "why": one.why,
        "decided_on": one.decided_on,
        "advice": [documents.advice(piece) for piece in one.advice],
        "decisions": [{"id": each.id, "question": each.name} for each in one.decisions],
    }


def remembered(backs: Sequence[Back]) -> list[Document]:
    """What was said once and fits a question."""
    return [
        {
            "advice_id": back.advice_id,
            "sentence": back.sentence,
            "warning": back.is_warning,
            "words": list(back.words),
        }
        for back in backs
    ]
