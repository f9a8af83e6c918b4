"""Doubtful matches are the owner's to decide; joining two people keeps everything, and parts them as they were."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps

from mentorpanel.domain.problems import Conflict, Invalid, NotFound
from mentorpanel.storage.models import (
    Commitment,
    DoubtfulMatch,
    Import,
    ImportRecord,
    Merge,
    ParkedCandidate,
    Person,
    Session,
    User,
)
from mentorpanel.usecases import (
    advice,
    commitments,
    import_undo,
    imports,
    invitations,
    matches,
    panel,
    parking,
    people,
    person_page,
    sessions,
    touchpoints,
)
from tests.makers import make_person, make_session

KEPT_ASIDE = {"SearchMark", "Import", "ImportRecord", "Merge", "User", "Profile"}


@pytest.fixture
def doubt(owner: User, tmp_path: Path) -> int:
    """The id of a match: an Ana at North in a file, beside the Ana at Acme who is known."""
    people.add_person(owner, name="Ana Ruiz", organisation="Acme", title="PM")
    path = tmp_path / "people.vcf"
    path.write_text(
        "BEGIN:VCARD\nFN:Ana Ruiz\nORG:North\nEMAIL:ana@north.example\nNICKNAME:Anita\n"
        "X-ABDATE:x\nCATEGORIES:a,b\nEND:VCARD\n"
    )
    imports.import_path(owner, path=path)
    return DoubtfulMatch.objects.get().pk


def everything() -> dict[str, list[Any]]:
    """Every row of every table but the imports' own, without what says when it was touched."""
    found = {}
    for model in apps.get_app_config("storage").get_models():
        if model.__name__ not in KEPT_ASIDE:
            rows = [{k: v for k, v in row.items() if k != "updated_at"} for row in model.objects.values()]
            found[model.__name__] = sorted(rows, key=lambda row: str(row.get("id", row)))
    return found


def test_a_doubtful_match_is_put_side_by_side(owner: User, other_owner: User, doubt: int) -> None:
    (shown,) = matches.doubtful_matches(owner)
    assert (shown.match.id, shown.match.record["organisation"], shown.person.organisation) == (
        doubt,
        "North",
        "Acme",
    )
    assert shown.match.reason
    assert matches.doubtful_count(owner) == 1
    assert matches.doubtful_matches(other_owner) == []
    with pytest.raises(NotFound):
        matches.decide_match(other_owner, match_id=doubt, decision="same")


@pytest.mark.parametrize("decision", matches.DECISIONS)
def test_a_decision_is_carried_out_once_and_taken_back(owner: User, doubt: int, decision: str) -> None:
    before = everything()
    became = matches.decide_match(owner, match_id=doubt, decision=decision)
    known = Person.objects.order_by("id").first()
    assert known is not None
    if decision == "same":
        assert became is not None
        found = people.person(owner, person_id=became.id)
        assert (became.id, found.nickname, found.organisation) == (known.pk, "Anita", "Acme")
        assert [point.value for point in found.contact_points] == ["ana@north.example"]
    elif decision == "different":
        assert became is not None
        assert people.person(owner, person_id=became.id).organisation == "North"
    assert Person.objects.count() == (2 if decision == "different" else 1)
    assert matches.doubtful_count(owner) == 0
    with pytest.raises(Conflict):
        matches.decide_match(owner, match_id=doubt, decision="same")
    matches.undo_decision(owner, match_id=doubt)
    after = everything()
    after["Organisation"] = [row for row in after["Organisation"] if row["name"] != "North"]
    assert after == before
    with pytest.raises(Conflict):
        matches.undo_decision(owner, match_id=doubt)


def test_a_decision_is_one_of_three(owner: User, doubt: int) -> None:
    with pytest.raises(Invalid):
        matches.decide_match(owner, match_id=doubt, decision="maybe")


def test_a_person_worked_with_since_is_not_taken_back(owner: User, doubt: int) -> None:
    became = matches.decide_match(owner, match_id=doubt, decision="different")
    assert became is not None
    touchpoints.log_touchpoint(owner, person_id=became.id)
    with pytest.raises(Conflict, match="worked with"):
        matches.undo_decision(owner, match_id=doubt)


