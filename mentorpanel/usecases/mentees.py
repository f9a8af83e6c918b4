"""A mentee of mine: who asked me to mentor them, a word before we meet, and a line back to whoever asked."""

from django.db import transaction

from mentorpanel import clock
from mentorpanel.domain.facts import Role
from mentorpanel.domain.favour_records import FavourDirection, FavourKind, FavourRecord, FavourStatus
from mentorpanel.domain.giving_words import before_talk_slots, line_back_slots
from mentorpanel.domain.problems import Conflict, NotFound
from mentorpanel.storage import favours
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import favours as noting
from mentorpanel.usecases import letters, panel, people, profiles, sessions
from mentorpanel.usecases.letters import Letter


def take_on(owner: User, *, person_id: int, asked_by_id: int | None = None) -> FavourRecord | None:
    """I mentor somebody from now on; ``asked_by_id`` is the one whose person it is. Undo: ``let_go``."""
    with transaction.atomic():
        before = people.person(owner, person_id=person_id)
        panel.set_roles(owner, person_id=person_id, roles={*before.roles, Role.MENTEE})
        known = favours.mentees(owner, person_id=person_id)
        if asked_by_id is None:
            return known[0] if known else None
        for one in known:
            if one.person.id == asked_by_id:
                return one
            favours.change_favour(owner, favour_id=one.id, status=FavourStatus.WITHDRAWN)
        made = noting.add(
            owner,
            person_id=asked_by_id,
            text=f"Mentoring {before.name}",
            way=FavourDirection.GIVEN,
            kind=FavourKind.MENTOR_SOMEONE,
            other_id=person_id,
        )
        return favours.change_favour(owner, favour_id=made.id, status=FavourStatus.OPEN, settled_on=None)


def let_go(owner: User, *, person_id: int) -> None:
    """They are no mentee of mine any more; what was given stays given. Undo: ``take_on``."""
    with transaction.atomic():
        before = people.person(owner, person_id=person_id)
        panel.set_roles(owner, person_id=person_id, roles=set(before.roles) - {Role.MENTEE})
        today = clock.today(profiles.zone(owner))
        for one in favours.mentees(owner, person_id=person_id):
            favours.change_favour(owner, favour_id=one.id, status=FavourStatus.DONE, settled_on=today)


def asked_by(owner: User, *, person_id: int) -> FavourRecord | None:
    """Who asked me to mentor somebody, as the favour to them; None where nobody did."""
    found = favours.mentees(owner, person_id=person_id)
    return found[0] if found else None


def write_line_back(owner: User, *, person_id: int) -> Letter:
    """A letter about a mentee to whoever asked me to mentor them. It counts as given when it has gone."""
    with transaction.atomic():
        favour = asked_by(owner, person_id=person_id)
        if favour is None or favour.other is None:
            raise NotFound("Nobody is noted who asked you to mentor them.")
        if people.person(owner, person_id=favour.person.id).do_not_contact:
            raise Conflict(f"{favour.person.name} is not to be contacted.")
        slots = line_back_slots(favour.other.name)
        made = letters.draft_letter(owner, kind="note", person_id=favour.person.id, slots=slots)
        favours.add_favour(
            owner,
            person_id=favour.person.id,
            other_id=person_id,
            direction=FavourDirection.GIVEN,
            kind=FavourKind.MENTOR_SOMEONE,
            text=f"A line about {favour.other.name}",
            status=FavourStatus.DONE,
            on=clock.today(profiles.zone(owner)),
            draft_id=made.draft.id,
        )
        return made


def write_before_talk(owner: User, *, session_id: int) -> Letter:
    """A short note to a mentee before a session: what would they like to talk about?"""
    with transaction.atomic():
        found = sessions.session(owner, session_id=session_id)
        if not found.i_mentor:
            raise Conflict("This session is with a mentor; what they would like before it is a brief.")
        sessions.must_be_to_come(found)
        slots = before_talk_slots(found.starts_at, profiles.zone(owner))
        return letters.draft_letter(owner, kind="note", person_id=found.person.id, slots=slots)
