"""Touchpoints, and what they add up to per person."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet

from mentorpanel.domain.facts import Direction, Stage, TieSummary, Touch, TouchpointKind
from mentorpanel.domain.problems import NotFound
from mentorpanel.domain.records import Named, Page, TouchpointRecord
from mentorpanel.domain.selection import Selection
from mentorpanel.storage.matching_text import holds_all
from mentorpanel.storage.models import Evidence, Notice, PersonSummary, Relationship, Touchpoint, User
from mentorpanel.storage.owned import PERSON, change_row, owned_row
from mentorpanel.storage.paging import key_of, page_of, page_size, read_date, read_moment, selected
from mentorpanel.storage.together import OWNER, Read

LATELY = 30
"""How many of the newest are read with a person."""


def put_touchpoint(owner: User, *, person_id: int, source_key: str | None, **values: Any) -> int:
    """Store a touchpoint; returns its id. One with that source key is written over and never doubled."""
    if source_key is not None:
        known = Touchpoint.objects.select_for_update().filter(owner=owner, source_key=source_key).first()
        if known is not None:
            change_row(known, person_id=person_id, **values)
            return known.pk
    return Touchpoint.objects.create(owner=owner, person_id=person_id, source_key=source_key, **values).pk


def touchpoint(owner: User, *, touchpoint_id: int) -> TouchpointRecord:
    """One touchpoint of the owner's."""
    row = _rows(owner).filter(pk=touchpoint_id).first()
    if row is None:
        raise NotFound(f"There is no touchpoint with the number {touchpoint_id}.")
    return _record(row)


def change_touchpoint(owner: User, *, touchpoint_id: int, **changes: Any) -> TouchpointRecord:
    """Write fields of a touchpoint."""
    row = owned_row(Touchpoint, owner, touchpoint_id, what="touchpoint", is_for_change=True)
    change_row(row, **changes)
    return touchpoint(owner, touchpoint_id=touchpoint_id)


def delete_touchpoint(owner: User, *, touchpoint_id: int) -> dict[str, Any]:
    """Delete a touchpoint and what it told of a focus; returns its fields as plain JSON values.

    ``evidence_ids`` and ``notice_ids`` are what rested on it, for ``rest_on``.
    """
    row = owned_row(Touchpoint, owner, touchpoint_id, what="touchpoint", is_for_change=True)
    gone = {
        "person_id": row.person_id,
        "kind": row.kind,
        "direction": row.direction,
        "on": row.on.isoformat(),
        "at": row.at.isoformat(),
        "summary": row.summary,
        "topics": list(row.topics),
        "source": row.source,
        "source_key": row.source_key,
        "session_id": row.session_id,
        "is_personal_update": row.is_personal_update,
        "told_focus": row.told_focus,
        "awaits_answer": row.awaits_answer,
        "evidence_ids": list(Evidence.objects.filter(touchpoint=row).values_list("pk", flat=True)),
        "notice_ids": list(Notice.objects.filter(touchpoint=row).values_list("pk", flat=True)),
    }
    row.delete()
    return gone


def rest_on(
    owner: User, *, touchpoint_id: int, person_id: int, evidence_ids: Iterable[int], notice_ids: Iterable[int]
) -> None:
    """Evidence and notices of that person rest on a touchpoint again, where they rest on no other meanwhile."""
    free = {"owner": owner, "person_id": person_id, "touchpoint_id": None}
    Evidence.objects.filter(pk__in=list(evidence_ids), **free).update(touchpoint_id=touchpoint_id)
    Notice.objects.filter(pk__in=list(notice_ids), **free).update(touchpoint_id=touchpoint_id)


def id_of_source(owner: User, *, source_key: str) -> int | None:
    """The touchpoint that came from there, if it is known."""
    return Touchpoint.objects.filter(owner=owner, source_key=source_key).values_list("pk", flat=True).first()


def ids_of_sources(owner: User, *, beginning: str) -> list[int]:
    """The touchpoints whose source key begins so."""
    rows = Touchpoint.objects.filter(owner=owner, source_key__startswith=beginning)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def last_day_of_sources(owner: User, *, person_id: int, beginning: str) -> date | None:
    """The last day of a person's touchpoints whose source key begins so."""
    rows = Touchpoint.objects.filter(owner=owner, person_id=person_id, source_key__startswith=beginning)
    return rows.order_by("-on").values_list("on", flat=True).first()


def timeline(owner: User, *, person_id: int, limit: int, after: str) -> Page:
    """One page of a person's touchpoints, newest first."""
    rows = _rows(owner).filter(person_id=person_id)
    if after:
        on, at, last = key_of(after, read_date, read_moment, int)
        earlier = Q(at__lt=at) | Q(at=at, pk__lt=last)
        rows = rows.filter(Q(on__lt=on) | (Q(on=on) & earlier))
    size = page_size(limit)
    found = rows.order_by("-on", "-at", "-pk")[: size + 1]
    return page_of(found, limit=size, record=_record, key=lambda row: (row.on, row.at, row.pk))


def first_page(found: Sequence[TouchpointRecord], *, limit: int) -> Page:
    """The first page of a timeline out of what ``LATEST`` gave; ``limit`` is less than ``LATELY``."""
    return page_of(
        found[: limit + 1], limit=limit, record=lambda one: one, key=lambda one: (one.on, one.at, one.id)
    )


