"""What people need and offer as dated facts, and the two texts of a person that sum them up.

The rows are the truth. ``Person.need`` and ``Person.offer`` stay as their summary, a line for each open row, because
imports, the API, the form and the search know them: whoever writes a row writes the summary, whoever writes
the text writes the rows.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from mentorpanel import clock
from mentorpanel.domain.favour_records import WantKind, WantRecord, WantSource
from mentorpanel.domain.problems import NotFound
from mentorpanel.domain.reciprocity import where_of
from mentorpanel.domain.records import Named, Page
from mentorpanel.domain.selection import Selection
from mentorpanel.domain.wording import one_line
from mentorpanel.storage.matching_text import holds_all
from mentorpanel.storage.models import Person, User, Want
from mentorpanel.storage.owned import PERSON, change_row, named_person, owned_row
from mentorpanel.storage.paging import selected
from mentorpanel.storage.together import OWNER, Read

MOST = 300
"""Open facts that are looked at together; our judgement."""
OPEN = Q(met_on=None, withdrawn_on=None)
LISTED = Q(person=None) | Q(person__deleted_at=None)
COLUMNS = (
    "person__name", "kind", "text", "topics", "since", "source", "touchpoint__kind", "session_id", "met_on", "withdrawn_on",
)  # fmt: skip
"""What a record is made of."""
LONGEST_SUMMARY = 100_000


def add_want(owner: User, *, person_id: int | None, **values: Any) -> WantRecord:
    """Store a fact about somebody, or the owner's own without one; the person's summary follows."""
    if person_id is not None:
        named_person(owner, person_id)
        _adopt(owner, person_id)
    row = Want.objects.create(owner=owner, person_id=person_id, **values)
    _sum_up(owner, person_id)
    return want(owner, want_id=row.pk)


def want(owner: User, *, want_id: int) -> WantRecord:
    """One fact of the owner's."""
    row = _rows(owner).filter(pk=want_id).first()
    if row is None:
        raise NotFound(f"There is no need or offer with the number {want_id}.")
    return record_of(row)


def change_want(owner: User, *, want_id: int, **changes: Any) -> WantRecord:
    """Write fields of a fact; the person's summary follows."""
    row = owned_row(Want, owner, want_id, what="need or offer", is_for_change=True)
    _adopt(owner, row.person_id)
    change_row(row, **changes)
    _sum_up(owner, row.person_id)
    return want(owner, want_id=want_id)


def delete_want(owner: User, *, want_id: int) -> None:
    """Delete a fact that was noted by mistake."""
    row = owned_row(Want, owner, want_id, what="need or offer", is_for_change=True)
    person_id = row.person_id
    _adopt(owner, person_id)
    row.delete()
    _sum_up(owner, person_id)


def open_wants(owner: User, *, limit: int = MOST) -> tuple[WantRecord, ...]:
    """The facts that hold, of everybody who is not in the trash and of the owner, newest first."""
    rows = _rows(owner).filter(OPEN, LISTED).order_by("-since", "-pk")
    return tuple(record_of(row) for row in rows[:limit])


def wants_of(owner: User, *, person_id: int) -> tuple[WantRecord, ...]:
    """All facts about one person, those that hold first, then the newest."""
    return OF_PERSON.alone(owner, person_id=person_id)


OF_PERSON = Read(
    lambda: _rows(OWNER).filter(person_id=PERSON).order_by("-since", "-pk")[:MOST],
    lambda rows: tuple(sorted((record_of(row) for row in rows), key=lambda one: not one.is_open)),
)
"""As ``wants_of``."""


FILTERS = {
    "person_id": "person_id",
    "mine": {True: Q(person=None), False: Q(person__isnull=False)},
    "kind": "kind",
    "state": {"open": OPEN, "met": Q(met_on__isnull=False), "withdrawn": Q(withdrawn_on__isnull=False)},
}


def page(owner: User, selection: Selection) -> Page:
    """A page of facts for programs."""
    rows = _rows(owner).filter(LISTED, holds_all(selection.query, "text", "person__name"))
    return selected(rows, selection, FILTERS, record=record_of)  # type: ignore[arg-type]


