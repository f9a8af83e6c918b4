"""From "whom should I ask?" to asking: a letter, or the agenda of the next session."""

from dataclasses import dataclass

from django.db import transaction

from mentorpanel import clock
from mentorpanel.domain.parking import OPEN
from mentorpanel.domain.problems import Conflict
from mentorpanel.domain.records import DraftRecord, ParkedRecord, SessionRecord
from mentorpanel.storage import drafts
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import letters, parking, people, sessions
from mentorpanel.usecases.letter_shown import UNSENT
from mentorpanel.usecases.letters import Letter
from mentorpanel.usecases.mentor_letters import PARKED, parked_in

KIND = "ask"


@dataclass(frozen=True, slots=True)
class Planned:
    """A question that waits for somebody: the session whose agenda it is on, or None where none is planned yet.

    ``is_new``: it was parked by this.
    """

    item: ParkedRecord
    session: SessionRecord | None
    is_new: bool


def write_to(owner: User, *, person_id: int, item_id: int | None = None, question: str = "") -> Letter:
    """An ask to a person about a parked item, the unfinished one or a new one; a typed question is parked first."""
    with transaction.atomic():
        item, _ = _item(owner, person_id, item_id, question)
        for one in drafts.letters_to(owner, person_id=person_id, limit=50):
            if one.kind == KIND and one.state in UNSENT and parked_in(one) == item.id:
                return letters.letter(owner, draft_id=one.id)
        made = drafts.add_draft(
            owner, kind=KIND, person_id=person_id, session_id=None, slots={PARKED: str(item.id)}
        )
        return letters.start_afresh(owner, draft_id=made.id)


def letters_about(owner: User, *, item_id: int) -> list[DraftRecord]:
    """The asks that were begun from a parked item, the oldest first."""
    return drafts.letters_about(owner, item_id=item_id, slot=PARKED)


def put_on_agenda(owner: User, *, person_id: int, item_id: int | None = None, question: str = "") -> Planned:
    """A question on the agenda of the next session with a person; without one it is parked for them and waits."""
    with transaction.atomic():
        item, is_new = _item(owner, person_id, item_id, question)
        now = clock.now()
        coming = [
            one
            for one in sessions.sessions_with(owner, person_id=person_id)
            if one.status in sessions.TO_COME and one.starts_at > now
        ]
        if not coming:
            return Planned(item, None, is_new)
        session = min(coming, key=lambda one: one.starts_at)
        planned = parking.plan_for_session(owner, item_id=item.id, session_id=session.id)
        return Planned(planned, session, is_new)


def _item(owner: User, person_id: int, item_id: int | None, question: str) -> tuple[ParkedRecord, bool]:
    """The open parked item, for them where it was for nobody; or the question, parked for them."""
    person = people.person(owner, person_id=person_id)
    if person.do_not_contact:
        raise Conflict(f"{person.name} is marked as not to be contacted.")
    if item_id is None:
        for one in parking.open_items_for(owner, person_id=person_id):
            if one.text == question.strip():
                return one, False
        return parking.park_item(owner, text=question, person_id=person_id), True
    item = parking.parked_item(owner, item_id=item_id)
    if item.status not in OPEN:
        raise Conflict("This item is closed. Open it again first, then ask.")
    if item.person is None:
        item = parking.assign_item(owner, item_id=item_id, person_id=person_id)
    return item, False
