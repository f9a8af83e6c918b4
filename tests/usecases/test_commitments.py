"""Commitments: mine and theirs, kept, dropped, open again."""

from datetime import date, timedelta

import pytest

from mentorpanel import clock
from mentorpanel.domain.problems import Invalid, NotFound
from mentorpanel.storage.models import Commitment, Person, User
from mentorpanel.usecases import commitments, profiles
from tests.makers import NOON, make_person, make_session, queries_in

DAY = date(2026, 3, 2)


def test_open_ones_come_soonest_due_first_and_undated_last(owner: User) -> None:
    ana, ben = make_person(owner, "Ana Ruiz"), make_person(owner, "Ben Okri")
    commitments.promise(owner, person_id=ana, text="Some day")
    commitments.promise(owner, person_id=ana, text="Later", due_on=DAY + timedelta(days=9))
    commitments.promise(owner, person_id=ben, text="Soon", due_on=DAY, is_mine=False)
    assert [row.text for row in commitments.open_commitments(owner)] == ["Soon", "Later", "Some day"]
    assert [row.text for row in commitments.open_commitments(owner, person_id=ben)] == ["Soon"]
    Person.objects.filter(pk=ben).update(deleted_at=NOON)
    assert [row.text for row in commitments.open_commitments(owner)] == ["Later", "Some day"]


def test_kept_dropped_and_open_again(owner: User) -> None:
    ana = make_person(owner, "Ana Ruiz")
    made = commitments.promise(owner, person_id=ana, text="Send the deck")
    kept = commitments.keep_commitment(owner, commitment_id=made.id, on=DAY)
    assert (kept.done_on, kept.dropped_on) == (DAY, None)
    dropped = commitments.drop_commitment(owner, commitment_id=made.id, on=DAY)
    assert (dropped.done_on, dropped.dropped_on) == (None, DAY)
    assert commitments.open_commitments(owner) == ()
    assert commitments.reopen_commitment(owner, commitment_id=made.id) == made
    changed = commitments.change_commitment(owner, commitment_id=made.id, text="Send both", due_on=DAY)
    assert (changed.text, changed.due_on) == ("Send both", DAY)


def test_a_session_must_be_one_with_the_person(owner: User) -> None:
    ana, ben = make_person(owner, "Ana Ruiz"), make_person(owner, "Ben Okri")
    session = make_session(owner, ana)
    made = commitments.promise(owner, person_id=ana, text="Send the deck", session_id=session)
    assert commitments.commitments_of_session(owner, session_id=session) == (made,)
    with pytest.raises(Invalid):
        commitments.promise(owner, person_id=ben, text="Send the deck", session_id=session)
    with pytest.raises(Invalid):
        commitments.promise(owner, person_id=ana, text=" ")


def test_since_a_day_counts_what_was_made_kept_or_dropped(owner: User) -> None:
    ana = make_person(owner, "Ana Ruiz")
    old = commitments.promise(owner, person_id=ana, text="Old and open")
    kept = commitments.promise(owner, person_id=ana, text="Old, kept now")
    long_ago = commitments.promise(owner, person_id=ana, text="Kept long ago")
    Commitment.objects.update(created_at=NOON - timedelta(days=400))
    fresh = commitments.promise(owner, person_id=ana, text="Made now")
    today = clock.now().date()
    commitments.keep_commitment(owner, commitment_id=kept.id)
    commitments.keep_commitment(owner, commitment_id=long_ago.id, on=today - timedelta(days=300))
    found = commitments.commitments_since(owner, person_id=ana, since=today - timedelta(days=7))
    assert [row.id for row in found] == [kept.id, fresh.id]
    assert [row.id for row in commitments.open_commitments(owner)] == [old.id, fresh.id]


def test_nothing_of_another_owners_can_be_reached(owner: User, other_owner: User) -> None:
    ana = make_person(owner, "Ana Ruiz")
    session = make_session(owner, ana)
    made = commitments.promise(owner, person_id=ana, text="Send the deck", session_id=session)
    ben = make_person(other_owner, "Ben Okri")
    attempts = [
        lambda: commitments.promise(other_owner, person_id=ana, text="x"),
        lambda: commitments.promise(other_owner, person_id=ben, text="x", session_id=session),
        lambda: commitments.commitment(other_owner, commitment_id=made.id),
        lambda: commitments.change_commitment(other_owner, commitment_id=made.id, text="x", due_on=None),
        lambda: commitments.keep_commitment(other_owner, commitment_id=made.id),
        lambda: commitments.drop_commitment(other_owner, commitment_id=made.id),
        lambda: commitments.reopen_commitment(other_owner, commitment_id=made.id),
    ]
    for attempt in attempts:
        with pytest.raises(NotFound):
            attempt()
    assert commitments.open_commitments(other_owner) == ()
    assert commitments.commitments_since(other_owner, person_id=ana, since=DAY) == ()
    assert commitments.commitments_of_session(other_owner, session_id=session) == ()
    assert commitments.commitment(owner, commitment_id=made.id) == made


def test_lists_ask_as_many_questions_for_many_promises_as_for_few(owner: User) -> None:
    ana = make_person(owner, "Ana Ruiz")
    profiles.profile(owner)
    counts = []
    for grown in (2, 10):
        for _ in range(grown):
            commitments.promise(owner, person_id=ana, text="Send the deck")
        counts.append(
            [
                queries_in(lambda: commitments.open_commitments(owner)),
                queries_in(lambda: commitments.commitments_since(owner, person_id=ana, since=DAY)),
            ]
        )
    assert counts[0] == counts[1]
