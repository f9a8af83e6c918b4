"""Decisions with their options, criteria and judgements; nothing is lost, what is removed is marked so."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

from django.db.models import F, Prefetch, Q, QuerySet

from mentorpanel import clock
from mentorpanel.domain.decision_records import (
    CriterionRecord,
    DecisionRecord,
    OptionRecord,
)
from mentorpanel.domain.decisions import MOST_CRITERIA, MOST_OPTIONS, PRESENT, Mark
from mentorpanel.domain.problems import Conflict, NotFound
from mentorpanel.domain.records import Named, Page
from mentorpanel.domain.selection import Selection
from mentorpanel.storage.decision_asks import ask_record, asks_rows
from mentorpanel.storage.decision_contrasts import contrast_records, contrast_rows
from mentorpanel.storage.matching_text import holds_all
from mentorpanel.storage.models import (
    Decision,
    DecisionCriterion,
    DecisionMark,
    DecisionOption,
    DecisionReader,
    User,
)
from mentorpanel.storage.owned import PERSON, change_row, named_people, named_person, owned_row
from mentorpanel.storage.paging import selected
from mentorpanel.storage.role_reviews import review_record, review_rows
from mentorpanel.storage.together import OWNER, Read

MOST = 200
Part = TypeVar("Part", DecisionOption, DecisionCriterion)
Helped = tuple[int, str, tuple[str, ...], bool]
"""A decision that somebody helped with: number, question, the criteria that they named, whether it is made."""
Before = list[Any]
"""What undoes a change: a table's name, the row's number, and its fields as they were."""


def add_decision(owner: User, *, reader_ids: Sequence[int] = (), **values: Any) -> int:
    """Store a decision; its id."""
    row = Decision.objects.create(owner=owner, **values)
    set_readers(owner, decision_id=row.pk, person_ids=reader_ids)
    return row.pk


def decision(owner: User, *, decision_id: int) -> DecisionRecord:
    """One decision of the owner's."""
    row = _rows(owner).filter(pk=decision_id).first()
    if row is None:
        raise _not_found(decision_id)
    return _record(row)


def decisions(owner: User, *, open_only: bool, person_id: int | None = None) -> tuple[DecisionRecord, ...]:
    """Decisions: the open ones by their day, then the chosen ones, the newest first."""
    rows = _rows(owner)
    if open_only:
        rows = rows.filter(chosen_on=None)
    if person_id is not None:
        given = DecisionCriterion.objects.filter(owner=owner, given_by=person_id, removed_at=None)
        rows = rows.filter(Q(pk__in=given.values("decision")) | Q(asks__person_id=person_id)).distinct()
    found = rows.order_by(F("chosen_on").desc(nulls_first=True), F("answer_by").asc(nulls_last=True), "-pk")
    return tuple(_record(row) for row in found[:MOST])


FILTERS: Mapping[str, str | Mapping[object, Q]] = {
    "open": {True: Q(chosen_on=None), False: Q(chosen_on__isnull=False)},
    "is_role": "is_role",
}


def page(owner: User, selection: Selection) -> Page:
    """A page of decisions for programs."""
    rows = _rows(owner).filter(holds_all(selection.query, "question", "note", "why"))
    return selected(rows, selection, FILTERS, record=_record)


def change_decision(owner: User, *, decision_id: int, **changes: Any) -> Before:
    """Write fields of a decision; what they were."""
    row = _row(owner, decision_id)
    before = ["decision", row.pk, {name: getattr(row, name) for name in changes}]
    change_row(row, **changes)
    return before


def touch(owner: User, *, decision_id: int) -> None:
    """Something that hangs on a decision has changed; it is held until the transaction ends."""
    change_row(_row(owner, decision_id))


