"""Focus areas: at most five, with readers, versions worth telling, and who was told."""

from collections.abc import Callable
from datetime import date

import pytest

from mentorpanel.domain.problems import Invalid, NotFound
from mentorpanel.storage.models import User
from mentorpanel.usecases import focus, panel, people, profiles
from tests.makers import queries_in


def texts(owner: User) -> list[str]:
    return [area.text for area in focus.focus_areas(owner)]


@pytest.fixture
def ana(owner: User) -> int:
    return people.add_person(owner, name="Ana", stage="mentor").id


@pytest.fixture
def bea(owner: User) -> int:
    return people.add_person(owner, name="Bea", stage="mentor").id


def reader_version(owner: User, person_id: int) -> int:
    return panel.tie_of(owner, person_id=person_id, today=date(2030, 1, 1)).reader_version


def test_the_areas_of_now_are_those_that_are_set_in_their_order(
    owner: User, other_owner: User, ana: int
) -> None:
    focus.set_focus(other_owner, texts=["Theirs"])
    first = focus.set_focus(owner, texts=[" Grow  the team", "Ship it", "", "Ship it"], readers=[ana])
    assert [(area.text, area.readers, [one.id for one in area.named]) for area in first] == [
        ("Grow the team", "named", [ana]),
        ("Ship it", "named", [ana]),
    ]
    second = focus.set_focus(owner, texts=["Pricing", "Ship it"])
    assert [(area.text, area.readers) for area in second] == [("Pricing", "everyone"), ("Ship it", "named")]
    assert second[1].id == first[1].id
    assert texts(other_owner) == ["Theirs"]


def test_one_is_added_changed_and_let_go(owner: User, ana: int, bea: int) -> None:
    focus.set_focus(owner, texts=["Ship it"])
    added = focus.add_focus(owner, text="Pricing", readers=[ana, bea])
    assert texts(owner) == ["Ship it", "Pricing"] and len(added.named) == 2
    changed = focus.change_focus(owner, area_id=added.id, text="Prices", readers=[bea])
    assert (changed.text, [one.name for one in changed.named]) == ("Prices", ["Bea"])
    assert focus.change_focus(owner, area_id=added.id, readers="everyone").named == ()
    assert [area.text for area in focus.retire_focus(owner, area_id=added.id)] == ["Ship it"]
    with pytest.raises(NotFound):
        focus.change_focus(owner, area_id=added.id, text="Back")


@pytest.mark.parametrize(
    "wrong",
    [
        {"texts": [str(number) for number in range(6)]},
        {"texts": ["x" * 301]},
        {"texts": ["a"], "readers": "friends"},
        {"texts": ["a"], "readers": "named"},
    ],
)
def test_what_cannot_be_leaves_everything_as_it_was(owner: User, wrong: dict) -> None:
    focus.set_focus(owner, texts=["Ship it"], worth_telling=True)
    with pytest.raises(Invalid):
        focus.set_focus(owner, **wrong)
    assert texts(owner) == ["Ship it"]
    for again in ("Ship it", " "):
        with pytest.raises(Invalid):
            focus.add_focus(owner, text=again)
    with pytest.raises(Invalid):
        focus.change_focus(owner, area_id=focus.focus_areas(owner)[0].id, text=" ")


def test_in_a_transition_nobody_reads_until_named(owner: User, ana: int) -> None:
    profiles.begin_phase(owner, phase="transition")
    (area,) = focus.set_focus(owner, texts=["Leave"], worth_telling=True)
    assert area.readers == "nobody" and reader_version(owner, ana) == 0


def test_only_a_change_worth_telling_is_one_to_tell_and_only_to_its_readers(
    owner: User, ana: int, bea: int
) -> None:
    focus.set_focus(owner, texts=["Ship it"])
    assert reader_version(owner, ana) == 0
    focus.set_focus(owner, texts=["Ship it", "Pricing"], worth_telling=True)
    assert reader_version(owner, ana) == reader_version(owner, bea) == 1
    focus.add_focus(owner, text="Secret", readers=[ana], worth_telling=True)
    assert (reader_version(owner, ana), reader_version(owner, bea)) == (2, 1)


def test_who_was_told_knows_the_words_of_then(owner: User, ana: int, bea: int) -> None:
    assert focus.mark_told(owner, person_id=ana, how="talk") == 0
    focus.set_focus(owner, texts=["Ship it"], worth_telling=True)
    focus.add_focus(owner, text="Secret", readers=[ana], worth_telling=True)
    assert focus.mark_told(owner, person_id=bea, how="brief", on=date(2026, 1, 5)) == 1
    assert focus.mark_told(owner, person_id=ana, how="a word that is much too long to be kept whole") == 2
    assert focus.mark_told(owner, person_id=ana, how="talk") == 2
    assert focus.told_texts(owner, person_id=ana) == {"Ship it", "Secret"}
    assert focus.told_texts(owner, person_id=bea) == {"Ship it"}
    (telling,) = focus.told_versions(owner, person_id=bea)
    assert (telling.version, telling.on, telling.how) == (1, date(2026, 1, 5), "brief")
    assert len(focus.told_versions(owner, person_id=ana)) == 1


@pytest.mark.parametrize(
    "call",
    [
        lambda who, person, area: focus.change_focus(who, area_id=area, text="mine"),
        lambda who, person, area: focus.retire_focus(who, area_id=area),
        lambda who, person, area: focus.set_focus(who, texts=["x"], readers=[person]),
        lambda who, person, area: focus.mark_told(who, person_id=person, how="talk"),
        lambda who, person, area: focus.told_versions(who, person_id=person),
    ],
)
def test_somebody_elses_focus_is_not_found(
    owner: User, other_owner: User, ana: int, call: Callable[[User, int, int], object]
) -> None:
    (area,) = focus.set_focus(owner, texts=["Ship it"], worth_telling=True)
    with pytest.raises(NotFound):
        call(other_owner, ana, area.id)
    assert texts(owner) == ["Ship it"] and texts(other_owner) == []
    assert focus.told_versions(owner, person_id=ana) == ()
    assert focus.told_texts(other_owner, person_id=ana) == frozenset()


def test_queries_do_not_grow_with_readers_and_versions(owner: User) -> None:
    def fill(count: int) -> None:
        for number in range(count):
            people.add_person(owner, name=f"Ana {number}", stage="mentor")
        ids = [row.id for row in people.list_people(owner).results]
        focus.set_focus(owner, texts=[f"One {count}", f"Two {count}"], readers=ids, worth_telling=True)
        for person_id in ids:
            focus.mark_told(owner, person_id=person_id, how="talk")

    someone = people.add_person(owner, name="Bea", stage="mentor").id
    fill(2)
    calls: list[Callable[[], object]] = [
        lambda: focus.focus_areas(owner),
        lambda: focus.told_texts(owner, person_id=someone),
        lambda: focus.mark_told(owner, person_id=someone, how="talk"),
    ]
    few = [queries_in(call) for call in calls]
    for count in (5, 12):
        fill(count)
    assert [queries_in(call) for call in calls] == few
