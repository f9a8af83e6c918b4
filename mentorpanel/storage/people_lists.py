"""Lists of people: pages of rows, the board, the trash, and who a name could mean."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import BooleanField, DateField, F, Func, Q, QuerySet, Value
from django.db.models.functions import Coalesce, Lower

from mentorpanel.domain.names import fold, is_unspaced
from mentorpanel.domain.problems import NotFound
from mentorpanel.domain.records import Named, Page, PersonRow
from mentorpanel.domain.selection import Selection
from mentorpanel.storage.matching_text import holds_word, words_of
from mentorpanel.storage.models import ContactPoint, Person, Relationship, User
from mentorpanel.storage.paging import key_of, page_of, page_size, read_date, selected
from mentorpanel.storage.together import OWNER, Read

MOST_NAMES = 200
"""Names that a choice offers; our judgement."""
NEVER = date(1, 1, 1)
SEARCHED = ("name", "nickname", "title", "organisation__name")


@dataclass(frozen=True, slots=True)
class KnownName:
    """A person as one looks for them, and whether they are on the panel."""

    id: int
    name: str
    nickname: str
    organisation: str
    is_on_panel: bool


class HoldsTag(Func):
    """Whether a list of tags (the first argument) holds one (the second), spelt alike."""

    output_field = BooleanField()
    arity = 2
    template = "EXISTS (SELECT 1 FROM json_each(%(expressions)s))"
    arg_joiner = ") AS tag WHERE tag.value = ("

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        """PostgreSQL has a function of its own for it."""
        return self.as_sql(
            compiler, connection, template="jsonb_exists(%(expressions)s)", arg_joiner=", ", **extra
        )


def list_people(
    owner: User,
    *,
    query: str,
    stage: str,
    scope: str,
    tag: str,
    organisation_id: int | None,
    is_by_recency: bool,
    limit: int,
    after: str,
) -> Page:
    """One page of people who are not in the trash, in order of their names or the last talked to first.

    Every word of the query stands in a name, nickname, organisation, title or address. Two queries
    a page, however many people there are.
    """
    rows = _rows(owner).filter(deleted_at__isnull=True)
    rows = _in_scope(owner, rows, stage, scope)
    for word in words_of(query):
        rows = rows.filter(_holds(owner, word))
    if tag:
        rows = rows.filter(HoldsTag(F("tags"), Value(tag)))
    if organisation_id is not None:
        rows = rows.filter(organisation_id=organisation_id)
    size = page_size(limit)
    if is_by_recency:
        rows, key = _by_recency(rows, after)
    else:
        rows, key = _by_name(rows, after)
    found = list(rows[: size + 1])
    emails = _emails(owner, [row.pk for row in found])
    return page_of(found, limit=size, record=lambda row: _row(row, emails), key=key)


FILTERS: Mapping[str, str | Mapping[object, Q]] = {
    "stage": "relationship__stage",
    "distance": "distance",
    "on_panel": {True: Q(relationship__isnull=False), False: Q(relationship__isnull=True)},
    "trashed": {True: Q(deleted_at__isnull=False), False: Q(deleted_at__isnull=True)},
}


def page(owner: User, selection: Selection) -> Page:
    """A page of people for programs, newest first; two queries."""
    rows = _rows(owner)
    for word in words_of(selection.query):
        rows = rows.filter(_holds(owner, word))
    where = dict(selection.where)
    tag = where.pop("tag", None)
    if tag is not None:
        rows = rows.filter(HoldsTag(F("tags"), Value(tag)))
    found = selected(rows, replace(selection, where=where), FILTERS, record=lambda row: row)
    emails = _emails(owner, [row.pk for row in found.results])
    return Page(tuple(_row(row, emails) for row in found.results), found.next)


def board(owner: User, *, limit: int = 1000) -> tuple[PersonRow, ...]:
    """Everybody with a stage who is not in the trash, in order of their names."""
    rows = _in_scope(owner, _rows(owner).filter(deleted_at__isnull=True), "", "panel")
    return tuple(_row(row, {}) for row in rows.order_by(Lower("name"), "pk")[:limit])


def _panel_names() -> "QuerySet[Person, tuple[int, str]]":
    rows = _in_scope(OWNER, Person.objects.filter(owner=OWNER, deleted_at=None), "", "panel")
    return rows.order_by(Lower("name"), "pk").values_list("pk", "name")[:MOST_NAMES]


PANEL_NAMES = Read(_panel_names, lambda rows: tuple(Named(*row) for row in rows))
"""Everybody with a stage who is not in the trash, in order of their names."""


def trashed(owner: User, *, limit: int = 200) -> tuple[PersonRow, ...]:
    """Who is in the trash, the last put there first."""
    rows = _rows(owner).filter(deleted_at__isnull=False).order_by("-deleted_at", "-pk")
    return tuple(_row(row, {}) for row in rows[:limit])


def tags_of(owner: User, *, limit: int = 200) -> tuple[str, ...]:
    """The tags in use on the newest 5,000 tagged people, most used first."""
    rows = Person.objects.filter(owner=owner, deleted_at__isnull=True).exclude(tags=[]).order_by("-pk")
    counts: dict[str, int] = {}
    for tags in rows.values_list("tags", flat=True)[:5000]:
        for tag in tags:
            counts[tag] = counts.get(tag, 0) + 1
    return tuple(sorted(counts, key=lambda tag: (-counts[tag], tag))[:limit])


def known_name(owner: User, *, person_id: int) -> Named:
    """The person with that id, unless in the trash."""
    row = (
        Person.objects.filter(owner=owner, pk=person_id, deleted_at__isnull=True).values_list("name").first()
    )
    if row is None:
        raise NotFound(f"There is no person with the number {person_id}.")
    return Named(person_id, row[0])


def names_with_key(owner: User, *, key: str, kinds: Sequence[str]) -> list[KnownName]:
    """Who has a contact point with that key."""
    points = ContactPoint.objects.filter(owner=owner, key=key, kind__in=kinds)
    return _names(owner, Q(pk__in=points.values("person_id")), limit=50)


def names_with_words(owner: User, *, words: Sequence[Sequence[str]], limit: int = 200) -> list[KnownName]:
    """Who has, for every folded word, a word in the name that begins with it or with one of its other forms.

    Nicknames are looked at too, and organisations for whoever has one. The first 200 (our judgement) by their key.
    """
    condition = Q()
    for forms in words:
        either = Q()
        for form in forms:
            either |= _begins("name_key", form) | _begins("organisation__key", form)
            either |= Q(nickname__istartswith=form)
        condition &= either
    return _names(owner, condition, limit=limit)


def names_with_beginnings(owner: User, *, beginnings: Sequence[str], limit: int = 3000) -> list[KnownName]:
    """Who has, for every beginning, a word in the name with it; the first 3,000 (our judgement) by their key."""
    condition = Q()
    for start in beginnings:
        condition &= _begins("name_key", start)
    return _names(owner, condition, limit=limit)


def names_on_panel(owner: User, *, limit: int = 1000) -> list[KnownName]:
    """Everybody with a stage."""
    return _names(owner, Q(pk__in=Relationship.objects.filter(owner=owner).values("person_id")), limit=limit)


def names_equal(owner: User, *, name_key: str, limit: int = 50) -> list[KnownName]:
    """Everybody whose name has that key."""
    return _names(owner, Q(name_key=name_key), limit=limit)


def _begins(field: str, word: str) -> Q:
    if is_unspaced(word):
        return Q(**{f"{field}__contains": word})
    return Q(**{f"{field}__startswith": word}) | Q(**{f"{field}__contains": f" {word}"})


def _names(owner: User, condition: Q, *, limit: int) -> list[KnownName]:
    rows = Person.objects.filter(condition, owner=owner, deleted_at__isnull=True).order_by("name_key", "pk")
    columns = ("pk", "name", "nickname", "organisation__name", "relationship__stage")
    return [
        KnownName(pk, name, nickname, organisation or "", stage is not None)
        for pk, name, nickname, organisation, stage in rows.values_list(*columns)[:limit]
    ]


def _rows(owner: User) -> "QuerySet[Person]":
    columns = (
        "name", "title", "level", "distance", "organisation__name", "relationship__stage", "summary__last_two_way_on",
    )  # fmt: skip
    rows = Person.objects.filter(owner=owner).select_related("organisation", "relationship", "summary")
    return rows.only(*columns)


def _in_scope(owner: User, rows: "QuerySet[Person]", stage: str, scope: str) -> "QuerySet[Person]":
    tied = Relationship.objects.filter(owner=owner)
    if stage:
        return rows.filter(pk__in=tied.filter(stage=stage).values("person_id"))
    if scope == "panel":
        return rows.filter(pk__in=tied.values("person_id"))
    if scope == "address-book":
        return rows.exclude(pk__in=tied.values("person_id"))
    return rows


def _holds(owner: User, word: str) -> Q:
    reached = ContactPoint.objects.filter(owner=owner, kind="email", value__icontains=word)
    condition = holds_word(word, *SEARCHED) | Q(pk__in=reached.values("person_id"))
    folded = fold(word)
    return condition | Q(name_key__contains=folded) if folded else condition


def _by_name(rows: "QuerySet[Person]", after: str) -> Any:
    rows = rows.annotate(listed=Lower("name"))
    if after:
        listed, last = key_of(after, str, int)
        rows = rows.filter(listed__gte=listed).exclude(listed=listed, pk__lte=last)
    return rows.order_by("listed", "pk"), lambda row: (row.listed, row.pk)


def _by_recency(rows: "QuerySet[Person]", after: str) -> Any:
    never = Value(NEVER, output_field=DateField())
    rows = rows.annotate(recent=Coalesce("summary__last_two_way_on", never))
    if after:
        recent, last = key_of(after, read_date, int)
        rows = rows.filter(recent__lte=recent).exclude(recent=recent, pk__gte=last)
    return rows.order_by("-recent", "-pk"), lambda row: (row.recent, row.pk)


def _emails(owner: User, person_ids: Sequence[int]) -> dict[int, str]:
    points = ContactPoint.objects.filter(
        owner=owner, person_id__in=person_ids, kind="email", failed_at__isnull=True
    )
    found: dict[int, str] = {}
    for person_id, value in points.order_by("-is_primary", "pk").values_list("person_id", "value"):
        found.setdefault(person_id, value)
    return found


def _row(row: Person, emails: dict[int, str]) -> PersonRow:
    tie, summary = getattr(row, "relationship", None), getattr(row, "summary", None)
    return PersonRow(
        id=row.pk,
        name=row.name,
        organisation=row.organisation.name if row.organisation else "",
        title=row.title,
        level=row.level,
        stage=tie.stage if tie else "",
        last_two_way_on=summary.last_two_way_on if summary else None,
        email=emails.get(row.pk, ""),
        distance=row.distance,
    )
