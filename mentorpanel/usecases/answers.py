"""An answer to a letter, noted with one click: it moves what the letter is a step of."""

from datetime import date

from django.db import transaction

from mentorpanel import clock
from mentorpanel.domain.facts import Direction, TouchpointKind
from mentorpanel.domain.problems import Conflict, Invalid
from mentorpanel.domain.records import DraftRecord
from mentorpanel.storage import drafts
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import profiles, touchpoints


def note_answer(owner: User, draft_id: int, on: date | None = None, summary: str = "") -> DraftRecord:
    """They answered a letter, today or on a day since it went: a two-way touchpoint from them.

    Noted again it is written over, never doubled. ``Conflict`` for a letter that has not gone, ``Invalid`` for
    a day before it went or one to come. Undo: ``forget_answer``.
    """
    with transaction.atomic():
        draft = drafts.draft(owner, draft_id=draft_id)
        if draft.state not in ("sent", "queued") or draft.sent_at is None:
            raise Conflict("This letter has not gone yet, so there is no answer to note.")
        zone = profiles.zone(owner)
        day = on or clock.today(zone)
        if day < draft.sent_at.astimezone(zone).date():
            raise Invalid("That is before the letter went; say when they answered.", field="on")
        touchpoints.log_touchpoint(
            owner,
            person_id=draft.person.id,
            kind=TouchpointKind.EMAIL,
            direction=Direction.FROM_THEM,
            on=day,
            summary=summary.strip() or f"Answered: {draft.subject}",
            source_key=_key(draft_id),
        )
        return drafts.change_draft(owner, draft_id=draft_id, answered_on=day)


def forget_answer(owner: User, draft_id: int) -> DraftRecord:
    """They have not answered after all; nothing happens where no answer was noted."""
    with transaction.atomic():
        touchpoints.forget_source(owner, source_key=_key(draft_id))
        return drafts.change_draft(owner, draft_id=draft_id, answered_on=None)


def _key(draft_id: int) -> str:
    return f"answer-{draft_id}"
