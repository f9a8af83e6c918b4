"""Two sessions at one moment with two entries that are one person: one stays with everything, and both come back."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from django.db import models

from mentorpanel.domain.facts import SessionStatus
from mentorpanel.storage.merged_rows import forget_gone, move_rows, plain, pointing_at, read_back, written
from mentorpanel.storage.models import Invitation, Session, User

FURTHER: Final = (
    SessionStatus.MOVED, SessionStatus.CANCELLED, SessionStatus.MISSED, SessionStatus.PLANNED, SessionStatus.PREPARED,
    SessionStatus.BRIEF_SENT, SessionStatus.HELD,
)  # fmt: skip
"""Of two, the one that is further stays."""
OFF: Final = FURTHER[:3]
TEXTS: Final = ("notes", "shared_notes")
FILLED: Final = (
    "place",
    "series_id",
    "recurrence_at",
    "prepared_at",
    "brief_sent_at",
    "held_at",
    "recap_sent_at",
)


def join_sessions(owner: User, person_id: int, moved: Iterable[Sequence[Any]]) -> list[dict[str, Any]]:
    """Where the sessions that came with a merge stand at the moment of one that was there: one of the two stays.

    It gets the other's notes, agenda, promises, advice and letters. Two that the mentor was told of by themselves both
    stay, since both are in their calendar; so do those that are off. Returns what ``part_sessions`` undoes it with.
    """
    came = {
        row_id
        for label, field, ids in moved
        if (label, field) == (Session._meta.label, "person_id")
        for row_id in ids
    }
    rows = (
        list(Session.objects.filter(owner=owner, person_id=person_id).exclude(status__in=OFF)) if came else []
    )
    told = set(
        Invitation.objects.filter(owner=owner, session__in=[row.pk for row in rows]).values_list(
            "session_id", flat=True
        )
    )
    undo = []
    for row in [one for one in rows if one.pk in came]:
        beside = [one for one in rows if one.pk not in came and one.starts_at == row.starts_at]
        if beside and not {row.pk, beside[0].pk} <= told:
            first, second = sorted(
                (beside[0], row),
                key=lambda one: (one.pk in told, FURTHER.index(SessionStatus(one.status))),
                reverse=True,
            )
            undo.append(_join(owner, first, second))
    return undo


def part_sessions(owner: User, joined: Iterable[dict[str, Any]]) -> None:
    """Undo ``join_sessions``: both are there again, each with what hung on it; what was changed since stays."""
    for one in joined:
        gone = read_back(one["gone"])
        if not forget_gone(gone):
            continue
        _unfill(owner, one)
        gone.save_base(raw=True)
        models_by_name = {model._meta.label: model for model, _ in pointing_at(Session)}
        for label, field, ids in one["moved"]:
            rows = models_by_name[label]._default_manager.filter(
                owner=owner, pk__in=ids, **{field: one["stays"]}
            )
            rows.update(**{field: gone.pk})
        for row_as_written in one["rows"]:
            found = read_back(row_as_written)
            if forget_gone(found):
                found.save_base(raw=True)


def _join(owner: User, stays: Session, goes: Session) -> dict[str, Any]:
    undo: dict[str, Any] = {"stays": stays.pk, "gone": written(goes), "moved": [], "rows": [], "filled": {}}
    for model, field in pointing_at(Session):
        move_rows(owner, model, field, stays.pk, goes.pk, undo)
    goes.delete()
    changes: dict[str, Any] = {}
    for name in TEXTS:
        mine, theirs = getattr(stays, name), getattr(goes, name)
        if theirs and theirs not in mine:
            changes[name] = f"{mine}\n{theirs}".strip()
    for name in FILLED:
        if not getattr(stays, name) and getattr(goes, name):
            changes[name] = getattr(goes, name)
    for name in {"series_id", "recurrence_at"} & changes.keys() if stays.series_id is not None else ():
        del changes[name]
    undo["filled"] = {name: [plain(getattr(stays, name)), plain(value)] for name, value in changes.items()}
    Session.objects.filter(pk=stays.pk).update(**changes)
    return undo


def _unfill(owner: User, one: dict[str, Any]) -> None:
    """Take back what the other filled in, as far as the owner has not changed it since."""
    row: models.Model | None = Session.objects.filter(owner=owner, pk=one["stays"]).first()
    if row is None:
        return
    taken = {
        name: before for name, (before, after) in one["filled"].items() if plain(getattr(row, name)) == after
    }
    if taken:
        Session.objects.filter(pk=row.pk).update(**taken)
