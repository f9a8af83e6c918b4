"""The options and criteria of a decision: added, put in other words, taken off."""

from datetime import date
from typing import Any

from django.db import transaction

from mentorpanel import clock
from mentorpanel.domain.decisions import weight_of
from mentorpanel.domain.problems import Conflict
from mentorpanel.domain.wording import plain_text
from mentorpanel.storage import decision_asks
from mentorpanel.storage import decisions as stored
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import profiles
from mentorpanel.usecases.decisions import LONGEST_NOTE, Change, changed, open_decision, said_line


def add_option(owner: User, *, decision_id: int, text: str, note: str = "") -> Change:
    """One more way to go."""
    said = said_line(text, "text", "the option")
    with transaction.atomic():
        open_decision(owner, decision_id)
        _, before = stored.add_option(
            owner, decision_id=decision_id, text=said, note=plain_text(note)[:LONGEST_NOTE]
        )
        return changed(owner, decision_id, before)


def change_option(owner: User, *, option_id: int, text: str | None = None, note: str | None = None) -> Change:
    """Other words for an option, or for what is noted of it."""
    changes: dict[str, str] = {}
    if text is not None:
        changes["text"] = said_line(text, "text", "the option")
    if note is not None:
        changes["note"] = plain_text(note)[:LONGEST_NOTE]
    with transaction.atomic():
        decision_id, before = stored.change_part(owner, part="option", part_id=option_id, **changes)
        return changed(owner, decision_id, before)


def remove_option(owner: User, *, option_id: int) -> Change:
    """It is no option after all. The one that the others are held against stays."""
    with transaction.atomic():
        found = open_decision(owner, stored.part_row(owner, part="option", part_id=option_id).decision_id)
        if found.reference == option_id:
            raise Conflict("The others are compared with this one; compare them with something else first.")
        _, before = stored.change_part(owner, part="option", part_id=option_id, removed_at=clock.now())
        return changed(owner, found.id, before)


def add_criterion(
    owner: User,
    *,
    decision_id: int,
    text: str,
    weight: int = 1,
    person_id: int | None = None,
    on: date | None = None,
) -> Change:
    """One more thing that counts, my own or named by ``person_id``, who has answered by that."""
    said, heavy = said_line(text, "text", "the criterion"), weight_of(weight)
    with transaction.atomic():
        open_decision(owner, decision_id)
        day = on or clock.today(profiles.zone(owner))
        _, before = stored.add_criterion(
            owner, decision_id=decision_id, text=said, weight=heavy, given_by=person_id, given_on=day
        )
        if person_id is None:
            return changed(owner, decision_id, before)
        answered = decision_asks.answered(owner, decision_id=decision_id, person_id=person_id, on=day)
        return changed(owner, decision_id, before, answered)


def change_criterion(
    owner: User, *, criterion_id: int, text: str | None = None, weight: int | None = None
) -> Change:
    """Other words for a criterion, or how often it counts: once, twice or three times."""
    changes: dict[str, Any] = {}
    if text is not None:
        changes["text"] = said_line(text, "text", "the criterion")
    if weight is not None:
        changes["weight"] = weight_of(weight)
    with transaction.atomic():
        found = stored.part_row(owner, part="criterion", part_id=criterion_id)
        open_decision(owner, found.decision_id)
        decision_id, before = stored.change_part(owner, part="criterion", part_id=criterion_id, **changes)
        return changed(owner, decision_id, before)


def remove_criterion(owner: User, *, criterion_id: int) -> Change:
    """It does not count after all."""
    with transaction.atomic():
        found = stored.part_row(owner, part="criterion", part_id=criterion_id)
        open_decision(owner, found.decision_id)
        _, before = stored.change_part(owner, part="criterion", part_id=criterion_id, removed_at=clock.now())
        return changed(owner, found.decision_id, before)
