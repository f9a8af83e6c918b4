"""Makes rows that tests stand on, as plainly as the tables allow."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from mentorpanel.storage.models import Person, Relationship, Session, User

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def make_person(owner: User, name: str, *, stage: str = "") -> int:
    """A person's id; with ``stage`` they are on the panel."""
    person = Person.objects.create(owner=owner, name=name, name_key=name.lower())
    if stage:
        Relationship.objects.create(
            owner=owner, person=person, stage=stage, entered_stage_on=date(2026, 1, 1)
        )
    return person.pk


def make_session(owner: User, person_id: int, *, days: int = 7, status: str = "planned") -> int:
    """The id of a session ``days`` after NOON."""
    number = Session.objects.count()
    row = Session.objects.create(
        owner=owner,
        person_id=person_id,
        starts_at=NOON + timedelta(days=days),
        status=status,
        uid=f"uid-{number}",
    )
    return row.pk


def queries_in(call: Callable[[], object]) -> int:
    """How many queries the call makes."""
    with CaptureQueriesContext(connection) as caught:
        call()
    return len(caught)
