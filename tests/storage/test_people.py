"""Rows of people: provenance, lists by tag, names to look among; owner by owner."""

import pytest

from mentorpanel.domain.problems import NotFound
from mentorpanel.storage import people, people_lists
from mentorpanel.storage.models import Person, User
from tests.makers import NOON, make_person


def test_a_tag_is_found_as_spelt_with_any_letters(owner: User, other_owner: User) -> None:
    tags = ["Zürich", 'say "hi"', "100%", "日本"]
    ana, other = make_person(owner, "Ana"), make_person(other_owner, "Bea")
    Person.objects.filter(pk__in=[ana, other]).update(tags=tags)
    make_person(owner, "Cy")
    for tag in tags:
        found = people_lists.list_people(
            owner,
            query="",
            stage="",
            scope="all",
            tag=tag,
            organisation_id=None,
            is_by_recency=False,
            limit=50,
            after="",
        )
        assert [row.id for row in found.results] == [ana], tag
    assert set(people_lists.tags_of(owner)) == set(tags)


def test_names_are_looked_for_among_the_owners_people_only(owner: User, other_owner: User) -> None:
    ana, _ = (
        make_person(owner, "Ana Ruiz", stage="mentor"),
        make_person(other_owner, "Ana Ruiz", stage="mentor"),
    )
    for found in (
        people_lists.names_equal(owner, name_key="ana ruiz"),
        people_lists.names_with_words(owner, words=[("an",), ("ru", "xx")]),
        people_lists.names_with_beginnings(owner, beginnings=["r", "a"]),
        people_lists.names_on_panel(owner),
    ):
        assert [(one.id, one.is_on_panel) for one in found] == [(ana, True)]
    people.trash_people(owner, person_ids=[ana], at=NOON)
    assert people_lists.names_on_panel(owner) == []
    with pytest.raises(NotFound):
        people_lists.known_name(owner, person_id=ana)


def test_rows_of_somebody_else_cannot_be_written(owner: User, other_owner: User) -> None:
    ana = make_person(owner, "Ana")
    for call in (
        lambda: people.person_for_change(other_owner, person_id=ana),
        lambda: people.change_person(other_owner, person_id=ana, name="Mine"),
        lambda: people.trash_people(other_owner, person_ids=[ana], at=NOON),
        lambda: people.restore_people(other_owner, person_ids=[ana], at=NOON),
        lambda: people.change_tags(other_owner, person_ids=[ana], add=["x"], remove=[]),
    ):
        with pytest.raises(NotFound):
            call()
    assert people.person(owner, person_id=ana).name == "Ana"
