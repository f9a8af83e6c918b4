"""Introductions, asked for and made. Their letters: ``introduction_letters``."""

from collections.abc import Iterable, Mapping
from datetime import date
from types import SimpleNamespace
from typing import Any, Final

from django.db.models import OuterRef, Q, QuerySet, Subquery

from mentorpanel.domain.introduction_records import IntroductionRecord, facts_of
from mentorpanel.domain.introductions import IntroductionStatus, status_of
from mentorpanel.domain.problems import NotFound
from mentorpanel.domain.records import Named, Page
from mentorpanel.domain.selection import Selection
from mentorpanel.storage import introduction_letters
from mentorpanel.storage.matching_text import holds_all
from mentorpanel.storage.models import Introduction, IntroductionLetter, Person, User
from mentorpanel.storage.owned import PERSON, change_row, named_people, owned_row
from mentorpanel.storage.paging import selected
from mentorpanel.storage.together import OWNER, Read

MOST: Final = 200
"""How many a page of one's own shows at most; our judgement."""
UNDO_MOST: Final = 20
"""How many steps can be taken back; our judgement."""
PEOPLE: Final = ("requester", "bridge", "target")
FINISHED: Final = (IntroductionStatus.DECLINED, IntroductionStatus.THANKED, IntroductionStatus.OUTCOME_HEARD)
DATES: Final = (
    "first_asked_on", "first_said_on", "second_asked_on", "second_said_on", "introduced_on", "met_on", "thanked_on",
    "outcome_on", "told_on", "ended_on",
)  # fmt: skip

COLUMNS: Final = (
    "pk", "target_name", "organisation", "why", "status", "reminded_on", "first_said", "second_said", "outcome", "undo",
    "first_answered", "second_answered", *DATES,
)  # fmt: skip
"""What a record is made of, besides the people."""


def add_introduction(owner: User, *, people: Mapping[str, int], **values: Any) -> IntroductionRecord:
    """Store an introduction; ``people`` are ids by part: requester, bridge, target."""
    named_people(owner, tuple(people.values()))
    parts = {f"{part}_id": person_id for part, person_id in people.items()}
    row = Introduction.objects.create(owner=owner, **parts, **values)
    return introduction(owner, introduction_id=row.pk)


def introduction(owner: User, *, introduction_id: int, with_trash: bool = False) -> IntroductionRecord:
    """One introduction of the owner's, none of whose people is in the trash, unless ``with_trash``."""
    row = _rows(owner, with_trash=with_trash).filter(pk=introduction_id).first()
    if row is None:
        raise NotFound(f"There is no introduction with the number {introduction_id}.")
    return _record(row)


def hold(owner: User, *, introduction_id: int) -> IntroductionRecord:
    """One introduction, locked until the transaction ends."""
    owned_row(Introduction, owner, introduction_id, what="introduction", is_for_change=True)
    return introduction(owner, introduction_id=introduction_id)


def change_introduction(
    owner: User, *, introduction_id: int, undo: Mapping[str, Any] | None = None, **changes: Any
) -> IntroductionRecord:
    """Write fields; the status follows. ``undo`` are the effects to be taken back with this step, as JSON values."""
    row = owned_row(Introduction, owner, introduction_id, what="introduction", is_for_change=True)
    if undo is not None:
        before = {name: _plain(getattr(row, name)) for name in changes}
        changes["undo"] = [*_list(row.undo), {"values": before, "effects": dict(undo)}][-UNDO_MOST:]
    for name, value in changes.items():
        setattr(row, name, value)
    return _settled(owner, row, tuple(changes))


def last_step(owner: User, *, introduction_id: int) -> dict[str, Any] | None:
    """What the last step changed and made, or None: ``values`` before it, and ``effects``."""
    row = owned_row(Introduction, owner, introduction_id, what="introduction")
    steps = [one for one in _list(row.undo) if isinstance(one, dict)]
    return steps[-1] if steps else None


def steps_marked(owner: User, *, introduction_id: int, mark: str, value: int) -> int:
    """How many steps would have to be taken back to undo the one whose effects say so; 0 where none does."""
    row = owned_row(Introduction, owner, introduction_id, what="introduction")
    steps = [one for one in _list(row.undo) if isinstance(one, dict)]
    for count, step in enumerate(reversed(steps), 1):
        if step["effects"].get(mark) == value:
            return count
    return 0


def take_step_back(owner: User, *, introduction_id: int) -> IntroductionRecord:
    """The values as they were before the last step."""
    row = owned_row(Introduction, owner, introduction_id, what="introduction", is_for_change=True)
    steps = [one for one in _list(row.undo) if isinstance(one, dict)]
    values = {name: _read(name, value) for name, value in steps[-1]["values"].items()}
    values["undo"] = steps[:-1]
    for name, value in values.items():
        setattr(row, name, value)
    return _settled(owner, row, tuple(values))


