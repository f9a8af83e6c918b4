"""Who knows whom among the owner's people."""

from django.db.models import Q

from mentorpanel.domain.problems import Invalid
from mentorpanel.domain.records import Named
from mentorpanel.storage.models import Acquaintance, Person, User
from mentorpanel.storage.owned import named_person


def put_acquaintance(owner: User, *, person_id: int, other_id: int) -> None:
    """The two know each other; said twice or the other way round, it is kept once."""
    if person_id == other_id:
        raise Invalid("Everybody knows themselves; choose somebody else.", field="other")
    named_person(owner, person_id)
    named_person(owner, other_id)
    low, high = sorted((person_id, other_id))
    Acquaintance.objects.get_or_create(owner=owner, person_id=low, other_id=high)


def drop_acquaintance(owner: User, *, person_id: int, other_id: int) -> None:
    """The two do not know each other after all."""
    low, high = sorted((person_id, other_id))
    either = Q(person_id=low, other_id=high) | Q(person_id=high, other_id=low)
    Acquaintance.objects.filter(either, owner=owner).delete()


def known_to(owner: User, *, person_id: int) -> tuple[Named, ...]:
    """Whom a person knows, in order of their names; nobody in the trash."""
    rows = Acquaintance.objects.filter(owner=owner)
    ids = [*rows.filter(person_id=person_id).values_list("other_id", flat=True)]
    ids += rows.filter(other_id=person_id).values_list("person_id", flat=True)
    people = Person.objects.filter(owner=owner, pk__in=ids, deleted_at=None).order_by("name", "pk")
    return tuple(Named(pk, name) for pk, name in people.values_list("pk", "name"))


def pairs(owner: User) -> frozenset[frozenset[int]]:
    """Every pair of people who know each other."""
    rows = Acquaintance.objects.filter(owner=owner).values_list("person_id", "other_id")
    return frozenset(frozenset(pair) for pair in rows)
