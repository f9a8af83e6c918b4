"""Series: sessions that come again."""

from collections.abc import Mapping
from datetime import date, time
from typing import Annotated, Any

from pydantic import Field, StrictInt

from mentorpanel.api.payloads import (
    Clock,
    Day,
    Filters,
    Given,
    Id,
    Line,
    Minutes,
    PersonLink,
    QueryFlag,
    QueryId,
    Shown,
)
from mentorpanel.api.resources import Document, Resource
from mentorpanel.domain import documents
from mentorpanel.domain.recurrence import in_words
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import series


class Series(Shown):
    """A series; its day and time are those of its own zone."""

    id: int
    rrule: str
    time_zone: str
    in_words: str
    person: PersonLink
    starts_on: date
    at: str
    length_minutes: int
    place: str
    prep_minutes: int | None = Field(description="null: as long as usual.")
    prep_lead: str | None = Field(description="Hours ahead, or day-before; null: as usual.")
    ended_on: date | None


class NewSeries(Given):
    """A series; its sessions of the coming months are made with it."""

    person_id: Id
    rrule: Line = Field(description="How often, such as FREQ=MONTHLY;BYDAY=1TU.")
    at: Clock
    length_minutes: Minutes = 45
    starts_on: Day | None = Field(None, description="The first day (today).")
    place: Line = ""
    time_zone: Line = Field("", description="The zone that it is kept in (yours).")


class SeriesChange(Given):
    """What is to change, for the sessions to come. Another rhythm is another series."""

    place: Line | None = None
    length_minutes: Minutes | None = None
    prep_minutes: Annotated[StrictInt, Field(ge=0, le=480)] | None = None
    prep_lead: Line | None = Field(None, description="Hours ahead (0 to 72), or day-before; null: as usual.")


class SeriesFilters(Filters):
    """Which series."""

    person_id: QueryId | None = None
    open: QueryFlag | None = None


def show(owner: User, row_id: int) -> Document:
    """One as a document."""
    return rows(owner, (series.series(owner, series_id=row_id),))[0]


def rows(_owner: User, found: tuple[Any, ...]) -> list[Document]:
    """Those of a list."""
    return [documents.series(one, in_words(one.rrule)) for one in found]


def add(owner: User, given: Mapping[str, Any]) -> int:
    """Begin one."""
    said = {**given, "at": time.fromisoformat(given["at"]), "from_on": given.get("starts_on")}
    said.pop("starts_on", None)
    return series.schedule(owner, **said).series.id


def change(owner: User, row_id: int, given: Mapping[str, Any]) -> None:
    """Where, how long, how it is prepared."""
    said = dict(given)
    otherwise = {name: said.pop(f"prep_{name}") for name in ("minutes", "lead") if f"prep_{name}" in said}
    series.change_series(owner, series_id=row_id, **said)
    if otherwise:
        before = series.series(owner, series_id=row_id)
        kept = {"minutes": before.prep_minutes, "lead": before.prep_lead, **otherwise}
        series.prepare_otherwise(owner, series_id=row_id, minutes=kept["minutes"], lead=kept["lead"] or "")


def delete(owner: User, row_id: int) -> None:
    """It ends; ended already, it stays so."""
    if series.series(owner, series_id=row_id).ended_on is None:
        series.end_series(owner, series_id=row_id)


SERIES = Resource(
    path="series",
    noun="series",
    about="Sessions that come again, by a rule (RFC 5545) kept in a time zone.",
    shown=Series,
    listed=Series,
    new=NewSeries,
    changes=SeriesChange,
    filters=SeriesFilters,
    show=show,
    rows=rows,
    add=add,
    change=change,
    delete=delete,
    delete_says="Ends it: its sessions to come are cancelled, those that were stay, and so does the series.",
    example={"person_id": 1, "rrule": "FREQ=MONTHLY;BYDAY=1TU", "at": "16:00", "length_minutes": 45},
)
