"""People: added, changed, found by name, listed, tagged, trashed; and nobody else's."""

from collections.abc import Callable
from datetime import date

import pytest

from mentorpanel.domain.problems import Ambiguous, Conflict, Invalid, NotFound
from mentorpanel.storage.models import Person, Touchpoint, User
from mentorpanel.storage.people import mark_address_failed
from mentorpanel.usecases import panel, people, profiles, touchpoints
from tests.makers import NOON, queries_in


def test_somebody_new_is_in_the_address_book_with_a_level_from_the_title(owner: User) -> None:
    ana = people.add_person(
        owner,
        name="  Ana \0 Petrova ",
        email="ana@example.org",
        phone="+34 600 123 456",
        link="https://www.linkedin.com/in/ana-petrova/",
        organisation="Acme, Inc.",
        title="Director of Product",
        tags=["berlin", "berlin", ""],
        admire="How she listens",
        distance="outside",
    )
    assert (ana.name, ana.organisation, ana.email) == ("Ana Petrova", "Acme, Inc.", "ana@example.org")
    assert (ana.level, ana.level_said, ana.stage) == ("director", False, "")
    assert [point.kind for point in ana.contact_points] == ["email", "link", "phone"]
    assert all(point.is_primary for point in ana.contact_points)
    assert (ana.tags, ana.admire, ana.distance) == (("berlin",), "How she listens", "outside")
    assert people.person(owner, person_id=ana.id) == ana


def test_somebody_new_with_a_stage_is_on_the_panel_since_then(owner: User) -> None:
    ana = people.add_person(owner, name="Ana", stage="Formal mentor", since=date(2024, 5, 1))
    assert (ana.stage, ana.since, ana.entered_stage_on) == (
        "formal-mentor",
        date(2024, 5, 1),
        date(2024, 5, 1),
    )
    (move,) = panel.stage_history(owner, person_id=ana.id)
    assert (move.from_stage, move.to_stage, move.is_declared) == ("", "formal-mentor", True)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"name": " \0 "}, "name"),
        ({"name": "x" * 10_000}, "name"),
        ({"name": "Ana", "email": "nowhere"}, "email"),
        ({"name": "Ana", "phone": "12"}, "phone"),
        ({"name": "Ana", "stage": "friend"}, "stage"),
        ({"name": "Ana", "stage": "mentor", "since": date(9000, 1, 1)}, "since"),
        ({"name": "Ana", "level": "Wizard"}, "level"),
        ({"name": "Ana", "distance": "far"}, "distance"),
        ({"name": "Ana", "time_zone": "Mars/Base"}, "time_zone"),
        ({"name": "Ana", "deleted_at": "now"}, "field"),
    ],
)
def test_what_cannot_be_taken_names_its_field_and_stores_nothing(
    owner: User, fields: dict, field: str
) -> None:
    with pytest.raises(Invalid) as caught:
        people.add_person(owner, **fields)
    assert caught.value.field == field
    assert not Person.objects.exists()


def test_the_owners_word_for_a_level_stands_above_the_title(owner: User) -> None:
    ana = people.add_person(owner, name="Ana", title="Product Manager")
    assert ana.level == "pm"
    said = people.change_person(owner, person_id=ana.id, level="Senior PM")
    assert (said.level, said.level_said) == ("senior-pm", True)
    assert people.change_person(owner, person_id=ana.id, title="CEO").level == "senior-pm"
    taken_back = people.change_person(owner, person_id=ana.id, level="")
    assert (taken_back.level, taken_back.level_said) == ("ceo", False)


def test_what_the_owner_writes_is_no_imported_fact_any_more(owner: User) -> None:
    ana = people.add_person(owner, name="Ana")
    Person.objects.filter(pk=ana.id).update(provenance={"title": "import-1", "organisation": "import-1"})
    people.change_person(owner, person_id=ana.id, title="CEO", organisation="Acme", connected_on="2026-03-31")
    assert Person.objects.get(pk=ana.id).provenance == {}
    assert people.person(owner, person_id=ana.id).connected_on == date(2026, 3, 31)


def test_one_organisation_under_all_its_spellings(owner: User, other_owner: User) -> None:
    people.add_person(owner, name="Ana", organisation="Acme, Inc.")
    people.add_person(owner, name="Bo", organisation="ACME")
    people.add_person(other_owner, name="Cy", organisation="Acme")
    assert [one.name for one in people.organisations(owner)] == ["Acme, Inc."]


