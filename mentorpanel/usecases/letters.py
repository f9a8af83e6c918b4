"""Letters: drafted from facts, checked, sent with the owner's word, kept as they went."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction

from mentorpanel import clock
from mentorpanel.domain.facts import Check
from mentorpanel.domain.letters.kinds import KINDS, kind_of
from mentorpanel.domain.letters.letter import Confidential, LetterContext, LetterKind
from mentorpanel.domain.problems import Conflict, Invalid, NotFound
from mentorpanel.domain.records import DraftRecord, OutboxRecord, PersonRecord, ProfileRecord, SessionRecord
from mentorpanel.formats.ical import Method, Participant, session_invite
from mentorpanel.formats.mail_html import html_of, letter_html, outlook_html
from mentorpanel.formats.mail_message import Attachment, MailAddress, MailParts, build_mail, mailto_url, to_eml
from mentorpanel.storage import drafts, outbox
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import letter_effects, letter_facts, people, profiles, sessions
from mentorpanel.usecases.letter_facts import SESSION_KINDS

UNSENT = ("draft", "failed")


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
            found = drafts.add_draft(owner, kind=kind, person_id=session.person.id, session_id=session_id)
        if found.state == "draft" and not found.is_text_edited and not found.is_written:
            found = _assemble(owner, found)
        return _shown(owner, found)


def draft_letter(
    owner: User, *, kind: str, person_id: int, slots: Mapping[str, str] | None = None, session_id: int | None = None
) -> Letter:
    """A new letter of a kind to a person, its slots filled from what is known and from ``slots``."""
    if kind in SESSION_KINDS:
        session = sessions.session(owner, session_id=session_id) if session_id else _session_with(owner, person_id)
        made = session_letter(owner, session_id=session.id, kind=kind)
    else:
        with transaction.atomic():
            people.person(owner, person_id=person_id)
            draft = drafts.add_draft(owner, kind=kind_of(kind).slug, person_id=person_id, session_id=None)
            made = _shown(owner, _assemble(owner, draft))
    return write_letter(owner, draft_id=made.draft.id, slots=slots) if slots else made


def write_letter(
    owner: User,
    *,
    draft_id: int,
    slots: Mapping[str, str] | None = None,
    subject: str | None = None,
    text: str | None = None,
) -> Letter:
    """Change a letter's slots, or its subject or text by hand; a text written by hand stays as written."""
    with transaction.atomic():
        draft = drafts.draft(owner, draft_id=draft_id)
        _must_be_unsent(draft)
        kind = kind_of(draft.kind)
        changes: dict[str, object] = {}
        merged = {**draft.slots, **_known_slots(kind, slots or {})}
        if slots:
            changes |= {"slots": merged, "is_written": True}
        if text is not None:
            written = _plain(text)
            is_own = bool(written) and written.strip() != kind.compose(merged).strip()
            changes |= {"is_text_edited": is_own, "text": written if is_own else kind.compose(merged)}
        elif not draft.is_text_edited:
            changes["text"] = kind.compose(merged)
        changes["subject"] = _line(subject) if subject else (draft.subject or kind.subject(merged))
        return _shown(owner, drafts.change_draft(owner, draft_id=draft_id, **changes))


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


def send_letter(owner: User, *, draft_id: int) -> Letter:
    """Send a letter by the mail server that is set. The mail is built and stored in one transaction."""
    with transaction.atomic():
        shown = _shown(owner, drafts.draft(owner, draft_id=draft_id))
        _must_be_unsent(shown.draft)
        if not shown.can_send:
            raise Conflict(shown.why_not_send)
        now = clock.now()
        parts = _mail_parts(owner, shown.draft, now)
        was_first = drafts.claim_state(
            owner,
            draft_id=draft_id,
            was=UNSENT,
            becomes="queued",
            sent_at=now,
            sent_how="mail",
            sent_to=shown.to,
            subject=parts.subject,
            text=parts.text,
        )
        if was_first:
            outbox.drop(owner, draft_id=draft_id)
            outbox.put(
                owner,
                dedupe_key=f"letter-{draft_id}-{shown.to}",
                draft_id=draft_id,
                message_id=parts.message_id,
                sender=parts.sender.mail,
                recipients=[shown.to],
                message=build_mail(parts).as_bytes(),
                not_before=now,
            )
            letter_effects.after_sent(owner, draft=shown.draft, at=now)
        return _shown(owner, drafts.draft(owner, draft_id=draft_id))


