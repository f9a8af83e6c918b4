"""A brief that has not gone follows its session: moved, it says the new day; called off, it does not go."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from mentorpanel.domain.letters.kinds import kind_of
from mentorpanel.domain.problems import Conflict
from mentorpanel.domain.records import DraftRecord, SessionRecord
from mentorpanel.domain.session_clock import when_in_words, written_day
from mentorpanel.storage import drafts, outbox, people
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import letter_effects, profiles


def follow_session(owner: User, *, before: SessionRecord, after: SessionRecord) -> None:
    """Write the new day, time and place into a brief that has not gone; one by the owner's hand too."""
    draft = _held_back(owner, before.id)
    if draft is None or not draft.text:
        return
    pairs = [
        (old, new) for old, new in zip(_facts(owner, before), _facts(owner, after), strict=True) if old != new
    ]
    kind = kind_of(draft.kind)
    was_own_subject = draft.subject != kind.subject(draft.slots)
    slots = {
        name: next((new for old, new in pairs if old and str(value) == old), value)
        for name, value in draft.slots.items()
    }
    text = _replaced(draft.text, pairs) if draft.is_text_edited else kind.compose(slots)
    subject = _replaced(draft.subject, pairs) if was_own_subject else kind.subject(slots)
    drafts.change_draft(owner, draft_id=draft.id, slots=slots, text=text, subject=subject[:300])


def hold_back(owner: User, *, session_id: int) -> None:
    """A session is called off: a brief that still waits for the mail server stays here."""
    _held_back(owner, session_id)


def _held_back(owner: User, session_id: int) -> DraftRecord | None:
    """The session's brief, unless it has gone; one in the queue is taken out of it, to be sent anew."""
    draft = drafts.letter_of_session(owner, session_id=session_id, kind="brief")
    if draft is None or draft.state == "sent":
        return None
    if draft.state != "queued":
        return draft
    if not outbox.drop(owner, draft_id=draft.id):
        raise Conflict("The brief is being sent this very moment. Try again in a minute.")
    letter_effects.after_taken_back(owner, draft=draft)
    return drafts.change_draft(owner, draft_id=draft.id, state="draft", sent_at=None, sent_how="", sent_to="")


def _facts(owner: User, session: SessionRecord) -> tuple[str, str, str]:
    """When, day and place as a brief says them; the longest first, so that no part is replaced before the whole."""
    profile = profiles.profile(owner)
    person = people.person(owner, person_id=session.person.id)
    ends_at = session.starts_at + timedelta(minutes=session.length_minutes)
    day = session.starts_at.astimezone(ZoneInfo(profile.time_zone)).date()
    when = when_in_words(session.starts_at, ends_at, profile.time_zone, person.time_zone)
    return when, written_day(day), session.place


def _replaced(text: str, pairs: list[tuple[str, str]]) -> str:
    for old, new in pairs:
        if old and new:
            text = text.replace(old, new)
    return text
