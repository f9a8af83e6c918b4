"""Mails that came in: what is known about who wrote them, and what each of them did."""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Count, DateTimeField, Max, Q, QuerySet

from mentorpanel import clock
from mentorpanel.domain.contact_keys import email_key
from mentorpanel.domain.incoming_facts import Correspondent, InvitedSession, SentMail, Told
from mentorpanel.domain.incoming_records import ReceivedRecord
from mentorpanel.domain.invitations import SENT
from mentorpanel.domain.mentor_page import ABOUT_THE_TIME, ReplyKind
from mentorpanel.domain.problems import NotFound
from mentorpanel.domain.records import Named, Page
from mentorpanel.domain.today_facts import ReceivedFacts
from mentorpanel.storage.models import (
    ContactPoint,
    Draft,
    Invitation,
    MentorReply,
    OutboxItem,
    Person,
    ReceivedMail,
    Session,
    User,
)
from mentorpanel.storage.paging import key_of, page_of, page_size, read_id
from mentorpanel.storage.sessions import TO_COME
from mentorpanel.storage.together import NOW, OWNER, Given, Read

_ADDRESS = re.compile(r"[^\s<>,;\"]+@[^\s<>,;\"]+")
MOST_NAMED = 500
MOST_BY_HAND = 50
A_DAY = timedelta(hours=24)


def people_at(owner: User, *, keys: Iterable[str]) -> dict[str, tuple[Correspondent, ...]]:
    """Everybody of the owner's, trash apart, by the keys of their addresses; two queries."""
    wanted = [key for key in dict.fromkeys(keys) if key][:MOST_NAMED]
    points = ContactPoint.objects.filter(owner=owner, kind="email", key__in=wanted)
    ids = set(points.filter(person__deleted_at=None).values_list("person_id", flat=True))
    known = correspondents(owner, person_ids=ids)
    found: dict[str, list[Correspondent]] = {}
    for person in known.values():
        for key in person.addresses & set(wanted):
            found.setdefault(key, []).append(person)
    return {key: tuple(sorted(some, key=lambda one: one.person_id)) for key, some in found.items()}


def correspondents(owner: User, *, person_ids: Iterable[int]) -> dict[int, Correspondent]:
    """These people with all their addresses; two queries."""
    rows = Person.objects.filter(owner=owner, pk__in=set(person_ids)).select_related("relationship")
    keys: dict[int, set[str]] = {}
    points = ContactPoint.objects.filter(owner=owner, kind="email", person_id__in=[row.pk for row in rows])
    for person_id, key, value in points.values_list("person_id", "key", "value"):
        keys.setdefault(person_id, set()).update({key, email_key(value)} - {""})
    return {
        row.pk: Correspondent(
            person_id=row.pk,
            name=row.name,
            addresses=frozenset(keys.get(row.pk, ())),
            is_on_panel=getattr(row, "relationship", None) is not None,
            do_not_contact=row.do_not_contact,
            keeps_text=row.keeps_mail_text,
        )
        for row in rows
    }


def invited_sessions(owner: User, *, uids: Iterable[str], now: datetime) -> dict[str, InvitedSession]:
    """The owner's sessions with these UIDs, with what their mentors were told and have said; five queries at most."""
    wanted = list(dict.fromkeys(uids))[:MOST_NAMED]
    rows = list(Session.objects.filter(owner=owner, uid__in=wanted)) if wanted else []
    if not rows:
        return {}
    people = correspondents(owner, person_ids={row.person_id for row in rows})
    told: dict[int, list[Told]] = {}
    messages = Invitation.objects.filter(owner=owner, session__in=rows, state__in=SENT).order_by("id")
    for message in messages:
        addresses = frozenset(filter(None, map(email_key, _ADDRESS.findall(message.sent_to))))
        told.setdefault(message.session_id, []).append(Told(message.sequence, message.starts_at, addresses))
    said = _said(owner, rows, now)
    return {
        row.uid: InvitedSession(
            session_id=row.pk,
            person=people[row.person_id],
            starts_at=row.starts_at,
            is_to_come=row.status in TO_COME and row.starts_at + timedelta(minutes=row.length_minutes) > now,
            told=tuple(told.get(row.pk, ())),
            last_word_at=said.get(row.pk, (None, 0))[0],
            proposals_in_a_day=said.get(row.pk, (None, 0))[1],
        )
        for row in rows
    }


def _said(owner: User, rows: list[Session], now: datetime) -> dict[int, tuple[datetime | None, int]]:
    """When each was last answered, and how often another time was proposed by mail within a day."""
    proposed = Q(kind=ReplyKind.PROPOSE, source="mail", created_at__gt=now - A_DAY)
    found = (
        MentorReply.objects.filter(owner=owner, session__in=rows, kind__in=ABOUT_THE_TIME)
        .values("session_id")
        .annotate(last=Max("said_at"), many=Count("pk", filter=proposed))
    )
    return {one["session_id"]: (one["last"], one["many"]) for one in found.order_by("session_id")}


