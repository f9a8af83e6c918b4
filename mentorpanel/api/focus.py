"""Focus areas: what I work on now, and who may know."""

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import Field

from mentorpanel.api.payloads import Filters, Flag, Given, Ids, Line, PersonLink, Shown
from mentorpanel.api.resources import Document, Resource
from mentorpanel.domain import documents
from mentorpanel.domain.problems import Invalid, NotFound
from mentorpanel.domain.records import FocusRecord
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import focus

Readers = Literal["nobody", "named", "everyone"]


class FocusArea(Shown):
    """A focus area."""

    id: int
    text: str
    readers: Readers
    named: list[PersonLink]


class FocusFields(Given):
    """What is said of it."""

    readers: Readers | None = Field(None, description="Who may know: with “named”, the people in named_ids.")
    named_ids: Ids = []
    worth_telling: Flag = Field(False, description="A change that readers should hear of: a new version.")


class NewFocusArea(FocusFields):
    """One more area; there are at most five."""

    text: Line


class FocusAreaChange(FocusFields):
    """What is to change."""

    text: Line | None = None


class FocusFilters(Filters):
    """Which areas."""

    readers: Readers | None = None


def _said(given: Mapping[str, Any]) -> dict[str, Any]:
    said = dict(given)
    named = said.pop("named_ids", None)
    if said.get("readers") == "named" or (named and said.get("readers") is None):
        if not named:
            raise Invalid("Say in named_ids who may know.", field="named_ids")
        said["readers"] = named
    return said


def _one(owner: User, row_id: int) -> FocusRecord:
    for area in focus.focus_areas(owner):
        if area.id == row_id:
            return area
    raise NotFound(f"There is no focus area with the number {row_id}.")


def show(owner: User, row_id: int) -> Document:
    """One as a document."""
    return documents.focus_area(_one(owner, row_id))


def rows(_owner: User, found: tuple[Any, ...]) -> list[Document]:
    """Those of a list."""
    return [documents.focus_area(one) for one in found]


def add(owner: User, given: Mapping[str, Any]) -> int:
    """One more."""
    return focus.add_focus(owner, **_said(given)).id


def change(owner: User, row_id: int, given: Mapping[str, Any]) -> None:
    """Other words or readers."""
    focus.change_focus(owner, area_id=row_id, **_said(given))


def delete(owner: User, row_id: int) -> None:
    """Let it go."""
    focus.retire_focus(owner, area_id=row_id)


FOCUS_AREAS = Resource(
    path="focus-areas",
    noun="focus area",
    about="What you work on now: at most five areas, each with its readers.",
    shown=FocusArea,
    listed=FocusArea,
    new=NewFocusArea,
    changes=FocusAreaChange,
    filters=FocusFilters,
    show=show,
    rows=rows,
    add=add,
    change=change,
    delete=delete,
    delete_says="The area is retired; versions that were told keep it.",
    example={"text": "Hire a second designer", "readers": "everyone", "worth_telling": True},
)
