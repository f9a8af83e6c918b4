"""What it means for favours that a letter has gone, or has not after all."""

from datetime import date

from mentorpanel.domain.favour_records import FavourDirection, FavourKind, FavourStatus
from mentorpanel.domain.records import DraftRecord
from mentorpanel.storage import favours
from mentorpanel.storage.ownership import User

OFFER = "offer"


def letter_has_gone(owner: User, *, draft: DraftRecord, on: date) -> None:
    """They have my answer, my offer or my line; an offer that nothing was noted of is noted by its letter."""
    if favours.letter_has_gone(owner, draft_id=draft.id, on=on) or draft.kind != OFFER:
        return
    favours.add_favour(
        owner,
        person_id=draft.person.id,
        direction=FavourDirection.OFFERED,
        kind=FavourKind.OFFER_TO_HELP,
        text=str(draft.slots.get("offer", "")).strip() or draft.subject or "An offer to help",
        status=FavourStatus.OPEN,
        on=on,
        told_on=on,
        draft_id=draft.id,
    )


def letter_taken_back(owner: User, *, draft_id: int) -> None:
    """They have not heard of it after all."""
    favours.forget_offer(owner, draft_id=draft_id)
    favours.letter_has_gone(owner, draft_id=draft_id, on=None)
