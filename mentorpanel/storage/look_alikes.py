"""Others who share an address, a number or the name with a person: perhaps the same one twice."""

from typing import Any

from django.db.models import QuerySet

from mentorpanel.domain.records import Named
from mentorpanel.storage.models import ContactPoint, Person
from mentorpanel.storage.owned import PERSON
from mentorpanel.storage.together import OWNER, Found, Read

MOST = 80
"""Of each kind; whoever shares a number with so many shares a switchboard (our judgement)."""
Rows = list[tuple[int, str]]


def _others(**shared: Any) -> "QuerySet[Person, tuple[int, str]]":
    rows = Person.objects.filter(owner=OWNER, deleted_at=None, **shared).exclude(pk=PERSON)
    return rows.order_by("pk").values_list("pk", "name")[:MOST]


def _by_point() -> "QuerySet[Person, tuple[int, str]]":
    own = ContactPoint.objects.filter(owner=OWNER, person_id=PERSON).values("key")
    return _others(pk__in=ContactPoint.objects.filter(owner=OWNER, key__in=own).values("person_id"))


def _own_keys() -> "QuerySet[Person, Any]":
    """Of the name, and of the name in full where it is another."""
    own = Person.objects.filter(owner=OWNER, pk=PERSON)
    return own.values("name_key").union(own.exclude(alias_key="").values("alias_key"))


def _by_alias() -> "QuerySet[Person, tuple[int, str]]":
    aliased = Person.objects.filter(owner=OWNER, alias_key__in=_own_keys()).exclude(alias_key="")
    return _others(pk__in=aliased.values("pk"))


BY_POINT: Read[Rows] = Read(_by_point)
BY_NAME: Read[Rows] = Read(lambda: _others(name_key__in=_own_keys()))
BY_ALIAS: Read[Rows] = Read(_by_alias)
READS = (BY_POINT, BY_NAME, BY_ALIAS)
"""Asked apart: each is found by an index of its own."""


def look_alikes_from(found: Found) -> tuple[Named, ...]:
    """Everybody in one of them, the first known first; nobody in the trash."""
    everybody = {row for read in READS for row in found[read]}
    return tuple(Named(pk, name) for pk, name in sorted(everybody))
