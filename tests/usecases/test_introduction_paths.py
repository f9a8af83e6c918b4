"""Find a path: by name, by place, by topic and place; never through whom one should leave in peace; bounded."""

import time

import pytest
import time_machine

from mentorpanel.storage.models import Acquaintance, Organisation, Person, User
from mentorpanel.usecases import (
    acquaintances,
    introduction_paths,
    introduction_steps,
    introductions,
    people,
    touchpoints,
)
from tests.makers import NOON, make_person, queries_in


@pytest.fixture(autouse=True)
def moving(owner: User) -> object:
    with time_machine.travel(NOON, tick=False) as moving:
        yield moving


@pytest.fixture
def ana(owner: User) -> int:
    person_id = make_person(owner, "Ana Ruiz", stage="mentor")
    touchpoints.log_touchpoint(owner, person_id=person_id, kind="coffee")
    return person_id


def ways(owner: User, query: str) -> list[tuple[str, list[str]]]:
    found = introduction_paths.find_paths(owner, query=query).paths
    return [(path.target.name, [one.name for one in path.via]) for path in found]


def test_through_whoever_knows_them_introduced_them_or_works_there(owner: User, ana: int) -> None:
    jo = people.add_person(owner, name="Jo Kim", organisation="Tallis", title="CPO").id
    ben = people.add_person(owner, name="Ben Okri", organisation="Tallis", stage="connected").id
    cat = people.add_person(owner, name="Cat Lind", stage="rapport").id
    acquaintances.know_each_other(owner, person_id=jo, other_id=ana)
    people.change_person(owner, person_id=jo, introduced_by_id=cat)
    assert ways(owner, "jo kim") == [
        ("Jo Kim", ["Ana Ruiz"]),
        ("Jo Kim", ["Cat Lind"]),
        ("Jo Kim", ["Ben Okri"]),
    ]
    assert ways(owner, "Jo at Tallis") == ways(owner, "Jo Kim")
    found = introduction_paths.paths_to_person(owner, person_id=jo)
    assert found.headline == "Ana Ruiz, Cat Lind or Ben Okri could introduce you to Jo Kim."
    for bridge, change in ((ana, {"do_not_contact": True}), (cat, {"do_not_contact": True})):
        people.change_person(owner, person_id=bridge, **change)
    assert ways(owner, "Jo") == [("Jo Kim", ["Ben Okri"])]
    people.trash_person(owner, person_id=ben)
    assert ways(owner, "Jo") == []
    people.change_person(owner, person_id=jo, do_not_contact=True)
    assert ways(owner, "Jo") == []


def test_somebody_who_was_only_noticed_is_not_known_yet(owner: User, ana: int) -> None:
    jo = people.add_person(owner, name="Jo Kim", stage="noticed").id
    acquaintances.know_each_other(owner, person_id=jo, other_id=ana)
    assert ways(owner, "Jo Kim") == [("Jo Kim", ["Ana Ruiz"])]
    touchpoints.log_touchpoint(owner, person_id=jo, kind="coffee")
    assert ways(owner, "Jo Kim") == [("Jo Kim", [])]


def test_two_steps_at_most(owner: User, ana: int) -> None:
    ids = [people.add_person(owner, name=name).id for name in ("Kim Stone", "Lou Park", "Jo Kim")]
    for one, other in zip((ana, *ids), ids, strict=False):
        acquaintances.know_each_other(owner, person_id=one, other_id=other)
    assert ways(owner, "Lou Park") == [("Lou Park", ["Ana Ruiz", "Kim Stone"])]
    assert ways(owner, "Jo Kim") == []


