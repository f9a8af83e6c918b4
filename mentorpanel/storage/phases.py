"""The phases that the owner has been in, and taking the last one back."""

from collections.abc import Mapping

from django.db.models import Q

from mentorpanel.domain.facts import Stage
from mentorpanel.domain.problems import Conflict
from mentorpanel.domain.records import Page, PhaseRecord
from mentorpanel.domain.selection import Selection
from mentorpanel.storage.matching_text import holds_all
from mentorpanel.storage.models import Person, Phase, StageChange, User
from mentorpanel.storage.owned import change_row, owned_row
from mentorpanel.storage.paging import selected
from mentorpanel.storage.together import OWNER, Read

Area = tuple[str, str, list[int]]
"""A focus area's text, its readers, and the ids of those named."""
FILTERS: Mapping[str, str | Mapping[object, Q]] = {
    "phase": "phase",
    "current": {True: Q(ended_on=None), False: Q(ended_on__isnull=False)},
}


def phases(owner: User) -> tuple[PhaseRecord, ...]:
    """Every phase, the first one first."""
    return ALL.alone(owner)


CURRENT: Read[PhaseRecord | None] = Read(
    lambda: Phase.objects.filter(owner=OWNER, ended_on=None).order_by("pk"),
    lambda rows: _record(rows[0]) if rows else None,
)
"""The phase without an end, or None before the first one is said."""
ALL: Read[tuple[PhaseRecord, ...]] = Read(
    lambda: Phase.objects.filter(owner=OWNER).order_by("started_on", "pk"),
    lambda rows: tuple(_record(row) for row in rows),
)
"""As ``phases``."""


def page(owner: User, selection: Selection) -> Page:
    """A page of the owner's phases for programs."""
    rows = Phase.objects.filter(holds_all(selection.query, "phase", "note"), owner=owner)
    return selected(rows, selection, FILTERS, record=_record)


def phase(owner: User, *, phase_id: int) -> PhaseRecord:
    """One phase of the owner's history."""
    return _record(owned_row(Phase, owner, phase_id, what="phase"))


def change_note(owner: User, *, phase_id: int, note: str) -> PhaseRecord:
    """Rewrite the note of the present phase; ``Conflict`` for one that is over."""
    row = owned_row(Phase, owner, phase_id, what="phase", is_for_change=True)
    if row.ended_on is not None:
        raise Conflict("That phase is over; its note stays as it was.")
    change_row(row, note=note)
    return _record(row)


def keep_focus_change(owner: User, *, phase_id: int, change: Mapping[str, list[Area]]) -> None:
    """Note what the beginning of a phase did to the focus areas: ``before`` and ``after``."""
    Phase.objects.filter(owner=owner, pk=phase_id).update(focus_change=dict(change))


def focus_change(owner: User, *, phase_id: int) -> dict[str, list[Area]]:
    """What ``keep_focus_change`` noted, without people who are in the trash or gone; empty where nothing was."""
    kept = owned_row(Phase, owner, phase_id, what="phase").focus_change
    if not isinstance(kept, dict) or not {"before", "after"} <= set(kept):
        return {}
    named = {person_id for areas in kept.values() for _, _, ids in areas for person_id in ids}
    there = set(
        Person.objects.filter(owner=owner, pk__in=named, deleted_at=None).values_list("pk", flat=True)
    )
    return {
        name: [(text, readers, [one for one in ids if one in there]) for text, readers, ids in areas]
        for name, areas in kept.items()
    }


def undo_phase(owner: User, *, phase_id: int) -> PhaseRecord | None:
    """Forget the phase of now, so that the one before goes on; returns that one, or None before the first.

    A phase that is over is a ``Conflict``.
    """
    row = owned_row(Phase, owner, phase_id, what="phase", is_for_change=True)
    if row.ended_on is not None:
        raise Conflict("That phase is over; only the present one can be taken back.")
    before = Phase.objects.filter(owner=owner).exclude(pk=row.pk).order_by("-started_on", "-pk").first()
    row.delete()
    if before is None:
        return None
    change_row(before, ended_on=None)
    return _record(before)


def rested_for(owner: User, *, phase_id: int, reason: str) -> tuple[int, ...]:
    """Who was moved to resting for that reason since the phase was begun, and has not moved since."""
    row = owned_row(Phase, owner, phase_id, what="phase")
    rested = StageChange.objects.filter(
        owner=owner, to_stage=Stage.RESTING, reason=reason, created_at__gte=row.created_at
    )
    ids = list(rested.values_list("person_id", flat=True))
    changes = StageChange.objects.filter(owner=owner, person_id__in=ids).order_by("pk")
    last = dict(changes.values_list("person_id", "pk"))
    return tuple(
        rested.filter(pk__in=last.values()).order_by("person_id").values_list("person_id", flat=True)
    )


def _record(row: Phase) -> PhaseRecord:
    return PhaseRecord(row.pk, row.phase, row.note, row.started_on, row.ended_on)
