"""The kinds of values that programs send and read; strict, so that a wrong type is refused and never guessed at."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StrictBool,
    StrictInt,
    StrictStr,
    WithJsonSchema,
)

from mentorpanel.domain.problems import Problem

LARGEST_ID = 10**18 - 1
MOST_TEXT = 100_000
FIRST_YEAR, LAST_YEAR = 1900, 2200
ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
WHOLE = re.compile(r"\d{1,18}")


class Shown(BaseModel):
    """What is answered."""


class Given(BaseModel):
    """What is sent: a name that is not known is refused. Only what is sent is looked at."""

    model_config = ConfigDict(extra="forbid")

    def said(self) -> dict[str, Any]:
        """What was sent, by name."""
        return {name: getattr(self, name) for name in self.model_fields_set}


def _day_text(value: Any) -> Any:
    if isinstance(value, date):
        return value
    if not isinstance(value, str) or not ISO_DAY.fullmatch(value):
        raise ValueError("a day is written as 2026-03-31")
    return value


def _moment_text(value: Any) -> Any:
    if isinstance(value, datetime):
        return value
    if not isinstance(value, str) or not ISO_DAY.match(value) or len(value) < len("2026-03-31T12:00Z"):
        raise ValueError("a moment is written as 2026-03-31T12:00:00Z")
    return value.replace(" ", "+") if value[10] in "Tt" else value


def _possible(value: Any) -> Any:
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise ValueError(f"a year is from {FIRST_YEAR} to {LAST_YEAR}")
    return value


def _no_nul(value: str) -> str:
    if "\0" in value:
        raise ValueError("text has no NUL")
    return value


def whole_text(value: Any) -> Any:
    """Digits of an address, and nothing else that could be read as a number."""
    if isinstance(value, str) and not WHOLE.fullmatch(value):
        raise ValueError("a whole number")
    return value


def _yes_or_no(value: Any) -> Any:
    if isinstance(value, str) and value not in ("true", "false"):
        raise ValueError("true or false")
    return value


Text = Annotated[StrictStr, Field(max_length=MOST_TEXT), AfterValidator(_no_nul)]
Line = Annotated[StrictStr, Field(max_length=500), AfterValidator(_no_nul)]
Slug = Annotated[StrictStr, Field(max_length=60, pattern=r"^[a-z0-9-]*$")]
Lines = Annotated[list[Line], Field(max_length=50)]
Id = Annotated[StrictInt, Field(ge=1, le=LARGEST_ID)]
Ids = Annotated[list[Id], Field(max_length=200)]
Flag = StrictBool
Minutes = Annotated[StrictInt, Field(ge=5, le=480)]
Days = Annotated[StrictInt, Field(ge=1, le=3660)]
Day = Annotated[date, BeforeValidator(_day_text), AfterValidator(_possible)]
Moment = Annotated[AwareDatetime, BeforeValidator(_moment_text), AfterValidator(_possible)]
Clock = Annotated[
    StrictStr,
    Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$"),
    WithJsonSchema({"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$", "examples": ["16:00"]}),
]

# In an address everything is text.
QueryId = Annotated[int, BeforeValidator(whole_text), Field(ge=1, le=LARGEST_ID)]
QueryFlag = Annotated[bool, BeforeValidator(_yes_or_no)]
Words = Annotated[str, Field(max_length=200), AfterValidator(_no_nul)]


class Filters(BaseModel):
    """What every list takes. Every other field of a list's own filters is a filter of its storage."""

    q: Words = Field("", description="Every word must stand in it.")
    updated_since: Moment | None = Field(None, description="Only what was changed at that moment or later.")
    limit: Annotated[int, BeforeValidator(whole_text), Field(ge=1, le=200)] = 50
    after: Annotated[str, Field(max_length=500)] = Field("", description="Go on where the last page ended.")

    def where(self) -> dict[str, Any]:
        """The list's own filters that were asked for."""
        return {
            name: getattr(self, name) for name in type(self).model_fields if name not in Filters.model_fields
        }


@contextmanager
def called(**names: str) -> Iterator[None]:
    """Let a problem name the value as programs know it: the use case's name for it to ours."""
    try:
        yield
    except Problem as problem:
        problem.field = names.get(problem.field, problem.field)
        raise


class PersonLink(Shown):
    """A person: number and name."""

    id: int
    name: str


class Counted(Shown):
    """How often, and how it stands."""

    days: int | None
    state: str | None
    since: date | None
    reason: str
