"""Which advice, side by side, a decision is about."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Prefetch, QuerySet

from mentorpanel.domain.decision_records import WeighedContrast
from mentorpanel.domain.problems import NotFound
from mentorpanel.storage import advice
from mentorpanel.storage.contrasts import members_rows
from mentorpanel.storage.models import Contrast, Decision, DecisionContrast, User


def set_contrasts(owner: User, *, decision_id: int, contrast_ids: Sequence[int]) -> list[Any]:
    """Say exactly what a decision is about; what undoes that. One that is not the owner's is not found."""
    wanted = set(contrast_ids)
    known = set(Contrast.objects.filter(owner=owner, pk__in=wanted).values_list("pk", flat=True))
    for contrast_id in sorted(wanted - known):
        raise NotFound(f"There is nothing side by side with the number {contrast_id}.")
    before = linked(owner, decision_id=decision_id)
    rows = DecisionContrast.objects.filter(owner=owner, decision_id=decision_id)
    rows.exclude(contrast_id__in=wanted).delete()
    DecisionContrast.objects.bulk_create(
        DecisionContrast(owner=owner, decision_id=decision_id, contrast_id=contrast_id)
        for contrast_id in sorted(wanted.difference(before))
    )
    return ["contrasts", decision_id, before]


def linked(owner: User, *, decision_id: int) -> list[int]:
    """The numbers of what a decision is about, also where too little of it is left to be shown."""
    rows = DecisionContrast.objects.filter(owner=owner, decision_id=decision_id).order_by("contrast_id")
    return list(rows.values_list("contrast_id", flat=True))


def link_decisions(owner: User, *, contrast_id: int, decision_ids: Sequence[int]) -> None:
    """Decisions are about it, each besides what it is about already; one that was taken away is left out."""
    there = Decision.objects.filter(owner=owner, pk__in=decision_ids, removed_at=None)
    for decision_id in there.order_by("pk").values_list("pk", flat=True):
        known = linked(owner, decision_id=decision_id)
        set_contrasts(owner, decision_id=decision_id, contrast_ids=[*known, contrast_id])


def contrast_rows(owner: User) -> "QuerySet[DecisionContrast]":
    """Rows with what a record needs."""
    rows = DecisionContrast.objects.filter(owner=owner).select_related("contrast").order_by("pk")
    return rows.prefetch_related(Prefetch("contrast__members", members_rows(owner)))


def contrast_records(rows: Iterable[DecisionContrast]) -> tuple[WeighedContrast, ...]:
    """Those that still hold two; with all but one of its people in the trash one has nothing to stand beside."""
    found = (
        WeighedContrast(
            row.contrast_id,
            row.contrast.question,
            row.contrast.choice_id if row.contrast.decided_on else None,
            tuple(advice.record_of(member.advice) for member in row.contrast.members.all()),
        )
        for row in rows
    )
    return tuple(one for one in found if len(one.advice) > 1)
