"""Where the invitations to sessions stand: what the mentor was told beside what is so."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from mentorpanel import clock
from mentorpanel.domain.facts import SessionStatus
from mentorpanel.domain.invitations import InvitationHistory, InvitationState, Meeting, invitation_state
from mentorpanel.domain.records import SessionRecord
from mentorpanel.storage import invitations
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import profiles

CLOSED = (SessionStatus.HELD, SessionStatus.MISSED)
OFF = (SessionStatus.CANCELLED, SessionStatus.MOVED)


def meeting_of(session: SessionRecord) -> Meeting:
    """A session as the rule compares it: with somebody in the trash there is none."""
    is_off = session.status in OFF or (session.person_is_gone and session.status not in CLOSED)
    return Meeting(session.starts_at, session.length_minutes, session.place, is_off)


def state_of(
    session: SessionRecord, history: InvitationHistory, *, now: datetime, zone: ZoneInfo
) -> InvitationState:
    """Where the invitation to a session stands."""
    first = session.person.name.split()[:1]
    return invitation_state(
        history.told,
        meeting_of(session),
        name=first[0] if first else session.person.name,
        now=now,
        zone=zone,
        is_closed=session.status in CLOSED,
    )


def states(owner: User, found: Sequence[SessionRecord], *, zone: ZoneInfo) -> dict[int, InvitationState]:
    """Where the invitations of several sessions stand, by session; one query."""
    known = invitations.histories(owner, session_ids=[one.id for one in found])
    now = clock.now()
    return {
        one.id: state_of(one, known.get(one.id, InvitationHistory()), now=now, zone=zone) for one in found
    }


def session_state(owner: User, *, session: SessionRecord) -> InvitationState:
    """Where the invitation of one session stands."""
    return states(owner, [session], zone=profiles.zone(owner))[session.id]
