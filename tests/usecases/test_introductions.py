"""Introductions: both shapes from beginning to end, every step taken back, and nobody else's."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction

from mentorpanel.domain.introductions import IntroductionStatus as Status
from mentorpanel.domain.introductions import IntroductionStep as Step
from mentorpanel.domain.problems import Ambiguous, Conflict, Invalid, NotFound
from mentorpanel.storage.models import Introduction, Person, User
from mentorpanel.usecases import (
    acquaintances,
    introduction_steps,
    introductions,
    matches,
    panel,
    people,
    profiles,
    touchpoints,
)
from tests.makers import NOON, make_person, queries_in


@pytest.fixture(autouse=True)
def moving(owner: User) -> object:
    with time_machine.travel(NOON, tick=False) as moving:
        profiles.change_profile(owner, name="Maya Lind", title="Product Manager", organisation="Acme")
        yield moving


@pytest.fixture
def ana(owner: User) -> int:
    return make_person(owner, "Ana Ruiz", stage="mentor")


@pytest.fixture
def jo(owner: User) -> int:
    return make_person(owner, "Jo Kim")


def status(owner: User, number: int) -> tuple[str, str]:
    found = introductions.introduction(owner, introduction_id=number)
    return found.record.status.value, found.step.step.value


def kinds(owner: User, person_id: int) -> list[tuple[str, str]]:
    return [(one.kind, one.direction) for one in touchpoints.timeline(owner, person_id=person_id).results]


def test_i_ask_and_am_introduced_to_somebody_who_was_not_known(owner: User, ana: int) -> None:
    made = introductions.begin_request(
        owner, bridge_id=ana, target_name="Kim Stone", organisation="Tallis", why="Pricing of pilots"
    )
    number = made.id
    assert made.target is None and status(owner, number) == ("thought-of", "ask")
    introduction_steps.asked(owner, introduction_id=number)
    introduction_steps.said(owner, introduction_id=number, answer="yes")
    assert status(owner, number) == ("agreed", "await")
    introduced = introduction_steps.introduced(owner, introduction_id=number)
    target = introduced.record.target
    assert target is not None and (introduced.record.status, introduced.step.step) == (
        Status.INTRODUCED,
        Step.THANK,
    )
    kim = people.person(owner, person_id=target.id)
    assert (kim.name, kim.organisation, kim.stage) == ("Kim Stone", "Tallis", "noticed")
    assert kim.introduced_by is not None and kim.introduced_by.id == ana
    assert kinds(owner, kim.id) == [("introduction", "from-me")]
    assert kinds(owner, ana) == [("introduction", "from-them")]
    assert [one.id for one in acquaintances.known_to(owner, person_id=ana)] == [kim.id]
    introduction_steps.thanked(owner, introduction_id=number)
    introduction_steps.met(owner, introduction_id=number)
    assert kinds(owner, kim.id)[0] == ("meeting", "both")
    introduction_steps.came_of_it(owner, introduction_id=number, outcome="She showed me their price book.")
    assert status(owner, number) == ("met", "tell")
    introduction_steps.told(owner, introduction_id=number)
    assert status(owner, number) == ("thanked", "done")


def test_every_step_of_a_request_is_taken_back(owner: User, ana: int) -> None:
    number = introductions.begin_request(owner, bridge_id=ana, target_name="Kim Stone").id
    introduction_steps.asked(owner, introduction_id=number)
    introduction_steps.reminded(owner, introduction_id=number)
    introduction_steps.said(owner, introduction_id=number, answer="yes")
    introduction_steps.introduced(owner, introduction_id=number)
    kim = Person.objects.get(owner=owner, name="Kim Stone").pk
    introduction_steps.met(owner, introduction_id=number)
    introduction_steps.came_of_it(owner, introduction_id=number, is_nothing=True)
    seen = []
    for _ in range(6):
        introduction_steps.undo(owner, introduction_id=number)
        seen.append(status(owner, number)[0])
    assert seen == ["met", "introduced", "agreed", "asked", "asked", "thought-of"]
    assert people.person(owner, person_id=kim).deleted_at is not None
    assert kinds(owner, ana) == [] and not acquaintances.known_to(owner, person_id=ana)
    assert introductions.introduction(owner, introduction_id=number).record.target is None
    with pytest.raises(Conflict):
        introduction_steps.undo(owner, introduction_id=number)


def test_somebody_i_know_of_keeps_their_stage_and_who_introduced_them(owner: User, ana: int, jo: int) -> None:
    ben = make_person(owner, "Ben Okri")
    panel.move_stage(owner, person_id=jo, stage="connected", is_setting_up=True)
    people.change_person(owner, person_id=jo, introduced_by_id=ben)
    number = introductions.begin_request(owner, bridge_id=ana, target_id=jo).id
    introduction_steps.introduced(owner, introduction_id=number)
    found = people.person(owner, person_id=jo)
    assert found.stage == "connected" and found.introduced_by is not None and found.introduced_by.id == ben
    introduction_steps.undo(owner, introduction_id=number)
    back = people.person(owner, person_id=jo)
    assert back.introduced_by is not None and back.introduced_by.id == ben and back.stage == "connected"


def test_i_connect_two_once_both_have_said_yes(owner: User, ana: int, jo: int) -> None:
    number = introductions.begin_connection(owner, first_id=ana, second_id=jo, why="Both price pilots.").id
    for answers in ((), ("first",), ("first", "second")):
        for whom in answers[-1:]:
            introduction_steps.said(owner, introduction_id=number, answer="yes", whom=whom)
        if len(answers) < 2:
            with pytest.raises(Conflict):
                introduction_steps.introduced(owner, introduction_id=number)
    assert status(owner, number) == ("both-agreed", "introduce")
    introduction_steps.introduced(owner, introduction_id=number)
    assert kinds(owner, ana) == kinds(owner, jo) == [("introduction", "from-me")]
    assert [one.id for one in acquaintances.known_to(owner, person_id=ana)] == [jo]
    introduction_steps.came_of_it(owner, introduction_id=number, outcome="They meet every month now.")
    assert status(owner, number) == ("outcome-heard", "done")
    introduction_steps.undo(owner, introduction_id=number)
    introduction_steps.undo(owner, introduction_id=number)
    assert kinds(owner, ana) == kinds(owner, jo) == [] and not acquaintances.known_to(owner, person_id=ana)


def test_the_database_itself_refuses_an_introduction_before_both_agreed(
    owner: User, ana: int, jo: int
) -> None:
    number = introductions.begin_connection(owner, first_id=ana, second_id=jo).id
    introduction_steps.said(owner, introduction_id=number, answer="yes")
    with pytest.raises(IntegrityError), transaction.atomic():
        Introduction.objects.filter(pk=number).update(introduced_on=NOON.date(), status="introduced")


def test_a_no_after_a_yes_is_told_kindly_and_to_nobody_else(owner: User, ana: int, jo: int) -> None:
    number = introductions.begin_connection(owner, first_id=ana, second_id=jo).id
    introduction_steps.said(owner, introduction_id=number, answer="yes")
    introduction_steps.asked(owner, introduction_id=number, whom="second")
    introduction_steps.said(owner, introduction_id=number, answer="no", whom="second")
    assert status(owner, number) == ("one-declined", "tell-kindly")
    assert [one.record.id for one in introductions.open_introductions(owner)] == [number]
    introduction_steps.told(owner, introduction_id=number)
    assert status(owner, number) == ("one-declined", "done")
    assert not introductions.open_introductions(owner)
    with pytest.raises(Conflict):
        introduction_steps.introduced(owner, introduction_id=number)


def test_the_same_is_begun_once(owner: User, ana: int, jo: int) -> None:
    first = introductions.begin_connection(owner, first_id=ana, second_id=jo)
    again = introductions.begin_connection(owner, first_id=jo, second_id=ana, why="Pricing")
    assert first.id == again.id and again.why == "Pricing"
    asked = introductions.begin_request(owner, bridge_id=ana, target_name="Kim")
    assert introductions.begin_request(owner, bridge_id=ana, target_name="Kim").id == asked.id
    introduction_steps.said(owner, introduction_id=asked.id, answer="no")
    assert introductions.begin_request(owner, bridge_id=ana, target_name="Kim").id != asked.id


def test_what_makes_no_sense_is_refused(owner: User, ana: int, jo: int) -> None:
    silent = people.add_person(owner, name="Quiet One", do_not_contact=True).id
    closed = make_person(owner, "Far Away", stage="closed")
    for wrong in ({"first_id": ana, "second_id": ana}, {"first_id": ana, "second_id": silent},
                  {"first_id": closed, "second_id": ana}):  # fmt: skip
        with pytest.raises((Invalid, Conflict)):
            introductions.begin_connection(owner, **wrong)
    for bridge_id, more in (
        (ana, {}),
        (ana, {"target_id": ana}),
        (silent, {"target_id": jo}),
        (ana, {"target_id": silent}),
    ):
        with pytest.raises((Invalid, Conflict)):
            introductions.begin_request(owner, bridge_id=bridge_id, **more)
    number = introductions.begin_request(owner, bridge_id=ana, organisation="Tallis").id
    for wrong_step in (introduction_steps.thanked, introduction_steps.met, introduction_steps.told):
        with pytest.raises(Conflict):
            wrong_step(owner, introduction_id=number)
    with pytest.raises(Invalid):
        introduction_steps.asked(owner, introduction_id=number, on=NOON.date() + timedelta(days=1))
    with pytest.raises(Conflict):
        introduction_steps.said(owner, introduction_id=number, answer="yes", whom="second")
    with pytest.raises(Invalid):
        introduction_steps.said(owner, introduction_id=number, answer="perhaps")


def test_a_name_that_is_known_is_that_person_and_one_near_several_is_asked_for(owner: User, ana: int) -> None:
    jo = people.add_person(owner, name="Jo Kim").id
    made = introductions.begin_request(owner, bridge_id=ana, target_name="jo kim")
    assert made.target is not None and made.target.id == jo
    people.add_person(owner, name="Jo Kimball")
    with pytest.raises(Ambiguous):
        introductions.begin_request(owner, bridge_id=ana, target_name="Jo Ki")
    assert introductions.begin_request(owner, bridge_id=ana, target_name="Jo Ki", is_new=True).target is None


def test_merging_moves_introductions_and_undo_moves_them_back(owner: User, ana: int, jo: int) -> None:
    twin = make_person(owner, "A. Ruiz")
    number = introductions.begin_connection(owner, first_id=twin, second_id=jo).id
    own = introductions.begin_request(owner, bridge_id=ana, target_id=twin).id
    merge_id = matches.merge_people(owner, kept_id=ana, merged_id=twin)
    assert introductions.introduction(owner, introduction_id=number).record.first.id == ana
    with pytest.raises(NotFound):
        introductions.introduction(owner, introduction_id=own)
    matches.undo_merge(owner, merge_id=merge_id)
    assert introductions.introduction(owner, introduction_id=number).record.first.id != ana
    back = introductions.introduction(owner, introduction_id=own).record
    assert back.first.id == ana and back.target is not None and back.target.name == "A. Ruiz"


def test_people_in_the_trash_are_hidden_with_their_introductions(owner: User, ana: int, jo: int) -> None:
    number = introductions.begin_connection(owner, first_id=ana, second_id=jo).id
    people.trash_person(owner, person_id=jo)
    assert not introductions.open_introductions(owner) and not introductions.every_introduction(owner)
    with pytest.raises(NotFound):
        introductions.introduction(owner, introduction_id=number)
    people.restore_person(owner, person_id=jo)
    assert introductions.introduction(owner, introduction_id=number).record.id == number


def test_deleting_is_taken_back(owner: User, ana: int) -> None:
    number = introductions.begin_request(owner, bridge_id=ana, target_name="Kim", why="Pilots").id
    introduction_steps.asked(owner, introduction_id=number)
    gone = introductions.delete_introduction(owner, introduction_id=number)
    assert not introductions.every_introduction(owner)
    for _ in range(2):
        back = introductions.restore_introduction(owner, gone=gone)
    assert back.record.id == number and back.record.why == "Pilots" and back.record.status == Status.ASKED


def test_nobody_elses(owner: User, other_owner: User, ana: int, jo: int) -> None:
    number = introductions.begin_connection(owner, first_id=ana, second_id=jo).id
    with pytest.raises(NotFound):
        introductions.introduction(other_owner, introduction_id=number)
    with pytest.raises(NotFound):
        introduction_steps.said(other_owner, introduction_id=number, answer="yes")
    with pytest.raises(NotFound):
        introductions.begin_connection(other_owner, first_id=ana, second_id=jo)
    with pytest.raises(NotFound):
        introductions.begin_request(other_owner, bridge_id=ana, target_name="Kim")
    assert introductions.every_introduction(other_owner) == ()


def test_queries_do_not_grow(owner: User, ana: int) -> None:
    introductions.begin_request(owner, bridge_id=ana, target_name="Kim")
    few = queries_in(lambda: introductions.every_introduction(owner))
    for number in range(12):
        introductions.begin_request(owner, bridge_id=ana, target_name=f"Kim {number} Stone", is_new=True)
    assert queries_in(lambda: introductions.every_introduction(owner)) == few
    profile = profiles.profile(owner)
    assert queries_in(lambda: introductions.open_introductions(owner, profile=profile)) == 1