def test_undoing_the_import_undoes_its_decisions(owner: User, doubt: int) -> None:
    matches.decide_match(owner, match_id=doubt, decision="different")
    import_undo.undo_import(owner, import_id=Import.objects.get().pk)
    assert Person.objects.count() == 1
    assert matches.doubtful_count(owner) == 0


def two(owner: User) -> tuple[int, int]:
    """Two entries that both have a life of their own."""
    ana = people.add_person(
        owner, name="Ana Ruiz", email="ana@acme.example", tags=["a"], private_notes="hers"
    )
    anna = people.add_person(
        owner,
        name="Anna Ruiz",
        email="anna@home.example",
        organisation="Acme",
        title="VP",
        tags=["b"],
        need="time",
    )
    people.add_contact_point(owner, person_id=anna.id, kind="email", value="ana@acme.example")
    item = parking.park_item(owner, text="How?", person_id=anna.id)
    for person_id, stage in ((ana.id, "connected"), (anna.id, "rapport")):
        panel.move_stage(owner, person_id=person_id, stage=stage, is_setting_up=True)
        touchpoints.log_touchpoint(
            owner, person_id=person_id, on=date(2026, 1, 5) + timedelta(days=person_id % 7)
        )
        ParkedCandidate.objects.create(owner=owner, item_id=item.id, person_id=person_id)
    session = make_session(owner, anna.id)
    parking.plan_for_session(owner, item_id=item.id, session_id=session)
    commitments.promise(owner, person_id=anna.id, text="Send the deck")
    advice.note_advice(owner, person_id=anna.id, text="Ask first")
    people.add_person(owner, name="Friend Of", introduced_by_id=anna.id)
    return ana.id, anna.id


def test_joining_keeps_everything_of_both_and_parting_restores_it(owner: User) -> None:
    ana, anna = two(owner)
    before = everything()
    merge_id = matches.merge_people(owner, kept_id=ana, merged_id=anna, reason="One and the same")
    found = people.person(owner, person_id=ana)
    assert (found.organisation, found.title, found.tags, found.need) == ("Acme", "VP", ("a", "b"), "time")
    assert (found.stage, found.private_notes) == ("rapport", "hers")
    assert {point.value for point in found.contact_points} == {"ana@acme.example", "anna@home.example"}
    assert sum(point.is_primary for point in found.contact_points) == 1
    assert len(touchpoints.timeline(owner, person_id=ana).results) == 2
    assert not Person.objects.filter(pk=anna).exists()
    page = person_page.person_page(owner, person_id=ana)
    assert page.merges == ((merge_id, "Anna Ruiz", "One and the same"),)
    parted = matches.undo_merge(owner, merge_id=merge_id)
    assert [one.id for one in parted] == [ana, anna]
    assert everything() == before
    with pytest.raises(NotFound):
        matches.undo_merge(owner, merge_id=merge_id)


@pytest.mark.parametrize("kept_first", [True, False])
def test_a_relationship_that_only_one_has_goes_along_and_back(owner: User, kept_first: bool) -> None:
    ana = people.add_person(owner, name="Ana Ruiz", stage="mentor").id
    anna = people.add_person(owner, name="Anna Ruiz", introduced_by_id=ana).id
    before = everything()
    kept, merged = (ana, anna) if kept_first else (anna, ana)
    merge_id = matches.merge_people(owner, kept_id=kept, merged_id=merged)
    found = people.person(owner, person_id=kept)
    assert (found.stage, found.introduced_by) == ("mentor", None)
    matches.undo_merge(owner, merge_id=merge_id)
    assert everything() == before


def test_what_happened_since_stays_with_the_kept_one(owner: User) -> None:
    ana, anna = two(owner)
    merge_id = matches.merge_people(owner, kept_id=ana, merged_id=anna)
    people.change_person(owner, person_id=ana, title="Chief")
    new = touchpoints.log_touchpoint(owner, person_id=ana, summary="since")
    matches.undo_merge(owner, merge_id=merge_id)
    assert people.person(owner, person_id=ana).title == "Chief"
    assert touchpoints.touchpoint(owner, touchpoint_id=new.id).person.id == ana
    assert people.person(owner, person_id=anna).title == "VP"


def test_merges_into_one_another_are_undone_in_any_order(owner: User) -> None:
    one, two_, three = (
        people.add_person(owner, name=f"Ana R{n}", email=f"a{n}@x.example").id for n in range(3)
    )
    before = everything()
    first = matches.merge_people(owner, kept_id=two_, merged_id=three)
    second = matches.merge_people(owner, kept_id=one, merged_id=two_)
    matches.undo_merge(owner, merge_id=first)
    matches.undo_merge(owner, merge_id=second)
    assert everything() == before


