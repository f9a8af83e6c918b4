"""What Today, search and the assessment of somebody answer."""

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


class Criterion(Shown):
    """One of the criteria, as its newest evidence says."""

    criterion: str
    name: str
    seen: str
    reason: str
    on: date | None


class Shows(Shown):
    """How clearly a criterion was seen."""

    criterion: str
    seen: str


class Piece(Shown):
    """A piece of evidence."""

    id: int
    on: date
    text: str
    shows: list[Shows]
    touchpoint: int | None


class Assessment(Shown):
    """What the evidence shows."""

    state: str
    reason: str
    missing: list[str]
    criteria: list[Criterion]
    evidence: list[Piece]


class Condition(Shown):
    """One of the four conditions of a formal mentor."""

    condition: str
    ok: bool
    reason: str


class Monthly(Shown):
    """What they said to meeting once a month; null: nobody has asked."""

    answer: str | None
    on: date | None


class Suggested(Shown):
    """A stage that is suggested, and why."""

    stage: str
    reason: str


class Readiness(Shown):
    """Whether somebody can be asked to be a formal mentor."""

    verdict: str
    missing: list[str]
    reason: str
    conditions: list[Condition]
    caution: str
    monthly: Monthly
    may_lack_time: bool
    their_signs: list[str]
    my_lapses: list[str]
    suggested: Suggested | None


class Assessed(Shown):
    """Somebody as a mentor; readiness is null in the address book, and for a mentee of yours."""

    id: int
    name: str
    assessment: Assessment
    readiness: Readiness | None


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
    kind: list[str] = Field([], max_length=30, description="Only these kinds of things.")
    order: Annotated[str, Field(max_length=20)] = Field(
        "newest", description="`newest`, or `best`: the best of the newest 2,000."
    )
    limit: Annotated[int, BeforeValidator(whole_text), Field(ge=1, le=200)] = 50
    after: Annotated[str, Field(max_length=500)] = Field("", description="Go on where the last page ended.")
