"""One row of an owner's, or not found: someone else's row is not found either."""

from typing import TypeVar, cast

from django.db.models import BigIntegerField

from mentorpanel.domain.problems import NotFound
from mentorpanel.domain.records import Named
from mentorpanel.storage.models import Person, User
from mentorpanel.storage.models.base import Owned
from mentorpanel.storage.together import Given

Row = TypeVar("Row", bound=Owned)
PERSON = cast("int", Given("person_id", BigIntegerField()))
"""Whom a ``Read`` is about, given as ``person_id``; it says that it is a number, so that one function takes either."""


def owned_row(model: type[Row], owner: User, pk: int, *, what: str, is_for_change: bool = False) -> Row:
    """The owner's row with that id, locked until the transaction ends if it is for change; else ``NotFound``."""
    rows = model._default_manager.filter(owner=owner, pk=pk)
    if is_for_change:
        rows = rows.select_for_update()
    row = rows.first()
    if row is None:
        raise NotFound(f"There is no {what} with the number {pk}.")
    return row


def change_row(row: Owned, **changes: object) -> None:
    """Write the named fields of a row; a name that it does not have is a programming error."""
    for field, value in changes.items():
        row._meta.get_field(field)
        setattr(row, field, value)
    row.save(update_fields=[*changes, "updated_at"])


def named_person(owner: User, person_id: int) -> Named:
    """The owner's person with that id as a link, unless in the trash; else ``NotFound``."""
    name = (
        Person.objects.filter(owner=owner, pk=person_id, deleted_at=None)
        .values_list("name", flat=True)
        .first()
    )
    if name is None:
        raise NotFound(f"There is no person with the number {person_id}.")
    return Named(person_id, name)


def named_people(owner: User, person_ids: tuple[int, ...]) -> tuple[Named, ...]:
    """The owner's people with those ids in the order given, each once; any that is not there is ``NotFound``."""
    wanted = tuple(dict.fromkeys(person_ids))
    rows = Person.objects.filter(owner=owner, pk__in=wanted, deleted_at=None)
    names = dict(rows.values_list("pk", "name")) if wanted else {}
    for person_id in wanted:
        if person_id not in names:
            raise NotFound(f"There is no person with the number {person_id}.")
    return tuple(Named(person_id, names[person_id]) for person_id in wanted)
