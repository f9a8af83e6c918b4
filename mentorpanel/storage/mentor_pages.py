"""The links to mentor pages, by session, and what mentors wrote on them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from mentorpanel.domain.mentor_page import ABOUT_THE_TIME, PageRecord, ReplyKind, ReplyRecord
from mentorpanel.domain.problems import NotFound
from mentorpanel.domain.today_facts import ReplyFacts
from mentorpanel.storage.models import MentorPage, MentorReply, ParkedItem, Session, User
from mentorpanel.storage.owned import owned_row
from mentorpanel.storage.sessions import TO_COME
from mentorpanel.storage.together import OWNER, Read

MOST_REPLIES = 200
MOST_WAITING = 100


def add_page(
    owner: User, *, session_id: int, token_hash: str, salt: str, offer: str, at: datetime
) -> PageRecord:
    """Store a link to a session's page in the place of the one before, which is good no longer."""
    owned_row(Session, owner, session_id, what="session", is_for_change=True)
    revoke(owner, session_id=session_id, at=at)
    row = MentorPage.objects.create(
        owner=owner, session_id=session_id, token_hash=token_hash, salt=salt, offer=offer, made_at=at
    )
    return record_of(_pages(owner).get(pk=row.pk))


def newest_page(owner: User, *, session_id: int) -> PageRecord | None:
    """The last link made for a session, good or not; None where none was made."""
    row = _pages(owner).filter(session_id=session_id).order_by("-pk").first()
    return record_of(row) if row else None


def revoke(owner: User, *, session_id: int, at: datetime) -> bool:
    """Say that a session's link is good no longer; False where none was good."""
    rows = MentorPage.objects.filter(owner=owner, session_id=session_id, revoked_at=None)
    return rows.update(revoked_at=at, updated_at=at) > 0


def change_offer(owner: User, *, session_id: int, offer: str) -> bool:
    """Write the owner's offer of help on the page whose link is good; False where there is none."""
    rows = MentorPage.objects.filter(owner=owner, session_id=session_id, revoked_at=None)
    return rows.update(offer=offer) > 0


def hold_page(owner: User, *, page_id: int) -> None:
    """Lock a page until the transaction ends, so that what is counted on it is what is added to it."""
    owned_row(MentorPage, owner, page_id, what="page", is_for_change=True)


def add_reply(
    owner: User, *, page_id: int | None, session_id: int, form: str, item_id: int | None, **values: Any
) -> ReplyRecord | None:
    """Store what a mentor said; None for a form that has been kept already."""
    if item_id is not None:
        owned_row(ParkedItem, owner, item_id, what="parked item")
    try:
        with transaction.atomic():
            row = MentorReply.objects.create(
                owner=owner, page_id=page_id, session_id=session_id, form=form, item_id=item_id, **values
            )
    except IntegrityError:
        return None
    return _reply(row)


def replies_since(owner: User, *, session_id: int, since: datetime) -> int:
    """How many times the mentor of a session has written on its page since that moment."""
    rows = MentorReply.objects.filter(owner=owner, session_id=session_id, source="page", said_at__gt=since)
    return rows.count()


def replies_of(owner: User, *, session_id: int) -> tuple[ReplyRecord, ...]:
    """What the mentor said about a session, oldest first; of more than 200, the newest."""
    rows = MentorReply.objects.filter(owner=owner, session_id=session_id).order_by("-pk")[:MOST_REPLIES]
    return tuple(_reply(row) for row in reversed(rows))


def reply(owner: User, *, reply_id: int, is_for_change: bool = False) -> ReplyRecord:
    """One thing that a mentor said."""
    return _reply(owned_row(MentorReply, owner, reply_id, what="reply", is_for_change=is_for_change))


def open_about_time(owner: User, *, session_id: int) -> list[int]:
    """The ids of what the mentor said about the time and the owner has not dealt with."""
    rows = MentorReply.objects.filter(
        owner=owner, session_id=session_id, kind__in=ABOUT_THE_TIME, settled_at=None
    )
    return list(rows.order_by("pk").values_list("pk", flat=True))


def remove_reply(owner: User, *, reply_id: int, opens: Sequence[int]) -> None:
    """It was not said after all; those that it had taken the place of wait again."""
    MentorReply.objects.filter(owner=owner, pk=reply_id).delete()
    MentorReply.objects.filter(owner=owner, pk__in=list(opens)).update(settled_at=None)


def settle(owner: User, *, reply_id: int, at: datetime | None) -> ReplyRecord:
    """Say that the owner has dealt with a reply, or with None that it waits again."""
    if not MentorReply.objects.filter(owner=owner, pk=reply_id).update(settled_at=at):
        raise NotFound(f"There is no reply with the number {reply_id}.")
    return reply(owner, reply_id=reply_id)


def settle_about_time(owner: User, *, session_id: int, at: datetime) -> None:
    """A newer word about the time takes the place of the earlier ones."""
    rows = MentorReply.objects.filter(
        owner=owner, session_id=session_id, kind__in=ABOUT_THE_TIME, settled_at=None
    )
    rows.update(settled_at=at)


def _waiting() -> "QuerySet[MentorReply, tuple[Any, ...]]":
    rows = MentorReply.objects.filter(owner=OWNER, settled_at=None, session__person__deleted_at=None)
    rows = rows.exclude(kind__in=(ReplyKind.ACCEPT, ReplyKind.TENTATIVE))
    rows = rows.exclude(~Q(session__status__in=TO_COME), kind__in=ABOUT_THE_TIME)
    return rows.order_by("-pk").values_list(
        "pk", "session_id", "session__person_id", "session__person__name", "kind", "text", "session__starts_at",
        "said_at", "starts_at",
    )[:MOST_WAITING]  # fmt: skip


WAITING = Read(_waiting, lambda rows: tuple(ReplyFacts(*row) for row in rows))
"""What mentors said and nobody has dealt with, for Today. Of the time of a session that is off or over nothing is
left to say."""


def record_of(row: MentorPage) -> PageRecord:
    """A page's row, read with its session, as a record."""
    return PageRecord(
        id=row.pk,
        session_id=row.session_id,
        token_hash=row.token_hash,
        salt=row.salt,
        offer=row.offer,
        made_at=row.made_at,
        revoked_at=row.revoked_at,
        session_ends_at=row.session.starts_at + timedelta(minutes=row.session.length_minutes),
    )


def _pages(owner: User) -> "QuerySet[MentorPage]":
    return MentorPage.objects.filter(owner=owner).select_related("session")


def _reply(row: MentorReply) -> ReplyRecord:
    return ReplyRecord(
        id=row.pk,
        session_id=row.session_id,
        item_id=row.item_id,
        kind=row.kind,
        text=row.text,
        starts_at=row.starts_at,
        for_starts_at=row.for_starts_at,
        time_zone=row.time_zone,
        said_at=row.said_at,
        settled_at=row.settled_at,
        source=row.source,
    )
