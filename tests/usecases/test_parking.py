"""The parking lot: nothing parked is lost, whatever happens to its session."""

from datetime import timedelta

import pytest

from mentorpanel.domain.problems import Conflict, Invalid, NotFound
from mentorpanel.storage.models import Session, User
from mentorpanel.usecases import parking
from tests.makers import NOON, make_person, make_session, queries_in


def test_parks_a_question_for_a_person_named_loosely(owner: User) -> None:
    ana = make_person(owner, "Ana Ruiz")
    item = parking.park_item(
        owner, text=" How do I\0 say no? ", for_name="ana", topics=["saying no", "", "saying no"]
    )
    assert (item.text, item.kind, item.status) == ("How do I say no?", "question", "parked")
    assert item.person is not None
    assert item.person.id == ana
    assert item.asked_name == ""
    assert item.topics == ("saying no",)


@pytest.mark.parametrize("name", ["Ana", "Nobody Known", "x" * 5000])
def test_an_ambiguous_or_unknown_name_is_kept_with_the_item(owner: User, name: str) -> None:
    make_person(owner, "Ana Ruiz")
    make_person(owner, "Ana Sato")
    item = parking.park_item(owner, text="Who decides?", for_name=name)
    assert item.person is None
    assert item.asked_name == name[:300]
    assert [found.id for found in parking.parked_items(owner, unassigned=True).results] == [item.id]


def test_a_name_of_another_owners_person_is_unknown(owner: User, other_owner: User) -> None:
    make_person(other_owner, "Ana Ruiz")
    assert parking.park_item(owner, text="Who decides?", for_name="Ana Ruiz").person is None


def test_empty_text_and_unknown_words_are_refused(owner: User) -> None:
    for wrong in ({"text": " \0 "}, {"text": "a", "kind": "wish"}, {"text": "a", "urgency": "now!"}):
        with pytest.raises(Invalid):
            parking.park_item(owner, **wrong)
    assert parking.parked_items(owner, status="").results == ()


def test_assigning_settles_the_name_asked_for(owner: User) -> None:
    item = parking.park_item(owner, text="Who decides?", for_name="Ben")
    ben = make_person(owner, "Ben Okri")
    assigned = parking.assign_item(owner, item_id=item.id, person_id=ben)
    assert assigned.person is not None
    assert assigned.person.name == "Ben Okri"
    assert assigned.asked_name == ""
    assert parking.assign_item(owner, item_id=item.id, person_id=None).person is None


def test_an_item_goes_from_parked_to_answered_and_back(owner: User) -> None:
    ana = make_person(owner, "Ana Ruiz")
    session = make_session(owner, ana)
    item = parking.park_item(owner, text="Who decides?")
    planned = parking.plan_for_session(owner, item_id=item.id, session_id=session)
    assert planned.status == "planned"
    assert planned.person is not None
    assert planned.person.id == ana
    assert planned.session_ids == (session,)
    assert parking.mark_raised(owner, item_id=item.id, session_id=session).status == "raised"
    answered = parking.close_item(owner, item_id=item.id, answer="The team does.")
    assert (answered.status, answered.answer) == ("answered", "The team does.")
    assert parking.close_item(owner, item_id=item.id, status="closed").answer == "The team does."
    assert parking.parked_items(owner).results == ()
    assert parking.reopen_item(owner, item_id=item.id).status == "raised"


def test_planning_twice_is_once_and_unplanning_parks_again(owner: User) -> None:
    session = make_session(owner, make_person(owner, "Ana Ruiz"))
    item = parking.park_item(owner, text="Who decides?")
    for _ in range(2):
        parking.plan_for_session(owner, item_id=item.id, session_id=session)
    assert len(parking.agenda(owner, session_id=session)) == 1
    assert parking.unplan(owner, item_id=item.id, session_id=session).status == "parked"
    assert parking.agenda(owner, session_id=session) == ()


def test_a_closed_item_or_a_session_that_is_over_cannot_be_planned(owner: User) -> None:
    ana = make_person(owner, "Ana Ruiz")
    item = parking.park_item(owner, text="Who decides?")
    with pytest.raises(Conflict, match="cancelled"):
        parking.plan_for_session(
            owner, item_id=item.id, session_id=make_session(owner, ana, status="cancelled")
        )
    parking.close_item(owner, item_id=item.id, status="dropped")
    with pytest.raises(Conflict, match="closed"):
        parking.plan_for_session(owner, item_id=item.id, session_id=make_session(owner, ana))