def sent_mails(owner: User, *, message_ids: Iterable[str]) -> dict[str, SentMail]:
    """The owner's own mails with these Message-IDs, letters and invitations; three queries at most."""
    wanted = [one for one in dict.fromkeys(message_ids) if one][:MOST_NAMED]
    rows = OutboxItem.objects.filter(owner=owner, message_id__in=wanted).defer("message")
    rows = rows.select_related("draft__session", "invitation__session").order_by("id")
    found = {row.message_id: row for row in rows} if wanted else {}
    ids = {_person_of(row) for row in found.values()} - {0}
    people = correspondents(owner, person_ids=ids) if ids else {}
    return {
        message_id: _sent(people[_person_of(row)], row.draft, row)
        for message_id, row in found.items()
        if _person_of(row) in people
    }


def _person_of(row: OutboxItem) -> int:
    if row.draft is not None:
        return row.draft.person_id
    return row.invitation.session.person_id if row.invitation is not None else 0


def _sent(person: Correspondent, draft: Draft | None, row: OutboxItem | None) -> SentMail:
    session = draft.session if draft is not None else None
    if session is None and row is not None and row.invitation is not None:
        session = row.invitation.session
    sent_at = draft.sent_at if draft is not None else row.sent_at if row is not None else None
    return SentMail(
        person=person,
        draft_id=draft.pk if draft is not None else None,
        session_id=session.pk if session is not None else None,
        outbox_id=row.pk if row is not None else None,
        subject=draft.subject if draft is not None else "",
        sent_at=sent_at,
        is_answered=draft is not None and draft.answered_on is not None,
        has_failed=(row is not None and row.status == "failed")
        or (draft is not None and draft.state == "failed"),
        session_starts_at=session.starts_at if session is not None else None,
    )


def letters_by_hand(owner: User, *, person_ids: Iterable[int]) -> list[tuple[int, SentMail]]:
    """The latest letters to these people that the owner sent themselves, with their ids, the newest first."""
    wanted = list(set(person_ids))
    rows = Draft.objects.filter(owner=owner, person_id__in=wanted, state="sent", sent_how="by-hand")
    rows = rows.select_related("session").order_by("-id")[:MOST_BY_HAND] if wanted else rows.none()
    people = correspondents(owner, person_ids=wanted) if rows else {}
    return [(row.pk, _sent(people[row.person_id], row, None)) for row in rows if row.person_id in people]


def begin(owner: User, *, key: str, **values: Any) -> ReceivedRecord | None:
    """Store that a mail came in; None where it is there already, whoever was quicker."""
    try:
        with transaction.atomic():
            row = ReceivedMail.objects.create(owner=owner, key=key, **values)
    except IntegrityError:
        return None
    return _record(row)


def by_key(owner: User, *, key: str) -> ReceivedRecord | None:
    """The mail with that key, locked until the transaction ends."""
    row = ReceivedMail.objects.select_for_update(of=("self",)).filter(owner=owner, key=key).first()
    return _record(row) if row else None


def received(owner: User, *, mail_id: int, is_for_change: bool = False) -> ReceivedRecord:
    """One mail of the owner's."""
    rows = ReceivedMail.objects.filter(owner=owner, pk=mail_id)
    row = (rows.select_for_update(of=("self",)) if is_for_change else rows.select_related("person")).first()
    if row is None:
        raise NotFound(f"There is no mail with the number {mail_id}.")
    return _record(row)


def change(owner: User, *, mail_id: int, **changes: Any) -> None:
    """Write what a mail did, or that it was taken back."""
    ReceivedMail.objects.filter(owner=owner, pk=mail_id).update(**changes, updated_at=clock.now())


def page(owner: User, *, limit: int, after: str = "") -> Page:
    """What came in, the newest first."""
    rows: QuerySet[ReceivedMail] = ReceivedMail.objects.filter(owner=owner).filter(_NOT_IN_TRASH)
    rows = rows.select_related("person")
    if after:
        (last,) = key_of(after, read_id)
        rows = rows.filter(pk__lt=last)
    size = page_size(limit)
    found = rows.order_by("-pk")[: size + 1]
    return page_of(found, limit=size, record=_record, key=lambda row: (row.pk,))


def _refused() -> "QuerySet[ReceivedMail, tuple[Any, ...]]":
    rows = ReceivedMail.objects.filter(
        owner=OWNER,
        outcome="refused",
        undone_at=None,
        created_at__gt=Given("refused_since", DateTimeField()),
        session__status__in=TO_COME,
        session__starts_at__gt=NOW,
        session__person__deleted_at=None,
        person__isnull=False,
    )
    return rows.order_by("-pk").values_list("pk", "session_id", "person_id", "person__name", "reason")[:50]


REFUSED = Read(_refused, lambda rows: tuple(ReceivedFacts(*row) for row in rows))
"""What was refused since ``refused_since`` about sessions that are still to come, the newest first."""


_NOT_IN_TRASH = Q(person=None) | Q(person__deleted_at=None)


def _record(row: ReceivedMail) -> ReceivedRecord:
    return ReceivedRecord(
        id=row.pk,
        key=row.key,
        person=Named(row.person_id, row.person.name) if row.person is not None and row.person_id else None,
        session_id=row.session_id,
        draft_id=row.draft_id,
        outbox_id=row.outbox_item_id,
        reply_id=row.reply_id,
        item_id=row.item_id,
        outcome=row.outcome,
        reason=row.reason,
        sent_at=row.sent_at,
        how=row.how,
        answered_on=row.answered_on,
        settled=tuple(row.settled),
        undone_at=row.undone_at,
        taken_at=row.created_at,
    )