def set_readers(owner: User, *, decision_id: int, person_ids: Sequence[int]) -> Before:
    """Say exactly who may know of a decision; who could before."""
    wanted = {person.id for person in named_people(owner, tuple(person_ids))}
    rows = DecisionReader.objects.filter(owner=owner, decision_id=decision_id)
    known = set(rows.values_list("person_id", flat=True))
    rows.exclude(person_id__in=wanted).delete()
    DecisionReader.objects.bulk_create(
        DecisionReader(owner=owner, decision_id=decision_id, person_id=person_id)
        for person_id in sorted(wanted - known)
    )
    return ["readers", decision_id, sorted(known)]


def add_option(owner: User, *, decision_id: int, text: str, note: str = "") -> tuple[int, Before]:
    """One more option, six at most."""
    rows = DecisionOption.objects.filter(owner=owner, decision_id=decision_id, removed_at=None)
    if rows.count() >= MOST_OPTIONS:
        raise Conflict(f"A choice has {MOST_OPTIONS} options at most; take one off first.")
    row = DecisionOption.objects.create(owner=owner, decision_id=decision_id, text=text, note=note)
    return row.pk, ["option", row.pk, {"removed_at": clock.now()}]


def add_criterion(
    owner: User, *, decision_id: int, text: str, weight: int, given_by: int | None, given_on: date
) -> tuple[int, Before]:
    """One more criterion, twelve at most; by a mentor where ``given_by`` names one."""
    rows = DecisionCriterion.objects.filter(owner=owner, decision_id=decision_id, removed_at=None)
    if rows.count() >= MOST_CRITERIA:
        raise Conflict(f"{MOST_CRITERIA} criteria are the most that one can weigh; take one off first.")
    if given_by is not None:
        named_person(owner, given_by)
    row = DecisionCriterion.objects.create(
        owner=owner,
        decision_id=decision_id,
        text=text,
        weight=weight,
        given_by_id=given_by,
        given_on=given_on,
    )
    return row.pk, ["criterion", row.pk, {"removed_at": clock.now()}]


def change_part(owner: User, *, part: str, part_id: int, **changes: Any) -> tuple[int, Before]:
    """Write fields of an option or a criterion; its decision, and what they were."""
    row = part_row(owner, part=part, part_id=part_id)
    before = [part, row.pk, {name: getattr(row, name) for name in changes}]
    change_row(row, **changes)
    return row.decision_id, before


def part_row(owner: User, *, part: str, part_id: int) -> DecisionOption | DecisionCriterion:
    """An option or criterion that is there, of a decision that is; else not found."""
    return _option(owner, part_id) if part == "option" else _criterion(owner, part_id)


def judge(owner: User, *, option_id: int, criterion_id: int, mark: str) -> tuple[int, Before]:
    """Write a judgement; an empty one takes it back. Its decision, and what it was."""
    option, criterion = _option(owner, option_id), _criterion(owner, criterion_id)
    if option.decision_id != criterion.decision_id:
        raise NotFound("That criterion belongs to another decision.")
    row, _ = DecisionMark.objects.get_or_create(owner=owner, option=option, criterion=criterion)
    before = ["mark", row.pk, {"mark": row.mark}]
    change_row(row, mark=mark)
    return option.decision_id, before


def clear_marks(owner: User, *, decision_id: int) -> list[Before]:
    """Take every judgement of a decision back."""
    rows = DecisionMark.objects.filter(owner=owner, option__decision_id=decision_id).exclude(mark="")
    before: list[Before] = [["mark", row.pk, {"mark": row.mark}] for row in rows]
    rows.update(mark="", updated_at=clock.now())
    return before


def shared_with(owner: User, *, person_id: int) -> tuple[tuple[str, date | None], ...]:
    """The open questions that a person may know of, with the day of each."""
    rows = Decision.objects.filter(
        owner=owner, removed_at=None, chosen_on=None, readers__person_id=person_id
    ).order_by(F("answer_by").asc(nulls_last=True), "pk")
    return tuple(rows.values_list("question", "answer_by")[:MOST])


def _given_by() -> "QuerySet[DecisionCriterion, tuple[Any, ...]]":
    rows = DecisionCriterion.objects.filter(
        owner=OWNER, given_by=PERSON, removed_at=None, decision__removed_at=None
    ).order_by("-decision_id", "pk")
    return rows.values_list("decision_id", "decision__question", "decision__chosen_on", "text")[:MOST]


