"""Letters: drafted from facts, checked, written in, kept as they went. How they leave: ``letter_sending``."""

from collections.abc import Mapping
from dataclasses import replace

from django.db import transaction

from mentorpanel import clock
from mentorpanel.domain.facts import SessionStatus
from mentorpanel.domain.letters.kinds import KINDS, kind_of
from mentorpanel.domain.letters.letter import LetterKind
from mentorpanel.domain.letters.templates import composed
from mentorpanel.domain.letters.writing import one_line_of, written
from mentorpanel.domain.problems import Conflict, Invalid, NotFound
from mentorpanel.domain.records import DraftRecord, SessionRecord
from mentorpanel.formats.mail_html import letter_html, outlook_html
from mentorpanel.formats.mail_message import to_eml
from mentorpanel.storage import drafts, letter_templates, outbox
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import (
    introduction_consents,
    letter_facts,
    letter_mail,
    mentor_letters,
    people,
    sessions,
)
from mentorpanel.usecases.letter_facts import SESSION_KINDS
from mentorpanel.usecases.letter_mail import Arrival
from mentorpanel.usecases.letter_readers import readers_of
from mentorpanel.usecases.letter_sending import mark_sent, send_again, send_letter, take_back, went_today
from mentorpanel.usecases.letter_shown import UNSENT, Letter, must_be_unsent, must_not_be_held_back, shown

__all__ = [
    "Letter",
    "arrival",
    "delete_letter",
    "draft_letter",
    "failed_letters",
    "kinds",
    "letter",
    "letter_eml",
    "letter_for_outlook",
    "letter_mailto",
    "letter_preview",
    "letters_to",
    "mark_sent",
    "open_letter",
    "preview_letter",
    "send_again",
    "send_letter",
    "session_letter",
    "start_afresh",
    "take_back",
    "went_today",
    "write_letter",
]


def kinds() -> tuple[LetterKind, ...]:
    """The kinds of letters, with their slots."""
    return tuple(KINDS.values())


def letter(owner: User, *, draft_id: int) -> Letter:
    """One letter with its checks."""
    return shown(owner, drafts.draft(owner, draft_id=draft_id))


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
        return shown(owner, found)


def draft_letter(
    owner: User,
    *,
    kind: str,
    person_id: int,
    slots: Mapping[str, str] | None = None,
    session_id: int | None = None,
    notice_id: int | None = None,
) -> Letter:
    """A new letter of a kind to a person, its slots filled from what is known and from ``slots``.

    A letter of outreach is a step of the path of ``notice_id``, or of the newest that it fits.
    """
    if kind in SESSION_KINDS:
        found = sessions.session(owner, session_id=session_id) if session_id else None
        session = found or _session_with(owner, person_id, kind)
        made = session_letter(owner, session_id=session.id, kind=kind)
    else:
        with transaction.atomic():
            people.person(owner, person_id=person_id)
            slug = kind_of(kind).slug
            noticed = letter_facts.notice_for(owner, kind=slug, person_id=person_id, notice_id=notice_id)
            draft = drafts.add_draft(
                owner,
                kind=slug,
                person_id=person_id,
                session_id=None,
                notice_id=noticed.id if noticed else None,
                slots={
                    name: text
                    for name, text in (slots or {}).items()
                    if name == mentor_letters.OTHER.get(slug)
                },
            )
            made = shown(owner, _assemble(owner, draft))
    return write_letter(owner, draft_id=made.draft.id, slots=slots) if slots else made


def open_letter(owner: User, *, kind: str, person_id: int) -> Letter:
    """The letter of a kind to a person that is not finished, else a new one."""
    slug = kind_of(kind).slug
    if slug not in SESSION_KINDS:
        for one in drafts.letters_to(owner, person_id=person_id):
            if one.kind == slug and one.state in UNSENT:
                return shown(owner, one)
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
        must_be_unsent(draft)
        return shown(owner, _kept(owner, draft, _written(owner, draft, slots, subject, text)))


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
    must_be_unsent(draft)
    return shown(owner, _written(owner, draft, slots, subject, text))


def arrival(owner: User, *, shown: Letter) -> Arrival:
    """How a letter, as shown, will arrive, and the forms in which it can be taken elsewhere."""
    return letter_mail.arrival(owner, draft=shown.draft)


def start_afresh(owner: User, *, draft_id: int) -> Letter:
    """Assemble a letter anew from today's facts, forgetting what was written by hand."""
    with transaction.atomic():
        draft = drafts.draft(owner, draft_id=draft_id)
        must_be_unsent(draft)
        return shown(owner, _assemble(owner, draft))


def delete_letter(owner: User, *, draft_id: int) -> None:
    """Throw away a letter that has not gone."""
    with transaction.atomic():
        draft = drafts.draft(owner, draft_id=draft_id)
        must_be_unsent(draft)
        outbox.drop(owner, draft_id=draft_id)
        drafts.delete_draft(owner, draft_id=draft_id)


def letter_eml(owner: User, *, draft_id: int) -> bytes:
    """The letter as a file that a mail program opens, ready to be sent; so one that is held back gives none."""
    draft = drafts.draft(owner, draft_id=draft_id)
    must_not_be_held_back(shown(owner, draft))
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
    return letter_mail.mailto(draft, readers_of(owner, draft))


def _written(
    owner: User, draft: DraftRecord, slots: Mapping[str, str] | None, subject: str | None, text: str | None
) -> DraftRecord:
    """As the owner writes it, in their wording; the greeting of an introduction follows whom it is to."""
    given = dict(slots or {})
    if draft.kind == "introduction" and "second" in given:
        was, name = str(draft.slots.get("second", "")), draft.person.name
        had_yes = bool(str(draft.slots.get("second_agreed", "")).strip())
        if had_yes and not introduction_consents.consent_kept(owner, before=was, after=given["second"]):
            given["second_agreed"] = ""
        said = given.get("greeting", str(draft.slots.get("greeting", "")))
        if said.strip() == mentor_letters.greeting_of_both(name, was):
            given["greeting"] = mentor_letters.greeting_of_both(name, given["second"])
    return written(draft, given, subject, text, letter_templates.template_of(owner, kind=draft.kind))


def _assemble(owner: User, draft: DraftRecord) -> DraftRecord:
    kind = kind_of(draft.kind)
    slots = letter_facts.slots_for(owner, draft=draft, now=clock.now())
    fresh = replace(
        draft,
        slots=slots,
        subject=one_line_of(kind.subject(slots)),
        text=composed(kind, slots, letter_templates.template_of(owner, kind=draft.kind)),
        is_text_edited=False,
        is_written=False,
    )
    return _kept(owner, draft, fresh)


def _kept(owner: User, before: DraftRecord, after: DraftRecord) -> DraftRecord:
    """Store what is different; a letter that stays as it is costs no write."""
    names = ("slots", "subject", "text", "is_text_edited", "is_written")
    changes = {name: getattr(after, name) for name in names if getattr(after, name) != getattr(before, name)}
    return drafts.change_draft(owner, draft_id=before.id, **changes) if changes else before


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


def _must_suit(session: SessionRecord, kind: str) -> None:
    if kind == "recap" and session.status != SessionStatus.HELD:
        raise Conflict("Note what happened in the session first; the recap is made of it.")
    if kind == "brief" and session.status not in sessions.TO_COME:
        raise Conflict("This session is over; what they would like to read now is a recap.")