def test_contact_points_are_kept_once_and_the_first_is_the_one_to_use(owner: User) -> None:
    ana = people.add_person(owner, name="Ana", email="ana@work.example")
    people.add_contact_point(owner, person_id=ana.id, kind="email", value="ana@home.example")
    ana = people.add_contact_point(owner, person_id=ana.id, kind="email", value="ANA@home.example")
    assert [point.value for point in ana.contact_points] == ["ana@work.example", "ANA@home.example"]
    assert ana.email == "ana@work.example"
    gone = people.remove_contact_point(owner, person_id=ana.id, point_id=ana.contact_points[0].id)
    ana = people.person(owner, person_id=ana.id)
    assert (gone.value, ana.email, ana.contact_points[0].is_primary) == (
        "ana@work.example",
        "ANA@home.example",
        True,
    )
    ana = people.add_contact_point(owner, person_id=ana.id, kind="email", value=gone.value)
    ana = people.prefer_contact_point(owner, person_id=ana.id, point_id=ana.contact_points[1].id)
    assert ana.email == "ana@work.example"


def test_an_address_that_came_back_is_not_used_while_there_is_another(owner: User, other_owner: User) -> None:
    ana = people.add_person(owner, name="Ana", email="ana@work.example")
    people.add_contact_point(owner, person_id=ana.id, kind="email", value="ana@home.example")
    mark_address_failed(other_owner, person_id=ana.id, address="ana@home.example", at=NOON)
    mark_address_failed(owner, person_id=ana.id, address="Ana@Work.example", at=NOON)
    assert people.person(owner, person_id=ana.id).email == "ana@home.example"
    again = people.add_contact_point(owner, person_id=ana.id, kind="email", value="ana@work.example")
    assert again.email == "ana@work.example"


@pytest.mark.parametrize(
    "typed", ["Ana Petrova", "petrova, ana", "ANA", "ana p", "Petrov", "pterova", "ana@x.example"]
)
def test_somebody_is_found_by_what_one_types(owner: User, other_owner: User, typed: str) -> None:
    ana = people.add_person(owner, name="Ana Petrová", email="ana@x.example")
    people.add_person(owner, name="Marek Nowak")
    people.add_person(other_owner, name="Ana Petrova", email="ana@x.example")
    assert people.find_person(owner, name=typed).id == ana.id
    assert people.find_person(owner, name=f"#{ana.id}").name == "Ana Petrová"
    assert people.find_person(owner, name=str(ana.id)).name == "Ana Petrová"


def test_a_nickname_and_an_organisation_help_to_find(owner: User) -> None:
    robert = people.add_person(owner, name="Robert Hale", organisation="Acme")
    people.add_person(owner, name="Robert Lund", organisation="Borealis", nickname="Lundi")
    assert people.find_person(owner, name="robert acme").id == robert.id
    assert people.find_person(owner, name="lundi").name == "Robert Lund"
    assert people.find_person(owner, name="bob hale").id == robert.id


def test_several_of_one_name_are_listed_those_on_the_panel_first(owner: User) -> None:
    first = people.add_person(owner, name="Priya Rao", organisation="Acme")
    second = people.add_person(owner, name="Priya Shah")
    with pytest.raises(Ambiguous) as caught:
        people.find_person(owner, name="priya")
    assert {person_id for person_id, _ in caught.value.candidates} == {first.id, second.id}
    assert "Priya Rao (Acme)" in caught.value.message
    panel.move_stage(owner, person_id=second.id, stage="mentor")
    with pytest.raises(Ambiguous) as caught:
        people.find_person(owner, name="priya")
    assert [person_id for person_id, _ in caught.value.candidates] == [second.id, first.id]
    assert people.find_person(owner, name="priya rao").id == first.id


@pytest.mark.parametrize(
    "typed", ["", "…", "Zoltan", "#0", "99999999999999999999", "²", "no@where.example", "%", "_"]
)
def test_nobody_is_found_where_there_is_nobody(owner: User, other_owner: User, typed: str) -> None:
    people.add_person(owner, name="Ana")
    people.add_person(other_owner, name="Zoltan", email="no@where.example")
    with pytest.raises(NotFound):
        people.find_person(owner, name=typed)


