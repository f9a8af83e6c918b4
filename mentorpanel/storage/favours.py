"""Favours both ways, what was asked of the owner, and what Today looks at of all that."""

from datetime import date, datetime
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from mentorpanel.domain.favour_records import (
    Answer,
    FavourDirection,
    FavourKind,
    FavourRecord,
    FavourStatus,
    WantKind,
)
from mentorpanel.domain.problems import NotFound
from mentorpanel.domain.reciprocity import AskedFacts, WantFacts, where_of
from mentorpanel.domain.records import Named, Page
from mentorpanel.domain.selection import Selection
from mentorpanel.storage.matching_text import holds_all
from mentorpanel.storage.models import Advice, Draft, Favour, Person, User, Want
from mentorpanel.storage.owned import PERSON, change_row, named_person, owned_row
from mentorpanel.storage.paging import selected
from mentorpanel.storage.together import OWNER, Read, read_together
from mentorpanel.storage.wants import wants_held

MOST = 300
COLUMNS = (
    "person__name", "direction", "kind", "text", "status", "on", "due_on", "settled_on", "answer", "told_on",
    "other__name", "other__deleted_at", "want_id", "commitment__done_on", "commitment__dropped_on", "draft_id",
)  # fmt: skip
"""What a record is made of."""
WAITING = Q(direction=FavourDirection.ASKED, told_on=None) & ~Q(status=FavourStatus.WITHDRAWN)


def add_favour(owner: User, *, person_id: int, other_id: int | None = None, **values: Any) -> FavourRecord:
    """Store a favour; ``other_id`` is for whom or with whom."""
    for known in (person_id, other_id):
        if known is not None:
            named_person(owner, known)
    row = Favour.objects.create(owner=owner, person_id=person_id, other_id=other_id, **values)
    return favour(owner, favour_id=row.pk)


def favour(owner: User, *, favour_id: int) -> FavourRecord:
    """One favour of the owner's."""
    row = _rows(owner).filter(pk=favour_id).first()
    if row is None:
        raise NotFound(f"There is no favour with the number {favour_id}.")
    return _record(row)


def favour_for_change(owner: User, *, favour_id: int) -> FavourRecord:
    """One favour, locked until the transaction ends."""
    owned_row(Favour, owner, favour_id, what="favour", is_for_change=True)
    return favour(owner, favour_id=favour_id)


def change_favour(owner: User, *, favour_id: int, **changes: Any) -> FavourRecord:
    """Write fields of a favour."""
    if changes.get("other_id") is not None:
        named_person(owner, changes["other_id"])
    change_row(owned_row(Favour, owner, favour_id, what="favour", is_for_change=True), **changes)
    return favour(owner, favour_id=favour_id)


def delete_favour(owner: User, *, favour_id: int) -> None:
    """Delete a favour that was noted by mistake."""
    owned_row(Favour, owner, favour_id, what="favour", is_for_change=True).delete()


def waiting(owner: User) -> tuple[FavourRecord, ...]:
    """What was asked of the owner and has no answer that they know of, the longest waiting first."""
    rows = _rows(owner).filter(WAITING, person__deleted_at=None).order_by("on", "pk")
    return tuple(_record(row) for row in rows[:MOST])


def promised(owner: User) -> tuple[FavourRecord, ...]:
    """What the owner said yes to or offered, and what is open still, the newest first."""
    rows = _rows(owner).filter(
        ~Q(direction=FavourDirection.RECEIVED),
        status=FavourStatus.OPEN,
        told_on__isnull=False,
        person__deleted_at=None,
    )
    return tuple(_record(row) for row in rows.order_by("-on", "-pk")[:MOST])


def history(
    owner: User, *, since: date, until: date = date.max, person_id: int | None = None
) -> tuple[FavourRecord, ...]:
    """What went between the owner and others from a day on, newest first; not what nobody heard of."""
    rows = _rows(owner).filter(
        ~Q(status=FavourStatus.WITHDRAWN),
        on__gte=since,
        on__lte=until,
        told_on__isnull=False,
        person__deleted_at=None,
    )
    if person_id is not None:
        rows = rows.filter(Q(person_id=person_id) | Q(other_id=person_id))
    return tuple(_record(row) for row in rows.order_by("-on", "-pk")[:MOST])


