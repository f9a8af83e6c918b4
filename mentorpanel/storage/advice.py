"""What mentors said, and what came of it."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Final

from django.db.models import Case, F, Q, QuerySet, Value, When

from mentorpanel.domain.advice import CAME_TO_SOMETHING, AdviceKey
from mentorpanel.domain.advice_records import OpenLoop
from mentorpanel.domain.facts import AdviceStatus
from mentorpanel.domain.problems import Invalid, NotFound
from mentorpanel.domain.records import AdviceRecord, Named, Page
from mentorpanel.domain.resurfacing import SaidOnce
from mentorpanel.domain.selection import Selection
from mentorpanel.storage.matching_text import holds_all
from mentorpanel.storage.models import Advice, ParkedItem, Session, User
from mentorpanel.storage.owned import PERSON, change_row, named_person, owned_row
from mentorpanel.storage.paging import key_of, page_of, page_size, read_date, selected
from mentorpanel.storage.people_lists import HoldsTag
from mentorpanel.storage.together import OWNER, Read

MOST_LOOPS = 200
LOOP_IS_OPEN: Final = Q(status__in=[status.value for status in CAME_TO_SOMETHING], loop_closed_on=None)
FINISHED: Final = (AdviceStatus.WORKED, AdviceStatus.DID_NOT, AdviceStatus.SET_ASIDE)
LETTER_MOST: Final = 50
LAST_MOST: Final = 50
LONGEST_LOOKED_AT: Final = 2_000


def add_advice(
    owner: User, *, person_id: int, session_id: int | None, item_id: int | None = None, **values: Any
) -> AdviceRecord:
    """Store what a person said; a session must be one with that person, a parked item the owner's."""
    named_person(owner, person_id)
    check_session(owner, session_id, person_id)
    if item_id is not None:
        owned_row(ParkedItem, owner, item_id, what="parked item")
    row = Advice.objects.create(
        owner=owner, person_id=person_id, session_id=session_id, item_id=item_id, **values
    )
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
    return record_of(row)


def change_advice(owner: User, *, advice_id: int, **changes: Any) -> AdviceRecord:
    """Write fields of a piece of advice."""
    change_row(owned_row(Advice, owner, advice_id, what="advice", is_for_change=True), **changes)
    return advice(owner, advice_id=advice_id)


def advice_list(
    owner: User,
    *,
    person_id: int | None,
    query: str,
    status: str,
    limit: int,
    after: str,
    topic: str | None = None,
    is_loop_open: bool = False,
) -> Page:
    """One page of advice that holds every word of the query, newest first; not from people in the trash."""
    rows = _chosen(owner, person_id, query, status, topic)
    if is_loop_open:
        rows = rows.filter(LOOP_IS_OPEN)
    if after:
        on, last = key_of(after, read_date, int)
        rows = rows.filter(on__lte=on).exclude(on=on, pk__gte=last)
    size = page_size(limit)
    found = rows.order_by("-on", "-pk")[: size + 1]
    return page_of(found, limit=size, record=record_of, key=lambda row: (row.on, row.pk))


def keys(
    owner: User, *, person_id: int | None, query: str, status: str, topic: str | None, most: int
) -> tuple[AdviceKey, ...]:
    """The newest advice of a choice as far as sorting it takes."""
    rows = _chosen(owner, person_id, query, status, topic).order_by("-on", "-pk")
    fields = ("pk", "person_id", "person__name", "topics", "status", "on", "loop_closed_on", "item_id")
    return tuple(
        AdviceKey(
            id=pk,
            person=Named(by, name),
            topics=tuple(topics),
            status=now,
            on=on,
            is_loop_open=now in CAME_TO_SOMETHING and closed is None,
            item_id=item_id,
        )
        for pk, by, name, topics, now, on, closed, item_id in rows.values_list(*fields)[:most]
    )


def records(owner: User, *, advice_ids: Iterable[int]) -> dict[int, AdviceRecord]:
    """Advice by its number, as far as it is the owner's and not from somebody in the trash."""
    rows = _rows(owner).filter(pk__in=list(advice_ids), person__deleted_at=None)
    return {row.pk: record_of(row) for row in rows}


def open_loops(owner: User, *, person_id: int | None = None, most: int = MOST_LOOPS) -> tuple[OpenLoop, ...]:
    """Advice that came to something and whose mentor has not heard, the outcome known longest first."""
    rows = _loop_rows(owner)
    if person_id is not None:
        rows = rows.filter(person_id=person_id)
    return _loops(rows[:most])


def _loop_rows(owner: User) -> "QuerySet[Advice, Any]":
    rows = Advice.objects.filter(LOOP_IS_OPEN, owner=owner, person__deleted_at=None)
    fields = ("pk", "person_id", "person__name", "text", "status", "outcome", "on", "person__do_not_contact")
    return rows.order_by(F("outcome_on").asc(nulls_last=True), "on", "pk").values_list(*fields)


def _loops(rows: Iterable[tuple[Any, ...]]) -> tuple[OpenLoop, ...]:
    return tuple(
        OpenLoop(pk, Named(by, name), text, status, outcome, on, is_silent)
        for pk, by, name, text, status, outcome, on, is_silent in rows
    )


