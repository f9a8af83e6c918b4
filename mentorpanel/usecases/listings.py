"""Lists of every noun for programs: newest first, filtered, and what was changed since a moment."""

from collections.abc import Callable, Mapping
from typing import Final

from mentorpanel.domain.records import Page
from mentorpanel.domain.selection import Selection
from mentorpanel.storage import (
    advice,
    assessments,
    commitments,
    contrasts,
    decisions,
    drafts,
    favours,
    focus,
    goals,
    introductions,
    journal,
    needs,
    notices,
    panel,
    parking,
    people_lists,
    phases,
    sessions,
    touchpoints,
    updates,
    wants,
)
from mentorpanel.storage.ownership import User

PAGES: Final[Mapping[str, Callable[[User, Selection], Page]]] = {
    "advice": advice.page,
    "assessments": assessments.page,
    "commitments": commitments.page,
    "contrasts": contrasts.page,
    "decisions": decisions.page,
    "drafts": drafts.page,
    "favours": favours.page,
    "focus-areas": focus.page,
    "goals": goals.page,
    "introductions": introductions.page,
    "journal": journal.page,
    "needs": needs.page,
    "notices": notices.page,
    "parked-items": parking.page,
    "people": people_lists.page,
    "phases": phases.page,
    "relationships": panel.page,
    "series": sessions.series_page,
    "sessions": sessions.page,
    "touchpoints": touchpoints.page,
    "updates": updates.page,
    "wants": wants.page,
}
"""A noun as the API names it, and its list in storage."""


def page(owner: User, *, noun: str, selection: Selection) -> Page:
    """One page of a noun's records, as its storage returns them; for relationships, of people's ids."""
    return PAGES[noun](owner, selection)
