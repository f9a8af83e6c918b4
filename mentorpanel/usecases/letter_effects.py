"""What it means that a letter has gone: who was told what, which loop is closed, which clock moves on."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from mentorpanel.domain.facts import Direction, SessionStatus, Source, TouchpointKind
from mentorpanel.domain.invitations import Meeting
from mentorpanel.domain.records import AdviceRecord, DraftRecord, SessionRecord
from mentorpanel.storage import advice as loops
from mentorpanel.storage import drafts, invitations, sessions
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import advice, favour_letters, introduction_effects, panel, profiles, touchpoints
from mentorpanel.usecases.letter_readers import TO_BOTH, readers_of

TELLS_FOCUS = ("brief", "update")
IS_UPDATE = ("brief", "recap", "update", "thank-you")
CLOSES_LOOPS = ("brief", "update", "thank-you")
ASKS_NOTHING = ("appreciation", "introduction", "offer", "note", "closing")
"""Letters that nobody has to answer: no reminder follows them."""


def after_sent(owner: User, *, draft: DraftRecord, at: datetime) -> None:
    """A letter has gone, by mail or by hand."""
    profile = profiles.profile(owner)
    on = at.astimezone(ZoneInfo(profile.time_zone)).date()
    touchpoints.log_touchpoint(
        owner,
        person_id=draft.person.id,
        kind=TouchpointKind.INTRODUCTION if draft.kind == TO_BOTH else TouchpointKind.EMAIL,
        direction=Direction.FROM_ME,
        on=on,
        at=at,
        summary=draft.subject,
        source=Source.MAIL,
        session_id=draft.session_id,
        is_personal_update=draft.kind in IS_UPDATE,
        told_focus=draft.kind in TELLS_FOCUS,
        awaits_answer=draft.kind not in ASKS_NOTHING or _is_reminder(owner, draft),
        source_key=_key(draft),
    )
    favour_letters.letter_has_gone(owner, draft=draft, on=on)
    _tell_the_other(owner, draft, at, on)
    introduction_effects.letter_has_gone(owner, draft=draft, on=on)
    if draft.kind == "brief" and draft.session_id is not None:
        _brief_has_gone(owner, draft, at)
    if draft.kind == "recap" and draft.session_id is not None:
        sessions.change_session(owner, session_id=draft.session_id, recap_sent_at=at)
    for told in _advice_in(owner, draft):
        if told.loop_closed_on is None:
            advice.close_loop(owner, advice_id=told.id, on=on)


def _is_reminder(owner: User, draft: DraftRecord) -> bool:
    """A few lines to somebody whose answer is awaited: they are the one reminder, and no other follows."""
    return draft.kind == "note" and panel.may_follow_up(owner, person_id=draft.person.id)


def after_taken_back(owner: User, *, draft: DraftRecord) -> None:
    """A letter did not go after all, or did not arrive: nobody was told anything by it."""
    touchpoints.forget_source(owner, source_key=_key(draft))
    invitations.forget_draft(owner, draft_id=draft.id)
    favour_letters.letter_taken_back(owner, draft_id=draft.id)
    introduction_effects.letter_taken_back(owner, draft_id=draft.id)
    if draft.kind == TO_BOTH:
        touchpoints.forget_source(owner, source_key=_key_of_other(draft))
    if draft.sent_at is not None:
        on = draft.sent_at.astimezone(profiles.zone(owner)).date()
        for told in _advice_in(owner, draft):
            if told.loop_closed_on == on:
                loops.change_advice(owner, advice_id=told.id, loop_closed_on=None)
    if draft.session_id is not None:
        sessions.forget_letter(owner, session_id=draft.session_id, kind=draft.kind)


def _tell_the_other(owner: User, draft: DraftRecord, at: datetime, on: date) -> None:
    """An introduction has gone to both: the other person has had a word of mine too."""
    for other in readers_of(owner, draft).people[1:]:
        touchpoints.log_touchpoint(
            owner,
            person_id=other.id,
            kind=TouchpointKind.INTRODUCTION,
            direction=Direction.FROM_ME,
            on=on,
            at=at,
            summary=draft.subject,
            source=Source.MAIL,
            source_key=_key_of_other(draft),
        )


def _brief_has_gone(owner: User, draft: DraftRecord, at: datetime) -> None:
    session = sessions.session_for_change(owner, session_id=draft.session_id or 0)
    to_come = session.status in (SessionStatus.PLANNED, SessionStatus.PREPARED)
    status = SessionStatus.BRIEF_SENT if to_come else session.status
    sessions.change_session(
        owner, session_id=session.id, status=status, brief_sent_at=at, prepared_at=session.prepared_at or at
    )
    if session.status in sessions.TO_COME:
        _day_is_told(owner, draft, session, at)


def _day_is_told(owner: User, draft: DraftRecord, session: SessionRecord, at: datetime) -> None:
    """The brief says when and where, and carries the invitation: that is what the mentor has from now on."""
    sent = drafts.draft(owner, draft_id=draft.id)
    invitations.add(
        owner,
        session_id=session.id,
        meeting=Meeting(session.starts_at, session.length_minutes, session.place),
        method="REQUEST",
        sequence=session.sequence,
        draft_id=draft.id,
        state="sent",
        sent_how=sent.sent_how or "by-hand",
        sent_to=sent.sent_to,
        sent_at=at,
    )


def _advice_in(owner: User, draft: DraftRecord) -> list[AdviceRecord]:
    """Their advice that has come to something and that the letter tells of, by its words or its outcome."""
    if draft.kind not in CLOSES_LOOPS:
        return []
    text = _flat(draft.text)
    rows = loops.finished(owner, person_id=draft.person.id)
    return [
        row for row in rows if any(said and said in text for said in (_flat(row.text), _flat(row.outcome)))
    ]


def _flat(text: str) -> str:
    """The words as they stand in a letter, where its own quotation marks are around them."""
    return " ".join(text.split()).strip('“”"').rstrip(".")


def _key(draft: DraftRecord) -> str:
    return f"letter-{draft.id}"


def _key_of_other(draft: DraftRecord) -> str:
    return f"letter-{draft.id}-other"