def test_pages_go_through_everybody_once_in_order_of_their_names(owner: User, other_owner: User) -> None:
    for name in ("zoe", "Ana", "ana", "Marek", "Bea", "Ana"):
        people.add_person(owner, name=name)
    people.add_person(other_owner, name="Cy")
    seen, after = [], ""
    while True:
        page = people.list_people(owner, limit=2, after=after)
        seen += page.results
        after = page.next
        if not after:
            break
    assert [row.name.lower() for row in seen] == ["ana", "ana", "ana", "bea", "marek", "zoe"]
    assert len({row.id for row in seen}) == 6


def test_a_list_is_narrowed_by_words_scope_stage_tag_and_organisation(owner: User) -> None:
    ana = people.add_person(
        owner, name="Ana Petrova", organisation="Müller & Söhne", email="ap@x.example", stage="mentor"
    )
    bea = people.add_person(owner, name="Bea Quist", title="CFO", nickname="Quizzy", tags=["Zürich", "c++"])

    def ids(**given: object) -> list[int]:
        return [row.id for row in people.list_people(owner, **given).results]

    for query in ("petrov", "ANA petrova", "ap@x", "söhne", "SÖHNE ana"):
        assert ids(query=query) == [ana.id], query
    for query in ("cfo", "quizz", "bea cfo"):
        assert ids(query=query) == [bea.id], query
    assert ids(query="ana cfo") == ids(query="100%") == []
    assert ids(scope="panel") == ids(stage="mentor") == [ana.id]
    assert ids(scope="address-book") == ids(tag="Zürich") == ids(tag="c++") == [bea.id]
    assert ids(tag="Zür") == ids(stage="noticed") == []
    row = people.list_people(owner, scope="panel").results[0]
    assert (row.email, row.stage, row.organisation) == ("ap@x.example", "mentor", "Müller & Söhne")
    organisation = people.organisations(owner)[0]
    assert ids(organisation_id=organisation.id) == [ana.id]
    assert people.tags_in_use(owner) == ("Zürich", "c++")
    with pytest.raises(Invalid):
        ids(scope="enemies")
    with pytest.raises(Invalid):
        ids(after="rubbish")


def test_the_panel_is_listed_the_last_talked_to_first(owner: User) -> None:
    ids = [people.add_person(owner, name=name, stage="connected").id for name in ("Ana", "Bea", "Cy")]
    touchpoints.log_touchpoint(owner, person_id=ids[0], on=date(2026, 1, 1))
    touchpoints.log_touchpoint(owner, person_id=ids[1], on=date(2026, 2, 1))
    first = people.list_people(owner, scope="panel", limit=2)
    rest = people.list_people(owner, scope="panel", limit=2, after=first.next)
    assert [row.name for row in (*first.results, *rest.results)] == ["Bea", "Ana", "Cy"]
    assert [row.name for row in people.list_people(owner, scope="panel", order="name").results] == [
        "Ana",
        "Bea",
        "Cy",
    ]


def test_the_board_has_every_stage(owner: User, other_owner: User) -> None:
    people.add_person(owner, name="Ana", stage="mentor")
    people.add_person(owner, name="Bea")
    people.add_person(other_owner, name="Cy", stage="mentor")
    board = people.board(owner)
    assert list(board)[:2] == ["noticed", "reached-out"] and len(board) == 9
    assert [row.name for row in board["mentor"]] == ["Ana"]


def test_the_trash_takes_and_gives_back(owner: User) -> None:
    ana = people.add_person(owner, name="Ana", stage="mentor")
    touchpoints.log_touchpoint(owner, person_id=ana.id)
    people.trash_person(owner, person_id=ana.id)
    assert people.list_people(owner).results == () and people.board(owner)["mentor"] == ()
    assert [row.id for row in people.trashed(owner)] == [ana.id]
    assert people.person(owner, person_id=ana.id).deleted_at is not None
    with pytest.raises(NotFound):
        people.find_person(owner, name="Ana")
    with pytest.raises(Conflict):
        people.change_person(owner, person_id=ana.id, name="Bea")
    assert people.restore_person(owner, person_id=ana.id).stage == "mentor"
    assert Touchpoint.objects.count() == 1 and people.trashed(owner) == ()


