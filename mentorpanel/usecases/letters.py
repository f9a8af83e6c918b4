"""Letters: drafted from facts, checked, sent with the owner's word, kept as they went."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time

from django.db import transaction

from mentorpanel import clock
from mentorpanel.domain.facts import Check, SessionStatus
from mentorpanel.domain.letters.kinds import KINDS, kind_of
from mentorpanel.domain.letters.letter import LetterKind
from mentorpanel.domain.letters.writing import one_line_of, written
from mentorpanel.domain.problems import Conflict, Invalid, NeedsReason, NotFound
from mentorpanel.domain.records import DraftRecord, OutboxRecord, SessionRecord
from mentorpanel.formats.mail_html import letter_html, outlook_html
from mentorpanel.formats.mail_message import build_mail, to_eml
from mentorpanel.storage import drafts, outbox
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import letter_effects, letter_facts, letter_mail, people, profiles, sessions
from mentorpanel.usecases import outbox as leaving
from mentorpanel.usecases.letter_facts import SESSION_KINDS
from mentorpanel.usecases.letter_mail import Arrival

UNSENT = ("draft", "failed")
OFF = (SessionStatus.CANCELLED, SessionStatus.MISSED, SessionStatus.MOVED)
NOON = time(12, 0)


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter as pages and commands show it: the draft, its checks, and the ways it can go."""

    draft: DraftRecord
    kind: LetterKind
    checks: tuple[Check, ...]
    to: str
    can_send: bool
    why_not_send: str
    queued: OutboxRecord | None

    @property
    def is_ready(self) -> bool:
        """Whether every check holds."""
        return all(check.ok for check in self.checks)


def kinds() -> tuple[LetterKind, ...]:
    """The kinds of letters, with their slots."""
    return tuple(KINDS.values())


def letter(owner: User, *, draft_id: int) -> Letter:
    """One letter with its checks."""
    return _shown(owner, drafts.draft(owner, draft_id=draft_id))


def letters_to(owner: User, *, person_id: int) -> list[DraftRecord]:
    """The letters to a person, newest first."""
    return drafts.letters_to(owner, person_id=person_id)


def failed_letters(owner: User) -> list[DraftRecord]:
    """The letters that could not be delivered."""
    return drafts.failed_letters(owner)


def session_letter(owner: User, *, session_id: int, kind: str) -> Letter:
    """The brief or recap of a session; made, or assembled anew from the facts until the owner writes in it."""
    if kind not in SESSION_KINDS:
        raise Invalid(f"A session has a {' and a '.join(SESSION_KINDS)}.", field="kind")
    with transaction.atomic():
        found = drafts.letter_of_session(owner, session_id=session_id, kind=kind)
        if found is None:
            session = sessions.session(owner, session_id=session_id)
            _must_suit(session, kind)
            found = drafts.add_draft(owner, kind=kind, person_id=session.person.id, session_id=session_id)
        if found.state == "draft" and not found.is_text_edited and not found.is_written:
            found = _assemble(owner, found)
        return _shown(owner, found)


def draft_letter(
    owner: User,
    *,
    kind: str,
    person_id: int,
    slots: Mapping[str, str] | None = None,
    session_id: int | None = None,
) -> Letter:
    """A new letter of a kind to a person, its slots filled from what is known and from ``slots``."""
    if kind in SESSION_KINDS:
        found = sessions.session(owner, session_id=session_id) if session_id else None
        session = found or _session_with(owner, person_id, kind)
        made = session_letter(owner, session_id=session.id, kind=kind)
    else:
        with transaction.atomic():
            people.person(owner, person_id=person_id)
            draft = drafts.add_draft(owner, kind=kind_of(kind).slug, person_id=person_id, session_id=None)
            made = _shown(owner, _assemble(owner, draft))
    return write_letter(owner, draft_id=made.draft.id, slots=slots) if slots else made


def open_letter(owner: User, *, kind: str, person_id: int) -> Letter:
    """The letter of a kind to a person that is not finished, else a new one."""
    slug = kind_of(kind).slug
    if slug not in SESSION_KINDS:
        for one in drafts.letters_to(owner, person_id=person_id):
            if one.kind == slug and one.state in UNSENT:
                return _shown(owner, one)
    return draft_letter(owner, kind=slug, person_id=person_id)


def write_letter(
    owner: User,
    *,
    draft_id: int,
    slots: Mapping[str, str] | None = None,
    subject: str | None = None,
    text: str | None = None,
) -> Letter:
    """Change a letter's slots, or its subject or text by hand; a text written by hand stays as written.

    An empty text goes back to the slots. Values that are as they were change nothing, so that a letter
    nobody touched is still assembled anew.
    """
    with transaction.atomic():
        draft = drafts.draft(owner, draft_id=draft_id)
        _must_be_unsent(draft)
        return _shown(owner, _kept(owner, draft, written(draft, slots or {}, subject, text)))


