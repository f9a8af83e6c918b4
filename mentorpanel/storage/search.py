"""Search over everything of an owner's: every word must stand somewhere in the thing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q, QuerySet

from mentorpanel.domain.problems import Invalid
from mentorpanel.domain.records import Named, Page, SearchHit
from mentorpanel.storage.matching_text import holds_all, holds_word, words_of
from mentorpanel.storage.models import (
    Advice,
    ContactPoint,
    JournalEntry,
    ParkedItem,
    Person,
    Session,
    Touchpoint,
    User,
)
from mentorpanel.storage.paging import cursor_of, key_of, page_size, read_moment

PEOPLE_COME_FIRST = datetime(9999, 12, 31, tzinfo=UTC)
SNIPPET = 160
BEFORE_MATCH = 60
PERSON_FIELDS = (
    "name", "nickname", "title", "function", "organisation__name", "how_met", "admire", "share",
    "care_about", "need", "offer", "private_notes", "imported_notes",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Source:
    """One kind of thing that is searched: its rows, which field dates it, and how a row becomes a hit."""

    kind: str
    rows: Callable[[User, str], "QuerySet[Any]"]
    dated: str
    texts: Callable[[Any], Sequence[str]]
    title: Callable[[Any], str]

    def moment(self, row: Any) -> datetime:
        """What the hit is ordered by."""
        value = getattr(row, self.dated) if self.dated else PEOPLE_COME_FIRST
        return value if isinstance(value, datetime) else datetime.combine(value, time.min, tzinfo=UTC)


def search(owner: User, *, query: str, zone: ZoneInfo, limit: int, after: str) -> Page:
    """One page of hits: people first, then the rest newest first. One query a kind, however much there is."""
    if not words_of(query):
        return Page((), "")
    size = page_size(limit)
    place = _place(after) if after else None
    found = [
        (source.moment(row), rank, row.pk, source, row)
        for rank, source in enumerate(SOURCES)
        for row in _after(source, rank, source.rows(owner, query), place)[: size + 1]
    ]
    found.sort(key=lambda hit: (-hit[0].timestamp(), hit[1], -hit[2]))
    kept = found[:size]
    hits = tuple(_hit(source, row, query, zone) for _, _, _, source, row in kept)
    return Page(hits, cursor_of(kept[-1][:3]) if len(found) > size else "")


def _place(after: str) -> tuple[datetime, int, int]:
    moment, rank, pk = key_of(after, read_moment, int, int)
    if not 0 <= rank < len(SOURCES):
        raise Invalid("This place in the list is not readable; start from the first page.", field="after")
    return moment.astimezone(UTC), rank, pk


def _after(
    source: Source, rank: int, rows: "QuerySet[Any]", place: tuple[datetime, int, int] | None
) -> "QuerySet[Any]":
    """The rows that come after that place in the merged list, in its order."""
    rows = rows.order_by(*([f"-{source.dated}"] if source.dated else []), "-pk")
    if place is None:
        return rows
    moment, at_rank, at_pk = place
    if not source.dated:
        return rows.filter(pk__lt=at_pk) if moment == PEOPLE_COME_FIRST else rows.none()
    if moment == PEOPLE_COME_FIRST:
        return rows
    is_moment = source.kind in ("parked", "session")
    value = moment if is_moment else moment.date()
    earlier = Q(**{f"{source.dated}__lt": value})
    same = Q(**{source.dated: value})
    if not is_moment and moment.time() != time.min:
        return rows.filter(earlier | same)
    if rank > at_rank:
        return rows.filter(earlier | same)
    return rows.filter(earlier | (same & Q(pk__lt=at_pk))) if rank == at_rank else rows.filter(earlier)


def _hit(source: Source, row: Any, query: str, zone: ZoneInfo) -> SearchHit:
    named = row if source.kind == "person" else getattr(row, "person", None)
    return SearchHit(
        kind=source.kind,
        id=row.pk,
        title=source.title(row),
        snippet=_snippet(source.texts(row), words_of(query)),
        person=Named(named.pk, named.name) if named is not None else None,
        on=_day(getattr(row, source.dated), zone) if source.dated else None,
    )


def _day(value: date | datetime, zone: ZoneInfo) -> date:
    return value.astimezone(zone).date() if isinstance(value, datetime) else value


def _snippet(texts: Sequence[str], words: Sequence[str]) -> str:
    """The stretch of text around the first word found, on one line, with dots where it was cut."""
    lines = [" ".join(text.split()) for text in texts if text]
    for line in lines:
        folded = line.lower()
        places = [place for word in words if (place := folded.find(word.lower())) >= 0]
        if places:
            start = max(0, min(places) - BEFORE_MATCH)
            start = line.rfind(" ", 0, start) + 1
            return _cut(line, start)
    return _cut(lines[0], 0) if lines else ""


def _cut(line: str, start: int) -> str:
    end = start + SNIPPET
    shown = line[start:end].strip()
    return f"{'…' if start else ''}{shown}{'…' if end < len(line) else ''}"


def _people(owner: User, query: str) -> "QuerySet[Person]":
    rows = Person.objects.filter(owner=owner, deleted_at=None).select_related("organisation")
    for word in words_of(query):
        reached = ContactPoint.objects.filter(owner=owner, person=OuterRef("pk"), value__icontains=word)
        rows = rows.filter(
            holds_word(word, *PERSON_FIELDS) | Q(name_key__icontains=word.lower()) | Exists(reached)
        )
    return rows


def _touchpoints(owner: User, query: str) -> "QuerySet[Touchpoint]":
    rows = Touchpoint.objects.filter(owner=owner, person__deleted_at=None).exclude(summary="")
    return rows.filter(holds_all(query, "summary", "person__name")).select_related("person")


def _journal(owner: User, query: str) -> "QuerySet[JournalEntry]":
    return JournalEntry.objects.filter(holds_all(query, "text"), owner=owner, deleted_at=None)


def _parked(owner: User, query: str) -> "QuerySet[ParkedItem]":
    matches = holds_all(query, "text", "answer", "asked_name", "person__name")
    return ParkedItem.objects.filter(matches, owner=owner).select_related("person")


def _advice(owner: User, query: str) -> "QuerySet[Advice]":
    matches = holds_all(query, "text", "outcome", "person__name")
    return Advice.objects.filter(matches, owner=owner, person__deleted_at=None).select_related("person")


def _sessions(owner: User, query: str) -> "QuerySet[Session]":
    rows = Session.objects.filter(owner=owner, person__deleted_at=None).exclude(notes="", shared_notes="")
    return rows.filter(holds_all(query, "notes", "shared_notes", "person__name")).select_related("person")


def _person_texts(row: Person) -> list[str]:
    organisation = row.organisation.name if row.organisation else ""
    line = ", ".join(part for part in (row.title, organisation) if part)
    return [line, row.nickname, row.how_met, row.admire, row.share, row.care_about, row.need, row.offer,
            row.private_notes, row.imported_notes]  # fmt: skip


def _parked_title(row: ParkedItem) -> str:
    whom = f" for {row.person.name}" if row.person else ""
    return f"{row.kind.capitalize()}{whom}"


SOURCES = (
    Source("person", _people, "", _person_texts, lambda row: row.name),
    Source("session", _sessions, "starts_at", lambda row: [row.notes, row.shared_notes],
           lambda row: f"Session with {row.person.name}"),
    Source("advice", _advice, "on", lambda row: [row.text, row.outcome], lambda row: f"Advice from {row.person.name}"),
    Source("parked", _parked, "parked_at", lambda row: [row.text, row.answer, row.asked_name], _parked_title),
    Source("journal", _journal, "on", lambda row: [row.text], lambda row: row.kind.capitalize()),
    Source("touchpoint", _touchpoints, "on", lambda row: [row.summary],
           lambda row: f"{row.kind.capitalize()} with {row.person.name}"),
)  # fmt: skip