def test_what_was_raised_stays_on_the_agenda(owner: User) -> None:
    session = make_session(owner, make_person(owner, "Ana Ruiz"))
    item = parking.park_item(owner, text="Who decides?")
    parking.mark_raised(owner, item_id=item.id, session_id=session)
    with pytest.raises(Conflict):
        parking.unplan(owner, item_id=item.id, session_id=session)
    assert (
        parking.mark_raised(owner, item_id=item.id, session_id=session, was_raised=False).status == "planned"
    )


def test_a_cancelled_sessions_items_are_parked_again_unless_planned_elsewhere(owner: User) -> None:
    ana = make_person(owner, "Ana Ruiz")
    first, second = make_session(owner, ana), make_session(owner, ana, days=14)
    once, twice, closed = (parking.park_item(owner, text=text).id for text in ("Once", "Twice", "Closed"))
    for item_id in (once, twice, closed):
        parking.plan_for_session(owner, item_id=item_id, session_id=first)
    parking.plan_for_session(owner, item_id=twice, session_id=second)
    parking.close_item(owner, item_id=closed, status="solved")
    assert parking.release_session_items(owner, session_id=first) == 1
    found = {item_id: parking.parked_item(owner, item_id=item_id).status for item_id in (once, twice, closed)}
    assert found == {once: "parked", twice: "planned", closed: "solved"}


def test_what_was_not_raised_is_offered_for_the_next_session_with_the_person(owner: User) -> None:
    ana, ben = make_person(owner, "Ana Ruiz"), make_person(owner, "Ben Okri")
    held, following = make_session(owner, ana, days=-1), make_session(owner, ana)
    raised, left = (parking.park_item(owner, text=text, person_id=ana).id for text in ("Raised", "Left"))
    parking.park_item(owner, text="For Ben", person_id=ben)
    for item_id in (raised, left):
        parking.plan_for_session(owner, item_id=item_id, session_id=held)
    parking.mark_raised(owner, item_id=raised, session_id=held)
    parking.close_item(owner, item_id=raised)
    Session.objects.filter(pk=held).update(status="held")
    parking.release_session_items(owner, session_id=held)
    assert parking.parked_item(owner, item_id=left).status == "parked"
    offered = parking.offered_for(owner, person_id=ana, session_id=following)
    assert [item.id for item in offered] == [left]
    assert offered[0].session_ids == (held,)
    parking.plan_for_session(owner, item_id=left, session_id=following)
    assert parking.offered_for(owner, person_id=ana) == ()
    assert [entry.item.id for entry in parking.agenda(owner, session_id=held)] == [raised, left]
    assert [item.id for item in parking.open_items_for(owner, person_id=ana)] == [left]


def test_the_agenda_is_ordered_by_hand(owner: User) -> None:
    session = make_session(owner, make_person(owner, "Ana Ruiz"))
    a, b, c = (parking.park_item(owner, text=text).id for text in "abc")
    for item_id in (a, b, c):
        parking.plan_for_session(owner, item_id=item_id, session_id=session)
    ordered = parking.order_agenda(owner, session_id=session, item_ids=[c, a])
    assert [(entry.item.text, entry.position) for entry in ordered] == [("c", 1), ("a", 2), ("b", 3)]
    with pytest.raises(NotFound):
        parking.order_agenda(owner, session_id=session, item_ids=[c, c + 1000])