def preview_letter(
    owner: User,
    *,
    draft_id: int,
    slots: Mapping[str, str] | None = None,
    subject: str | None = None,
    text: str | None = None,
) -> Letter:
    """The letter and its checks as ``write_letter`` would make them, with nothing stored."""
    draft = drafts.draft(owner, draft_id=draft_id)
    _must_be_unsent(draft)
    return _shown(owner, written(draft, slots or {}, subject, text))


def arrival(owner: User, *, shown: Letter) -> Arrival:
    """How a letter, as shown, will arrive, and the forms in which it can be taken elsewhere."""
    return letter_mail.arrival(owner, draft=shown.draft)


def start_afresh(owner: User, *, draft_id: int) -> Letter:
    """Assemble a letter anew from today's facts, forgetting what was written by hand."""
    with transaction.atomic():
        draft = drafts.draft(owner, draft_id=draft_id)
        _must_be_unsent(draft)
        return _shown(owner, _assemble(owner, draft))


def delete_letter(owner: User, *, draft_id: int) -> None:
    """Throw away a letter that has not gone."""
    with transaction.atomic():
        draft = drafts.draft(owner, draft_id=draft_id)
        _must_be_unsent(draft)
        outbox.drop(owner, draft_id=draft_id)
        drafts.delete_draft(owner, draft_id=draft_id)


def send_letter(owner: User, *, draft_id: int, in_spite_of_checks: bool = True) -> Letter:
    """Send a letter by the mail server that is set. The mail is built and stored in one transaction.

    With ``in_spite_of_checks`` false, a letter with an open check is ``NeedsReason``. One that failed goes
    again under its Message-ID, to the address that the person has now.
    """
    with transaction.atomic():
        shown = _shown(owner, drafts.draft(owner, draft_id=draft_id))
        _must_be_unsent(shown.draft)
        _must_be_sendable(owner, shown)
        if not in_spite_of_checks and not shown.is_ready:
            raise NeedsReason(
                "Something is still to be looked at. Tick “send it all the same”, or mend it first."
            )
        now = clock.now()
        parts = letter_mail.mail_parts(owner, draft=shown.draft, now=now)
        sent = {"sent_at": now, "sent_how": "mail", "sent_to": shown.to, "failure": ""}
        if drafts.claim_state(
            owner,
            draft_id=draft_id,
            was=UNSENT,
            becomes="queued",
            subject=parts.subject,
            text=parts.text,
            **sent,
        ):
            outbox.drop(owner, draft_id=draft_id)
            outbox.put(
                owner,
                dedupe_key=f"letter-{draft_id}-{parts.message_id}",
                draft_id=draft_id,
                message_id=parts.message_id,
                sender=parts.sender.mail,
                recipients=[shown.to],
                message=build_mail(parts).as_bytes(),
                not_before=now,
            )
            letter_effects.after_sent(owner, draft=shown.draft, at=now)
        return _shown(owner, drafts.draft(owner, draft_id=draft_id))


def send_again(owner: User, *, draft_id: int) -> Letter:
    """Try a letter again: one that failed is built anew for the address of now, one that waits is due at once."""
    draft = drafts.draft(owner, draft_id=draft_id)
    if draft.state == "failed":
        return send_letter(owner, draft_id=draft_id)
    leaving.try_again(owner, draft_id=draft_id)
    return letter(owner, draft_id=draft_id)


def mark_sent(owner: User, *, draft_id: int, on: date | None = None) -> Letter:
    """*I've sent it*: the letter went by the owner's own hand, today or on a day before; it counts as sent everywhere."""
    with transaction.atomic():
        draft = drafts.draft(owner, draft_id=draft_id)
        _must_be_unsent(draft)
        at = _moment_sent(owner, on)
        person = people.person(owner, person_id=draft.person.id)
        by_hand = {"sent_at": at, "sent_how": "by-hand", "sent_to": person.email, "failure": ""}
        if drafts.claim_state(owner, draft_id=draft_id, was=UNSENT, becomes="sent", **by_hand):
            outbox.drop(owner, draft_id=draft_id)
            letter_effects.after_sent(owner, draft=draft, at=at)
        return _shown(owner, drafts.draft(owner, draft_id=draft_id))


def take_back(owner: User, *, draft_id: int) -> Letter:
    """Undo *I've sent it*, or take back a mail that no worker has picked up yet."""
    with transaction.atomic():
        draft = drafts.draft(owner, draft_id=draft_id)
        if draft.state == "draft":
            raise Conflict("This letter has not gone; there is nothing to take back.")
        if draft.state == "queued" and not outbox.drop(owner, draft_id=draft_id):
            raise Conflict("The mail is on its way already.")
        if draft.state == "sent" and draft.sent_how != "by-hand":
            raise Conflict("The mail has gone.")
        letter_effects.after_taken_back(owner, draft=draft)
        outbox.drop(owner, draft_id=draft_id)
        back = drafts.change_draft(
            owner, draft_id=draft_id, state="draft", sent_at=None, sent_how="", sent_to="", failure=""
        )
        return _shown(owner, back)


