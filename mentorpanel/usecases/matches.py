"""The same person twice: doubtful matches decided by the owner, and merges that can be undone."""

from dataclasses import dataclass

from django.db import transaction

from mentorpanel import clock
from mentorpanel.domain.problems import Conflict, Invalid
from mentorpanel.domain.records import DoubtfulRecord, Named, PersonRecord
from mentorpanel.storage import imports, merges
from mentorpanel.storage.imports import Outcome
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import people, touchpoints
from mentorpanel.usecases.import_chunks import ChunkTaker, record_from_document, update_person

DECISIONS = ("same", "different", "skip")


@dataclass(frozen=True, slots=True)
class SideBySide:
    """A doubtful record beside the person it may be."""

    match: DoubtfulRecord
    person: PersonRecord


def doubtful_matches(owner: User, *, limit: int = 20) -> list[SideBySide]:
    """What waits for the owner's decision, oldest first."""
    return [
        SideBySide(match, people.person(owner, person_id=match.person.id)) for match in imports.doubts(owner, limit=limit)
    ]


def doubtful_count(owner: User) -> int:
    """How many matches wait, counted up to 100."""
    return imports.doubt_count(owner)


def decide_match(owner: User, *, match_id: int, decision: str) -> Named | None:
    """The owner's word on a doubtful match: the *same* person, a *different* one, or *skip* the record.

    Returns whom the record became, None when skipped. Undone with the import it came from.
    """
    if decision not in DECISIONS:
        raise Invalid(f"Decide {', '.join(DECISIONS)}.", field="decision")
    with transaction.atomic():
        match = imports.doubt(owner, match_id=match_id)
        if match.decision:
            raise Conflict("This was decided already.")
        person_id = None
        if decision != "skip":
            person_id = _carry_out(owner, match, is_same=decision == "same")
        if not imports.decide_doubt(owner, match_id=match_id, decision=decision, person_id=person_id):
            raise Conflict("This was decided already.")
        return None if person_id is None else _named(owner, person_id)


def merge_people(owner: User, *, kept_id: int, merged_id: int, reason: str = "") -> int:
    """Make two entries one; returns the merge's id, with which it can be undone."""
    with transaction.atomic():
        people.person(owner, person_id=kept_id)
        people.person(owner, person_id=merged_id)
        merge_id = merges.merge(owner, kept_id=kept_id, merged_id=merged_id, reason=reason.strip())
        touchpoints.summarise_person(owner, person_id=kept_id)
        return merge_id


def undo_merge(owner: User, *, merge_id: int) -> tuple[Named, Named]:
    """Part two people again, as they were."""
    with transaction.atomic():
        kept_id, parted_id = merges.undo_merge(owner, merge_id=merge_id, now=clock.now())
        for person_id in (kept_id, parted_id):
            touchpoints.summarise_person(owner, person_id=person_id)
        return _named(owner, kept_id), _named(owner, parted_id)


def merges_of(owner: User, *, person_id: int) -> list[tuple[int, str, str]]:
    """The merges into a person that stand: id, the other name, the reason."""
    return [(merge_id, name, reason) for merge_id, name, reason, _ in merges.merges_of(owner, person_id=person_id)]


def _carry_out(owner: User, match: DoubtfulRecord, *, is_same: bool) -> int:
    run = imports.run(owner, import_id=match.import_id)
    taker = ChunkTaker(owner, import_id=run.id, source=run.format)
    prepared = taker.prepared(record_from_document(match.record))
    if not is_same:
        return taker.take_as_new(prepared, now=clock.now())
    known = imports.known_people(owner, [match.person.id])[match.person.id]
    now = clock.now()
    undo = update_person(owner, record=prepared, person=known, source=run.format, now=now)
    outcome = Outcome(match.where, "updated", prepared.fingerprint, known.id, "You said it is the same person.", undo)
    imports.add_outcomes(owner, import_id=run.id, outcomes=[outcome], now=now)
    return known.id


def _named(owner: User, person_id: int) -> Named:
    found = people.person(owner, person_id=person_id)
    return Named(found.id, found.name)
