"""What Today and search answer."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, Field

from mentorpanel.api.payloads import PersonLink, Shown, Words, whole_text


class Action(Shown):
    """What clears a card: on a page, or in the shell."""

    label: str
    url: str
    command: str


class Card(Shown):
    """A card, with its reason."""

    id: str
    kind: str
    person: PersonLink | None
    title: str
    why: str
    due: date | None
    effort_minutes: int
    action: Action
    state: str
    duty: bool


class LeftOut(Shown):
    """A card that is not shown, and why."""

    id: str
    title: str
    reason: str


class Week(Shown):
    """The minutes of the week."""

    spent_minutes: int
    weekly_minutes: int


class Today(Shown):
    """A day's cards in three lanes."""

    blind_spots: list[Card]
    coming_up: list[Card]
    openings: list[Card]
    on: date
    headline: str
    week: Week
    not_shown: list[LeftOut]


class SearchHit(Shown):
    """A thing that holds every word."""

    kind: str
    id: int
    title: str
    snippet: str
    person: PersonLink | None
    on: date | None


class SearchPage(Shown):
    """One page of what was found."""

    results: list[SearchHit]
    next: str | None


class SearchFilters(BaseModel):
    """What to look for."""

    q: Words = Field(description="Every word must stand in it.")
    limit: Annotated[int, BeforeValidator(whole_text), Field(ge=1, le=200)] = 50
    after: Annotated[str, Field(max_length=500)] = Field("", description="Go on where the last page ended.")
