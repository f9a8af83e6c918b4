"""The parking lot: items, and their links to the agendas of sessions."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Max, Prefetch, Q, QuerySet

from mentorpanel import clock
from mentorpanel.domain.facts import ParkedStatus
from mentorpanel.domain.parking import CLOSINGS, OPEN, AgendaLink, status_of
from mentorpanel.domain.problems import Conflict, NotFound
from mentorpanel.domain.records import AgendaItem, Named, Page, ParkedRecord
from mentorpanel.domain.selection import Selection
from mentorpanel.storage.matching_text import holds_all
from mentorpanel.storage.models import ParkedItem, Session, SessionItem, User
from mentorpanel.storage.owned import PERSON, change_row, named_person, owned_row
from mentorpanel.storage.paging import key_of, page_of, page_size, read_moment, selected
from mentorpanel.storage.sessions import TO_COME
from mentorpanel.storage.together import OWNER, Found, Read, read_together

MOST_ON_AN_AGENDA = 200
MOST_OPEN_FOR = 200


def add_item(owner: User, *, person_id: int | None, **values: Any) -> ParkedRecord:
    """Store an item, for a person of the owner's or for nobody yet."""
    if person_id is not None:
        named_person(owner, person_id)
    row = ParkedItem.objects.create(owner=owner, person_id=person_id, **values)
    return item(owner, item_id=row.pk)


def item(owner: User, *, item_id: int) -> ParkedRecord:
    """One item of the owner's."""
    row = _rows(owner).filter(pk=item_id).first()
    if row is None:
        raise NotFound(f"There is no parked item with the number {item_id}.")
    return _record(row)


def item_if_there(owner: User, *, item_id: int) -> ParkedRecord | None:
    """One item of the owner's; None where it is gone."""
    row = _rows(owner).filter(pk=item_id).first()
    return _record(row) if row else None


def change_item(owner: User, *, item_id: int, **changes: Any) -> ParkedRecord:
    """Write fields of an item; ``person_id`` must be one of the owner's people or None."""
    row = _for_change(owner, item_id)
    if changes.get("person_id") is not None:
        named_person(owner, changes["person_id"])
    change_row(row, **changes)
    return item(owner, item_id=item_id)


def close_item(owner: User, *, item_id: int, status: str, answer: str, on: date) -> ParkedRecord:
    """Close an item on that day; an answer is kept when none is given."""
    row = _for_change(owner, item_id)
    closed_on = row.closed_on if row.closed_on and row.status not in OPEN else on
    change_row(row, status=status, answer=answer or row.answer, closed_on=closed_on)
    return item(owner, item_id=item_id)


def reopen_item(owner: User, *, item_id: int) -> ParkedRecord:
    """Open a closed item again, where its links to sessions say it stands."""
    row = _for_change(owner, item_id)
    if row.status not in OPEN:
        change_row(row, status=ParkedStatus.PARKED, closed_on=None)
        _settle(owner, [item_id])
    return item(owner, item_id=item_id)


def items(
    owner: User, *, status: str, person_id: int | None, unassigned: bool, limit: int, after: str
) -> Page:
    """One page of items, newest first. ``status``: a slug, ``open``, ``done`` for all others, or empty for all."""
    rows = _rows(owner)
    if status:
        rows = rows.filter(status__in={"open": OPEN, "done": CLOSINGS}.get(status, [status]))
    if person_id is not None:
        rows = rows.filter(person_id=person_id)
    if unassigned:
        rows = rows.filter(person__isnull=True)
    if after:
        moment, last = key_of(after, read_moment, int)
        rows = rows.filter(parked_at__lte=moment).exclude(parked_at=moment, pk__gte=last)
    size = page_size(limit)
    found = rows.order_by("-parked_at", "-pk")[: size + 1]
    return page_of(found, limit=size, record=_record, key=lambda row: (row.parked_at, row.pk))


FILTERS: Mapping[str, str | Mapping[object, Q]] = {
    "person_id": "person_id",
    "kind": "kind",
    "status": "status",
    "open": {True: Q(status__in=OPEN), False: Q(status__in=CLOSINGS)},
    "unassigned": {True: Q(person__isnull=True), False: Q(person__isnull=False)},
}


def page(owner: User, selection: Selection) -> Page:
    """A page of items for programs."""
    rows = _rows(owner).filter(holds_all(selection.query, "text", "answer", "asked_name", "person__name"))
    return selected(rows, selection, FILTERS, record=_record)


def delete_item(owner: User, *, item_id: int) -> None:
    """Delete an item and its places on agendas; what was talked about in a session stays: ``Conflict``."""
    row = _for_change(owner, item_id)
    if SessionItem.objects.filter(owner=owner, item_id=item_id, was_raised=True).exists():
        raise Conflict("It was talked about in a session, whose record it is part of; close it instead.")
    row.delete()


