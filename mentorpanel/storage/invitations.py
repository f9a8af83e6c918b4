"""What mentors were told about sessions: one row for each message."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet

from mentorpanel import clock
from mentorpanel.domain.invitations import InvitationHistory, InvitationRecord, Meeting, history_of
from mentorpanel.domain.records import SessionRecord
from mentorpanel.storage import sessions
from mentorpanel.storage.models import Invitation, User
from mentorpanel.storage.together import NOW, OWNER, Read


def add(owner: User, *, session_id: int, meeting: Meeting, **values: Any) -> InvitationRecord:
    """Store that a message went, or waits to go."""
    row = Invitation.objects.create(
        owner=owner,
        session_id=session_id,
        starts_at=meeting.starts_at,
        length_minutes=meeting.length_minutes,
        place=meeting.place,
        **values,
    )
    return _record(row)


def histories(owner: User, *, session_ids: Iterable[int]) -> dict[int, InvitationHistory]:
    """What the mentors of these sessions were told; one query, sessions without a message are left out."""
    rows = Invitation.objects.filter(owner=owner, session_id__in=list(session_ids)).order_by("id")
    found: dict[int, list[InvitationRecord]] = {}
    for row in rows:
        found.setdefault(row.session_id, []).append(_record(row))
    return {session_id: history_of(messages) for session_id, messages in found.items()}


def history(owner: User, *, session_id: int) -> InvitationHistory:
    """What the mentor of one session was told."""
    return histories(owner, session_ids=[session_id]).get(session_id, InvitationHistory())


def _not_over() -> "QuerySet[Invitation, tuple[Any, ...]]":
    ahead = Q(starts_at__gte=NOW - sessions.LONGEST) | Q(session__starts_at__gte=NOW - sessions.LONGEST)
    rows = Invitation.objects.filter(
        owner=OWNER,
        session_id__in=Invitation.objects.filter(ahead, owner=OWNER).values("session_id"),
        session__person__do_not_contact=False,
    )
    return rows.order_by("id").values_list(*_COLUMNS, *sessions.columns_of("session__"))


def _told(rows: list[tuple[Any, ...]]) -> list[tuple[SessionRecord, InvitationHistory]]:
    found: dict[int, SessionRecord] = {}
    messages: dict[int, list[InvitationRecord]] = {}
    for row in rows:
        message, known = _record_of_columns(row[: len(_COLUMNS)]), row[len(_COLUMNS) :]
        if message.session_id not in found:
            found[message.session_id] = sessions.record_of_columns(known)
        messages.setdefault(message.session_id, []).append(message)
    return [(one, history_of(messages[number])) for number, one in found.items()]


NOT_OVER = Read(_not_over, _told)
"""The sessions with a message that are ahead, or were when it was told, with people who may be written to.

Those with people in the trash too: they still have it. What starts up to eight hours back counts as ahead.
"""
_COLUMNS = (
    "pk", "session_id", "draft_id", "method", "sequence", "starts_at", "length_minutes", "place", "subject", "text",
    "state", "sent_how", "sent_to", "sent_at", "failure",
)  # fmt: skip


def _record_of_columns(row: tuple[Any, ...]) -> InvitationRecord:
    pk, session_id, draft_id, method, sequence, starts_at, length, place, *rest = row
    meeting = Meeting(starts_at, length, place, method == "CANCEL")
    return InvitationRecord(pk, session_id, draft_id, method, sequence, meeting, *rest)


def change(owner: User, *, invitation_id: int, **changes: Any) -> None:
    """Write how a message fared."""
    Invitation.objects.filter(owner=owner, pk=invitation_id).update(**changes, updated_at=clock.now())


def remove(owner: User, *, invitation_ids: Iterable[int]) -> None:
    """These messages did not go after all."""
    Invitation.objects.filter(owner=owner, pk__in=list(invitation_ids)).delete()


def forget_draft(owner: User, *, draft_id: int) -> None:
    """The brief that carried an invitation did not go, or did not arrive."""
    Invitation.objects.filter(owner=owner, draft_id=draft_id).delete()


def session_of(owner: User, *, invitation_id: int) -> int | None:
    """Which session a message is about."""
    rows = Invitation.objects.filter(owner=owner, pk=invitation_id)
    return rows.values_list("session_id", flat=True).first()


def _record(row: Invitation) -> InvitationRecord:
    return InvitationRecord(
        id=row.pk,
        session_id=row.session_id,
        draft_id=row.draft_id,
        method=row.method,
        sequence=row.sequence,
        meeting=Meeting(row.starts_at, row.length_minutes, row.place, row.method == "CANCEL"),
        subject=row.subject,
        text=row.text,
        state=row.state,
        sent_how=row.sent_how,
        sent_to=row.sent_to,
        sent_at=row.sent_at,
        failure=row.failure,
    )