def test_an_organisation_and_what_somebody_there_knows(owner: User, ana: int) -> None:
    people.change_person(owner, person_id=ana, organisation="Tallis GmbH")
    jo = people.add_person(
        owner, name="Jo Kim", organisation="Tallis", expertise=["pricing", "Führung"], title="Analyst"
    ).id
    assert ways(owner, "tallis") == [("Ana Ruiz", [])]
    assert "Ana Ruiz at Tallis" in introduction_paths.find_paths(owner, query="Tallis").headline
    assert ways(owner, "pricing at Tallis") == [("Jo Kim", ["Ana Ruiz"])]
    assert (
        ways(owner, "führung at Tallis")
        == ways(owner, "Führung @ Tallis")
        == ways(owner, "pricing at Tallis")
    )
    assert ways(owner, "Pat Doe at Tallis") == [("Pat Doe", ["Ana Ruiz"])]
    ben = people.add_person(owner, name="Ben Okri", stage="mentor").id
    acquaintances.know_each_other(owner, person_id=ben, other_id=jo)
    assert ("Pat Doe", ["Ben Okri", "Jo Kim"]) in ways(owner, "Pat Doe at Tallis")
    assert ways(owner, "Tallis")[1:] == [("Jo Kim", ["Ben Okri"])]


def test_the_same_event_and_asked_lately(owner: User, ana: int) -> None:
    people.add_person(owner, name="Jo Kim", tags=["ProductCon 2025"])
    people.change_person(owner, person_id=ana, tags=["ProductCon 2025"])
    ben = people.add_person(owner, name="Ben Okri", stage="mentor", tags=["ProductCon 2025"]).id
    touchpoints.log_touchpoint(owner, person_id=ben, kind="coffee")
    assert [via for _, via in ways(owner, "Jo Kim")] == [["Ana Ruiz"], ["Ben Okri"]]
    number = introductions.begin_request(owner, bridge_id=ana, target_name="Somebody Else").id
    introduction_steps.asked(owner, introduction_id=number)
    found = introduction_paths.find_paths(owner, query="Jo Kim").paths
    assert [path.via[0].name for path in found] == ["Ben Okri", "Ana Ruiz"]
    assert any("lately" in reason for reason in found[1].reasons)


@pytest.mark.parametrize(
    "query", ["", "   ", "@", ",", "at Tallis", "Nobody", "x" * 5000, "a at b at c", "%", "\0", "Jo,"]
)
def test_any_question_has_an_answer_in_words(owner: User, ana: int, query: str) -> None:
    found = introduction_paths.find_paths(owner, query=query)
    assert found.headline.endswith((".", "?", "…”.")) and not found.paths


def test_nobody_elses_people_are_on_a_path(owner: User, other_owner: User, ana: int) -> None:
    people.add_person(other_owner, name="Jo Kim", organisation="Tallis")
    assert ways(owner, "Jo Kim") == ways(owner, "Tallis") == []


def test_a_large_address_book(owner: User, ana: int) -> None:
    places = Organisation.objects.bulk_create(
        Organisation(owner=owner, name=f"Firm {n}", key=f"firm {n}") for n in range(200)
    )
    Person.objects.bulk_create(
        Person(owner=owner, name=f"Given{n} Family{n}", name_key=f"given{n} family{n}", organisation=places[n % 200],
               title="Manager", tags=["Imported"])
        for n in range(4000)
    )  # fmt: skip
    last = Person.objects.get(owner=owner, name="Given3999 Family3999").pk
    low, high = sorted((ana, last))
    Acquaintance.objects.create(owner=owner, person_id=low, other_id=high)
    counts = set()
    for query, expected in (
        ("Given3999 Family3999", [("Given3999 Family3999", ["Ana Ruiz"])]),
        ("Firm 199", [("Given3999 Family3999", ["Ana Ruiz"])]),
        ("Manager at Firm 199", [("Given3999 Family3999", ["Ana Ruiz"])]),
        ("Pat Doe at Firm 199", [("Pat Doe", ["Ana Ruiz", "Given3999 Family3999"])]),
    ):
        assert ways(owner, query) == expected
        best = min(_seconds(owner, query) for _ in range(3))
        counts.add(queries_in(lambda query=query: introduction_paths.find_paths(owner, query=query)))
        assert best < 1.0, (query, best)
    assert max(counts) <= 24


def _seconds(owner: User, query: str) -> float:
    before = time.perf_counter()
    introduction_paths.find_paths(owner, query=query)
    return time.perf_counter() - before
