"""What the owner needs in each phase, and how far people can help with it, in the owner's word."""

from collections.abc import Mapping

from mentorpanel.domain.needs import NEEDS
from mentorpanel.storage.models import NeedLevel, NeedWeight, User
from mentorpanel.storage.owned import named_person


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