def letter_eml(owner: User, *, draft_id: int) -> bytes:
    """The letter as a file that a mail program opens, ready to be sent."""
    draft = drafts.draft(owner, draft_id=draft_id)
    return to_eml(
        letter_mail.mail_parts(owner, draft=draft, now=draft.sent_at or clock.now(), is_by_hand=True)
    )


def letter_preview(owner: User, *, draft_id: int) -> str:
    """The letter's safe HTML, as its HTML part will read."""
    return letter_html(drafts.draft(owner, draft_id=draft_id).text)


def letter_for_outlook(owner: User, *, draft_id: int) -> str:
    """The letter laid out for pasting into Outlook."""
    return outlook_html(drafts.draft(owner, draft_id=draft_id).text)


def letter_mailto(owner: User, *, draft_id: int) -> str:
    """An address that opens the letter in the owner's mail program; empty where they have no usable one."""
    draft = drafts.draft(owner, draft_id=draft_id)
    return letter_mail.mailto(draft, people.person(owner, person_id=draft.person.id))


def _assemble(owner: User, draft: DraftRecord) -> DraftRecord:
    kind = kind_of(draft.kind)
    slots = letter_facts.slots_for(owner, draft=draft, now=clock.now())
    fresh = replace(
        draft,
        slots=slots,
        subject=one_line_of(kind.subject(slots)),
        text=kind.compose(slots),
        is_text_edited=False,
        is_written=False,
    )
    return _kept(owner, draft, fresh)


def _kept(owner: User, before: DraftRecord, after: DraftRecord) -> DraftRecord:
    """Store what is different; a letter that stays as it is costs no write."""
    names = ("slots", "subject", "text", "is_text_edited", "is_written")
    changes = {name: getattr(after, name) for name in names if getattr(after, name) != getattr(before, name)}
    return drafts.change_draft(owner, draft_id=before.id, **changes) if changes else before


def _shown(owner: User, draft: DraftRecord) -> Letter:
    kind = kind_of(draft.kind)
    person = people.person(owner, person_id=draft.person.id)
    why_not = letter_mail.why_not_send(person, profiles.profile(owner))
    queued = outbox.item_of_draft(owner, draft_id=draft.id) if draft.state in ("queued", "failed") else None
    checks = (
        tuple(kind.checks(draft.slots, letter_facts.context(owner, draft=draft)))
        if draft.state in UNSENT
        else ()
    )
    return Letter(draft, kind, checks, person.email, not why_not, why_not, queued)


def _session_with(owner: User, person_id: int, kind: str) -> SessionRecord:
    """The session that a brief (the next) or a recap (the last that was held) is about."""
    if kind == "recap":
        held = [
            one
            for one in sessions.sessions_with(owner, person_id=person_id)
            if one.status == SessionStatus.HELD
        ]
        if not held:
            raise NotFound("No session with them has been held yet; note what happened first.")
        return held[0]
    found = sessions.next_or_last(owner, person_id=person_id)
    if found is None:
        raise NotFound("There is no session with them yet; schedule one first.")
    return found


def _must_be_unsent(draft: DraftRecord) -> None:
    if draft.state == "queued":
        raise Conflict("This letter is on its way.")
    if draft.state == "sent":
        raise Conflict("This letter has gone, and is kept as it went.")


def _must_suit(session: SessionRecord, kind: str) -> None:
    if kind == "recap" and session.status != SessionStatus.HELD:
        raise Conflict("Note what happened in the session first; the recap is made of it.")
    if kind == "brief" and session.status not in sessions.TO_COME:
        raise Conflict("This session is over; what they would like to read now is a recap.")


def _must_be_sendable(owner: User, shown: Letter) -> None:
    if not shown.can_send:
        raise Conflict(shown.why_not_send)
    if shown.draft.kind != "brief" or shown.draft.session_id is None:
        return
    if sessions.session(owner, session_id=shown.draft.session_id).status in OFF:
        raise Conflict("This session does not take place. Reopen it first, then send the brief.")


def _moment_sent(owner: User, on: date | None) -> datetime:
    now, zone = clock.now(), profiles.zone(owner)
    today = now.astimezone(zone).date()
    if on is None or on == today:
        return now
    if on > today or (today - on).days > 366:
        raise Invalid("Say when it went: today, or a day of the last year.", field="on")
    return datetime.combine(on, NOON, tzinfo=zone).astimezone(UTC)
