"""They asked me: note it in a second, answer it kindly in one of three ways; nothing goes without a word of mine."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from mentorpanel import clock
from mentorpanel.domain.favour_records import Answer, FavourDirection, FavourKind, FavourRecord, FavourStatus
from mentorpanel.domain.giving_words import answer_slots
from mentorpanel.domain.problems import Conflict, Invalid, NotFound
from mentorpanel.domain.reciprocity import cut
from mentorpanel.domain.records import PersonRecord
from mentorpanel.domain.wording import one_of
from mentorpanel.storage import commitments, drafts, favours, mentor_pages
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import favours as noting
from mentorpanel.usecases import letters, people, profiles, sessions
from mentorpanel.usecases.letter_shown import UNSENT


@dataclass(frozen=True, slots=True)
class Answered:
    """What was asked, as it stands now, and the number of the letter that is ready to say so, if there is one."""

    favour: FavourRecord
    draft_id: int | None


def note_asked(
    owner: User, *, person_id: int, text: str, kind: str = FavourKind.OTHER, on: date | None = None
) -> FavourRecord:
    """Somebody asked me for something, today by default. It stays on Today until they have an answer."""
    return noting.add(owner, person_id=person_id, text=text, way=FavourDirection.ASKED, kind=kind, on=on)


def note_reply_as_asked(owner: User, *, reply_id: int) -> FavourRecord:
    """What they wrote on their page or by mail is something they ask of me; the reply is dealt with."""
    with transaction.atomic():
        reply = mentor_pages.reply(owner, reply_id=reply_id, is_for_change=True)
        if not reply.text.strip():
            raise Conflict("There are no words in it to ask for anything.")
        session = sessions.session(owner, session_id=reply.session_id)
        on = reply.said_at.astimezone(profiles.zone(owner)).date()
        today = clock.today(profiles.zone(owner))
        made = note_asked(owner, person_id=session.person.id, text=reply.text, on=min(on, today))
        mentor_pages.settle(owner, reply_id=reply_id, at=clock.now())
        return made


def answer(
    owner: User, *, favour_id: int, answer: str, by: date | None = None, other_id: int | None = None
) -> Answered:
    """One of the three: *yes* by a day, which becomes a promise; *know* somebody, ``other_id``; or *sorry*.

    A letter is made ready and not sent. Another answer before they have heard the first takes its place.
    """
    favours.favour(owner, favour_id=favour_id)
    given = Answer(one_of(answer, Answer, field="answer", what="answer")) if answer.strip() else Answer.NONE
    if given == Answer.NONE:
        raise Invalid("Answer yes, know or sorry.", field="answer")
    with transaction.atomic():
        found = favours.favour_for_change(owner, favour_id=favour_id)
        _must_wait(found)
        if found.answer:
            found = take_back(owner, favour_id=favour_id)
        asker = people.person(owner, person_id=found.person.id)
        changes = _decided(owner, found, given, by, other_id)
        draft_id = None
        if not asker.do_not_contact:
            slots = answer_slots(given, by=by)
            draft_id = letters.draft_letter(owner, kind="note", person_id=asker.id, slots=slots).draft.id
        changed = favours.change_favour(
            owner, favour_id=favour_id, answer=given, draft_id=draft_id, **changes
        )
        return Answered(changed, draft_id)


def told(owner: User, *, favour_id: int) -> FavourRecord:
    """They have my answer, by a letter of mine elsewhere or a word. Undo: ``not_told``."""
    with transaction.atomic():
        found = favours.favour_for_change(owner, favour_id=favour_id)
        if found.direction != FavourDirection.ASKED or not found.answer:
            raise Conflict("Choose one of the three answers first; each is ready.")
        return favours.change_favour(owner, favour_id=favour_id, told_on=clock.today(profiles.zone(owner)))


def not_told(owner: User, *, favour_id: int) -> FavourRecord:
    """They do not have it after all."""
    with transaction.atomic():
        found = favours.favour_for_change(owner, favour_id=favour_id)
        if found.direction != FavourDirection.ASKED:
            raise Conflict("This was not asked of you.")
        return favours.change_favour(owner, favour_id=favour_id, told_on=None)


def take_back(owner: User, *, favour_id: int) -> FavourRecord:
    """No answer is chosen after all: its promise goes, and its letter where it has not been sent."""
    with transaction.atomic():
        found = favours.favour_for_change(owner, favour_id=favour_id)
        if found.direction != FavourDirection.ASKED:
            raise Conflict("This was not asked of you.")
        if found.draft_id is not None:
            draft = drafts.draft(owner, draft_id=found.draft_id)
            if draft.state in UNSENT:
                letters.delete_letter(owner, draft_id=draft.id)
        if found.commitment_id is not None:
            commitments.delete_commitment(owner, commitment_id=found.commitment_id)
        return favours.change_favour(
            owner,
            favour_id=favour_id,
            answer=Answer.NONE,
            status=FavourStatus.OPEN,
            due_on=None,
            settled_on=None,
            told_on=None,
            other_id=None,
            draft_id=None,
            commitment_id=None,
        )


def waiting(owner: User) -> tuple[FavourRecord, ...]:
    """What waits for my answer, the longest first."""
    return favours.waiting(owner)


def waiting_from(owner: User, *, person_id: int) -> FavourRecord:
    """The last thing that somebody asked of me and has no answer to; ``NotFound`` where there is none."""
    mine = [one for one in favours.waiting(owner) if one.person.id == person_id]
    if not mine:
        raise NotFound("They wait for no answer of yours. Note what they asked first.")
    return mine[-1]


def _must_wait(found: FavourRecord) -> None:
    if found.direction != FavourDirection.ASKED:
        raise Conflict("This was not asked of you.")
    if not found.waits_for_me:
        raise Conflict("They have their answer; take it back first if it was noted by mistake.")


def _decided(
    owner: User, found: FavourRecord, given: Answer, by: date | None, other_id: int | None
) -> dict[str, Any]:
    today = clock.today(profiles.zone(owner))
    if given == Answer.YES:
        if by is None:
            raise Invalid("Say by when; a yes with a day is a gift.", field="by")
        if by < today:
            raise Invalid("That day is over; say a day that you can keep.", field="by")
        promise = commitments.add_commitment(
            owner, person_id=found.person.id, session_id=None, text=cut(found.text), is_mine=True, due_on=by
        )
        return {"due_on": by, "commitment_id": promise.id}
    if given == Answer.SORRY:
        return {"status": FavourStatus.DECLINED, "settled_on": today}
    if other_id is None:
        raise Invalid("Say who it is that you know.", field="other_id")
    _must_be_open_to_it(people.person(owner, person_id=other_id), found)
    return {"status": FavourStatus.DECLINED, "settled_on": today, "other_id": other_id}


def _must_be_open_to_it(other: PersonRecord, found: FavourRecord) -> None:
    """Whoever is not to be contacted or is marked confidential is brought together with nobody."""
    if other.id == found.person.id:
        raise Invalid("That is the one who asked.", field="other_id")
    if other.deleted_at is not None:
        raise NotFound("There is no such person.")
    if other.do_not_contact:
        raise Invalid(f"{other.name} is not to be contacted; think of somebody else.", field="other_id")
    if other.is_confidential:
        raise Invalid(f"{other.name} is marked as confidential; think of somebody else.", field="other_id")