def mark_sent(owner: User, *, draft_id: int) -> Letter:
    """*I've sent it*: the letter went by the owner's own hand, which counts as sent everywhere."""
    with transaction.atomic():
        draft = drafts.draft(owner, draft_id=draft_id)
        _must_be_unsent(draft)
        now = clock.now()
        person = people.person(owner, person_id=draft.person.id)
        if drafts.claim_state(
            owner, draft_id=draft_id, was=UNSENT, becomes="sent", sent_at=now, sent_how="by-hand", sent_to=person.email
        ):
            outbox.drop(owner, draft_id=draft_id)
            letter_effects.after_sent(owner, draft=draft, at=now)
        return _shown(owner, drafts.draft(owner, draft_id=draft_id))


def take_back(owner: User, *, draft_id: int) -> Letter:
    """Undo *I've sent it*, or take back a mail that no worker has picked up yet."""
    with transaction.atomic():
        draft = drafts.draft(owner, draft_id=draft_id)
        if draft.state == "queued" and not outbox.drop(owner, draft_id=draft_id):
            raise Conflict("The mail is on its way already.")
        if draft.state == "sent" and draft.sent_how != "by-hand":
            raise Conflict("The mail has gone.")
        drafts.change_draft(owner, draft_id=draft_id, state="draft", sent_at=None, sent_how="", sent_to="")
        letter_effects.after_taken_back(owner, draft=draft)
        return _shown(owner, drafts.draft(owner, draft_id=draft_id))


def letter_eml(owner: User, *, draft_id: int) -> bytes:
    """The letter as a file that a mail program opens, ready to be sent."""
    parts = _mail_parts(owner, drafts.draft(owner, draft_id=draft_id), clock.now(), is_draft=True)
    return to_eml(parts)


def letter_preview(owner: User, *, draft_id: int) -> str:
    """The letter's safe HTML, as its HTML part will read."""
    return letter_html(drafts.draft(owner, draft_id=draft_id).text)


def letter_for_outlook(owner: User, *, draft_id: int) -> str:
    """The letter laid out for pasting into Outlook."""
    return outlook_html(drafts.draft(owner, draft_id=draft_id).text)


def letter_mailto(owner: User, *, draft_id: int) -> str:
    """An address that opens the letter in the owner's mail program."""
    draft = drafts.draft(owner, draft_id=draft_id)
    person = people.person(owner, person_id=draft.person.id)
    return mailto_url(person.email, draft.subject, draft.text)


def _assemble(owner: User, draft: DraftRecord) -> DraftRecord:
    kind = kind_of(draft.kind)
    slots = letter_facts.slots_for(owner, draft=draft, now=clock.now())
    return drafts.change_draft(
        owner,
        draft_id=draft.id,
        slots=slots,
        subject=_line(kind.subject(slots)),
        text=kind.compose(slots),
        is_text_edited=False,
        is_written=False,
    )


def _shown(owner: User, draft: DraftRecord) -> Letter:
    kind = kind_of(draft.kind)
    person = people.person(owner, person_id=draft.person.id)
    profile = profiles.profile(owner)
    why_not = _why_not_send(person, profile)
    queued = outbox.item_of_draft(owner, draft_id=draft.id) if draft.state in ("queued", "failed") else None
    checks = tuple(kind.checks(draft.slots, _context(owner, draft))) if draft.state in UNSENT else ()
    return Letter(draft, kind, checks, person.email, not why_not, why_not, queued)


