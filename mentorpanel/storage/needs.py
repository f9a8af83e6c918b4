"""What the owner needs in each phase, and how far people can help with it, in the owner's word."""

from collections.abc import Iterable, Mapping
from typing import Any

from mentorpanel.domain.need_records import NeedWeightRecord
from mentorpanel.domain.needs import NEEDS
from mentorpanel.domain.problems import Conflict
from mentorpanel.domain.records import Page
from mentorpanel.domain.selection import Selection
from mentorpanel.storage.matching_text import holds_all
from mentorpanel.storage.models import NeedLevel, NeedWeight, User
from mentorpanel.storage.owned import PERSON, change_row, named_person, owned_row
from mentorpanel.storage.paging import selected
from mentorpanel.storage.together import OWNER, Found, Read, read_together

TAXONOMY = frozenset(need.slug for need in NEEDS)


def own_weights(owner: User) -> dict[str, dict[str, int]]:
    """Phase to need to weight, for what differs from the templates."""
    return WEIGHTS.alone(owner)


def _nested(rows: Iterable[tuple[Any, str, int]]) -> dict[Any, dict[str, int]]:
    found: dict[Any, dict[str, int]] = {}
    for first, need, number in rows:
        found.setdefault(first, {})[need] = number
    return found


WEIGHTS: Read[dict[str, dict[str, int]]] = Read(
    lambda: NeedWeight.objects.filter(owner=OWNER).order_by("pk").values_list("phase", "need", "weight"),
    _nested,
)
"""As ``own_weights``."""
HELPED_NEEDS: Read[frozenset[str]] = Read(
    lambda: (
        NeedLevel.objects.filter(owner=OWNER)
        .exclude(need__in=sorted(TAXONOMY))
        .order_by()
        .values_list("need", flat=True)
        .distinct()
    ),
    frozenset,
)
"""The slugs of needs that are no part of the taxonomy and that somebody helps with."""
LEVELS: Read[dict[int, dict[str, int]]] = Read(
    lambda: (
        NeedLevel.objects.filter(owner=OWNER, person__deleted_at=None)
        .order_by("pk")
        .values_list("person_id", "need", "level")
    ),
    _nested,
)
"""Person to need to level, as the owner has said; nobody in the trash."""
LEVELS_OF_PERSON: Read[dict[str, int]] = Read(
    lambda: (
        NeedLevel.objects.filter(owner=OWNER, person__deleted_at=None, person_id=PERSON)
        .order_by()
        .values_list("need", "level")
    ),
    dict,
)
"""How far one person helps by need, as the owner has said; nothing in the trash."""


def put_weight(owner: User, *, phase: str, need: str, weight: int | None) -> None:
    """Write the owner's weight of a need in a phase; None goes by the template again."""
    if weight is None:
        NeedWeight.objects.filter(owner=owner, phase=phase, need=need).delete()
        return
    NeedWeight.objects.update_or_create(owner=owner, phase=phase, need=need, defaults={"weight": weight})


def drop_weights(owner: User, *, phase: str) -> None:
    """A phase goes by its template again; one of the owner's own asks for nothing then."""
    NeedWeight.objects.filter(owner=owner, phase=phase).delete()


def own_needs(owner: User) -> tuple[str, ...]:
    """The slugs of needs that are no part of the taxonomy and that a phase weighs or somebody helps with."""
    return own_needs_from(read_together(owner, (WEIGHTS, HELPED_NEEDS)))


def own_needs_from(found: Found) -> tuple[str, ...]:
    """The same, where ``WEIGHTS`` and ``HELPED_NEEDS`` were read with others."""
    weighed = {need for needs in found[WEIGHTS].values() for need in needs} - TAXONOMY
    return tuple(sorted(weighed | found[HELPED_NEEDS]))


def put_levels(owner: User, *, person_id: int, levels: Mapping[str, int | None]) -> None:
    """Write how far a person can help with some needs; None leaves it to the facts again."""
    named_person(owner, person_id)
    for need, level in levels.items():
        if level is None:
            NeedLevel.objects.filter(owner=owner, person_id=person_id, need=need).delete()
        else:
            NeedLevel.objects.update_or_create(
                owner=owner, person_id=person_id, need=need, defaults={"level": level}
            )


def page(owner: User, selection: Selection) -> Page:
    """A page of the owner's own weights for programs."""
    rows = NeedWeight.objects.filter(holds_all(selection.query, "phase", "need"), owner=owner)
    return selected(rows, selection, {"phase": "phase", "need": "need"}, record=_record)


def weight(owner: User, *, weight_id: int) -> NeedWeightRecord:
    """One of the owner's own weights."""
    return _record(owned_row(NeedWeight, owner, weight_id, what="weight of a need"))


def add_weight(owner: User, *, phase: str, need: str, weight: int) -> NeedWeightRecord:
    """Store a weight; ``Conflict`` where the phase has one for the need."""
    row, is_new = NeedWeight.objects.get_or_create(
        owner=owner, phase=phase, need=need, defaults={"weight": weight}
    )
    if not is_new:
        raise Conflict(f"This phase has a weight of yours for that need: number {row.pk}. Change that one.")
    return _record(row)


def change_weight(owner: User, *, weight_id: int, weight: int) -> NeedWeightRecord:
    """Write one of the owner's own weights."""
    row = owned_row(NeedWeight, owner, weight_id, what="weight of a need", is_for_change=True)
    change_row(row, weight=weight)
    return _record(row)


def drop_weight(owner: User, *, weight_id: int) -> None:
    """Delete one of the owner's own weights."""
    owned_row(NeedWeight, owner, weight_id, what="weight of a need", is_for_change=True).delete()


def _record(row: NeedWeight) -> NeedWeightRecord:
    return NeedWeightRecord(row.pk, row.phase, row.need, row.weight)