def delete_introduction(owner: User, *, introduction_id: int) -> dict[str, Any]:
    """Delete an introduction; its letters stay. Returns it as plain JSON values for ``restore_introduction``."""
    row = owned_row(Introduction, owner, introduction_id, what="introduction", is_for_change=True)
    columns = [field.attname for field in row._meta.concrete_fields]
    kept = {
        name: _plain(getattr(row, name))
        for name in columns
        if name not in ("owner_id", "created_at", "updated_at")
    }
    links = IntroductionLetter.objects.filter(owner=owner, introduction=row)
    kept["letters"] = [list(one) for one in links.values_list("draft_id", "step")]
    row.delete()
    return kept


def restore_introduction(owner: User, *, gone: Mapping[str, Any]) -> IntroductionRecord:
    """Bring back what ``delete_introduction`` returned, under its number; one that is there already stays."""
    values = {name: _read(name, value) for name, value in gone.items() if name != "letters"}
    named_people(owner, tuple(values[f"{part}_id"] for part in PEOPLE if values[f"{part}_id"] is not None))
    number = values.pop("id")
    row, is_back = Introduction.objects.get_or_create(owner=owner, pk=number, defaults=values)
    if is_back:
        for draft_id, step in gone["letters"]:
            introduction_letters.link_letter(owner, introduction_id=row.pk, draft_id=draft_id, step=step)
    return introduction(owner, introduction_id=row.pk)


def open_introductions(owner: User) -> tuple[IntroductionRecord, ...]:
    """Those in which something may still be to do, the oldest first; one query."""
    return OPEN.alone(owner)


def _open() -> "QuerySet[Any, Any]":
    rows = _rows(OWNER).exclude(status__in=[one.value for one in FINISHED])
    nothing, declined = IntroductionStatus.CAME_TO_NOTHING, IntroductionStatus.ONE_DECLINED
    owes = Q(bridge__isnull=False, introduced_on__isnull=False, told_on=None)
    waits = Q(told_on=None) & (Q(first_said="yes") | Q(second_said="yes"))
    rows = rows.filter(~Q(status=nothing) | owes).filter(~Q(status=declined) | waits)
    return _columns(rows.order_by("pk"))


def _of_person() -> "QuerySet[Any, Any]":
    rows = _rows(OWNER).filter(Q(requester_id=PERSON) | Q(bridge_id=PERSON) | Q(target_id=PERSON))
    return _columns(rows.order_by("-pk"))


def _columns(rows: "QuerySet[Introduction]") -> "QuerySet[Any, Any]":
    people = (f"{part}{column}" for part in PEOPLE for column in ("_id", "__name"))
    found: QuerySet[Any, Any] = rows.values(*people, *COLUMNS)[:MOST]
    return found


def _opened(values: dict[str, Any]) -> IntroductionRecord:
    named = {
        part: Named(values[f"{part}_id"], values[f"{part}__name"]) if values[f"{part}_id"] else None
        for part in PEOPLE
    }
    return _record_of(SimpleNamespace(**values), named)


OPEN = Read(_open, lambda rows: tuple(_opened(values) for values in rows))
"""As ``open_introductions``."""
OF_PERSON = Read(_of_person, lambda rows: tuple(_opened(values) for values in rows))
"""Every introduction that somebody has a part in, the newest first."""


def introductions(owner: User) -> tuple[IntroductionRecord, ...]:
    """Every introduction, the newest first."""
    return tuple(_record(row) for row in _rows(owner).order_by("-pk")[:MOST])


def connection_of(owner: User, *, one_id: int, other_id: int) -> IntroductionRecord | None:
    """The newest introduction of these two by me, whichever of them was asked first; None where there is none."""
    pair = Q(requester_id=one_id, target_id=other_id) | Q(requester_id=other_id, target_id=one_id)
    row = _rows(owner).filter(pair, bridge=None).order_by("-pk").first()
    return _record(row) if row else None


def open_request(
    owner: User, *, bridge_id: int, target_id: int | None, target_name: str, organisation: str
) -> IntroductionRecord | None:
    """A request of mine to that bridge for that target that is still under way."""
    rows = _rows(owner).filter(bridge_id=bridge_id, target_id=target_id, introduced_on=None, ended_on=None)
    rows = rows.exclude(first_said="no")
    if target_id is None:
        rows = rows.filter(target_name=target_name, organisation=organisation)
    row = rows.order_by("-pk").first()
    return _record(row) if row else None


def asked_lately(owner: User, *, bridge_ids: Iterable[int], since: date) -> dict[int, int]:
    """How often each bridge was asked for an introduction since a day."""
    rows = Introduction.objects.filter(owner=owner, bridge_id__in=list(bridge_ids), first_asked_on__gte=since)
    found: dict[int, int] = {}
    for bridge_id in rows.values_list("bridge_id", flat=True):
        found[bridge_id or 0] = found.get(bridge_id or 0, 0) + 1
    return found


def pairs_connected(owner: User) -> tuple[tuple[int, int], ...]:
    """The pairs of people whom I introduced to each other."""
    rows = Introduction.objects.filter(owner=owner, bridge=None, introduced_on__isnull=False)
    return tuple(rows.order_by("pk").values_list("requester_id", "target_id")[:MOST])


