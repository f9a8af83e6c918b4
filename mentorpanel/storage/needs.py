"""What the owner needs in each phase, and how far people can help with it, in the owner's word."""

from collections.abc import Mapping

from mentorpanel.domain.need_records import NeedWeightRecord
from mentorpanel.domain.needs import NEEDS
from mentorpanel.domain.problems import Conflict
from mentorpanel.domain.records import Page
from mentorpanel.domain.selection import Selection
from mentorpanel.storage.matching_text import holds_all
from mentorpanel.storage.models import NeedLevel, NeedWeight, User
from mentorpanel.storage.owned import change_row, named_person, owned_row
from mentorpanel.storage.paging import selected


def own_weights(owner: User) -> dict[str, dict[str, int]]:
    """Phase to need to weight, for what differs from the templates."""
    found: dict[str, dict[str, int]] = {}
    for phase, need, weight in NeedWeight.objects.filter(owner=owner).values_list("phase", "need", "weight"):
        found.setdefault(phase, {})[need] = weight
    return found


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
    taxonomy = [need.slug for need in NEEDS]
    weighed = NeedWeight.objects.filter(owner=owner).exclude(need__in=taxonomy).values_list("need", flat=True)
    helped = NeedLevel.objects.filter(owner=owner).exclude(need__in=taxonomy).values_list("need", flat=True)
    return tuple(sorted({*weighed, *helped}))


def said_levels(owner: User, *, person_id: int | None = None) -> dict[int, dict[str, int]]:
    """Person to need to level, as the owner has said; of one person or of everybody not in the trash."""
    rows = NeedLevel.objects.filter(owner=owner, person__deleted_at=None)
    if person_id is not None:
        rows = rows.filter(person_id=person_id)
    found: dict[int, dict[str, int]] = {}
    for person, need, level in rows.values_list("person_id", "need", "level"):
        found.setdefault(person, {})[need] = level
    return found


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
