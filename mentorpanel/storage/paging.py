"""Paging by key: a page ends with a cursor that says which row came last, never how many."""

import base64
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any, TypeVar

from django.db.models import Q, QuerySet

from mentorpanel.domain.problems import Invalid
from mentorpanel.domain.records import Page
from mentorpanel.domain.selection import Selection

Row = TypeVar("Row")
LARGEST_PAGE = 500
LARGEST_ID = 2**63 - 1


def page_of(
    rows: Iterable[Row], *, limit: int, record: Callable[[Row], Any], key: Callable[[Row], Sequence[Any]]
) -> Page:
    """A page out of up to ``limit + 1`` rows; the one too many only says that there is a next page."""
    found = list(rows)
    kept = found[:limit]
    more = len(found) > limit
    return Page(tuple(record(row) for row in kept), cursor_of(key(kept[-1])) if more else "")


def selected(
    rows: "QuerySet[Any]",
    selection: Selection,
    filters: Mapping[str, str | Mapping[object, Q]],
    *,
    record: Callable[[Any], Any],
    id_field: str = "pk",
) -> Page:
    """The page of a selection, newest first. ``filters``: the name of each to its lookup, or to a condition per value.

    A filter that is None is not asked for; a name that is not there is a programming error.
    """
    for name, value in selection.where.items():
        lookup = filters[name]
        if value is not None:
            rows = rows.filter(Q(**{lookup: value}) if isinstance(lookup, str) else lookup[value])
    if selection.updated_since is not None:
        rows = rows.filter(updated_at__gte=selection.updated_since)
    if selection.after:
        (last,) = key_of(selection.after, read_id)
        rows = rows.filter(**{f"{id_field}__lt": last})
    size = page_size(selection.limit)
    found = rows.order_by(f"-{id_field}")[: size + 1]
    return page_of(found, limit=size, record=record, key=lambda row: (getattr(row, id_field),))


def page_size(limit: int) -> int:
    """The limit that is used: from 1 to 500 (our judgement)."""
    return max(1, min(limit, LARGEST_PAGE))


def cursor_of(key: Sequence[Any]) -> str:
    """A key of texts, numbers, dates and moments as a short word for an address."""
    plain = [value.isoformat() if isinstance(value, date) else value for value in key]
    return base64.urlsafe_b64encode(json.dumps(plain).encode()).decode().rstrip("=")


def key_of(cursor: str, *kinds: Callable[[Any], Any]) -> tuple[Any, ...]:
    """The key in a cursor, each part read by its kind (``read_date``, ``read_moment``, ``int``); else ``Invalid``."""
    try:
        plain = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if not isinstance(plain, list):
            raise ValueError("no list")
        return tuple(kind(value) for kind, value in zip(kinds, plain, strict=True))
    except (ValueError, TypeError, OverflowError, RecursionError) as error:
        raise Invalid(
            "This place in the list is not readable; start from the first page.", field="after"
        ) from error


def read_date(text: Any) -> date:
    """A date out of a cursor."""
    return date.fromisoformat(text)


def read_moment(text: Any) -> datetime:
    """An aware moment out of a cursor."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("a moment without a zone")
    return moment.astimezone(UTC)


def read_id(number: Any) -> int:
    """An id out of a cursor."""
    if not isinstance(number, int) or not 0 < number <= LARGEST_ID:
        raise ValueError("no id")
    return number
