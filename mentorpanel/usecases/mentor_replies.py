"""What the owner does with what a mentor said on their page or by mail: accept a time, take an answer over, set it aside."""

from dataclasses import replace

from django.db import transaction

from mentorpanel import clock
from mentorpanel.domain.invitation_letters import Between, keeping_letter
from mentorpanel.domain.mentor_page import ReplyKind, ReplyRecord
from mentorpanel.domain.problems import Conflict, Invalid
from mentorpanel.domain.records import ParkedRecord, SessionRecord
from mentorpanel.formats.mail_message import mail_address, mailto_url
from mentorpanel.storage import mentor_pages
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import parking, people, profiles, sessions
from mentorpanel.usecases.invitation_states import meeting_of


def replies_of(owner: User, *, session_id: int) -> tuple[ReplyRecord, ...]:
    """What the mentor said about a session, oldest first."""
    return mentor_pages.replies_of(owner, session_id=session_id)


def accept_proposal(owner: User, *, reply_id: int) -> SessionRecord:
    """Move the session to the time that the mentor proposed. A moment that is over is ``Conflict``."""
    with transaction.atomic():
        reply = mentor_pages.reply(owner, reply_id=reply_id, is_for_change=True)
        if reply.kind != ReplyKind.PROPOSE or reply.starts_at is None:
            raise Conflict("This is no proposal of a time.")
        now = clock.now()
        if reply.starts_at <= now:
            raise Conflict("The proposed time is over. Propose another one to them.")
        local = reply.starts_at.astimezone(profiles.zone(owner))
        moved = sessions.move_session(
            owner, session_id=reply.session_id, on=local.date(), at=local.time(), reason="They proposed it."
        )
        mentor_pages.settle_about_time(owner, session_id=reply.session_id, at=now)
        return moved


def take_over(owner: User, *, reply_id: int) -> ParkedRecord:
    """Keep their answer with the question, which is answered by it. Undo: reopen the item."""
    with transaction.atomic():
        reply = mentor_pages.reply(owner, reply_id=reply_id, is_for_change=True)
        if reply.kind != ReplyKind.ANSWER or reply.item_id is None:
            raise Conflict("This answers no question that is still there.")
        answered = parking.close_item(owner, item_id=reply.item_id, status="answered", answer=reply.text)
        mentor_pages.settle(owner, reply_id=reply_id, at=clock.now())
        return answered


def keeping_mails(owner: User, *, session: SessionRecord, replies: tuple[ReplyRecord, ...]) -> dict[int, str]:
    """For each time that was proposed and waits: an address that opens the owner's mail program with a kind no.

    Nothing is sent by it; empty where they have no usable address.
    """
    waiting = [one for one in replies if one.kind == ReplyKind.PROPOSE and not one.settled_at]
    if not waiting:
        return {}
    profile, person = profiles.profile(owner), people.person(owner, person_id=session.person.id)
    between = Between(profile.name, person.name, profile.time_zone, person.time_zone)
    planned, found = meeting_of(session), {}
    for one in waiting:
        letter = keeping_letter(
            replace(planned, starts_at=one.starts_at or planned.starts_at), planned, between
        )
        try:
            found[one.id] = mailto_url(mail_address(person.email), letter.subject, letter.text)
        except Invalid:
            return {}
    return found


def settle(owner: User, *, reply_id: int) -> ReplyRecord:
    """I have seen it and dealt with it; its card goes. What was said stays on the session's page."""
    with transaction.atomic():
        mentor_pages.reply(owner, reply_id=reply_id, is_for_change=True)
        return mentor_pages.settle(owner, reply_id=reply_id, at=clock.now())


def unsettle(owner: User, *, reply_id: int) -> ReplyRecord:
    """Undo ``settle``."""
    with transaction.atomic():
        return mentor_pages.settle(owner, reply_id=reply_id, at=None)


def settle_all(owner: User, *, session_id: int) -> int:
    """Every reply about a session is dealt with; how many waited."""
    with transaction.atomic():
        open_ones = [
            one for one in mentor_pages.replies_of(owner, session_id=session_id) if not one.settled_at
        ]
        at = clock.now()
        for one in open_ones:
            mentor_pages.settle(owner, reply_id=one.id, at=at)
        return len(open_ones)


def unsettle_last(owner: User, *, session_id: int) -> int:
    """Undo ``settle_all``: what was settled last about a session waits again; how many do."""
    with transaction.atomic():
        said = mentor_pages.replies_of(owner, session_id=session_id)
        last = max((one.settled_at for one in said if one.settled_at), default=None)
        again = [one.id for one in said if last is not None and one.settled_at == last]
        for reply_id in again:
            mentor_pages.settle(owner, reply_id=reply_id, at=None)
        return len(again)
