"""Advice side by side: two who differ on a question, and what was decided."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from pydantic import Field

from mentorpanel.api.advice import Advice
from mentorpanel.api.payloads import Filters, Flag, Given, Id, Ids, QueryFlag, Shown, Text
from mentorpanel.api.resources import Document, Resource
from mentorpanel.domain import advice_documents
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import contrasts


class ContrastDecision(Shown):
    """A decision that is about it."""

    id: int
    question: str


class Contrast(Shown):
    """Advice that differs, in its order."""

    id: int
    question: str
    item_id: int | None
    choice_id: int | None = Field(description="The piece that was followed, if one was.")
    decided: str
    why: str
    decided_on: date | None
    advice: list[Advice]
    decisions: list[ContrastDecision]


class NewContrast(Given):
    """Two to six pieces of advice that differ on a question."""

    question: Text
    advice_ids: Ids
    item_id: Id | None = Field(None, description="The parked item that they answer.")
    decision_id: Id | None = Field(None, description="The decision that is about it.")


class ContrastChange(Given):
    """Other words, other advice; or what you decided: whose way, or your own."""

    question: Text | None = None
    advice_ids: Ids | None = None
    choice_id: Id | None = Field(None, description="Whose way; null with “decided”: your own.")
    decided: Text | None = Field(None, description="What you do, in your words.")
    why: Text = ""
    open: Flag = Field(False, description="true: it is not decided after all.")


class ContrastFilters(Filters):
    """Which of them."""

    decided: QueryFlag | None = None


def show(owner: User, row_id: int) -> Document:
    """One as a document."""
    return advice_documents.contrast(contrasts.contrast(owner, contrast_id=row_id))


def rows(_owner: User, found: tuple[Any, ...]) -> list[Document]:
    """Those of a list."""
    return [advice_documents.contrast(one) for one in found]


def add(owner: User, given: Mapping[str, Any]) -> int:
    """Put them side by side."""
    return contrasts.set_side_by_side(owner, **given).id


def change(owner: User, row_id: int, given: Mapping[str, Any]) -> None:
    """Reword it, decide it, open it again."""
    said = dict(given)
    decision = {name: said.pop(name) for name in ("choice_id", "decided", "why") if name in said}
    opens = said.pop("open", False)
    if said:
        contrasts.change_contrast(owner, contrast_id=row_id, **said)
    if decision:
        decision["decided"] = decision.get("decided") or ""
        contrasts.decide(owner, contrast_id=row_id, **decision)
    if opens:
        contrasts.reopen(owner, contrast_id=row_id)


def delete(owner: User, row_id: int) -> None:
    """They do not differ after all."""
    contrasts.remove(owner, contrast_id=row_id)


CONTRASTS = Resource(
    path="contrasts",
    noun="contrast",
    about="Advice side by side: what differs on which question, and what you decided.",
    shown=Contrast,
    listed=Contrast,
    new=NewContrast,
    changes=ContrastChange,
    filters=ContrastFilters,
    show=show,
    rows=rows,
    add=add,
    change=change,
    delete=delete,
    delete_says="They no longer stand side by side; the advice itself stays.",
    example={"question": "Price by seat or by usage?", "advice_ids": [1, 2]},
)
