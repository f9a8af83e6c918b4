"""Loops to close: whoever advised hears what came of it, by a thank-you, by the next brief, or by word of mouth."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction

from mentorpanel import clock
from mentorpanel.domain.advice_records import OpenLoop
from mentorpanel.domain.facts import AdviceStatus
from mentorpanel.domain.letters.assembly import assemble_thank_you
from mentorpanel.domain.mentor_view import ThanksView
from mentorpanel.domain.records import AdviceRecord, DraftRecord, SessionRecord
from mentorpanel.storage import advice as stored
from mentorpanel.storage import drafts
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import advice, letters, profiles, sessions
from mentorpanel.usecases.letter_shown import UNSENT

KIND = "thank-you"
FILLED = ("advice", "did", "result")


@dataclass(frozen=True, slots=True)
class LoopToClose:
    """An open loop; ``session`` is the next one with them, whose brief will tell it, if that is still to go."""

    loop: OpenLoop
    session: SessionRecord | None


def to_close(owner: User) -> tuple[LoopToClose, ...]:
    """Every open loop, the outcome known longest first; two queries."""
    loops = stored.open_loops(owner)
    if not loops:
        return ()
    coming: dict[int, SessionRecord] = {}
    for found in sessions.coming_sessions(owner, limit=100):
        if found.brief_sent_at is None:
            coming.setdefault(found.person.id, found)
    return tuple(LoopToClose(one, coming.get(one.person.id)) for one in loops)


def begin_thanks(owner: User, *, advice_id: int) -> letters.Letter:
    """The thank-you that tells what came of this piece of advice: the one that is begun, else a new one."""
    with transaction.atomic():
        found = stored.advice(owner, advice_id=advice_id)
        begun = _begun(owner, found)
        if begun is not None:
            return letters.letter(owner, draft_id=begun.id)
        view = ThanksView(
            person_name=found.person.name,
            my_name=profiles.profile(owner).name,
            advice=found.text,
            status=AdviceStatus(found.status),
            outcome=found.outcome,
        )
        filled = assemble_thank_you(view)
        slots = {name: filled[name] for name in FILLED}
        return letters.draft_letter(owner, kind=KIND, person_id=found.person.id, slots=slots)


def heard(owner: User, *, advice_id: int, on: date | None = None) -> AdviceRecord:
    """They know what came of it, from today by default, however they heard."""
    return advice.close_loop(owner, advice_id=advice_id, on=on)


def unheard(owner: User, *, advice_id: int) -> AdviceRecord:
    """They have not heard after all."""
    return advice.open_loop(owner, advice_id=advice_id)


def heard_all(owner: User, *, person_id: int) -> None:
    """Somebody has heard what came of all their advice."""
    with transaction.atomic():
        for loop in stored.open_loops(owner, person_id=person_id):
            advice.close_loop(owner, advice_id=loop.advice_id)


def unheard_again(owner: User, *, person_id: int, advice_ids: Iterable[int]) -> None:
    """Undo ``heard_all`` for those of theirs that were closed in the last day."""
    with transaction.atomic():
        since = clock.today(profiles.zone(owner)) - timedelta(days=1)
        for found in stored.records(owner, advice_ids=advice_ids).values():
            is_theirs = found.person.id == person_id
            if is_theirs and found.loop_closed_on is not None and found.loop_closed_on >= since:
                advice.open_loop(owner, advice_id=found.id)


def tells_of(draft: DraftRecord, found: AdviceRecord) -> bool:
    """Whether a letter is the thank-you for this piece of advice."""
    return draft.kind == KIND and _bare(str(draft.slots.get("advice", ""))) == _bare(found.text)


def _begun(owner: User, found: AdviceRecord) -> DraftRecord | None:
    begun = (one for one in drafts.letters_to(owner, person_id=found.person.id) if one.state in UNSENT)
    return next((one for one in begun if tells_of(one, found)), None)


def _bare(text: str) -> str:
    return " ".join(text.split()).strip('“”"').rstrip(".")
