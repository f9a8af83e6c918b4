"""What it means for an introduction that one of its letters has gone, was answered, or was taken back."""

from datetime import date

from mentorpanel.domain.introduction_records import IntroductionRecord
from mentorpanel.domain.problems import Conflict
from mentorpanel.domain.records import DraftRecord
from mentorpanel.storage import introduction_letters, introductions
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import introduction_consents, introduction_steps

ASK, ASK_SECOND, INTRODUCE = "ask", "ask-second", "introduce"
THANK, TELL, TELL_KINDLY = "thank", "tell", "tell-kindly"
WHOM = {ASK: "first", ASK_SECOND: "second"}


def letter_has_gone(owner: User, *, draft: DraftRecord, on: date) -> None:
    """A letter has gone, by mail or by hand: its introduction moves; a letter that is no step moves nothing."""
    found = introduction_consents.of_letter(owner, draft_id=draft.id) or _linked_now(owner, draft)
    if found is None:
        return
    record, step = found
    if step == INTRODUCE and not record.has_both_consents:
        raise Conflict("Only when both have said yes does it go to both.", code="consent")
    number, mark = record.id, {"draft": draft.id}
    if step in WHOM and _can_be_asked(record, WHOM[step]):
        introduction_steps.asked(owner, introduction_id=number, whom=WHOM[step], on=on, effects=mark)
    elif step == INTRODUCE and record.introduced_on is None and record.ended_on is None:
        introduction_steps.introduced(owner, introduction_id=number, on=on, has_letter=True, effects=mark)
    elif step == THANK and record.introduced_on is not None and record.thanked_on is None:
        introduction_steps.thanked(
            owner, introduction_id=number, on=max(on, record.introduced_on), effects=mark
        )
    elif step in (TELL, TELL_KINDLY) and record.told_on is None:
        introduction_steps.told(owner, introduction_id=number, on=on, effects=mark)


def letter_taken_back(owner: User, *, draft_id: int) -> None:
    """It did not go, or did not arrive: what it moved, and what rested on that, is as before."""
    _undo_until(owner, draft_id, "draft")


def letter_answered(owner: User, *, draft_id: int, said: str, on: date) -> bool:
    """They answered with yes or no (``said``). Whether the letter was one that asked for an introduction."""
    found = introduction_consents.of_letter(owner, draft_id=draft_id)
    if found is None or found[1] not in WHOM:
        return False
    record, step = found
    introduction_steps.said(
        owner,
        introduction_id=record.id,
        answer=said,
        whom=WHOM[step],
        on=on,
        effects={"reply": draft_id},
    )
    return True


def answer_taken_back(owner: User, *, draft_id: int) -> None:
    """They have not answered after all: their yes or no goes as well."""
    _undo_until(owner, draft_id, "reply")


def asks_for_consent(owner: User, *, draft_id: int) -> str:
    """Whom the letter asks about, where it asks for an introduction; else empty."""
    found = introduction_consents.of_letter(owner, draft_id=draft_id)
    if found is None or found[1] not in WHOM:
        return ""
    record, step = found
    return record.second_name if step == ASK else record.first.name


def _linked_now(owner: User, draft: DraftRecord) -> tuple[IntroductionRecord, str] | None:
    """A letter to both that was not begun from their introduction is its step all the same."""
    record = introduction_consents.introduction_of(owner, draft)
    if record is None:
        return None
    introduction_letters.link_letter(owner, introduction_id=record.id, draft_id=draft.id, step=INTRODUCE)
    return record, INTRODUCE


def _can_be_asked(record: IntroductionRecord, whom: str) -> bool:
    is_open = record.introduced_on is None and record.ended_on is None
    return is_open and not getattr(record, f"{whom}_said") and getattr(record, f"{whom}_asked_on") is None


def _undo_until(owner: User, draft_id: int, mark: str) -> None:
    """Take steps back, the last first, until the one that this letter made is taken back."""
    found = introduction_consents.of_letter(owner, draft_id=draft_id)
    if found is None:
        return
    record = found[0]
    steps = introductions.steps_marked(owner, introduction_id=record.id, mark=mark, value=draft_id)
    for _ in range(steps):
        introduction_steps.undo(owner, introduction_id=record.id, by_letter=True)
