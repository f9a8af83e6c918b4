"""Letters leave: by mail with the owner's word, by the owner's own hand, again, or not after all."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time

from django.db import transaction

from mentorpanel import clock
from mentorpanel.domain.facts import SessionStatus
from mentorpanel.domain.letters.writing import one_line_of
from mentorpanel.domain.problems import Conflict, Invalid, NeedsReason
from mentorpanel.domain.records import DraftRecord
from mentorpanel.formats.mail_message import build_mail
from mentorpanel.storage import drafts, outbox
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import answers, letter_effects, letter_mail, profiles, sessions
from mentorpanel.usecases import outbox as leaving
from mentorpanel.usecases.letter_shown import UNSENT, Letter, must_be_unsent, must_not_be_held_back, shown

OFF = (SessionStatus.CANCELLED, SessionStatus.MISSED, SessionStatus.MOVED)
NOON = time(12, 0)


def send_letter(owner: User, *, draft_id: int, in_spite_of_checks: bool = True) -> Letter:
    """Send a letter by the mail server that is set. The mail is built and stored in one transaction.

    With ``in_spite_of_checks`` false, a letter with an open check is ``NeedsReason``. One that failed goes
    again under its Message-ID, to the address that the person has now.
    """
    with transaction.atomic():
        letter = shown(owner, drafts.draft(owner, draft_id=draft_id))
        must_be_unsent(letter.draft)
        must_not_be_held_back(letter)
        _must_be_no_repeat(owner, letter)
        _must_be_sendable(owner, letter)
        if not in_spite_of_checks and not letter.is_ready:
            raise NeedsReason(
                "Something is still to be looked at. Tick “send it all the same”, or mend it first."
            )
        now = clock.now()
        parts = letter_mail.mail_parts(owner, draft=letter.draft, now=now)
        sent = {"sent_at": now, "sent_how": "mail", "sent_to": letter.to[:500], "failure": ""}
        if drafts.claim_state(
            owner,
            draft_id=draft_id,
            was=UNSENT,
            becomes="queued",
            subject=parts.subject,
            text=letter.draft.text,
            **sent,
        ):
            outbox.drop(owner, draft_id=draft_id)
            outbox.put(
                owner,
                dedupe_key=f"letter-{draft_id}-{parts.message_id}",
                draft_id=draft_id,
                message_id=parts.message_id,
                sender=parts.sender.mail,
                recipients=list(letter.recipients),
                message=build_mail(parts).as_bytes(),
                not_before=now,
            )
            letter_effects.after_sent(owner, draft=letter.draft, at=now)
        return shown(owner, drafts.draft(owner, draft_id=draft_id))


def send_again(owner: User, *, draft_id: int) -> Letter:
    """Try a letter again: one that failed is built anew for the address of now, one that waits is due at once."""
    draft = drafts.draft(owner, draft_id=draft_id)
    if draft.state == "failed":
        return send_letter(owner, draft_id=draft_id)
    leaving.try_again(owner, draft_id=draft_id)
    return shown(owner, drafts.draft(owner, draft_id=draft_id))


def mark_sent(owner: User, *, draft_id: int, on: date | None = None) -> Letter:
    """*I've sent it*: the letter went by the owner's own hand, today or on a day before; it counts as sent everywhere."""
    with transaction.atomic():
        draft = drafts.draft(owner, draft_id=draft_id)
        must_be_unsent(draft)
        letter = shown(owner, draft)
        must_not_be_held_back(letter)
        _must_be_no_repeat(owner, letter)
        at = _moment_sent(owner, on)
        by_hand = {"sent_at": at, "sent_how": "by-hand", "sent_to": letter.to[:500], "failure": ""}
        if drafts.claim_state(owner, draft_id=draft_id, was=UNSENT, becomes="sent", **by_hand):
            outbox.drop(owner, draft_id=draft_id)
            letter_effects.after_sent(owner, draft=draft, at=at)
        return shown(owner, drafts.draft(owner, draft_id=draft_id))


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
        answers.forget_answer(owner, draft_id=draft_id)
        letter_effects.after_taken_back(owner, draft=draft)
        outbox.drop(owner, draft_id=draft_id)
        back = drafts.change_draft(
            owner, draft_id=draft_id, state="draft", sent_at=None, sent_how="", sent_to="", failure=""
        )
        return shown(owner, back)


def went_today(
    owner: User,
    *,
    kind: str,
    person_id: int,
    slots: Mapping[str, str],
    subject: str | None = None,
    text: str | None = None,
) -> Letter | None:
    """The letter of that kind to that person that went today with these very words; None where none did.

    What is not given is not compared: the same command said again finds what it did.
    """
    for one in _gone_today(owner, kind, person_id):
        is_same = all(str(one.slots.get(name, "")).strip() == value.strip() for name, value in slots.items())
        is_same = is_same and (text is None or text.strip() == one.text.strip())
        if is_same and (subject is None or one_line_of(subject) == one.subject):
            return shown(owner, one)
    return None


def _gone_today(owner: User, kind: str, person_id: int) -> list[DraftRecord]:
    zone = profiles.zone(owner)
    begins = datetime.combine(clock.today(zone), time.min, tzinfo=zone).astimezone(UTC)
    return drafts.gone_since(owner, kind=kind, person_id=person_id, since=begins)


def _must_be_no_repeat(owner: User, letter: Letter) -> None:
    draft = letter.draft
    said = draft.text.strip()
    if any(one.text.strip() == said for one in _gone_today(owner, draft.kind, draft.person.id)):
        raise Conflict(
            f"{draft.person.name} was sent this very text today already; nothing was changed. "
            "Say something else in it, or throw this one away.",
            code="sent-already",
        )


def _must_be_sendable(owner: User, letter: Letter) -> None:
    if not letter.can_send:
        raise Conflict(letter.why_not_send)
    if letter.draft.kind != "brief" or letter.draft.session_id is None:
        return
    if sessions.session(owner, session_id=letter.draft.session_id).status in OFF:
        raise Conflict("This session does not take place. Reopen it first, then send the brief.")


def _moment_sent(owner: User, on: date | None) -> datetime:
    now, zone = clock.now(), profiles.zone(owner)
    today = now.astimezone(zone).date()
    if on is None or on == today:
        return now
    if on > today or (today - on).days > 366:
        raise Invalid("Say when it went: today, or a day of the last year.", field="on")
    return datetime.combine(on, NOON, tzinfo=zone).astimezone(UTC)