def pairs_thought_of(owner: User) -> frozenset[frozenset[int]]:
    """The pairs of people whom I have introduced, am about to, or thought of introducing to each other."""
    return PAIRED.alone(owner)


def _paired() -> "QuerySet[Introduction, tuple[Any, ...]]":
    rows = Introduction.objects.filter(
        owner=OWNER, bridge=None, requester__isnull=False, target__isnull=False
    )
    return rows.order_by("-pk").values_list("requester_id", "target_id")[:MOST]


PAIRED = Read(_paired, lambda rows: frozenset(frozenset(pair) for pair in rows))
"""As ``pairs_thought_of``."""


def introduced_people(owner: User) -> tuple[tuple[Named, Named], ...]:
    """Who was introduced to me by whom, (who, by whom), the newest first; nobody in the trash."""
    rows = Person.objects.filter(owner=owner, deleted_at=None, introduced_by__deleted_at=None)
    rows = rows.filter(introduced_by__isnull=False).order_by("-pk")[:MOST]
    columns = rows.values_list("pk", "name", "introduced_by_id", "introduced_by__name")
    return tuple((Named(pk, name), Named(by_id or 0, by or "")) for pk, name, by_id, by in columns)


FILTERS: Final[Mapping[str, str | Mapping[object, Q]]] = {
    "status": "status",
    "shape": {"ask": Q(bridge__isnull=False), "connect": Q(bridge=None)},
    "open": {
        True: ~Q(status__in=[one.value for one in FINISHED]),
        False: Q(status__in=[one.value for one in FINISHED]),
    },
}


def page(owner: User, selection: Selection) -> Page:
    """A page of introductions for programs."""
    names = (
        "why",
        "outcome",
        "target_name",
        "organisation",
        "requester__name",
        "bridge__name",
        "target__name",
    )
    rows = _rows(owner).filter(holds_all(selection.query, *names))
    person_id = selection.where.get("person_id")
    if person_id is not None:
        rows = rows.filter(Q(requester_id=person_id) | Q(bridge_id=person_id) | Q(target_id=person_id))
    where = {name: value for name, value in selection.where.items() if name != "person_id"}
    chosen = Selection(
        where=where,
        query=selection.query,
        updated_since=selection.updated_since,
        limit=selection.limit,
        after=selection.after,
    )
    return selected(rows, chosen, FILTERS, record=_record)


def _settled(owner: User, row: Introduction, changed: tuple[str, ...]) -> IntroductionRecord:
    """Write a row with the status that follows from it."""
    wanted = {name: getattr(row, name) for name in changed}
    row.status = status_of(facts_of(_record_of(row, _named_parts(row)))).value
    change_row(row, **wanted, status=row.status)
    return introduction(owner, introduction_id=row.pk)


def _rows(owner: User, *, with_trash: bool = False) -> "QuerySet[Introduction]":
    answers = IntroductionLetter.objects.filter(introduction=OuterRef("pk"), draft__answered_on__isnull=False)
    rows = Introduction.objects.filter(owner=owner).select_related(*PEOPLE)
    if not with_trash:
        rows = rows.filter(**{f"{part}__deleted_at": None for part in PEOPLE})
    return rows.annotate(
        first_answered=Subquery(
            answers.filter(step="ask").order_by("-draft_id").values("draft__answered_on")[:1]
        ),
        second_answered=Subquery(
            answers.filter(step="ask-second").order_by("-draft_id").values("draft__answered_on")[:1]
        ),
    )


def _named_parts(row: Introduction) -> dict[str, Named | None]:
    return {part: _named(getattr(row, part)) for part in PEOPLE}


def _named(person: Person | None) -> Named | None:
    return Named(person.pk, person.name) if person else None


def _record(row: Introduction) -> IntroductionRecord:
    return _record_of(row, _named_parts(row))


def _record_of(row: Introduction | SimpleNamespace, parts: Mapping[str, Named | None]) -> IntroductionRecord:
    return IntroductionRecord(
        id=row.pk,
        requester=parts["requester"],
        bridge=parts["bridge"],
        target=parts["target"],
        target_name=row.target_name,
        organisation=row.organisation,
        why=row.why,
        status=IntroductionStatus(row.status),
        reminded_on=tuple(_days(row.reminded_on)),
        first_said=row.first_said,
        second_said=row.second_said,
        outcome=row.outcome,
        first_answered_on=getattr(row, "first_answered", None),
        second_answered_on=getattr(row, "second_answered", None),
        can_undo=any(isinstance(one, dict) for one in _list(row.undo)),
        **{name: getattr(row, name) for name in DATES},
    )


def _days(texts: Any) -> Iterable[date]:
    for text in _list(texts):
        try:
            yield date.fromisoformat(text)
        except (TypeError, ValueError):
            continue


def _list(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list) else []


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _read(name: str, value: Any) -> Any:
    return date.fromisoformat(value) if name in DATES and value else value