def favours_of(owner: User, *, person_id: int) -> tuple[FavourRecord, ...]:
    """Everything between the owner and one person that was not taken back, newest first."""
    return OF_PERSON.alone(owner, person_id=person_id)


def _of_person() -> "QuerySet[Favour]":
    rows = _rows(OWNER).filter(Q(person_id=PERSON) | Q(other_id=PERSON))
    return rows.exclude(status=FavourStatus.WITHDRAWN).order_by("-on", "-pk")[:MOST]


OF_PERSON = Read(_of_person, lambda rows: tuple(_record(row) for row in rows))
"""As ``favours_of``."""


def mentees(owner: User, *, person_id: int | None = None) -> tuple[FavourRecord, ...]:
    """Whom the owner mentors for somebody: ``person`` asked for it, ``other`` is the mentee."""
    rows = _rows(owner).filter(
        kind=FavourKind.MENTOR_SOMEONE,
        other__isnull=False,
        other__deleted_at=None,
        status=FavourStatus.OPEN,
        draft=None,
    )
    if person_id is not None:
        rows = rows.filter(other_id=person_id)
    return tuple(_record(row) for row in rows.order_by("-pk")[:MOST])


def letter_has_gone(owner: User, *, draft_id: int, on: date | None) -> int:
    """They have heard of it by that letter, or with None not after all; how many favours it was about."""
    return Favour.objects.filter(owner=owner, draft_id=draft_id).update(told_on=on)


def forget_offer(owner: User, *, draft_id: int) -> None:
    """An offer that was noted only as its letter went has not gone after all."""
    rows = Favour.objects.filter(owner=owner, draft_id=draft_id, direction=FavourDirection.OFFERED)
    rows.filter(want=None).delete()


FILTERS: dict[str, Any] = {
    "person_id": "person_id",
    "direction": "direction",
    "kind": "kind",
    "status": "status",
    "waiting": {True: WAITING, False: ~WAITING},
}


def page(owner: User, selection: Selection) -> Page:
    """A page of favours for programs."""
    rows = _rows(owner).filter(holds_all(selection.query, "text", "person__name"), person__deleted_at=None)
    return selected(rows, selection, FILTERS, record=_record)


def facts(owner: User) -> tuple[list[WantFacts], list[AskedFacts]]:
    """What people and the owner need and offer, and what waits for the owner's answer: one query."""
    found = read_together(owner, (WANTS, ASKED))
    return found[WANTS], found[ASKED]


_ABOUT = {
    "name": Coalesce("person__name", Value("")),
    "is_silent": Coalesce("person__do_not_contact", Value(False)),
    "is_secret": Coalesce("person__is_confidential", Value(False)),
}


def _wants() -> "QuerySet[Want, tuple[Any, ...]]":
    given = Favour.objects.filter(
        owner=OWNER,
        person_id=OuterRef("person_id"),
        direction__in=(FavourDirection.OFFERED, FavourDirection.GIVEN),
        told_on__isnull=False,
    ).exclude(status=FavourStatus.WITHDRAWN)
    offered = Subquery(given.order_by("-told_on").values("told_on")[:1])
    where = Coalesce("touchpoint__kind", "source")
    rows = Want.objects.filter(wants_held(), owner=OWNER).annotate(offered=offered, where=where, **_ABOUT)
    columns = (
        "pk", "person_id", "name", "kind", "text", "topics", "since", "where", "is_silent", "is_secret", "offered",
    )  # fmt: skip
    return rows.order_by("-since", "-pk").values_list(*columns)[:MOST]


def _want(row: tuple[Any, ...]) -> WantFacts:
    pk, person_id, name, kind, text, topics, since, where, is_silent, is_secret, offered_on = row
    return WantFacts(
        id=pk, person_id=person_id, name=name, kind=WantKind(kind), text=text, topics=tuple(topics), since=since,
        where=where_of(where), is_silent=is_silent, is_secret=is_secret, offered_on=offered_on,
    )  # fmt: skip


