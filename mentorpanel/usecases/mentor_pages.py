"""The page that a mentor sees for one session, and what they say on it. Looking at it changes nothing."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.conf import settings
from django.core import signing
from django.db import transaction

from mentorpanel import clock
from mentorpanel.domain import mentor_page
from mentorpanel.domain.facts import Direction, SessionStatus, TouchpointKind
from mentorpanel.domain.favour_records import WantKind, WantSource
from mentorpanel.domain.letters import prose
from mentorpanel.domain.mentor_page import ABOUT_THE_TIME, IN_WORDS, PageRecord, ReplyKind, Said
from mentorpanel.domain.mentor_view import MentorPageView, SharedReply, view_for_mentor
from mentorpanel.domain.problems import Conflict, Invalid, NotFound
from mentorpanel.domain.records import ProfileRecord, SessionRecord
from mentorpanel.domain.wording import one_line
from mentorpanel.formats.ical import Participant, session_invite
from mentorpanel.storage import drafts, mentor_pages, system, wants
from mentorpanel.storage import people as person_rows
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import briefs, mentor_links, people, profiles, sessions, touchpoints

A_DAY: Final = timedelta(hours=24)
LONGEST_NEEDS: Final = 20_000
OFF: Final = (SessionStatus.CANCELLED, SessionStatus.MISSED, SessionStatus.MOVED)


@dataclass(frozen=True, slots=True)
class Opened:
    """A link that somebody opened. ``state``: good, expired, revoked or unknown; the rest only where it is good."""

    state: str
    owner: User | None = None
    page: PageRecord | None = None
    profile: ProfileRecord | None = None


class TooMany(Conflict):
    """More was sent than fits in a day."""

    code = "too-many"


def open_link(token: str) -> Opened:
    """Whose page that is. Only the hash is looked up, and nothing is written: not even that it was opened."""
    found = system.mentor_page(token_hash=mentor_links.hash_of(token))
    if found is None:
        return Opened("unknown")
    owner, page = found
    profile = profiles.profile(owner)
    state = mentor_links.state_of(profile, page)
    return Opened(state, owner, page, profile) if state == "good" else Opened(state)


def page_view(
    owner: User, *, session_id: int, offer: str = mentor_page.OFFER, profile: ProfileRecord | None = None
) -> MentorPageView:
    """Everything that this mentor may see for this session, and nothing else; a known profile is not read again."""
    now = clock.now()
    found = briefs.session_facts(owner, session_id=session_id, profile=profile)
    session = found.session
    replies = mentor_pages.replies_of(owner, session_id=session_id)
    brief = drafts.letter_of_session(owner, session_id=session_id, kind="brief")
    text = brief.text if brief is not None and brief.state in ("sent", "queued") else ""
    told_zone = next((one.time_zone for one in reversed(replies) if one.time_zone), "")
    view = view_for_mentor(found.facts)
    return MentorPageView(
        view=view,
        their_zone=view.their_zone or told_zone,
        brief=text,
        brief_minutes=prose.reading_minutes(prose.count_words(text)) if text else 0,
        offer=offer,
        answer=mentor_page.answer_of(replies, session.starts_at, view.person_name).verdict,
        is_off=session.status in OFF,
        is_over=session.status == SessionStatus.HELD or now >= view.ends_at,
        replies=tuple(
            SharedReply(one.kind, one.text, one.starts_at, one.said_at, one.item_id)
            for one in replies
            if one.source == "page" or one.kind in ABOUT_THE_TIME
        ),
    )


def new_form(page: PageRecord) -> str:
    """A mark for the forms of one look at a page: signed for that link and for the time that it shows."""
    return _signer(page).sign(f"{secrets.token_urlsafe(16)}.{_time_shown(page)}")


def say(
    owner: User,
    page: PageRecord,
    *,
    form: str,
    kind: str,
    text: str = "",
    item_id: int | None = None,
    day: str = "",
    at: str = "",
    zone: str = "",
) -> str:
    """Keep what the mentor says; returns its kind. The same form sent twice is kept once.

    ``Invalid`` for a form that is not of this link, an empty or overlong text, a senseless time; ``Conflict``
    where the session is off or over, or where its time is another than the form showed; ``TooMany`` for more
    than the day's number.
    """
    mark = _mark(page, form)
    session = sessions.session(owner, session_id=page.session_id)
    said = _said(owner, session, kind, text, day, at, zone)
    if said.kind in ABOUT_THE_TIME and mark.rpartition(".")[2] != _time_shown(page):
        raise Conflict("The time has changed since you opened this page. Look at it once more, then answer.")
    item = _item(owner, session, said.kind, item_id)
    now = clock.now()
    with transaction.atomic():
        mentor_pages.hold_page(owner, page_id=page.id)
        person_rows.person_for_change(owner, person_id=session.person.id)
        _must_not_be_too_many(owner, page)
        if said.kind in ABOUT_THE_TIME:
            mentor_pages.settle_about_time(owner, session_id=session.id, at=now)
        kept = mentor_pages.add_reply(
            owner,
            page_id=page.id,
            session_id=session.id,
            form=_once(mark, said, item),
            item_id=item,
            kind=said.kind,
            text=said.text,
            starts_at=said.starts_at,
            for_starts_at=session.starts_at,
            time_zone=said.time_zone,
            said_at=now,
        )
        if kept is not None and said.kind in IN_WORDS:
            _note_contact(owner, session, said, kept.id)
    return str(said.kind)


def calendar_file(owner: User, *, session_id: int) -> bytes:
    """The session as a file for any calendar: it shows the event and asks nobody."""
    profile, session = profiles.profile(owner), sessions.session(owner, session_id=session_id)
    if session.status in OFF:
        raise NotFound("This session does not take place.")
    return session_invite(
        uid=session.uid,
        stamped_at=clock.now(),
        sequence=session.sequence,
        starts_at=session.starts_at,
        ends_at=session.starts_at + timedelta(minutes=session.length_minutes),
        zone=profile.time_zone,
        summary=f"{profile.name} and {session.person.name}" if profile.name else "Mentoring session",
        place=session.place,
        organiser=Participant(profile.name, profile.mail_address or settings.MAIL_FROM or profile.email),
        attendee=Participant("", ""),
        method="PUBLISH",
    )


def _said(owner: User, session: SessionRecord, kind: str, text: str, day: str, at: str, zone: str) -> Said:
    if kind not in list(ReplyKind) or kind == ReplyKind.TENTATIVE:
        raise Invalid("That cannot be said here; reload the page and try again.", field="kind")
    wanted = ReplyKind(kind)
    if wanted in IN_WORDS:
        return mentor_page.said_in_words(wanted, text)
    now = clock.now()
    ends_at = session.starts_at + timedelta(minutes=session.length_minutes)
    if session.status not in sessions.TO_COME or now >= ends_at:
        raise Conflict("This session is off or over, so its time is settled. A note is always welcome.")
    if wanted == ReplyKind.PROPOSE:
        return mentor_page.proposed(day, at, zone, text, now=now, starts_at=session.starts_at)
    return Said(wanted, mentor_page.shortened_reply(text))


def _item(owner: User, session: SessionRecord, kind: ReplyKind, item_id: int | None) -> int | None:
    """The question that is answered: one that this mentor may read on this agenda."""
    if kind != ReplyKind.ANSWER:
        return None
    view = view_for_mentor(briefs.session_facts(owner, session_id=session.id).facts)
    if item_id not in {item.id for item in view.parked}:
        raise Invalid("That question is no longer on the agenda. Leave a note instead.", field="answer")
    return item_id


def _must_not_be_too_many(owner: User, page: PageRecord) -> None:
    most = profiles.settings_of(profiles.profile(owner)).mentor_page_posts_a_day
    if mentor_pages.replies_since(owner, session_id=page.session_id, since=clock.now() - A_DAY) >= most:
        raise TooMany("That is all that fits here in one day. Write a mail, or come back tomorrow.")


def _note_contact(owner: User, session: SessionRecord, said: Said, reply_id: int) -> None:
    """What they write is contact; what they need is kept with them as well."""
    touchpoints.log_touchpoint(
        owner,
        person_id=session.person.id,
        kind=TouchpointKind.MESSAGE,
        direction=Direction.FROM_THEM,
        summary=said.text,
        source_key=f"mentor-reply-{reply_id}",
    )
    if said.kind == ReplyKind.NEED:
        before = people.person(owner, person_id=session.person.id).need
        if one_line(said.text, at_most=len(said.text)) not in before and len(before) < LONGEST_NEEDS:
            wants.add_want(
                owner,
                person_id=session.person.id,
                kind=WantKind.NEED,
                text=said.text,
                since=clock.today(profiles.zone(owner)),
                source=WantSource.REPLY,
                session_id=session.id,
            )


def _signer(page: PageRecord) -> signing.Signer:
    return signing.Signer(salt=f"mentor-page-form-{page.token_hash}")


def _time_shown(page: PageRecord) -> str:
    return f"{page.session_ends_at.timestamp():.0f}"


def _mark(page: PageRecord, form: str) -> str:
    try:
        return _signer(page).unsign(form[:200])
    except signing.BadSignature:
        raise Invalid("This page lay open too long. Please send it once more.", field="form") from None


def _once(mark: str, said: Said, item_id: int | None) -> str:
    """The same for the same form with the same words, so that a second press adds nothing."""
    whole = "|".join(map(str, (mark, said.kind, item_id, said.starts_at, said.text)))
    return hashlib.sha256(whole.encode()).hexdigest()
