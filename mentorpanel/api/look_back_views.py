"""What a program sees when it looks back."""

from datetime import date
from typing import Annotated

from pydantic import BeforeValidator, Field, StrictInt

from mentorpanel.api.payloads import FIRST_YEAR, LAST_YEAR, Given, PersonLink, Shown, Text, whole_text

Year = Annotated[StrictInt, Field(ge=FIRST_YEAR, le=LAST_YEAR)]
QueryYear = Annotated[int, BeforeValidator(whole_text), Field(ge=FIRST_YEAR, le=LAST_YEAR)]


class SeriesLine(Shown):
    """A line of a series."""

    key: str
    name: str
    values: list[int] = Field(description="One for each month.")


class PlotSeries(Shown):
    """Numbers by month."""

    summary: str
    months: list[str] = Field(description="As 2026-03.")
    lines: list[SeriesLine]


class PersonWeeks(Shown):
    """The weeks in which you talked with somebody."""

    person: PersonLink
    weeks: list[date] = Field(description="By their Mondays.")


class NeedThen(Shown):
    """How a need stood at the end of a phase."""

    need: str
    name: str
    state: str
    people: list[str]


class PhaseThen(Shown):
    """A phase with how its needs stood on its last day; until is null for the present one."""

    phase: str
    name: str
    since: date
    until: date | None
    needs: list[NeedThen]


class GoalLine(Shown):
    """A goal's line."""

    id: int
    statement: str
    starts_on: date
    due_on: date
    milestones: int
    milestones_met: int
    ended_on: date | None
    ending: str | None


class Came(Shown):
    """Somebody who came onto the panel, or left it."""

    person: PersonLink
    stage: str
    on: date


class Held(Shown):
    """A session that was held."""

    id: int
    person: PersonLink
    on: date


class SaidThen(Shown):
    """Advice, with what became of it."""

    id: int
    person: PersonLink
    text: str
    status: str
    outcome: str
    on: date


class Gave(Shown):
    """What went from you to somebody."""

    person: PersonLink
    text: str
    on: date


class AnsweredThen(Shown):
    """A question that found an answer."""

    id: int
    text: str
    answer: str
    on: date


class Book(Shown):
    """What a year was."""

    panel: list[PersonLink]
    joined: list[Came]
    rested: list[Came]
    sessions: list[Held]
    advice: list[SaidThen]
    gave: list[Gave]
    answered: list[AnsweredThen]
    goals: list[GoalLine]


class YearLetter(Shown):
    """The letter to yourself; a draft is put together from the facts."""

    text: str
    is_draft: bool


class LookBack(Shown):
    """Everything so far, or one year: then with its book and its letter."""

    headline: str
    year: int | None
    years: list[int]
    panel: PlotSeries
    talks: PlotSeries
    given: PlotSeries
    received: PlotSeries
    weeks: list[PersonWeeks]
    phases: list[PhaseThen]
    not_kept: str
    goals: list[GoalLine]
    book: Book | None
    letter: YearLetter | None


class LetterWords(Given):
    """A year's letter in your words."""

    year: Year
    text: Text = Field(description="Empty: it is a draft again.")


class LetterOfYear(Given):
    """Which year's letter."""

    year: Year