def _asked() -> "QuerySet[Favour, tuple[Any, ...]]":
    rows = Favour.objects.filter(WAITING, owner=OWNER, person__deleted_at=None).annotate(**_ABOUT)
    columns = ("pk", "person_id", "name", "text", "on", "answer", "due_on", "is_secret")
    return rows.order_by("-on", "-pk").values_list(*columns)[:MOST]


def _asked_facts(row: tuple[Any, ...]) -> AskedFacts:
    pk, person_id, name, text, on, answer, due_on, is_secret = row
    return AskedFacts(
        id=pk, person_id=person_id, name=name, text=text, on=on, answer=Answer(answer), due_on=due_on,
        is_secret=is_secret,
    )  # fmt: skip


WANTS = Read(_wants, lambda rows: [_want(row) for row in rows])
"""What people and the owner need and offer."""
ASKED = Read(_asked, lambda rows: [_asked_facts(row) for row in rows])
"""What waits for the owner's answer."""


def _rows(owner: User) -> "QuerySet[Favour]":
    """All but what was begun with a letter that was thrown away before it went."""
    forgotten = ~Q(direction=FavourDirection.ASKED) & Q(told_on=None, draft=None)
    rows = Favour.objects.filter(~forgotten, owner=owner).select_related("person", "other", "commitment")
    return rows.only(*COLUMNS)


def _named(other: Person | None) -> Named | None:
    """The other person as a link; nobody where they are in the trash."""
    return Named(other.pk, other.name) if other is not None and other.deleted_at is None else None


def _record(row: Favour) -> FavourRecord:
    status = row.status
    if row.commitment is not None and status == FavourStatus.OPEN:
        kept, dropped = row.commitment.done_on, row.commitment.dropped_on
        status = FavourStatus.DONE if kept else FavourStatus.DECLINED if dropped else status
    return FavourRecord(
        id=row.pk,
        person=Named(row.person_id, row.person.name),
        direction=row.direction,
        kind=row.kind,
        text=row.text,
        status=status,
        on=row.on,
        due_on=row.due_on,
        settled_on=row.settled_on,
        answer=row.answer,
        told_on=row.told_on,
        other=_named(row.other),
        want_id=row.want_id,
        commitment_id=row.commitment_id,
        draft_id=row.draft_id,
    )


def letters_sent(
    owner: User, *, since: datetime, until: datetime | None = None, person_id: int | None = None
) -> list[tuple[Named, str, date]]:
    """The letters that went from a moment on: to whom, kind and day in UTC, newest first."""
    rows = Draft.objects.filter(owner=owner, state="sent", sent_at__gte=since, person__deleted_at=None)
    if until is not None:
        rows = rows.filter(sent_at__lt=until)
    if person_id is not None:
        rows = rows.filter(person_id=person_id)
    found = rows.order_by("-sent_at").values_list("person_id", "person__name", "kind", "sent_at")[:MOST]
    return [(Named(number, name), kind, sent_at.date()) for number, name, kind, sent_at in found if sent_at]


def loops_closed(owner: User, *, since: date, person_id: int | None = None) -> list[tuple[Named, str, date]]:
    """The advice of others of which they have heard what came, from a day on: whose, the words, the day."""
    rows = Advice.objects.filter(owner=owner, loop_closed_on__gte=since, person__deleted_at=None)
    if person_id is not None:
        rows = rows.filter(person_id=person_id)
    found = rows.order_by("-loop_closed_on", "-pk").values_list(
        "person_id", "person__name", "text", "loop_closed_on"
    )
    return [(Named(number, name), text, on) for number, name, text, on in found[:MOST] if on is not None]


def advice_heard(owner: User, *, since: date, person_id: int | None = None) -> list[tuple[Named, str, date]]:
    """The advice of others from a day on: whose, the words and the day, newest first."""
    rows = Advice.objects.filter(owner=owner, on__gte=since, person__deleted_at=None)
    if person_id is not None:
        rows = rows.filter(person_id=person_id)
    found = rows.order_by("-on", "-pk").values_list("person_id", "person__name", "text", "on")[:MOST]
    return [(Named(number, name), text, on) for number, name, text, on in found]
