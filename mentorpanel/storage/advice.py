"""What mentors said, and what came of it."""

from typing import Any

from django.db.models import QuerySet

from mentorpanel.domain.problems import Invalid, NotFound
from mentorpanel.domain.records import AdviceRecord, Named, Page
from mentorpanel.domain.selection import Selection
from mentorpanel.storage.matching_text import holds_all
from mentorpanel.storage.models import Advice, Session, User
from mentorpanel.storage.owned import change_row, named_person, owned_row
from mentorpanel.storage.paging import key_of, page_of, page_size, read_date, selected


def add_advice(owner: User, *, person_id: int, session_id: int | None, **values: Any) -> AdviceRecord:
    """Store what a person said; a session must be one with that person."""
    named_person(owner, person_id)
    check_session(owner, session_id, person_id)
    row = Advice.objects.create(owner=owner, person_id=person_id, session_id=session_id, **values)
    return advice(owner, advice_id=row.pk)


def check_session(owner: User, session_id: int | None, person_id: int) -> None:
    """The session, if one is named, is the owner's and with that person; else ``NotFound`` or ``Invalid``."""
    if session_id is None:
        return
    if owned_row(Session, owner, session_id, what="session").person_id != person_id:
        raise Invalid("That session was with somebody else.", field="session")


def advice(owner: User, *, advice_id: int) -> AdviceRecord:
    """One piece of advice of the owner's."""
    row = _rows(owner).filter(pk=advice_id).first()
    if row is None:
        raise NotFound(f"There is no advice with the number {advice_id}.")
    return _record(row)


def change_advice(owner: User, *, advice_id: int, **changes: Any) -> AdviceRecord:
    """Write fields of a piece of advice."""
    change_row(owned_row(Advice, owner, advice_id, what="advice", is_for_change=True), **changes)
    return advice(owner, advice_id=advice_id)


def advice_list(
    owner: User, *, person_id: int | None, query: str, status: str, limit: int, after: str
) -> Page:
    """One page of advice that holds every word of the query, newest first; not from people in the trash."""
    rows = _rows(owner).filter(holds_all(query, "text", "outcome", "person__name"), person__deleted_at=None)
    if person_id is not None:
        rows = rows.filter(person_id=person_id)
    if status:
        rows = rows.filter(status=status)
    if after:
        on, last = key_of(after, read_date, int)
        rows = rows.filter(on__lte=on).exclude(on=on, pk__gte=last)
    size = page_size(limit)
    found = rows.order_by("-on", "-pk")[: size + 1]
    return page_of(found, limit=size, record=_record, key=lambda row: (row.on, row.pk))


FILTERS = {"person_id": "person_id", "session_id": "session_id", "status": "status"}


def page(owner: User, selection: Selection) -> Page:
    """A page of advice for programs."""
    matches = holds_all(selection.query, "text", "outcome", "person__name")
    rows = _rows(owner).filter(matches, person__deleted_at=None)
    return selected(rows, selection, FILTERS, record=_record)


def delete_advice(owner: User, *, advice_id: int) -> None:
    """Delete a piece of advice."""
    owned_row(Advice, owner, advice_id, what="advice", is_for_change=True).delete()


def last_advice(owner: User, *, person_id: int, limit: int) -> tuple[AdviceRecord, ...]:
    """The newest advice from one person."""
    rows = _rows(owner).filter(person_id=person_id).order_by("-on", "-pk")
    return tuple(_record(row) for row in rows[: page_size(limit)])


def advice_of_session(owner: User, *, session_id: int) -> tuple[AdviceRecord, ...]:
    """What was said in one session, in the order it was noted."""
    return tuple(_record(row) for row in _rows(owner).filter(session_id=session_id).order_by("pk")[:200])


def _rows(owner: User) -> "QuerySet[Advice]":
    return Advice.objects.filter(owner=owner).select_related("person")


def _record(row: Advice) -> AdviceRecord:
    return AdviceRecord(
        id=row.pk,
        person=Named(row.person_id, row.person.name),
        session_id=row.session_id,
        text=row.text,
        topics=tuple(row.topics),
        on=row.on,
        status=row.status,
        outcome=row.outcome,
        outcome_on=row.outcome_on,
        loop_closed_on=row.loop_closed_on,
    )
