"""Relationships: who is on the panel, at which stage, and how things stand."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from pydantic import Field

from mentorpanel.api import people as api_people
from mentorpanel.api.payloads import Counted, Day, Days, Filters, Given, Id, PersonLink, Shown, Text
from mentorpanel.api.resources import Document, Resource
from mentorpanel.domain import documents
from mentorpanel.domain.facts import Role, Stage
from mentorpanel.domain.problems import Conflict, NotFound
from mentorpanel.domain.records import PersonRecord
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import panel_standing


class Relationship(Shown):
    """A relationship has the number of its person. Nulls where nothing is expected."""

    id: int
    person: PersonLink
    stage: Stage
    roles: list[Role]
    since: date | None
    entered_stage_on: date | None
    cadence_days: int | None
    paused_until: date | None
    standing: str | None
    warmth: str | None
    cadence: Counted | None
    informed: bool | None


class RelationshipFields(Given):
    """What is said of a relationship."""

    since: Day | None = Field(None, description="With a stage: since when (today).")
    reason: Text = Field("", description="With a stage: why, for an unusual jump; or the closing note.")
    roles: list[Role] = []
    cadence_days: Days | None = Field(
        None, description="Days that may pass between contacts; null: as the stage."
    )
    paused_until: Day | None = Field(None, description="Nothing is expected until then.")


class NewRelationship(RelationshipFields):
    """Put somebody on the panel."""

    person_id: Id
    stage: Stage


class RelationshipChange(RelationshipFields):
    """A move to another stage, roles, cadence, a pause."""

    stage: Stage | None = None


class RelationshipFilters(Filters):
    """Which relationships."""

    stage: Stage | None = None


def tied(owner: User, person_id: int) -> PersonRecord:
    """A person on the panel; somebody of the address book has no relationship: ``NotFound``."""
    found = api_people.known(owner, person_id)
    if not found.stage:
        raise NotFound(
            f"{found.name} is in the address book only; POST relationships puts them on the panel."
        )
    return found


def show(owner: User, person_id: int) -> Document:
    """A relationship as a document."""
    tied(owner, person_id)
    return rows(owner, (person_id,))[0]


def rows(owner: User, found: tuple[Any, ...]) -> list[Document]:
    """Relationships of people by their numbers, looked up together."""
    return [
        {
            "id": person.id,
            "person": {"id": person.id, "name": person.name},
            "stage": person.stage,
            "roles": person.roles,
            "since": person.since,
            "entered_stage_on": person.entered_stage_on,
            "cadence_days": person.cadence_days,
            "paused_until": person.paused_until,
            "standing": stands.standing.verdict if stands and stands.standing else None,
            "warmth": stands.warmth.verdict if stands else None,
            "cadence": documents.cadence(stands.cadence) if stands else None,
            "informed": stands.informed.verdict == "informed" if stands else None,
        }
        for person, stands in panel_standing.standing_of(owner, person_ids=found)
    ]


def add(owner: User, given: Mapping[str, Any]) -> int:
    """Put somebody on the panel; one who is there is moved by a change: ``Conflict``."""
    person = api_people.known(owner, given["person_id"])
    if person.stage:
        raise Conflict(f"{person.name} is on the panel already; change the relationship instead.")
    said = {name: value for name, value in given.items() if name != "person_id"}
    panel_standing.change_relationship(owner, person_id=person.id, **said)
    return person.id


def change(owner: User, person_id: int, given: Mapping[str, Any]) -> None:
    """Move, pause, and the rest."""
    panel_standing.change_relationship(owner, person_id=person_id, **given)


def delete(owner: User, person_id: int) -> None:
    """Off the panel."""
    panel_standing.take_off(owner, person_id=person_id)


RELATIONSHIPS = Resource(
    path="relationships",
    noun="relationship",
    about="Who is on your panel: a relationship has the number of its person.",
    shown=Relationship,
    listed=Relationship,
    new=NewRelationship,
    changes=RelationshipChange,
    filters=RelationshipFilters,
    show=show,
    rows=rows,
    add=add,
    change=change,
    delete=delete,
    delete_says=(
        "Takes somebody off the panel who was put there by mistake, with the history of their stages; what happened "
        "between you stays. An end is a stage: resting, alumni or closed."
    ),
    example={"person_id": 1, "stage": "connected", "since": "2026-03-31"},
)
