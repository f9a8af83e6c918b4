"""An answer to an ask: the parked item is answered, and their words become advice, in one step and back."""

from datetime import date

from django.db import transaction

from mentorpanel.domain.facts import ParkedStatus
from mentorpanel.domain.parking import OPEN
from mentorpanel.domain.problems import NotFound
from mentorpanel.domain.records import DraftRecord
from mentorpanel.domain.wording import plain_text
from mentorpanel.storage import decision_asks, drafts
from mentorpanel.storage import parking as rows
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import advice, parking
from mentorpanel.usecases.mentor_letters import parked_in

KIND = "ask"
ADVICE = "advice_id"
"""Kept among an ask's slots: the advice that its answer became."""
ANSWER = "answer"
"""Kept among an ask's slots: the answer as it stands on the parked item."""


def keep_answer(owner: User, *, draft: DraftRecord, said: str, on: date, as_advice: bool) -> None:
    """Put an answer to the parked item that the ask was begun from, and keep it as advice. Nothing for other letters."""
    text = plain_text(said)
    if draft.kind != KIND:
        return
    with transaction.atomic():
        forget_answer(owner, draft=draft)
        item_id = parked_in(draft)
        item = rows.item_if_there(owner, item_id=item_id) if item_id else None
        kept: dict[str, object] = {ANSWER: text}
        if as_advice and text:
            topics = item.topics if item else ()
            known = item.id if item else None
            made = advice.note_advice(
                owner, person_id=draft.person.id, text=text, topics=topics, on=on, item_id=known
            )
            kept[ADVICE] = str(made.id)
            decision_asks.link_answer(owner, draft_id=draft.id, advice_id=made.id)
        if item is not None:
            line = f"{draft.person.name}: {text}" if text else f"{draft.person.name} answered."
            kept[ANSWER] = line
            answer = f"{item.answer}\n{line}".strip()
            if item.status in OPEN:
                parking.close_item(owner, item_id=item.id, status=ParkedStatus.ANSWERED, answer=answer)
            else:
                parking.change_item(owner, item_id=item.id, answer=answer)
        _keep(owner, draft, kept)


def forget_answer(owner: User, *, draft: DraftRecord) -> None:
    """Take an answer back: its advice is deleted, its line leaves the parked item, which opens again without another."""
    if draft.kind != KIND or ANSWER not in drafts.draft(owner, draft_id=draft.id).slots:
        return
    with transaction.atomic():
        kept = drafts.draft(owner, draft_id=draft.id).slots
        line, noted = str(kept.get(ANSWER, "")), str(kept.get(ADVICE, ""))
        if noted:
            _delete(owner, int(noted))
        item_id = parked_in(draft)
        item = rows.item_if_there(owner, item_id=item_id) if item_id else None
        if item is not None:
            left = item.answer.replace(line, "", 1).strip()
            parking.change_item(owner, item_id=item.id, answer=left)
            if not left and item.status == ParkedStatus.ANSWERED:
                parking.reopen_item(owner, item_id=item.id)
        _keep(owner, draft, {})


def _delete(owner: User, advice_id: int) -> None:
    try:
        advice.delete_advice(owner, advice_id=advice_id)
    except NotFound:
        return


def _keep(owner: User, draft: DraftRecord, kept: dict[str, object]) -> None:
    slots = {name: value for name, value in draft.slots.items() if name not in (ADVICE, ANSWER)}
    drafts.change_draft(owner, draft_id=draft.id, slots={**slots, **kept})
