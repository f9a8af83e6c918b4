"""The phases that the owner has been in, and taking the last one back."""

from mentorpanel.domain.facts import Stage
from mentorpanel.domain.problems import Conflict
from mentorpanel.domain.records import PhaseRecord
from mentorpanel.storage.models import Phase, StageChange, User
from mentorpanel.storage.owned import change_row, owned_row


def phases(owner: User) -> tuple[PhaseRecord, ...]:
    """Every phase, the first one first."""
    return tuple(_record(row) for row in Phase.objects.filter(owner=owner).order_by("started_on", "pk"))


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