def test_nobody_is_joined_with_themselves_or_with_another_owners(owner: User, other_owner: User) -> None:
    mine, theirs = people.add_person(owner, name="Ana").id, people.add_person(other_owner, name="Ana").id
    with pytest.raises(Conflict):
        matches.merge_people(owner, kept_id=mine, merged_id=mine)
    for kept, merged in ((mine, theirs), (theirs, mine)):
        with pytest.raises(NotFound):
            matches.merge_people(owner, kept_id=kept, merged_id=merged)
    merge_id = matches.merge_people(owner, kept_id=mine, merged_id=people.add_person(owner, name="B").id)
    with pytest.raises(NotFound):
        matches.undo_merge(other_owner, merge_id=merge_id)


def test_an_import_is_undone_around_a_merge(owner: User, doubt: int) -> None:
    """Whoever was joined with somebody imported stays."""
    became = matches.decide_match(owner, match_id=doubt, decision="different")
    assert became is not None
    known = Person.objects.exclude(pk=became.id).get().pk
    matches.merge_people(owner, kept_id=known, merged_id=became.id)
    assert import_undo.undo_import(owner, import_id=Import.objects.get().pk) == 1
    assert Person.objects.filter(pk=known).exists()
    assert not ImportRecord.objects.exists()
    assert Merge.objects.filter(undone_at=None).exists()


def test_two_sessions_at_one_moment_are_one_with_everything_and_part_again(owner: User) -> None:
    ana, anna = make_person(owner, "Ana Ruiz", stage="mentor"), make_person(owner, "Anna Ruiz")
    mine, theirs = make_session(owner, ana), make_session(owner, anna, status="prepared")
    later = make_session(owner, anna, days=14)
    Session.objects.filter(pk=mine).update(notes="about prices")
    Session.objects.filter(pk=theirs).update(notes="about hiring", place="Oak")
    shared = parking.park_item(owner, text="Asked in both").id
    only = parking.park_item(owner, text="Asked in one").id
    for session, item in ((mine, shared), (mine, only), (theirs, shared)):
        parking.plan_for_session(owner, item_id=item, session_id=session)
    advice.note_advice(owner, person_id=ana, text="Price by seat.", session_id=mine)
    Commitment.objects.create(owner=owner, person_id=anna, session_id=theirs, text="send it")
    before = everything()
    merge_id = matches.merge_people(owner, kept_id=ana, merged_id=anna)
    held = {one.id: one for one in sessions.sessions_with(owner, person_id=ana)}
    assert set(held) == {theirs, later}, "of two the one that is further stays"
    assert (held[theirs].status, held[theirs].place) == ("prepared", "Oak")
    assert held[theirs].notes == "about hiring\nabout prices"
    assert {one.item.id for one in parking.agenda(owner, session_id=theirs)} == {shared, only}
    assert [one.text for one in advice.advice_of_session(owner, session_id=theirs)] == ["Price by seat."]
    assert [one.text for one in commitments.commitments_of_session(owner, session_id=theirs)] == ["send it"]
    matches.undo_merge(owner, merge_id=merge_id)
    assert everything() == before


def test_two_sessions_that_a_mentor_was_told_of_stay_both(owner: User) -> None:
    ana, anna = make_person(owner, "Ana Ruiz", stage="mentor"), make_person(owner, "Anna Ruiz")
    mine, theirs = make_session(owner, ana, days=4000), make_session(owner, anna, days=4000)
    invitations.mark_told(owner, session_id=theirs)
    merge_id = matches.merge_people(owner, kept_id=ana, merged_id=anna)
    assert [one.id for one in sessions.sessions_with(owner, person_id=ana)] == [theirs], (
        "they know of this one"
    )
    matches.undo_merge(owner, merge_id=merge_id)
    assert [one.id for one in sessions.sessions_with(owner, person_id=ana)] == [mine]
    invitations.mark_told(owner, session_id=mine)
    matches.merge_people(owner, kept_id=ana, merged_id=anna)
    assert {one.id for one in sessions.sessions_with(owner, person_id=ana)} == {mine, theirs}