def _context(owner: User, draft: DraftRecord) -> LetterContext:
    starts_at = ended_at = None
    if draft.session_id is not None:
        session = sessions.session(owner, session_id=draft.session_id)
        starts_at = session.starts_at
        ended_at = sessions.clock_of(profiles.profile(owner), session).ends_at
    return LetterContext(
        now=clock.now(),
        starts_at=starts_at,
        ended_at=ended_at,
        text=draft.text if draft.is_text_edited else "",
        subject=draft.subject,
        recent_asks=letter_facts.recent_asks(owner, person_id=draft.person.id, but=draft.id),
        confidential=tuple(
            Confidential(name, texts)
            for person_id, name, texts in letter_facts.confidential_people(owner)
            if person_id != draft.person.id
        ),
    )


def _why_not_send(person: PersonRecord, profile: ProfileRecord) -> str:
    if person.do_not_contact:
        return f"{person.name} is marked as not to be contacted."
    if not person.email:
        return f"{person.name} has no e-mail address yet. Add one, or copy the letter."
    if not settings.SMTP_URL:
        return "No mail server is set. Copy the letter, open it in your mail program, or download it."
    if not _sender_address(profile):
        return "Your own mail address is not set yet. Settings, Mail has a place for it."
    return ""


def _sender_address(profile: ProfileRecord) -> str:
    return profile.mail_address or settings.MAIL_FROM


def _mail_parts(owner: User, draft: DraftRecord, now: datetime, *, is_draft: bool = False) -> MailParts:
    profile = profiles.profile(owner)
    person = people.person(owner, person_id=draft.person.id)
    sender = _sender_address(profile) or profile.email
    host = sender.rpartition("@")[2] or "mentorpanel.localhost"
    seed = f"{settings.SECRET_KEY}|{owner.pk}|{draft.id}|{person.email}"
    return MailParts(
        sender=MailAddress(profile.name, sender),
        to=(MailAddress(person.name, person.email),),
        subject=draft.subject or kind_of(draft.kind).subject(draft.slots),
        text=draft.text,
        html=html_of(draft.text, draft.subject),
        message_id=f"<{uuid.uuid5(uuid.NAMESPACE_URL, seed).hex}@{host}>",
        date=now,
        attachments=_attachments(owner, draft, profile, person, sender, is_by_hand=is_draft),
        is_draft=is_draft,
    )


def _attachments(
    owner: User, draft: DraftRecord, profile: ProfileRecord, person: PersonRecord, sender: str, *, is_by_hand: bool
) -> tuple[Attachment, ...]:
    """A brief carries its session as a calendar file: an invitation from the owner to the mentor."""
    if draft.kind != "brief" or draft.session_id is None or not person.email:
        return ()
    session = sessions.session(owner, session_id=draft.session_id)
    plan = sessions.clock_of(profile, session)
    method: Method = "PUBLISH" if is_by_hand else "REQUEST"
    ics = session_invite(
        uid=session.uid,
        stamped_at=clock.now(),
        sequence=session.sequence,
        starts_at=session.starts_at,
        ends_at=plan.ends_at,
        zone=profile.time_zone,
        summary=f"{profile.name or 'Mentoring'} and {person.name}" if profile.name else "Mentoring session",
        place=session.place,
        organiser=Participant(profile.name, sender),
        attendee=Participant(person.name, person.email),
        method=method,
    )
    return (Attachment("session.ics", f"text/calendar; method={method}", ics),)


def _session_with(owner: User, person_id: int) -> SessionRecord:
    found = sessions.next_or_last(owner, person_id=person_id)
    if found is None:
        raise NotFound("There is no session with them yet; schedule one first.")
    return found


def _known_slots(kind: LetterKind, slots: Mapping[str, str]) -> dict[str, str]:
    known = {slot.name for slot in kind.slots}
    unknown = sorted(set(slots) - known)
    if unknown:
        raise Invalid(
            f"A {kind.name} has no slot “{unknown[0]}”; it has {', '.join(sorted(known))}.", field=unknown[0]
        )
    return {name: _plain(value) for name, value in slots.items()}


def _must_be_unsent(draft: DraftRecord) -> None:
    if draft.state == "queued":
        raise Conflict("This letter is on its way.")
    if draft.state == "sent":
        raise Conflict("This letter has gone, and is kept as it went.")


def _plain(text: str) -> str:
    return text.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")[:50_000]


def _line(text: str) -> str:
    return " ".join(_plain(text).split())[:300]
