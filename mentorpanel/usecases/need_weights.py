"""The owner's own weights of needs, one by one: where a phase asks for more or less than its template."""

from django.db import transaction

from mentorpanel.domain.need_records import NeedWeightRecord
from mentorpanel.domain.needs import need_slug
from mentorpanel.domain.problems import Invalid
from mentorpanel.storage import needs
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import phases

WEIGHTS = (0, 1, 2, 3)


def weight(owner: User, *, weight_id: int) -> NeedWeightRecord:
    """One of them."""
    return needs.weight(owner, weight_id=weight_id)


def weigh(owner: User, *, phase: str, need: str, weight: int) -> NeedWeightRecord:
    """Say how much a phase asks for a need, one of the taxonomy or of one's own, by slug or words.

    ``weight``: 3 must, 2 should, 1 nice, 0 not now. ``NotFound`` for a phase that there is not, ``Conflict``
    where the owner has weighed it already.
    """
    _must_be_weight(weight)
    with transaction.atomic():
        slug = phases.phase_needs(owner, phase=phase).slug
        return needs.add_weight(owner, phase=slug, need=need_slug(need), weight=weight)


def weigh_again(owner: User, *, weight_id: int, weight: int) -> NeedWeightRecord:
    """Another weight."""
    _must_be_weight(weight)
    with transaction.atomic():
        return needs.change_weight(owner, weight_id=weight_id, weight=weight)


def drop(owner: User, *, weight_id: int) -> None:
    """The phase goes by its template for that need again; one of the owner's own does not ask for it then."""
    with transaction.atomic():
        needs.drop_weight(owner, weight_id=weight_id)


def _must_be_weight(weight: int) -> None:
    if weight not in WEIGHTS:
        raise Invalid("A need weighs 3 (must), 2 (should), 1 (nice) or 0 (not now).", field="weight")