def follow_text(owner: User, *, person_id: int, kind: str, before: str, after: str, on: date) -> None:
    """Somebody wrote the summary: its new lines become facts, those whose line went are taken back."""
    was, now = _lines(before), _lines(after)
    mine = Want.objects.filter(OPEN, owner=owner, person_id=person_id)
    mine = mine.filter(kind=WantKind.OFFER) if kind == WantKind.OFFER else mine.exclude(kind=WantKind.OFFER)
    known = {_line(row.text): row.pk for row in mine}
    gone = [known[line] for line in was if line not in now and line in known]
    Want.objects.filter(owner=owner, pk__in=gone).update(withdrawn_on=on)
    Want.objects.bulk_create(
        Want(owner=owner, person_id=person_id, kind=kind, text=line, since=on, source=WantSource.PROFILE)
        for line in now
        if line not in was and line not in known
    )


def wants_held() -> Q:
    """The condition of a fact that holds, of somebody who is not in the trash or of the owner."""
    return OPEN & LISTED


def sum_up(owner: User, *, person_ids: Iterable[int]) -> None:
    """Write the summaries anew: facts have moved from one person to another."""
    for person_id in person_ids:
        _sum_up(owner, person_id)


def adopt(owner: User, *, person_ids: Iterable[int]) -> None:
    """What the summaries say and no row does becomes rows, before rows move."""
    for person_id in person_ids:
        _adopt(owner, person_id)


def _adopt(owner: User, person_id: int | None) -> None:
    """A line of the summary that is no row yet, as an import may leave it, becomes one: nothing is lost."""
    if person_id is None:
        return
    person = owned_row(Person, owner, person_id, what="person", is_for_change=True)
    if not person.need and not person.offer:
        return
    rows = Want.objects.filter(owner=owner, person_id=person_id).values_list("kind", "text")
    known = {(kind == WantKind.OFFER, _line(text)) for kind, text in rows}
    kinds = ((WantKind.NEED, person.need), (WantKind.OFFER, person.offer))
    Want.objects.bulk_create(
        Want(
            owner=owner,
            person_id=person_id,
            kind=kind,
            text=line,
            since=clock.now().date(),
            source=WantSource.PROFILE,
        )
        for kind, text in kinds
        for line in _lines(text)
        if (kind == WantKind.OFFER, line) not in known
    )


def _sum_up(owner: User, person_id: int | None) -> None:
    if person_id is None:
        return
    rows = Want.objects.filter(OPEN, owner=owner, person_id=person_id).order_by("since", "pk")
    found = list(rows.values_list("kind", "text")[:MOST])
    texts = {
        "need": [_line(text) for kind, text in found if kind != WantKind.OFFER],
        "offer": [_line(text) for kind, text in found if kind == WantKind.OFFER],
    }
    person = owned_row(Person, owner, person_id, what="person", is_for_change=True)
    summed = {field: "\n".join(dict.fromkeys(lines))[:LONGEST_SUMMARY] for field, lines in texts.items()}
    if any(getattr(person, field) != text for field, text in summed.items()):
        change_row(person, **summed)


def _lines(text: str) -> list[str]:
    return list(dict.fromkeys(line for line in map(_line, text.splitlines()) if line))


def _line(text: str) -> str:
    return one_line(text, at_most=2000)


def _rows(owner: User) -> "QuerySet[Want]":
    return Want.objects.filter(owner=owner).select_related("person", "touchpoint").only(*COLUMNS)


def record_of(row: Want) -> WantRecord:
    """A row with its person and touchpoint as a record."""
    return WantRecord(
        id=row.pk,
        person=Named(row.person_id, row.person.name) if row.person and row.person_id else None,
        kind=row.kind,
        text=row.text,
        topics=tuple(row.topics),
        since=row.since,
        source=row.source,
        where=where_of(row.touchpoint.kind if row.touchpoint else row.source),
        touchpoint_id=row.touchpoint_id,
        session_id=row.session_id,
        met_on=row.met_on,
        withdrawn_on=row.withdrawn_on,
    )