def open_counts(owner: User, *, most: int = 500) -> tuple[int, int]:
    """How many items are open, and how many of them are for nobody yet; counted up to ``most``."""
    rows = ParkedItem.objects.filter(owner=owner, status__in=OPEN).values_list("person_id", flat=True)[:most]
    people = list(rows)
    return len(people), sum(person is None for person in people)


def open_items_for(owner: User, *, person_id: int) -> tuple[ParkedRecord, ...]:
    """Every open item for a person, oldest first, planned ones too; at most 200."""
    return open_items_from(read_together(owner, READS_FOR_PERSON, person_id=person_id))


def open_items_from(found: Found) -> tuple[ParkedRecord, ...]:
    """The same, where ``READS_FOR_PERSON`` were read with others."""
    links: dict[int, list[int]] = {}
    for _, item_id, session_id in found[LINKS_OF_PERSON]:
        links.setdefault(item_id, []).append(session_id)
    return tuple(
        ParkedRecord(
            pk, text, kind, tuple(topics), urgency, status, Named(person_id, name), asked_name, answer, parked_at,
            tuple(links.get(pk, ())),
        )
        for pk, text, kind, topics, urgency, status, person_id, name, asked_name, answer, parked_at in found[OPEN_FOR]
    )  # fmt: skip


def _open_for() -> "QuerySet[ParkedItem, tuple[Any, ...]]":
    rows = ParkedItem.objects.filter(owner=OWNER, person_id=PERSON, status__in=OPEN)
    return rows.order_by("parked_at", "pk").values_list(
        "pk", "text", "kind", "topics", "urgency", "status", "person_id", "person__name", "asked_name", "answer",
        "parked_at",
    )[:MOST_OPEN_FOR]  # fmt: skip


def _links_of_person() -> "QuerySet[SessionItem, tuple[int, int, int]]":
    """In no order: with one, the way would lead through all links."""
    rows = SessionItem.objects.filter(item__owner=OWNER, item__person_id=PERSON, item__status__in=OPEN)
    return rows.order_by().values_list("pk", "item_id", "session_id")


OPEN_FOR: Read[list[tuple[Any, ...]]] = Read(_open_for)
LINKS_OF_PERSON: Read[list[tuple[int, int, int]]] = Read(_links_of_person, sorted)
READS_FOR_PERSON = (OPEN_FOR, LINKS_OF_PERSON)


def offered_for(
    owner: User, *, person_id: int, not_on: int | None, limit: int = 100
) -> tuple[ParkedRecord, ...]:
    """Open items for a person that are on no session to come nor on session ``not_on``, oldest first."""
    links = SessionItem.objects.filter(owner=owner)
    taken = links.filter(Q(session__status__in=TO_COME, was_raised=False) | Q(session_id=not_on))
    rows = _rows(owner).filter(person_id=person_id, status__in=OPEN).exclude(pk__in=taken.values("item_id"))
    return tuple(_record(row) for row in rows.order_by("parked_at", "pk")[:limit])


def link_item(owner: User, *, item_id: int, session_id: int) -> ParkedRecord:
    """Put an open item at the end of the agenda of a session to come; one for nobody becomes the mentor's."""
    session = owned_row(Session, owner, session_id, what="session", is_for_change=True)
    row = _for_change(owner, item_id)
    if row.status not in OPEN:
        raise Conflict("This item is closed. Open it again first, then plan it.")
    if session.status not in TO_COME:
        raise Conflict(f"That session is {session.status}. Plan it for one that is still to come.")
    if row.person_id is None:
        change_row(row, person_id=session.person_id, asked_name="")
    _link(owner, session, item_id)
    _settle(owner, [item_id])
    return item(owner, item_id=item_id)


def unlink_item(owner: User, *, item_id: int, session_id: int) -> ParkedRecord:
    """Take an item off a session's agenda; what was raised there stays on it, as ``Conflict`` says."""
    owned_row(Session, owner, session_id, what="session", is_for_change=True)
    _for_change(owner, item_id)
    link = SessionItem.objects.filter(owner=owner, session_id=session_id, item_id=item_id).first()
    if link is not None and link.was_raised:
        raise Conflict("It was talked about in that session, so it stays on its agenda.")
    if link is not None:
        link.delete()
        _settle(owner, [item_id])
    return item(owner, item_id=item_id)


