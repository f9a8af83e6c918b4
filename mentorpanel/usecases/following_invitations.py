"""A message about a session that has not left yet does not leave with an old day: it is offered anew instead."""

from mentorpanel.domain.invitations import Meeting
from mentorpanel.domain.records import SessionRecord
from mentorpanel.storage import invitations, outbox
from mentorpanel.storage.ownership import User


def hold_back(owner: User, *, session_id: int) -> None:
    """Take what waits, or failed, out of the queue; what a worker is sending this moment counts as gone."""
    dropped = outbox.drop_invitations(owner, session_id=session_id)
    if dropped:
        invitations.remove(owner, invitation_ids=dropped)


def has_it_by_mail(owner: User, *, session: SessionRecord, but_draft_id: int) -> bool:
    """Whether the invitation as it is now went by mail before this letter, so that it need not go twice."""
    told = invitations.history(owner, session_id=session.id).told
    if told is None or told.sent_how != "mail" or told.draft_id == but_draft_id:
        return False
    return told.meeting == Meeting(session.starts_at, session.length_minutes, session.place)