def test_pages_by_key_newest_first_without_gap_or_repeat(owner: User) -> None:
    made = [parking.park_item(owner, text=str(n), at=NOON + timedelta(hours=n // 3)).id for n in range(10)]
    seen, after = [], ""
    for _ in range(4):
        page = parking.parked_items(owner, limit=3, after=after)
        seen += [item.id for item in page.results]
        after = page.next
    assert seen == made[::-1]
    assert after == ""
    for wrong in ("%%%", "WyJ4Il0", "bnVsbA", "WzEsMl0", "🙂"):
        with pytest.raises(Invalid):
            parking.parked_items(owner, after=wrong)


def test_filters_by_status_and_person(owner: User) -> None:
    ana = make_person(owner, "Ana Ruiz")
    mine = parking.park_item(owner, text="For Ana", person_id=ana)
    dropped = parking.park_item(owner, text="Dropped")
    parking.close_item(owner, item_id=dropped.id, status="dropped")
    assert [item.id for item in parking.parked_items(owner, person_id=ana).results] == [mine.id]
    assert [item.id for item in parking.parked_items(owner, status="dropped").results] == [dropped.id]
    assert len(parking.parked_items(owner, status="").results) == 2


def test_changes_what_is_said(owner: User) -> None:
    item = parking.park_item(owner, text="Who decides?")
    changed = parking.change_item(
        owner,
        item_id=item.id,
        text="Who decides, and when?",
        kind="Idea",
        topics=["power"],
        urgency="high",
        answer="May",
    )
    assert (changed.text, changed.kind, changed.topics) == ("Who decides, and when?", "idea", ("power",))
    assert (changed.urgency, changed.answer, changed.status) == ("high", "May", "parked")


def test_nothing_of_another_owners_can_be_reached(owner: User, other_owner: User) -> None:
    ana = make_person(owner, "Ana Ruiz")
    session = make_session(owner, ana)
    item = parking.park_item(owner, text="Mine", person_id=ana).id
    parking.plan_for_session(owner, item_id=item, session_id=session)
    own_item = parking.park_item(other_owner, text="Theirs").id
    own_session = make_session(other_owner, make_person(other_owner, "Ben Okri"))
    attempts = [
        lambda: parking.parked_item(other_owner, item_id=item),
        lambda: parking.change_item(other_owner, item_id=item, text="x"),
        lambda: parking.assign_item(other_owner, item_id=item, person_id=None),
        lambda: parking.assign_item(other_owner, item_id=own_item, person_id=ana),
        lambda: parking.park_item(other_owner, text="x", person_id=ana),
        lambda: parking.close_item(other_owner, item_id=item),
        lambda: parking.reopen_item(other_owner, item_id=item),
        lambda: parking.plan_for_session(other_owner, item_id=item, session_id=own_session),
        lambda: parking.plan_for_session(other_owner, item_id=own_item, session_id=session),
        lambda: parking.unplan(other_owner, item_id=item, session_id=session),
        lambda: parking.unplan(other_owner, item_id=own_item, session_id=session),
        lambda: parking.mark_raised(other_owner, item_id=own_item, session_id=session),
        lambda: parking.mark_raised(other_owner, item_id=item, session_id=own_session),
        lambda: parking.agenda(other_owner, session_id=session),
        lambda: parking.order_agenda(other_owner, session_id=session, item_ids=[item]),
        lambda: parking.release_session_items(other_owner, session_id=session),
    ]
    for attempt in attempts:
        with pytest.raises(NotFound):
            attempt()
    assert parking.offered_for(other_owner, person_id=ana) == ()
    assert parking.open_items_for(other_owner, person_id=ana) == ()
    assert [found.id for found in parking.parked_items(other_owner, status="").results] == [own_item]
    assert parking.parked_item(owner, item_id=item).text == "Mine"


def test_lists_ask_as_many_questions_for_many_items_as_for_few(owner: User) -> None:
    ana = make_person(owner, "Ana Ruiz")
    session = make_session(owner, ana)

    def grow(count: int) -> None:
        for number in range(count):
            item = parking.park_item(owner, text=f"{number}", person_id=ana)
            parking.plan_for_session(owner, item_id=item.id, session_id=session)
            parking.park_item(owner, text=f"spare {number}", person_id=ana)

    lists = [
        lambda: parking.parked_items(owner),
        lambda: parking.agenda(owner, session_id=session),
        lambda: parking.offered_for(owner, person_id=ana),
        lambda: parking.release_session_items(owner, session_id=session),
    ]
    grow(2)
    few = [queries_in(one) for one in lists]
    grow(10)
    for item in parking.agenda(owner, session_id=session):
        assert item.item.status == "parked" or item.item.session_ids == (session,)
    assert [queries_in(one) for one in lists] <= few