def set_raised(owner: User, *, item_id: int, session_id: int, was_raised: bool) -> ParkedRecord:
    """Say whether an item was talked about in a session; one that was not on its agenda is put there."""
    session = owned_row(Session, owner, session_id, what="session", is_for_change=True)
    _for_change(owner, item_id)
    if was_raised:
        _link(owner, session, item_id)
    rows = SessionItem.objects.filter(owner=owner, session_id=session_id, item_id=item_id)
    rows.update(was_raised=was_raised)
    _settle(owner, [item_id])
    return item(owner, item_id=item_id)


def agenda(owner: User, *, session_id: int) -> tuple[AgendaItem, ...]:
    """What is on a session's agenda, in its order."""
    owned_row(Session, owner, session_id, what="session")
    links = list(_links(owner, session_id).values_list("item_id", "was_raised")[:MOST_ON_AN_AGENDA])
    found = {row.pk: _record(row) for row in _rows(owner).filter(pk__in=[item_id for item_id, _ in links])}
    return tuple(
        AgendaItem(found[item_id], position, was_raised)
        for position, (item_id, was_raised) in enumerate(links, start=1)
    )


def order_agenda(owner: User, *, session_id: int, item_ids: Sequence[int]) -> None:
    """Put the named items of an agenda first, in that order; the others follow as they were."""
    owned_row(Session, owner, session_id, what="session", is_for_change=True)
    links = list(_links(owner, session_id))
    wanted = {item_id: place for place, item_id in enumerate(dict.fromkeys(item_ids))}
    if not set(wanted) <= {link.item_id for link in links}:
        raise NotFound("One of these items is not on this agenda; reload it and order it again.")
    links.sort(key=lambda link: wanted.get(link.item_id, len(wanted)))
    for position, link in enumerate(links, start=1):
        link.position = position
    SessionItem.objects.bulk_update(links, ["position"])


def release_session_items(owner: User, *, session_id: int) -> int:
    """Settle the open items of a session that is over or called off: its links no longer count as coming.

    The links stay. Returns how many items are parked, planned or raised otherwise than before.
    """
    owned_row(Session, owner, session_id, what="session")
    item_ids = list(
        SessionItem.objects.filter(owner=owner, session_id=session_id).values_list("item_id", flat=True)
    )
    return _settle(owner, item_ids, over=session_id)


def _settle(owner: User, item_ids: Iterable[int], *, over: int | None = None) -> int:
    rows = (
        ParkedItem.objects.select_for_update()
        .filter(owner=owner, pk__in=item_ids, status__in=OPEN)
        .order_by("pk")
    )
    by_id = {row.pk: row for row in rows}
    links: dict[int, list[AgendaLink]] = {item_id: [] for item_id in by_id}
    found = SessionItem.objects.filter(owner=owner, item_id__in=by_id)
    for item_id, session_id, status, raised in found.values_list(
        "item_id", "session_id", "session__status", "was_raised"
    ):
        links[item_id].append(AgendaLink(status in TO_COME and session_id != over, raised))
    moved: dict[str, list[int]] = {}
    for item_id, row in by_id.items():
        status = status_of(links[item_id]).verdict
        if status != row.status:
            moved.setdefault(status, []).append(item_id)
    for status, ids in moved.items():
        ParkedItem.objects.filter(owner=owner, pk__in=ids).update(status=status, updated_at=clock.now())
    return sum(map(len, moved.values()))


def _link(owner: User, session: Session, item_id: int) -> None:
    links = SessionItem.objects.filter(owner=owner, session=session)
    last = links.aggregate(last=Max("position"))["last"] or 0
    SessionItem.objects.get_or_create(
        session=session, item_id=item_id, defaults={"owner": owner, "position": min(last + 1, 32_000)}
    )


def _links(owner: User, session_id: int) -> "QuerySet[SessionItem]":
    return SessionItem.objects.filter(owner=owner, session_id=session_id).order_by("position", "pk")


def _for_change(owner: User, item_id: int) -> ParkedItem:
    return owned_row(ParkedItem, owner, item_id, what="parked item", is_for_change=True)


def _rows(owner: User) -> "QuerySet[ParkedItem]":
    links = SessionItem.objects.filter(owner=owner).order_by("pk")
    return (
        ParkedItem.objects.filter(owner=owner)
        .select_related("person")
        .prefetch_related(Prefetch("sessions", links))
    )


def _record(row: ParkedItem) -> ParkedRecord:
    return ParkedRecord(
        id=row.pk,
        text=row.text,
        kind=row.kind,
        topics=tuple(row.topics),
        urgency=row.urgency,
        status=row.status,
        person=Named(row.person.pk, row.person.name) if row.person else None,
        asked_name=row.asked_name,
        answer=row.answer,
        parked_at=row.parked_at,
        session_ids=tuple(link.session_id for link in row.sessions.all()),
    )
