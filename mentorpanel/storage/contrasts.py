"""Advice side by side: what differs on which question, and what was decided."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Count, F, Prefetch, Q, QuerySet

from mentorpanel.domain.advice_records import ContrastRecord
from mentorpanel.domain.problems import NotFound
from mentorpanel.domain.records import Named, Page
from mentorpanel.domain.selection import Selection
from mentorpanel.storage import advice
from mentorpanel.storage.matching_text import holds_all
from mentorpanel.storage.models import Contrast, ContrastMember, DecisionContrast, ParkedItem, User
from mentorpanel.storage.owned import change_row, owned_row
from mentorpanel.storage.paging import selected

MOST = 200


def add_contrast(
    owner: User, *, question: str, advice_ids: Sequence[int], item_id: int | None
) -> ContrastRecord:
    """Put pieces of advice side by side, in that order."""
    if item_id is not None:
        owned_row(ParkedItem, owner, item_id, what="parked item")
    row = Contrast.objects.create(owner=owner, question=question, item_id=item_id)
    _put_members(owner, row, advice_ids)
    return contrast(owner, contrast_id=row.pk)


def contrast(owner: User, *, contrast_id: int) -> ContrastRecord:
    """One of the owner's."""
    row = _rows(owner).filter(pk=contrast_id).first()
    if row is None:
        raise NotFound(f"There is nothing side by side with the number {contrast_id}.")
    return _record(row)


def change_contrast(
    owner: User, *, contrast_id: int, advice_ids: Sequence[int] | None, **changes: Any
) -> ContrastRecord:
    """Write fields, and with ``advice_ids`` exactly what stands side by side."""
    row = owned_row(Contrast, owner, contrast_id, what="contrast", is_for_change=True)
    if advice_ids is not None:
        ContrastMember.objects.filter(owner=owner, contrast=row).delete()
        _put_members(owner, row, advice_ids)
    change_row(row, **changes)
    return contrast(owner, contrast_id=contrast_id)


def delete_contrast(owner: User, *, contrast_id: int) -> None:
    """They do not differ after all; the advice itself stays."""
    owned_row(Contrast, owner, contrast_id, what="contrast", is_for_change=True).delete()


def contrasts(owner: User, *, advice_id: int | None = None) -> tuple[ContrastRecord, ...]:
    """Those that are not decided first, then the newest; with ``advice_id`` only those that hold it.

    One whose people are in the trash but for one has nothing left to stand beside, and is not shown.
    """
    rows = _rows(owner)
    if advice_id is not None:
        rows = rows.filter(pk__in=ContrastMember.objects.filter(advice_id=advice_id).values("contrast_id"))
    shown = Count("members", filter=Q(members__advice__person__deleted_at=None))
    kept = rows.annotate(shown=shown).filter(shown__gte=2)
    ordered = kept.order_by(F("decided_on").desc(nulls_first=True), "-pk")
    return tuple(_record(row) for row in ordered[:MOST])


def items_with_one(owner: User) -> frozenset[int]:
    """The parked items whose answers stand side by side already."""
    rows = Contrast.objects.filter(owner=owner, item__isnull=False)
    return frozenset(rows.values_list("item_id", flat=True)[:MOST])


def members_of_any(owner: User, *, advice_ids: Sequence[int]) -> frozenset[int]:
    """Which of these stand side by side with something."""
    rows = ContrastMember.objects.filter(owner=owner, advice_id__in=list(advice_ids))
    return frozenset(rows.values_list("advice_id", flat=True))


def page(owner: User, selection: Selection) -> Page:
    """A page for programs."""
    rows = _rows(owner).filter(holds_all(selection.query, "question", "decided", "why"))
    filters: Mapping[str, str | Mapping[object, Q]] = {
        "decided": {True: Q(decided_on__isnull=False), False: Q(decided_on=None)}
    }
    return selected(rows, selection, filters, record=_record)


def _put_members(owner: User, row: Contrast, advice_ids: Sequence[int]) -> None:
    wanted = list(dict.fromkeys(advice_ids))
    known = advice.records(owner, advice_ids=wanted)
    for advice_id in wanted:
        if advice_id not in known:
            raise NotFound(f"There is no advice with the number {advice_id}.")
    ContrastMember.objects.bulk_create(
        ContrastMember(owner=owner, contrast=row, advice_id=advice_id, position=place)
        for place, advice_id in enumerate(wanted)
    )


def members_rows(owner: User) -> "QuerySet[ContrastMember]":
    """What stands side by side, in its order, without people in the trash."""
    members = ContrastMember.objects.filter(owner=owner, advice__person__deleted_at=None)
    return members.select_related("advice", "advice__person").order_by("position", "pk")


def _rows(owner: User) -> "QuerySet[Contrast]":
    linked = DecisionContrast.objects.filter(owner=owner, decision__removed_at=None)
    return Contrast.objects.filter(owner=owner).prefetch_related(
        Prefetch("members", members_rows(owner)),
        Prefetch("decisions", linked.select_related("decision").order_by("pk")),
    )


def _record(row: Contrast) -> ContrastRecord:
    return ContrastRecord(
        id=row.pk,
        question=row.question,
        item_id=row.item_id,
        choice_id=row.choice_id,
        decided=row.decided,
        why=row.why,
        decided_on=row.decided_on,
        advice=tuple(advice.record_of(member.advice) for member in row.members.all()),
        decisions=tuple(Named(one.decision_id, one.decision.question) for one in row.decisions.all()),
    )