def test_several_at_once_are_all_or_none(owner: User, other_owner: User) -> None:
    ana, bea = (people.add_person(owner, name=name, tags=["Old"]).id for name in ("Ana", "Bea"))
    theirs = people.add_person(other_owner, name="Cy").id
    people.change_tags(owner, [ana, bea], add=["new", "new"], remove=["old"])
    assert people.person(owner, person_id=ana).tags == people.person(owner, person_id=bea).tags == ("new",)
    for wrong in (
        lambda: people.change_tags(owner, [ana, theirs], add=["x"]),
        lambda: people.trash_people(owner, [ana, theirs]),
        lambda: people.restore_people(owner, [ana, theirs]),
    ):
        with pytest.raises(NotFound):
            wrong()
    assert people.person(owner, person_id=ana).tags == ("new",)
    assert people.trashed(owner) == ()
    people.trash_people(owner, [ana, bea])
    assert len(people.trashed(owner)) == 2


@pytest.mark.parametrize(
    "call",
    [
        lambda who, one: people.person(who, person_id=one),
        lambda who, one: people.change_person(who, person_id=one, name="Mine"),
        lambda who, one: people.change_person(
            who, person_id=people.add_person(who, name="Me").id, introduced_by_id=one
        ),
        lambda who, one: people.add_contact_point(who, person_id=one, kind="email", value="a@b.example"),
        lambda who, one: people.remove_contact_point(who, person_id=one, point_id=1),
        lambda who, one: people.prefer_contact_point(who, person_id=one, point_id=1),
        lambda who, one: people.trash_person(who, person_id=one),
        lambda who, one: people.restore_person(who, person_id=one),
        lambda who, one: people.change_tags(who, [one], add=["x"]),
        lambda who, one: people.find_person(who, name=f"#{one}"),
    ],
)
def test_somebody_elses_people_are_not_found(
    owner: User, other_owner: User, call: Callable[[User, int], object]
) -> None:
    ana = people.add_person(owner, name="Ana", email="ana@x.example")
    with pytest.raises(NotFound):
        call(other_owner, ana.id)
    assert people.person(owner, person_id=ana.id) == ana


def test_a_contact_point_of_somebody_else_is_not_found(owner: User) -> None:
    ana = people.add_person(owner, name="Ana", email="ana@x.example")
    bea = people.add_person(owner, name="Bea")
    with pytest.raises(NotFound):
        people.remove_contact_point(owner, person_id=bea.id, point_id=ana.contact_points[0].id)


def test_queries_do_not_grow_with_people(owner: User) -> None:
    def fill(name: str, count: int) -> None:
        for number in range(count):
            people.add_person(
                owner,
                name=f"{name} {number:03}",
                organisation=f"Org {number}",
                email=f"{name}{number}@x.example",
                stage="mentor" if number % 2 else "",
            )

    calls: list[Callable[[], object]] = [
        lambda: people.list_people(owner, query="ana", limit=100),
        lambda: people.list_people(owner, scope="panel", limit=100),
        lambda: people.board(owner),
        lambda: people.trashed(owner),
        lambda: people.find_person(owner, name="ana 001"),
        lambda: people.find_person(owner, name="anna 001"),
        lambda: people.person(owner, person_id=people.list_people(owner, query="ana 001").results[0].id),
    ]
    fill("Ana", 3)
    few = [queries_in(call) for call in calls]
    fill("Marek", 30)
    assert [queries_in(call) for call in calls] == few


@pytest.mark.parametrize(("name", "typed"), [("王小明", "小明"), ("김철수", "철수"), ("山田太郎", "太郎")])
def test_a_given_name_without_a_space_finds_its_person(owner: User, name: str, typed: str) -> None:
    people.add_person(owner, name="Someone Else")
    made = people.add_person(owner, name=name)
    assert people.find_person(owner, name=typed).id == made.id


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Ana \u202eziuR", "Ana ziuR"),
        ("\u2067Ana\u2069 \u200fRuiz\u200e\u061c", "Ana Ruiz"),
        ("Ana\x07\x1b[31m\x9b Ruiz\ufeff", "Ana[31m Ruiz"),
        ("Ana\t\u2028Ruiz", "Ana Ruiz"),
        ("علی\u200cرضا", "علی\u200cرضا"),
        ("ක්\u200dෂ 👩\u200d💻", "ක්\u200dෂ 👩\u200d💻"),
    ],
)
def test_what_would_turn_a_line_around_is_left_out_of_names(owner: User, written: str, kept: str) -> None:
    ana = people.add_person(owner, name=written, organisation=f"{written} AG", title=written, tags=[written])
    assert (ana.name, ana.organisation, ana.title, ana.tags) == (kept, f"{kept} AG", kept, (kept,))
    assert people.change_person(owner, person_id=ana.id, nickname=written).nickname == kept
    assert profiles.change_profile(owner, name=written).name == kept
