"""Holds one row of any noun until the transaction ends, so that what was compared is what is changed."""

from collections.abc import Mapping
from typing import Final

from mentorpanel.storage.models import (
    Advice,
    Commitment,
    Contrast,
    Decision,
    Draft,
    Evidence,
    Favour,
    FocusArea,
    Goal,
    Introduction,
    JournalEntry,
    NeedWeight,
    Notice,
    ParkedItem,
    Person,
    Phase,
    Series,
    Session,
    Touchpoint,
    Update,
    User,
    Want,
)
from mentorpanel.storage.models.base import Owned
from mentorpanel.storage.owned import owned_row

ROWS: Final[Mapping[str, type[Owned]]] = {
    "advice": Advice,
    "assessments": Evidence,
    "commitments": Commitment,
    "contrasts": Contrast,
    "decisions": Decision,
    "drafts": Draft,
    "favours": Favour,
    "focus-areas": FocusArea,
    "goals": Goal,
    "introductions": Introduction,
    "journal": JournalEntry,
    "needs": NeedWeight,
    "notices": Notice,
    "parked-items": ParkedItem,
    "people": Person,
    "phases": Phase,
    "relationships": Person,
    "series": Series,
    "sessions": Session,
    "touchpoints": Touchpoint,
    "updates": Update,
    "wants": Want,
}
"""A noun as the API names it, and its table. A relationship is locked with its person, as everywhere."""


def hold(owner: User, *, noun: str, row_id: int) -> None:
    """Lock the owner's row with that id until the transaction ends; else ``NotFound``."""
    owned_row(ROWS[noun], owner, row_id, what=noun, is_for_change=True)
