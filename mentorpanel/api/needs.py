"""Needs: where a phase asks for more or less than its template, in the owner's own word."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field, StrictInt

from mentorpanel.api.payloads import Filters, Given, Line, Shown, Slug
from mentorpanel.api.resources import Document, Resource
from mentorpanel.domain.need_records import NeedWeightRecord
from mentorpanel.domain.needs import need_called
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import need_weights

Weight = Annotated[StrictInt, Field(ge=0, le=3, description="3 must, 2 should, 1 nice, 0 not now.")]


class NeedWeight(Shown):
    """A weight of your own. Everything that a phase asks for: GET needs/of-phase."""

    id: int
    phase: str
    need: str
    name: str
    weight: int


class NewNeedWeight(Given):
    """How much a phase asks for a need."""

    phase: Line = Field(description="A phase that there is, by slug or words.")
    need: Line = Field(description="A need, by slug or words, or the name of one of your own.")
    weight: Weight


class NeedWeightChange(Given):
    """What is to change."""

    weight: Weight | None = None


class NeedWeightFilters(Filters):
    """Which weights."""

    phase: Slug | None = None
    need: Slug | None = None


def _document(one: NeedWeightRecord) -> Document:
    return {
        "id": one.id,
        "phase": one.phase,
        "need": one.need,
        "name": need_called(one.need).name,
        "weight": one.weight,
    }


def show(owner: User, row_id: int) -> Document:
    """One as a document."""
    return _document(need_weights.weight(owner, weight_id=row_id))


def rows(_owner: User, found: tuple[Any, ...]) -> list[Document]:
    """Those of a list."""
    return [_document(one) for one in found]


def add(owner: User, given: Mapping[str, Any]) -> int:
    """Weigh a need."""
    return need_weights.weigh(owner, **given).id


def change(owner: User, row_id: int, given: Mapping[str, Any]) -> None:
    """Another weight."""
    if given.get("weight") is not None:
        need_weights.weigh_again(owner, weight_id=row_id, weight=given["weight"])


def delete(owner: User, row_id: int) -> None:
    """As the template says."""
    need_weights.drop(owner, weight_id=row_id)


NEEDS = Resource(
    path="needs",
    noun="need",
    about=(
        "Where a phase asks for more or less than its template, in your word. Only these have numbers; everything that "
        "a phase asks for, templates too, is in GET needs/of-phase, and how it is covered in GET gaps."
    ),
    shown=NeedWeight,
    listed=NeedWeight,
    new=NewNeedWeight,
    changes=NeedWeightChange,
    filters=NeedWeightFilters,
    show=show,
    rows=rows,
    add=add,
    change=change,
    delete=delete,
    delete_says="The phase goes by its template for that need again; a phase of your own does not ask for it then.",
    example={"phase": "transition", "need": "negotiating", "weight": 3},
)
