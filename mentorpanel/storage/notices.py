"""Who was noticed, where and for what: the paths of outreach."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from mentorpanel.domain.facts import Direction, Touch, TouchpointKind
from mentorpanel.domain.outreach_facts import SAME_DAY_TALKS, TALKS
from mentorpanel.domain.panel_records import NoticeRecord
from mentorpanel.domain.problems import NotFound
from mentorpanel.domain.records import DraftRecord, Named, Page
from mentorpanel.domain.selection import Selection
from mentorpanel.storage import drafts
from mentorpanel.storage.matching_text import holds_all
from mentorpanel.storage.models import Draft, Notice, Touchpoint, User
from mentorpanel.storage.owned import PERSON, change_row, named_person, owned_row
from mentorpanel.storage.paging import selected
from mentorpanel.storage.together import OWNER, Read

MOST_OPEN = 500
MOST_TOUCHES = 10_000
COLUMNS = (
    "pk", "person_id", "person__name", "kind", "where", "impressed", "question", "noticed_on", "touchpoint_id",
    "ending", "ended_on",
)  # fmt: skip
TWO_WAY = (Direction.FROM_THEM, Direction.BOTH)


def add_notice(owner: User, *, person_id: int, **values: Any) -> NoticeRecord:
    """Store that a person was noticed."""
    named_person(owner, person_id)
    row = Notice.objects.create(owner=owner, person_id=person_id, **values)
    return notice(owner, notice_id=row.pk)


def notice(owner: User, *, notice_id: int) -> NoticeRecord:
    """One notice of the owner's."""
    row = _rows(owner).filter(pk=notice_id).first()
    if row is None:
        raise NotFound(f"There is no notice with the number {notice_id}.")
    return _record(row)


def change_notice(owner: User, *, notice_id: int, **changes: Any) -> NoticeRecord:
    """Write fields of a notice."""
    change_row(owned_row(Notice, owner, notice_id, what="notice", is_for_change=True), **changes)
    return notice(owner, notice_id=notice_id)


def delete_notice(owner: User, *, notice_id: int) -> NoticeRecord:
    """Delete a notice; its letters stay. Returns what it was."""
    gone = notice(owner, notice_id=notice_id)
    Notice.objects.filter(owner=owner, pk=notice_id).delete()
    return gone


def _open(owner: User) -> "QuerySet[Notice]":
    signs = Touchpoint.objects.filter(owner=owner, person=OuterRef("person"), direction__in=TWO_WAY)
    talked = signs.filter(
        Q(on__gt=OuterRef("noticed_on"), kind__in=TALKS)
        | Q(on=OuterRef("noticed_on"), kind__in=SAME_DAY_TALKS)
    )
    rows = Notice.objects.filter(~Exists(talked), owner=owner, person__deleted_at=None)
    rows = rows.filter(Q(ended_on=None) | Exists(signs.filter(on__gte=OuterRef("ended_on"))))
    return rows.order_by("noticed_on", "pk")


def _open_columns() -> "QuerySet[Notice, tuple[Any, ...]]":
    return _open(OWNER).values_list(*COLUMNS)[:MOST_OPEN]


def _of_person() -> "QuerySet[Notice, tuple[Any, ...]]":
    rows = Notice.objects.filter(owner=OWNER, person_id=PERSON).order_by("-pk")
    return rows.values_list(*COLUMNS)[:MOST_OPEN]


def _records(rows: list[tuple[Any, ...]]) -> tuple[NoticeRecord, ...]:
    return tuple(NoticeRecord(pk, Named(person_id, name), *rest) for pk, person_id, name, *rest in rows)


def _touches() -> "QuerySet[Notice, tuple[Any, ...]]":
    """From the notice to the touchpoints with that person since: the index by person leads there."""
    rows = _open(OWNER).filter(person__touchpoints__on__gte=F("noticed_on"))
    columns = ("on", "kind", "direction", "is_personal_update", "told_focus", "awaits_answer")
    return rows.order_by("person__touchpoints__on", "person__touchpoints__pk").values_list(
        "pk", *(f"person__touchpoints__{name}" for name in columns)
    )[:MOST_TOUCHES]


def _by_notice(rows: list[tuple[Any, ...]]) -> dict[int, list[Touch]]:
    found: dict[int, list[Touch]] = {}
    for notice_id, on, kind, direction, *rest in rows:
        touch = Touch(on, TouchpointKind(kind), Direction(direction), *rest)
        found.setdefault(notice_id, []).append(touch)
    return found


OPEN = Read(_open_columns, _records)
"""The paths that may have a next step, of people who are not in the trash, the oldest first.

Left out are those on which we have talked, and those let go without a sign of theirs since.
"""
OPEN_LETTERS = Read(
    lambda: drafts.columns_of(
        Draft.objects.filter(owner=OWNER, notice__in=_open(OWNER).order_by().values("pk"))
    ),
    drafts.by_notice,
)
"""The letters of open paths, by notice, the oldest first."""
OPEN_TOUCHES = Read(_touches, _by_notice)
"""What happened with the person of each open path since the day they were noticed, by notice."""
OF_PERSON = Read(_of_person, _records)
"""Every notice of a person, the newest first."""


def newest_open(owner: User, *, person_id: int, kind: str) -> NoticeRecord | None:
    """The last notice of a person of that kind (talk or meeting) that was not let go, or None."""
    row = _rows(owner).filter(person_id=person_id, kind=kind, ended_on=None).order_by("-pk").first()
    return _record(row) if row else None


def unlink_unsent(owner: User, *, notice_id: int) -> None:
    """Letters of a notice that have not gone are no steps of its path any more; they stay."""
    Draft.objects.filter(owner=owner, notice_id=notice_id, state__in=("draft", "failed")).update(notice=None)


def link_letters(owner: User, *, notice_id: int, draft_ids: list[int]) -> None:
    """Make letters steps of a notice's path again; only letters to that person."""
    person_id = notice(owner, notice_id=notice_id).person.id
    rows = Draft.objects.filter(owner=owner, pk__in=draft_ids, person_id=person_id)
    rows.update(notice_id=notice_id)


FILTERS: Mapping[str, str | Mapping[object, Q]] = {
    "person_id": "person_id",
    "kind": "kind",
    "let_go": {True: Q(ended_on__isnull=False), False: Q(ended_on=None)},
}


def page(owner: User, selection: Selection) -> Page:
    """A page of notices for programs."""
    words = holds_all(selection.query, "where", "impressed", "question", "person__name")
    return selected(_rows(owner).filter(words, person__deleted_at=None), selection, FILTERS, record=_record)


def letters_of(owner: User, *, notice_ids: list[int]) -> dict[int, list[DraftRecord]]:
    """The letters of some notices, the oldest first, in one query."""
    return drafts.letters_of_notices(owner, notice_ids=notice_ids)


def _rows(owner: User) -> "QuerySet[Notice]":
    return Notice.objects.filter(owner=owner).select_related("person")


def _record(row: Notice) -> NoticeRecord:
    return NoticeRecord(
        id=row.pk,
        person=Named(row.person_id, row.person.name),
        kind=row.kind,
        where=row.where,
        impressed=row.impressed,
        question=row.question,
        noticed_on=row.noticed_on,
        touchpoint_id=row.touchpoint_id,
        ending=row.ending,
        ended_on=row.ended_on,
    )