def _helped(rows: Iterable[tuple[Any, ...]]) -> tuple[Helped, ...]:
    found: dict[int, tuple[str, list[str], bool]] = {}
    for number, question, chosen_on, text in rows:
        found.setdefault(number, (question, [], chosen_on is not None))[1].append(text)
    return tuple((number, question, tuple(texts), made) for number, (question, texts, made) in found.items())


HELPED_WITH = Read(_given_by, _helped)
"""The decisions that a person named criteria for, the newest first."""


def _option(owner: User, option_id: int) -> DecisionOption:
    return _standing(owner, owned_row(DecisionOption, owner, option_id, what="option"), "option")


def _criterion(owner: User, criterion_id: int) -> DecisionCriterion:
    return _standing(owner, owned_row(DecisionCriterion, owner, criterion_id, what="criterion"), "criterion")


def _standing(owner: User, row: Part, part: str) -> Part:
    """A part that was not removed, nor its decision."""
    if row.removed_at is not None:
        raise NotFound(f"There is no {part} with the number {row.pk}.")
    _row(owner, row.decision_id)
    return row


def _row(owner: User, decision_id: int) -> Decision:
    row = owned_row(Decision, owner, decision_id, what="decision", is_for_change=True)
    if row.removed_at is not None:
        raise _not_found(decision_id)
    return row


def _not_found(decision_id: int) -> NotFound:
    return NotFound(f"There is no decision with the number {decision_id}.")


def _rows(owner: User) -> "QuerySet[Decision]":
    present = {"owner": owner, "removed_at": None}
    readers = DecisionReader.objects.filter(owner=owner, person__deleted_at=None).select_related("person")
    criteria = DecisionCriterion.objects.filter(**present).select_related("given_by").order_by("pk")
    marks = DecisionMark.objects.filter(owner=owner, criterion__removed_at=None).exclude(mark="")
    options = DecisionOption.objects.filter(**present).order_by("pk")
    return Decision.objects.filter(**present).prefetch_related(
        Prefetch("readers", readers.order_by("person__name")),
        Prefetch("options", options.prefetch_related(Prefetch("marks", marks))),
        Prefetch("criteria", criteria),
        Prefetch("asks", asks_rows(owner)),
        Prefetch("reviews", review_rows(owner)),
        Prefetch("contrasts", contrast_rows(owner)),
    )


def _record(row: Decision) -> DecisionRecord:
    options = tuple(row.options.all())
    return DecisionRecord(
        id=row.pk,
        question=row.question,
        note=row.note,
        answer_by=row.answer_by,
        is_role=row.is_role,
        early_reason=row.early_reason,
        reference=row.reference_id or PRESENT,
        choice=None if row.chosen_on is None else row.choice_id or PRESENT,
        chosen_on=row.chosen_on,
        why=row.why,
        began_on=row.began_on,
        readers=tuple(Named(one.person_id, one.person.name) for one in row.readers.all()),
        options=tuple(OptionRecord(one.pk, one.text, one.note) for one in options),
        criteria=_criteria(row.criteria.all()),
        marks={
            (mark.option_id, mark.criterion_id): Mark(mark.mark)
            for option in options
            for mark in option.marks.all()
        },
        asks=tuple(found for ask in row.asks.all() if (found := ask_record(ask)) is not None),
        reviews=tuple(review_record(one) for one in row.reviews.all()),
        contrasts=contrast_records(row.contrasts.all()),
        begun_on=row.created_at.date(),
    )


def _criteria(rows: Iterable[DecisionCriterion]) -> tuple[CriterionRecord, ...]:
    return tuple(
        CriterionRecord(
            one.pk,
            one.text,
            one.weight,
            Named(one.given_by.pk, one.given_by.name)
            if one.given_by is not None and one.given_by.deleted_at is None
            else None,
            one.given_on,
        )
        for one in rows
    )
