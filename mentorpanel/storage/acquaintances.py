"""Who knows whom among the owner's people."""

from typing import Any

from django.db.models import Case, F, Q, QuerySet, When

from mentorpanel.domain.problems import Invalid
from mentorpanel.domain.records import Named
from mentorpanel.storage.models import Acquaintance, User
from mentorpanel.storage.owned import PERSON, named_person
from mentorpanel.storage.together import OWNER, Read


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
    return KNOWN_TO.alone(owner, person_id=person_id)


def _known_to() -> "QuerySet[Acquaintance, tuple[Any, ...]]":
    """From the pairs that a person is in to the other of each."""
    one, two = Q(person_id=PERSON, other__deleted_at=None), Q(other_id=PERSON, person__deleted_at=None)
    rows = Acquaintance.objects.filter(one | two, owner=OWNER).annotate(
        known_id=Case(When(person_id=PERSON, then=F("other_id")), default=F("person_id")),
        known_name=Case(When(person_id=PERSON, then=F("other__name")), default=F("person__name")),
    )
    return rows.order_by("known_name", "known_id").values_list("known_id", "known_name")


KNOWN_TO = Read(_known_to, lambda rows: tuple(Named(*row) for row in rows))
"""As ``known_to``."""
PAIRS = Read(
    lambda: Acquaintance.objects.filter(owner=OWNER).order_by().values_list("person_id", "other_id"),
    lambda rows: frozenset(frozenset(pair) for pair in rows),
)
"""Every pair of people who know each other."""
