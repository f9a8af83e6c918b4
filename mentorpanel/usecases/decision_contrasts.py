"""Advice side by side as a part of a decision: whose words it is about."""

from collections.abc import Sequence

from django.db import transaction

from mentorpanel.domain.advice_records import ContrastRecord
from mentorpanel.domain.decision_records import DecisionRecord
from mentorpanel.domain.records import Named
from mentorpanel.storage import contrasts
from mentorpanel.storage import decision_contrasts as links
from mentorpanel.storage import decisions as stored
from mentorpanel.storage.ownership import User
from mentorpanel.usecases.decisions import Change, changed


def link(owner: User, *, decision_id: int, contrast_id: int) -> Change:
    """A decision is about advice that stands side by side; linked again nothing changes."""
    with transaction.atomic():
        linked = links.linked(owner, decision_id=decision_id)
        return set_linked(owner, decision_id=decision_id, contrast_ids=[*linked, contrast_id])


def unlink(owner: User, *, decision_id: int, contrast_id: int) -> Change:
    """It is not about that after all; the advice still stands side by side."""
    with transaction.atomic():
        linked = links.linked(owner, decision_id=decision_id)
        kept = [one for one in linked if one != contrast_id]
        return set_linked(owner, decision_id=decision_id, contrast_ids=kept)


def set_linked(owner: User, *, decision_id: int, contrast_ids: Sequence[int]) -> Change:
    """Say exactly which advice side by side a decision is about."""
    with transaction.atomic():
        stored.touch(owner, decision_id=decision_id)
        before = links.set_contrasts(owner, decision_id=decision_id, contrast_ids=contrast_ids)
        return changed(owner, decision_id, before)


def to_link(owner: User, *, found: DecisionRecord) -> tuple[Named, ...]:
    """What stands side by side and is no part of a decision yet, by its question."""
    linked = {one.id for one in found.contrasts}
    return tuple(Named(one.id, one.question) for one in contrasts.contrasts(owner) if one.id not in linked)


def decisions_to_link(owner: User, *, found: ContrastRecord) -> tuple[Named, ...]:
    """The open decisions that are not about it yet, by their question."""
    linked = {one.id for one in found.decisions}
    return tuple(
        Named(one.id, one.question) for one in stored.decisions(owner, open_only=True) if one.id not in linked
    )
