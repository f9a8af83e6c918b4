"""Everything about one person, in one query: who looks alike, what is shown of somebody in the trash."""

from datetime import timedelta

import pytest

from mentorpanel import clock
from mentorpanel.domain.problems import NotFound
from mentorpanel.storage.models import User
from mentorpanel.usecases import acquaintances, advice, panel, people, person_page, profiles, touchpoints
from tests.makers import make_person, queries_in
from tests.person_rows import much_with_one, someone

pytestmark = [pytest.mark.django_db, pytest.mark.either_database]


def test_a_page_is_read_in_one_query_where_the_profile_is_known(owner: User) -> None:
    much_with_one(owner, 3)
    person, profile = someone(owner), profiles.profile(owner)
    assert queries_in(lambda: person_page.person_page(owner, person_id=person, profile=profile)) == 1
    page = person_page.person_page(owner, person_id=person)
    kept = (page.timeline, page.parked, page.commitments, page.advice, page.sessions, page.paths)
    assert all(len(one) == 3 for one in kept)
    assert page.standing is not None and page.readiness is not None and len(page.own_needs) == 3


def test_somebody_of_another_owner_is_not_found(owner: User, other_owner: User) -> None:
    person = someone(owner)
    with pytest.raises(NotFound):
        person_page.person_page(other_owner, person_id=person)


def test_nothing_of_another_owner_is_on_a_page(owner: User, other_owner: User) -> None:
    much_with_one(other_owner, 2)
    person = make_person(owner, "Only One", stage="mentor")
    page = person_page.person_page(owner, person_id=person)
    lists = (
        page.timeline,
        page.parked,
        page.commitments,
        page.advice,
        page.sessions,
        page.letters,
        page.merges,
    )
    assert not any(lists) and not any((page.paths, page.decided, page.introductions, page.helps))
    assert not any((page.own_needs, page.acquainted, page.on_panel, page.look_alikes, page.giving.wants))


def test_who_shares_an_address_or_the_name_may_be_the_same_person(owner: User) -> None:
    ana = people.add_person(owner, name="Ana Ruiz", email="ana@example.org", phone="+49 30 1234567")
    by_phone = people.add_person(owner, name="A. R.", phone="+49 30 1234567")
    by_name = people.add_person(owner, name="Ruiz, Ana")
    by_title = people.add_person(owner, name="Dr. Ana Ruiz")
    gone = people.add_person(owner, name="Ana Ruiz")
    people.add_person(owner, name="Bea Stone", email="bea@example.org")
    people.trash_person(owner, person_id=gone.id)
    alike = {one.id for one in person_page.person_page(owner, person_id=ana.id).look_alikes}
    assert alike == {by_phone.id, by_name.id, by_title.id}
    back = {one.id for one in person_page.person_page(owner, person_id=by_phone.id).look_alikes}
    assert back == {ana.id}


def test_whom_they_know_stands_by_name_without_the_trash(owner: User) -> None:
    ana, cleo, bea, gone = (make_person(owner, name) for name in ("Ana", "Cleo", "Bea", "Dan"))
    for other in (cleo, bea, gone):
        acquaintances.know_each_other(owner, person_id=bea if other != bea else ana, other_id=other)
    acquaintances.know_each_other(owner, person_id=gone, other_id=ana)
    people.trash_person(owner, person_id=gone)
    known = person_page.person_page(owner, person_id=bea).acquainted
    assert [one.name for one in known] == ["Ana", "Cleo"]


def test_a_choice_of_the_panel_leaves_out_the_person_and_the_trash(owner: User) -> None:
    ana, bea, gone = (make_person(owner, name, stage="mentor") for name in ("ana", "Bea", "Cleo"))
    make_person(owner, "Dan")
    people.trash_person(owner, person_id=gone)
    assert [one.id for one in people.panel_names(owner)] == [ana, bea]
    assert [one.id for one in person_page.person_page(owner, person_id=ana).on_panel] == [bea]


def test_the_first_page_of_a_timeline_is_the_one_that_would_be_asked_for(owner: User) -> None:
    much_with_one(owner, 20)
    person = someone(owner)
    known = person_page.person_page(owner, person_id=person).timeline
    first = touchpoints.first_page(known, limit=15)
    assert first == touchpoints.timeline(owner, person_id=person, limit=15)
    rest = touchpoints.timeline(owner, person_id=person, limit=15, after=first.next)
    assert (*first.results, *rest.results) == known and not rest.next


def test_of_somebody_in_the_trash_no_advice_and_no_standing_is_shown(owner: User) -> None:
    person = someone(owner)
    advice.note_advice(owner, person_id=person, text="hello")
    people.trash_person(owner, person_id=person)
    page = person_page.person_page(owner, person_id=person)
    assert page.person.deleted_at and page.standing is None and page.advice == ()
    assert panel.standing_of_person(owner, person_id=person) is None


def test_an_answer_to_meeting_monthly_is_on_the_page(owner: User) -> None:
    person = someone(owner)
    on = clock.now().date() - timedelta(days=1)
    touchpoints.log_touchpoint(owner, person_id=person, on=on, topics=["strategy"])
    page = person_page.person_page(owner, person_id=person)
    assert page.readiness is not None and page.readiness.monthly.answer == ""
    assert [one.on for one in page.timeline] == [on]
