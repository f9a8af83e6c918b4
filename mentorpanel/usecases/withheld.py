"""Focus areas and journal entries with their readers, so that no letter tells somebody what is meant for others."""

from datetime import timedelta
from typing import Final

from mentorpanel import clock
from mentorpanel.domain import withheld
from mentorpanel.domain.withheld import Guarded
from mentorpanel.storage import journal as journal_rows
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import focus, people, profiles
from mentorpanel.usecases.briefs import MENTOR_STAGES

LOOKS_BACK: Final = timedelta(days=365)
"""Older journal entries are history; our judgement."""


def guarded(owner: User) -> tuple[Guarded, ...]:
    """The focus areas of now and the journal of the last year, with their readers; four queries."""
    since = clock.today(profiles.zone(owner)) - LOOKS_BACK
    areas = (
        Guarded(one.text, one.readers == "everyone", frozenset(named.id for named in one.named))
        for one in focus.focus_areas(owner)
    )
    entries = (
        Guarded(one.text, one.is_shared_with_all, frozenset(named.id for named in one.shared_with))
        for one in journal_rows.entries_since(owner, since=since)
    )
    return (*areas, *entries)


def withheld_from(owner: User, *, person_id: int) -> tuple[str, ...]:
    """The texts that a person may not read."""
    is_mentor = people.person(owner, person_id=person_id).stage in MENTOR_STAGES
    return withheld.withheld_from(guarded(owner), person_id, is_mentor=is_mentor)
