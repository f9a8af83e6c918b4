"""Advice: said, tried, and told back."""

from datetime import date, timedelta

import pytest

from mentorpanel.domain.problems import Invalid, NotFound
from mentorpanel.storage.models import Person, User
from mentorpanel.usecases import advice
from tests.makers import NOON, make_person, make_session, queries_in

DAY = date(2026, 3, 2)


def test_advice_belongs_to_a_person_and_their_session(owner: User) -> None:
    ana, ben = make_person(owner, "Ana Ruiz"), make_person(owner, "Ben Okri")
    session = make_session(owner, ana)
    said = advice.note_advice(
        owner, person_id=ana, text="Ask twice.", session_id=session, topics=["asking"], on=DAY
    )
    assert (said.person.name, said.session_id, said.status, said.topics) == (
        "Ana Ruiz",
        session,
        "new",
        ("asking",),
    )
    assert advice.advice_of_session(owner, session_id=session) == (said,)
    with pytest.raises(Invalid):
        advice.note_advice(owner, person_id=ben, text="Ask twice.", session_id=session)


def test_what_came_of_it_and_whether_they_heard(owner: User) -> None:
    said = advice.note_advice(owner, person_id=make_person(owner, "Ana Ruiz"), text="Ask twice.", on=DAY)
    tried = advice.change_advice(owner, advice_id=said.id, status="worked", outcome="They said yes.")
    assert (tried.status, tried.outcome) == ("worked", "They said yes.")
    assert tried.outcome_on is not None
    assert advice.close_loop(owner, advice_id=said.id, on=DAY).loop_closed_on == DAY
    same = advice.change_advice(owner, advice_id=said.id, status="worked", outcome="They said yes.")
    assert same.loop_closed_on == DAY
    news = advice.change_advice(owner, advice_id=said.id, outcome="They said no after all.")
    assert news.loop_closed_on is None
    with pytest.raises(Invalid):
        advice.change_advice(owner, advice_id=said.id, status="superb")


def test_lists_by_person_words_and_status(owner: User) -> None:
    ana, ben = make_person(owner, "Ana Ruiz"), make_person(owner, "Ben Okri")
    for number in range(5):
        advice.note_advice(owner, person_id=ana, text=f"Ask {number}", on=DAY + timedelta(days=number // 2))
    tried = advice.note_advice(owner, person_id=ben, text="Wait", on=DAY)
    advice.change_advice(owner, advice_id=tried.id, status="trying")
    first = advice.advice_list(owner, person_id=ana, limit=3)
    rest = advice.advice_list(owner, person_id=ana, limit=3, after=first.next)
    assert [row.text for row in (*first.results, *rest.results)] == [
        f"Ask {number}" for number in (4, 3, 2, 1, 0)
    ]
    assert [row.id for row in advice.advice_list(owner, query="okri wait").results] == [tried.id]
    assert [row.id for row in advice.advice_list(owner, status="trying").results] == [tried.id]
    assert [row.text for row in advice.last_advice(owner, person_id=ana, limit=2)] == ["Ask 4", "Ask 3"]
    Person.objects.filter(pk=ben).update(deleted_at=NOON)
    assert advice.advice_list(owner, status="trying").results == ()


def test_nothing_of_another_owners_can_be_reached(owner: User, other_owner: User) -> None:
    ana = make_person(owner, "Ana Ruiz")
    session = make_session(owner, ana)
    said = advice.note_advice(owner, person_id=ana, text="Ask twice.", session_id=session).id
    ben = make_person(other_owner, "Ben Okri")
    attempts = [
        lambda: advice.note_advice(other_owner, person_id=ana, text="x"),
        lambda: advice.note_advice(other_owner, person_id=ben, text="x", session_id=session),
        lambda: advice.change_advice(other_owner, advice_id=said, status="trying"),
        lambda: advice.close_loop(other_owner, advice_id=said),
        lambda: advice.advice_record(other_owner, advice_id=said),
    ]
    for attempt in attempts:
        with pytest.raises(NotFound):
            attempt()
    assert advice.advice_list(other_owner).results == ()
    assert advice.last_advice(other_owner, person_id=ana) == ()
    assert advice.advice_of_session(other_owner, session_id=session) == ()
    assert advice.advice_record(owner, advice_id=said).status == "new"


def test_lists_ask_as_many_questions_for_much_advice_as_for_little(owner: User) -> None:
    ana = make_person(owner, "Ana Ruiz")
    counts = []
    for grown in (2, 10):
        for _ in range(grown):
            advice.note_advice(owner, person_id=ana, text="Ask twice.", on=DAY)
        counts.append(
            [
                queries_in(lambda: advice.advice_list(owner)),
                queries_in(lambda: advice.last_advice(owner, person_id=ana)),
            ]
        )
    assert counts[0] == counts[1]