def _latest() -> "QuerySet[Touchpoint, tuple[Any, ...]]":
    rows = Touchpoint.objects.filter(owner=OWNER, person_id=PERSON).order_by("-on", "-at", "-pk")
    return rows.values_list(
        "pk", "person_id", "person__name", "kind", "direction", "on", "at", "summary", "topics", "source", "session_id",
        "is_personal_update", "told_focus",
    )[:LATELY]  # fmt: skip


def _latest_record(row: tuple[Any, ...]) -> TouchpointRecord:
    pk, person_id, name, kind, direction, on, at, summary, topics, *rest = row
    return TouchpointRecord(
        pk, Named(person_id, name), kind, direction, on, at, summary, tuple(topics), *rest
    )


LATEST = Read(_latest, lambda rows: tuple(_latest_record(row) for row in rows))
"""The newest ``LATELY`` touchpoints of a person, the newest first."""


FILTERS = {
    "person_id": "person_id", "session_id": "session_id", "kind": "kind", "direction": "direction",
    "since": "on__gte", "until": "on__lte",
}  # fmt: skip


def page(owner: User, selection: Selection) -> Page:
    """A page of touchpoints for programs."""
    rows = _rows(owner).filter(holds_all(selection.query, "summary", "person__name"), person__deleted_at=None)
    return selected(rows, selection, FILTERS, record=_record)


def touches_of(owner: User, *, person_id: int) -> list[Touch]:
    """A person's touchpoints as the rules see them, the oldest first."""
    return TOUCHES.alone(owner, person_id=person_id)


def _touches() -> "QuerySet[Touchpoint, tuple[Any, ...]]":
    rows = Touchpoint.objects.filter(owner=OWNER, person_id=PERSON).order_by("on", "pk")
    return rows.values_list("on", "kind", "direction", "is_personal_update", "told_focus", "awaits_answer")


TOUCHES = Read(
    _touches,
    lambda rows: [
        Touch(on, TouchpointKind(kind), Direction(direction), *rest) for on, kind, direction, *rest in rows
    ],
)
"""As ``touches_of``."""


def touches_since(owner: User, *, since: dict[int, date]) -> dict[int, list[Touch]]:
    """By person, the touchpoints from a day of theirs on (``since``: person id to day), in one query."""
    if not since:
        return {}
    rows = Touchpoint.objects.filter(owner=owner, person_id__in=since, on__gte=min(since.values()))
    columns = ("person_id", "on", "kind", "direction", "is_personal_update", "told_focus", "awaits_answer")
    found: dict[int, list[Touch]] = {}
    for person_id, on, kind, direction, *rest in rows.order_by("on", "pk").values_list(*columns):
        if on >= since[person_id]:
            found.setdefault(person_id, []).append(
                Touch(on, TouchpointKind(kind), Direction(direction), *rest)
            )
    return found


def people_with_touchpoints(owner: User, *, after_id: int, limit: int) -> list[int]:
    """Ids of people with a summary, in order, from the one after ``after_id``."""
    rows = PersonSummary.objects.filter(owner=owner, person_id__gt=after_id).order_by("person_id")
    return list(rows.values_list("person_id", flat=True)[:limit])


def stage_of(owner: User, *, person_id: int) -> Stage | None:
    """The stage of a person, or None in the address book."""
    found = (
        Relationship.objects.filter(owner=owner, person_id=person_id).values_list("stage", flat=True).first()
    )
    return Stage(found) if found else None


def keep_summary(
    owner: User,
    *,
    person_id: int,
    summary: TieSummary | None,
    last_update_on: date | None,
    informed_on: date | None,
) -> None:
    """Write what a person's touchpoints add up to; None when there are none."""
    if summary is None:
        PersonSummary.objects.filter(owner=owner, person_id=person_id).delete()
        return
    values = asdict(summary)
    values["unanswered_on"] = [day.isoformat() for day in summary.unanswered_on]
    PersonSummary.objects.update_or_create(
        person_id=person_id,
        owner=owner,
        defaults={**values, "last_update_on": last_update_on, "informed_on": informed_on},
    )


def summary_facts(row: PersonSummary) -> TieSummary:
    """The row as the rules see it."""
    return TieSummary(
        as_of=row.as_of,
        half_life_days=row.half_life_days,
        two_way_sum=row.two_way_sum,
        one_way_sum=row.one_way_sum,
        last_on=row.last_on,
        last_two_way_on=row.last_two_way_on,
        last_from_me_on=row.last_from_me_on,
        two_way_days=row.two_way_days,
        unanswered_on=tuple(date.fromisoformat(day) for day in row.unanswered_on),
    )


SUMMARY: Read[TieSummary | None] = Read(
    lambda: PersonSummary.objects.filter(owner=OWNER, person_id=PERSON),
    lambda rows: summary_facts(rows[0]) if rows else None,
)
"""What a person's touchpoints add up to, or None when there are none."""


def read_back(gone: dict[str, Any]) -> dict[str, Any]:
    """The fields of a deleted touchpoint as they are stored."""
    return {
        **gone,
        "on": date.fromisoformat(gone["on"]),
        "at": datetime.fromisoformat(gone["at"]),
    }


def _rows(owner: User) -> "QuerySet[Touchpoint]":
    return Touchpoint.objects.filter(owner=owner).select_related("person")


def _record(row: Touchpoint) -> TouchpointRecord:
    return TouchpointRecord(
        id=row.pk,
        person=Named(row.person_id, row.person.name),
        kind=row.kind,
        direction=row.direction,
        on=row.on,
        at=row.at,
        summary=row.summary,
        topics=tuple(row.topics),
        source=row.source,
        session_id=row.session_id,
        is_personal_update=row.is_personal_update,
        told_focus=row.told_focus,
    )
