"""What programs read of a session's invitation, its mentor's page and what the mentor said, the same from every shell.

The owner's own view: nothing of this goes to a mentor.
"""

from datetime import datetime
from typing import Protocol

from mentorpanel.domain import documents
from mentorpanel.domain.documents import Document
from mentorpanel.domain.invitations import InvitationRecord, InvitationState
from mentorpanel.domain.mentor_page import ReplyRecord
from mentorpanel.domain.records import SessionRecord


class Message(Protocol):
    """The message about a session: what would go, or what went last."""

    @property
    def session(self) -> SessionRecord: ...

    @property
    def state(self) -> InvitationState: ...

    @property
    def to(self) -> str: ...

    @property
    def subject(self) -> str: ...

    @property
    def text(self) -> str: ...

    @property
    def last(self) -> InvitationRecord | None: ...


class Link(Protocol):
    """The private link to a mentor's page."""

    @property
    def state(self) -> str: ...

    @property
    def address(self) -> str: ...

    @property
    def offer(self) -> str: ...

    @property
    def expires_at(self) -> datetime | None: ...

    @property
    def why_not(self) -> str: ...


def message(shown: Message) -> Document:
    """Where the invitation stands, and the message that it wants."""
    last = shown.last
    return {
        "session_id": shown.session.id,
        **documents.invitation(shown.state),
        "reason": shown.state.reason,
        "method": shown.state.method or None,
        "to": shown.to,
        "subject": shown.subject,
        "text": shown.text,
        "sent_at": last.sent_at if last else None,
        "sent_how": last.sent_how if last else None,
        "message": last.state if last else None,
        "failure": last.failure if last else "",
    }


def reply(one: ReplyRecord) -> Document:
    """What a mentor said, on their page or by mail."""
    return {
        "id": one.id,
        "kind": one.kind,
        "source": one.source,
        "text": one.text,
        "item": one.item_id,
        "starts_at": one.starts_at,
        "said_at": one.said_at,
        "settled": one.settled_at is not None,
    }


def link(one: Link) -> Document:
    """The link to a mentor's page; who has the address can open the page."""
    return {
        "state": one.state,
        "address": one.address or None,
        "offer": one.offer,
        "expires_at": one.expires_at,
        "why_not": one.why_not,
    }
