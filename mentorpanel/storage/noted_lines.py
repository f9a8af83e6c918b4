"""The marked lines of a session's notes, and which advice each became."""

from mentorpanel.domain.advice_records import NotedLineRecord
from mentorpanel.storage.models import NotedLine, User
from mentorpanel.storage.owned import change_row, owned_row


def lines_of(owner: User, *, session_id: int) -> tuple[NotedLineRecord, ...]:
    """The lines as they stood when the notes were last saved."""
    rows = NotedLine.objects.filter(owner=owner, session_id=session_id).order_by("pk")
    return tuple(NotedLineRecord(row.pk, row.text, row.advice_id) for row in rows)


def add_line(owner: User, *, session_id: int, advice_id: int, text: str) -> None:
    """Remember that a line is advice now."""
    NotedLine.objects.create(owner=owner, session_id=session_id, advice_id=advice_id, text=text)


def change_line(owner: User, *, line_id: int, text: str) -> None:
    """A line was edited."""
    change_row(owned_row(NotedLine, owner, line_id, what="line"), text=text)


def remove_line(owner: User, *, line_id: int) -> None:
    """A line is no longer in the notes."""
    owned_row(NotedLine, owner, line_id, what="line").delete()
