"""What was said in a session, filed where it belongs: promises, advice, the parking lot; nothing twice."""

from datetime import date

from mentorpanel.domain.noted_advice import read_advice
from mentorpanel.domain.promises import read_promise
from mentorpanel.domain.records import SessionRecord
from mentorpanel.domain.wording import plain_text
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import advice, commitments, parking


def note_promises(
    owner: User, *, found: SessionRecord, texts: tuple[str, ...], is_mine: bool, on: date
) -> None:
    """Promises as they were said on that day; one said again keeps its place and takes the newer date."""
    rows = commitments.commitments_of_session(owner, session_id=found.id)
    known = {row.text: row for row in rows if row.is_mine == is_mine}
    for text in worded(texts):
        promised = read_promise(text, today=on)
        before = known.get(promised.text)
        if before is None:
            known[promised.text] = commitments.promise(
                owner,
                person_id=found.person.id,
                text=promised.text,
                is_mine=is_mine,
                due_on=promised.due_on,
                session_id=found.id,
            )
        elif promised.due_on and before.due_on != promised.due_on:
            commitments.change_commitment(
                owner, commitment_id=before.id, text=before.text, due_on=promised.due_on
            )


def note_learned(owner: User, *, found: SessionRecord, texts: tuple[str, ...], on: date) -> None:
    """What they advised, each once for a session; topics may stand behind it as #topic."""
    known = {row.text for row in advice.advice_of_session(owner, session_id=found.id)}
    for said in map(read_advice, worded(texts)):
        if said.text not in known:
            known.add(said.text)
            advice.note_advice(
                owner,
                person_id=found.person.id,
                text=said.text,
                topics=said.topics,
                session_id=found.id,
                on=on,
            )


def park_for_next_time(owner: User, *, found: SessionRecord, texts: tuple[str, ...]) -> None:
    """What is for next time waits in the parking lot for the same person, each once."""
    waiting = {item.text for item in parking.open_items_for(owner, person_id=found.person.id)}
    for text in worded(texts):
        if text not in waiting:
            waiting.add(text)
            parking.park_item(owner, text=text, person_id=found.person.id)


def settle_agenda(owner: User, *, session_id: int, raised_item_ids: tuple[int, ...] | None) -> None:
    """Mark what was talked about; the rest is parked again, still linked. None: all of the agenda was."""
    agenda = parking.agenda(owner, session_id=session_id)
    raised = {entry.item.id for entry in agenda} if raised_item_ids is None else set(raised_item_ids)
    for entry in agenda:
        if (entry.item.id in raised) != entry.was_raised:
            parking.mark_raised(
                owner, item_id=entry.item.id, session_id=session_id, was_raised=entry.item.id in raised
            )
    parking.release_session_items(owner, session_id=session_id)


def plan_agenda_again(owner: User, *, session_id: int) -> None:
    """A session that takes place after all has its agenda again: what is open on it counts as planned."""
    for entry in parking.agenda(owner, session_id=session_id):
        if not entry.was_raised and entry.item.status in ("parked", "raised"):
            parking.plan_for_session(owner, item_id=entry.item.id, session_id=session_id)


def worded(texts: tuple[str, ...]) -> list[str]:
    """The texts as they are stored, without empty ones."""
    return [said for text in texts if (said := plain_text(text))]
