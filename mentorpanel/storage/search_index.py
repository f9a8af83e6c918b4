"""Brings the index of search in step with what changed: the marks of the triggers, until none is left."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection, transaction

from mentorpanel.domain.search_text import LONGEST_TEXT, slips_of, words_in
from mentorpanel.storage.models import SearchEntry, SearchMark, User
from mentorpanel.storage.search_sources import BY_KIND, PERSON, SOURCES, Row, Source

A_TIME = 300
"""How many changed things one transaction takes in (our judgement): some 50 ms, so that others can write between."""
MOST_MARKS = 2_000
LAST_DAY = date(9999, 12, 31).toordinal()
ROW_BITS, KIND_BITS = 36, 5
Thing = tuple[str, int]


def is_behind(owner: User) -> bool:
    """Whether something changed that was not taken in."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM storage_searchmark WHERE owner_id = %s LIMIT 1", [owner.pk])
        return cursor.fetchone() is not None


def catch_up(owner: User, zone: ZoneInfo, *, most: int | None = None) -> int:
    """Index what changed, a few hundred things a transaction, about ``most`` of them; how many were looked at."""
    total = 0
    while (most is None or total < most) and is_behind(owner):
        total += _some(owner, zone)
    return total


def rebuild(owner: User, zone: ZoneInfo) -> int:
    """Make the owner's index anew; returns how many things were looked at."""
    with transaction.atomic():
        SearchEntry.objects.filter(owner=owner).delete()
        mark_all(owner)
    return catch_up(owner, zone)


def mark_all(owner: User, *, moments_only: bool = False) -> None:
    """Mark everything of the owner's, or whatever is dated by a moment, whose day another zone may change."""
    for source in SOURCES:
        if not moments_only or any(column.endswith("_at") for column in source.dated):
            _copy_marks(source, "owner_id = %s", [owner.pk])


def differences(owner: User, zone: ZoneInfo, *, most: int) -> int:
    """How many things the index has wrong: missing, too many, or with other words. Looks at the ``most`` newest of each kind."""
    wrong = 0
    for source in SOURCES:
        stored = SearchEntry.objects.filter(owner=owner, kind=source.kind)
        rows = source.model._default_manager.filter(owner=owner)
        wrong += stored.exclude(item__in=rows.values("pk")).count()
        newest = list(rows.order_by("-pk").values_list("pk", flat=True)[:most])
        for at in range(0, len(newest), A_TIME):
            some = newest[at : at + A_TIME]
            has = {one.item: _said(one) for one in stored.filter(item__in=some)}
            wants = {row["pk"]: _said(_entry(owner, source, row, zone)) for row in source.rows(owner, some)}
            wrong += sum(has.get(item, ()) != wants.get(item, ()) for item in some)
    return wrong


def key_of_kind(kind: str) -> str:
    """The word that every thing of a kind has, and no text."""
    return f"·{kind.replace('-', '')}"


def day_at(place: int) -> date | None:
    """The day in a place of the index."""
    day = place >> (ROW_BITS + KIND_BITS)
    return None if day == LAST_DAY else date.fromordinal(day)


def _some(owner: User, zone: ZoneInfo) -> int:
    with transaction.atomic():
        _alone(owner)
        taken: list[int] = []
        changed: dict[Thing, None] = {}
        marks = SearchMark.objects.filter(owner_id=owner.pk).order_by("id").values_list("id", "kind", "item")
        for number, kind, item in marks[:MOST_MARKS]:
            if len(changed) >= A_TIME and (kind, item) not in changed:
                break
            taken.append(number)
            changed[kind, item] = None
        by_kind: dict[str, list[int]] = defaultdict(list)
        for kind, item in changed:
            by_kind[kind].append(item)
        for kind, items in by_kind.items():
            if kind in BY_KIND:
                _index(owner, BY_KIND[kind], items, zone)
        SearchMark.objects.filter(owner_id=owner.pk, pk__in=taken).delete()
    return len(changed)


def _alone(owner: User) -> None:
    """One at a time for an owner; SQLite has one writer anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(724632, %s)", [owner.pk % 2**31])


def _index(owner: User, source: Source, items: Sequence[int], zone: ZoneInfo) -> None:
    entries = SearchEntry.objects.filter(owner=owner, kind=source.kind, item__in=items)
    before = {one.item: one for one in entries}
    after = {row["pk"]: _entry(owner, source, row, zone) for row in source.rows(owner, items)}
    changed = [item for item in items if _said(before.get(item)) != _said(after.get(item))]
    SearchEntry.objects.filter(pk__in=[before[item].pk for item in changed if item in before]).delete()
    SearchEntry.objects.bulk_create([after[item] for item in changed if item in after])
    if source is PERSON:
        # Whoever is renamed, in the trash or back: what is theirs is found by the new name, or not at all.
        renamed = [item for item in changed if _names(before.get(item)) != _names(after.get(item))]
        _mark_theirs(renamed)


def _mark_theirs(person_ids: Sequence[int]) -> None:
    marks = ", ".join(["%s"] * len(person_ids))
    for source in SOURCES if person_ids else ():
        for key in source.people:
            _copy_marks(source, f"{key}_id IN ({marks})", person_ids)


def _copy_marks(source: Source, where: str, values: Iterable[Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO storage_searchmark (owner_id, kind, item) "  # noqa: S608 (our names)
            f"SELECT owner_id, '{source.kind}', id FROM {source.model._meta.db_table} WHERE {where}",
            list(values),
        )


def _entry(owner: User, source: Source, row: Row, zone: ZoneInfo) -> SearchEntry:
    value: Any = next((row[column] for column in source.dated if row[column] is not None), None)
    day = value.astimezone(zone).date() if isinstance(value, datetime) else value
    place = (day.toordinal() if day else LAST_DAY) << KIND_BITS | source.number
    people = [(row["pk"], row["name"])] if source is PERSON else source.people_of(row)
    names = words_in(" ".join([row[column] for column in source.names] + [name for _, name in people]))
    keys = [key_of_kind(source.kind)]
    if source is PERSON:
        keys += sorted({slip for word in names for slip in slips_of(word)})
    texts = [text[:LONGEST_TEXT] for text in source.texts_of(row)]
    return SearchEntry(
        id=place << ROW_BITS | row["pk"],
        owner=owner,
        kind=source.kind,
        item=row["pk"],
        title=source.title(row),
        text="\n".join(texts),
        person_item=people[0][0] if people else None,
        person_name=people[0][1] if people else "",
        names=" ".join(names),
        words=" ".join(word for text in texts for word in words_in(text)),
        keys=" ".join(keys),
    )


def _said(entry: SearchEntry | None) -> tuple[Any, ...]:
    return (
        tuple(getattr(entry, field.attname) for field in SearchEntry._meta.concrete_fields) if entry else ()
    )


def _names(entry: SearchEntry | None) -> str:
    return entry.names if entry else ""
