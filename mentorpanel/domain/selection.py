"""Which part of a list a program asks for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Selection:
    """Rows that hold every word of ``query``, meet ``where`` (filters by their name) and were changed since a moment."""

    where: Mapping[str, object] = field(default_factory=dict)
    query: str = ""
    updated_since: datetime | None = None
    limit: int = 50
    after: str = ""
