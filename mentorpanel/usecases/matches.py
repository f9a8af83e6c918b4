"""The same person twice: doubtful matches decided by the owner, and merges that can be undone."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from mentorpanel import clock
from mentorpanel.domain.problems import Conflict, Invalid
from mentorpanel.domain.records import DoubtfulRecord, Named, PersonRecord
from mentorpanel.storage import import_people, import_records, imports, merges, wants
from mentorpanel.storage import people as known_people
from mentorpanel.storage.import_records import Outcome
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import people, profiles, touchpoints
from mentorpanel.usecases.import_books import StoredBook
from mentorpanel.usecases.import_chunks import ChunkTaker
from mentorpanel.usecases.import_undo import take_back
from mentorpanel.usecases.import_values import changes_for, from_document, prepared

DECISIONS = ("same", "different", "skip")


@dataclass(frozen=True, slots=True)
class SideBySide:
    """A doubtful record beside the person it may be."""

    match: DoubtfulRecord
    person: PersonRecord


def doubtful_matches(owner: User, *, limit: int = 20) -> list[SideBySide]:
    """What waits for the owner's decision, oldest first."""
    found = imports.doubts(owner, limit=limit)
    known = known_people.people_by_id(owner, {match.person.id for match in found})
    return [SideBySide(match, known[match.person.id]) for match in found]


def doubtful_count(owner: User) -> int:
    """How many matches wait, counted up to 100."""
    return imports.doubt_count(owner)


def doubtful_match(owner: User, *, match_id: int) -> DoubtfulRecord:
    """One doubtful match."""
    return imports.doubt(owner, match_id=match_id)


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


def undo_decision(owner: User, *, match_id: int) -> None:
    """Take a decision back and ask again. ``Conflict`` where somebody made by it was worked with since."""
    with transaction.atomic():
        match = imports.doubt(owner, match_id=match_id)
        if not match.decision:
            raise Conflict("This waits for your decision already.")
        row = import_records.decided_row(owner, import_id=match.import_id, fingerprint=match.fingerprint)
        if row is not None:
            row_id, outcome, person_id, undo = row
            if outcome == "created" and person_id:
                if import_people.people_in_use(owner, [person_id]):
                    raise Conflict(
                        "You have worked with this person since; join the two on their page instead."
                    )
                import_people.delete_people(owner, [person_id])
            known = import_people.known_people(owner, [person_id] if person_id else [])
            if outcome == "updated" and person_id in known:
                take_back(owner, known[person_id], undo)
            import_records.drop_records(owner, ids=[row_id])
        imports.reopen_doubt(owner, match_id=match_id)


def merge_people(owner: User, *, kept_id: int, merged_id: int, reason: str = "") -> int:
    """Make two entries one; returns the merge's id, with which it can be undone."""
    with transaction.atomic():
        people.person(owner, person_id=kept_id)
        people.person(owner, person_id=merged_id)
        wants.adopt(owner, person_ids=(kept_id, merged_id))
        merge_id = merges.merge(owner, kept_id=kept_id, merged_id=merged_id, reason=reason.strip())
        touchpoints.summarise_person(owner, person_id=kept_id)
        wants.sum_up(owner, person_ids=(kept_id,))
        return merge_id


def undo_merge(owner: User, *, merge_id: int) -> tuple[Named, Named]:
    """Part two people again, as they were."""
    with transaction.atomic():
        kept_id, parted_id = merges.undo_merge(owner, merge_id=merge_id, now=clock.now())
        for person_id in (kept_id, parted_id):
            touchpoints.summarise_person(owner, person_id=person_id)
        wants.sum_up(owner, person_ids=(kept_id, parted_id))
        return _named(owner, kept_id), _named(owner, parted_id)


def latest_merges(owner: User, *, limit: int = 5) -> list[tuple[int, Named, str, str, datetime]]:
    """The latest merges that stand: id, who was kept, the other name, the reason, when."""
    return merges.latest_merges(owner, limit=limit)


def _carry_out(owner: User, match: DoubtfulRecord, *, is_same: bool) -> int:
    run = imports.run(owner, import_id=match.import_id)
    profile = profiles.profile(owner)
    book = StoredBook(owner, import_id=run.id)
    taker = ChunkTaker(book, source=run.format, ladder=profile.ladder)
    record = prepared(from_document(match.record), profile.phone_region or None)
    now = clock.now()
    if not is_same:
        return taker.take_as_new(record, now=now)
    known = import_people.known_people(owner, [match.person.id])[match.person.id]
    changes = changes_for(record, known, run.format, taker.level_of)
    undo = book.update(known, changes, run.format, now) if changes else {}
    outcome = "updated" if undo else "unchanged"
    book.note(
        [
            Outcome(
                match.where, outcome, record.fingerprint, known.id, "You said it is the same person.", undo
            )
        ],
        now,
    )
    return known.id


def _named(owner: User, person_id: int) -> Named:
    found = people.person(owner, person_id=person_id)
    return Named(found.id, found.name)