OPEN_LOOPS = Read(lambda: _loop_rows(OWNER)[:MOST_LOOPS], _loops)
"""As ``open_loops``, with everybody."""


def for_letters(owner: User, *, person_id: int) -> tuple[AdviceRecord, ...]:
    """What a letter to them may tell of: what they have not heard the end of first, then the newest."""
    first = Case(When(LOOP_IS_OPEN, then=Value(0)), default=Value(1))
    rows = _rows(owner).filter(person_id=person_id).order_by(first, "-on", "-pk")
    return tuple(record_of(row) for row in rows[:LETTER_MOST])


def finished(owner: User, *, person_id: int, most: int = 500) -> tuple[AdviceRecord, ...]:
    """Their advice of which something came, or that was set aside, newest first."""
    rows = _rows(owner).filter(person_id=person_id, status__in=FINISHED).order_by("-on", "-pk")
    return tuple(record_of(row) for row in rows[:most])


def said_once(owner: User, *, most: int) -> tuple[SaidOnce, ...]:
    """The newest advice that was not set aside, of people who are not in the trash, as finding it again takes."""
    rows = Advice.objects.filter(owner=owner, person__deleted_at=None).exclude(status=AdviceStatus.SET_ASIDE)
    fields = ("pk", "person_id", "person__name", "text", "topics", "on", "status", "outcome", "item_id")
    return tuple(
        SaidOnce(pk, Named(by, name), text[:LONGEST_LOOKED_AT], tuple(topics), on, status, outcome, item_id)
        for pk, by, name, text, topics, on, status, outcome, item_id in rows.order_by(
            "-on", "-pk"
        ).values_list(*fields)[:most]
    )


FILTERS: Mapping[str, str | Mapping[object, Q]] = {
    "person_id": "person_id",
    "session_id": "session_id",
    "item_id": "item_id",
    "status": "status",
    "loop_open": {True: LOOP_IS_OPEN, False: ~LOOP_IS_OPEN},
}


def page(owner: User, selection: Selection) -> Page:
    """A page of advice for programs."""
    where = dict(selection.where)
    topic = where.pop("topic", None)
    rows = _chosen(owner, None, selection.query, "", str(topic) if topic else None)
    return selected(rows, replace(selection, where=where), FILTERS, record=record_of)


def delete_advice(owner: User, *, advice_id: int) -> None:
    """Delete a piece of advice."""
    owned_row(Advice, owner, advice_id, what="advice", is_for_change=True).delete()


def last_advice(owner: User, *, person_id: int, limit: int) -> tuple[AdviceRecord, ...]:
    """The newest advice from one person."""
    return _last_records(_last(owner, person_id)[: page_size(limit)])


def _last(owner: User, person_id: int) -> "QuerySet[Advice, tuple[Any, ...]]":
    rows = Advice.objects.filter(owner=owner, person_id=person_id).order_by("-on", "-pk")
    return rows.values_list(
        "pk", "person_id", "person__name", "session_id", "text", "topics", "on", "status", "outcome", "outcome_on",
        "loop_closed_on", "item_id",
    )  # fmt: skip


def _last_records(rows: Iterable[tuple[Any, ...]]) -> tuple[AdviceRecord, ...]:
    return tuple(
        AdviceRecord(pk, Named(by, name), session_id, text, tuple(topics), *rest)
        for pk, by, name, session_id, text, topics, *rest in rows
    )


LAST = Read(lambda: _last(OWNER, PERSON)[:LAST_MOST], _last_records)
"""As ``last_advice``, ``LAST_MOST`` of it."""


def advice_of_session(owner: User, *, session_id: int) -> tuple[AdviceRecord, ...]:
    """What was said in one session, in the order it was noted."""
    return tuple(record_of(row) for row in _rows(owner).filter(session_id=session_id).order_by("pk")[:200])


def answers_to(owner: User, *, item_id: int, most: int = 50) -> tuple[AdviceRecord, ...]:
    """What was said in answer to a parked item, newest first."""
    rows = _rows(owner).filter(item_id=item_id, person__deleted_at=None).order_by("-on", "-pk")
    return tuple(record_of(row) for row in rows[:most])


def item_texts(owner: User, *, item_ids: Iterable[int]) -> dict[int, str]:
    """What the parked items with these numbers ask."""
    return dict(ParkedItem.objects.filter(owner=owner, pk__in=list(item_ids)).values_list("pk", "text"))


def _chosen(
    owner: User, person_id: int | None, query: str, status: str, topic: str | None
) -> "QuerySet[Advice]":
    """A topic that is empty stands for having none."""
    rows = _rows(owner).filter(holds_all(query, "text", "outcome", "person__name"), person__deleted_at=None)
    if person_id is not None:
        rows = rows.filter(person_id=person_id)
    if status:
        rows = rows.filter(status=status)
    if topic is not None:
        rows = rows.filter(HoldsTag(F("topics"), Value(topic))) if topic else rows.filter(topics=[])
    return rows


def _rows(owner: User) -> "QuerySet[Advice]":
    return Advice.objects.filter(owner=owner).select_related("person")


def record_of(row: Advice) -> AdviceRecord:
    """A row, with its person at hand, as facts."""
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
        item_id=row.item_id,
    )
