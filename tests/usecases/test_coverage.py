"""Coverage from what is stored: who helps with what, gaps and their candidates, another phase, the owner's word."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mentorpanel import clock
from mentorpanel.domain.problems import Invalid, NotFound
from mentorpanel.storage.models import Person, User
from mentorpanel.usecases import (
    acquaintances,
    advice,
    coverage,
    matches,
    panel,
    people,
    phases,
    profiles,
    touchpoints,
)

pytestmark = pytest.mark.django_db


def somebody(owner: User, name: str, stage: str = "mentor", *, met: int = 3, **fields: object) -> int:
    made = people.add_person(owner, name=name, **fields)
    day = clock.today(profiles.zone(owner)) - timedelta(days=met)
    if stage:
        since = day - timedelta(days=30)
        panel.move_stage(owner, person_id=made.id, stage=stage, since=since, is_setting_up=True)
    touchpoints.log_touchpoint(owner, person_id=made.id, on=day)
    return made.id


def found(owner: User, need: str) -> tuple[str, list[str]]:
    one = next(one for one in coverage.panel_state(owner).coverage if one.need.slug == need)
    return one.state, [cover.name for cover in one.people]


def test_a_need_is_covered_by_what_people_know_and_what_the_owner_says(owner: User) -> None:
    profiles.begin_phase(owner, phase="progressing")
    ana = somebody(owner, "Ana", expertise=["pricing"])
    assert found(owner, "strategy") == ("thin", ["Ana"])
    marek = somebody(owner, "Marek")
    assert found(owner, "influence") == ("open", [])
    coverage.set_levels(owner, person_id=marek, levels={"strategy": 3, "Influence": 1})
    assert found(owner, "strategy") == ("covered", ["Marek", "Ana"])
    coverage.set_levels(owner, person_id=ana, levels={"strategy": 0})
    assert found(owner, "strategy") == ("thin", ["Marek"])
    coverage.set_levels(owner, person_id=ana, levels={"strategy": None})
    assert found(owner, "strategy") == ("covered", ["Marek", "Ana"])
    advice.note_advice(owner, person_id=marek, text="Say less", topics=["prioritisation"])
    assert found(owner, "prioritisation") == ("thin", ["Marek"])


def test_what_cannot_be_said(owner: User, other_owner: User) -> None:
    ana, theirs = somebody(owner, "Ana"), somebody(other_owner, "Zora")
    with pytest.raises(Invalid):
        coverage.set_levels(owner, person_id=ana, levels={"strategy": 4})
    with pytest.raises(Invalid, match="no need"):
        coverage.set_levels(owner, person_id=ana, levels={"strategy": 1, "flying": 1})
    with pytest.raises(NotFound):
        coverage.set_levels(owner, person_id=theirs, levels={"strategy": 1})
    assert coverage.helps_with(owner, person_id=ana) == ()


def test_what_somebody_helps_with_has_its_reason(owner: User) -> None:
    profiles.begin_phase(owner, phase="progressing")
    ana = somebody(owner, "Ana", stage="", expertise=["pricing", "cooking"], title="Engineering Manager")
    coverage.set_levels(owner, person_id=ana, levels={"life": 3})
    shown = [(one.need.slug, one.level, one.is_said) for one in coverage.helps_with(owner, person_id=ana)]
    assert shown == [("strategy", 2, False), ("life", 3, True), ("technical-partner", 1, False)]
    assert coverage.helps_with(owner, person_id=ana)[0].reason == "Pricing is among what they know."


def test_gaps_name_candidates_from_the_address_book(owner: User) -> None:
    profiles.begin_phase(owner, phase="transition")
    tom = somebody(owner, "Tom", stage="", expertise=["choosing a role"])
    people.add_person(owner, name="Wei", expertise=["cooking"])
    seen = coverage.gaps(owner)
    assert seen.preview is None
    best = seen.candidates["selection-criteria"]
    assert [one.person_id for one in best] == [tom]
    assert best[0].reasons[0] == "Choosing a role is among what they know."
    need, listed = coverage.candidates(owner, need="Selection criteria")
    assert (need.slug, [one.person_id for one in listed]) == ("selection-criteria", [tom])
    with pytest.raises(Invalid):
        coverage.candidates(owner, need="flying")


def test_a_look_at_another_phase_changes_nothing(owner: User) -> None:
    profiles.begin_phase(owner, phase="progressing")
    somebody(owner, "Ana", expertise=["counsel"])
    idle = somebody(owner, "Omar")
    before = Person.objects.filter(owner=owner).order_by("pk").values_list("relationship__stage", flat=True)
    kept = list(before)
    look = coverage.gaps(owner, phase="transition").preview
    assert look is not None
    states = {row.need.slug: (row.state_before, row.state_after) for row in look.rows}
    assert states["counsel"] == ("thin", "thin")
    assert states["strategy"] == ("open", "")
    assert states["path-maker"] == ("", "open")
    assert [one.person_id for one in look.who_may_rest] == [idle]
    assert list(before.all()) == kept
    assert profiles.phase(owner).phase == "progressing"
    with pytest.raises(Invalid):
        coverage.gaps(owner, phase="retirement")


def test_own_needs_count_as_any_other(owner: User) -> None:
    profiles.begin_phase(owner, phase="progressing")
    phases.add_need(owner, phase="progressing", name="Board work", weight=3)
    somebody(owner, "Ana", expertise=["Board work"])
    assert found(owner, "board-work") == ("thin", ["Ana"])


def test_who_knows_whom_raises_its_flag(owner: User) -> None:
    ids = [somebody(owner, name) for name in ("Ana", "Marek", "Priya")]
    acquaintances.set_known(owner, person_id=ids[0], other_ids=ids[1:], among=ids)
    assert "know-each-other" in {flag.slug for flag in coverage.panel_state(owner).flags}
    assert [one.name for one in acquaintances.known_to(owner, person_id=ids[0])] == ["Marek", "Priya"]
    acquaintances.set_known(owner, person_id=ids[0], other_ids=[ids[1]], among=ids)
    acquaintances.know_each_other(owner, person_id=ids[1], other_id=ids[0], do_they=False)
    assert acquaintances.known_to(owner, person_id=ids[0]) == ()


def test_two_who_know_each_other_are_made_one(owner: User) -> None:
    ana, double, marek = (somebody(owner, name) for name in ("Ana", "Ana R", "Marek"))
    acquaintances.set_known(owner, person_id=ana, other_ids=[double, marek], among=[double, marek])
    acquaintances.know_each_other(owner, person_id=double, other_id=marek)
    coverage.set_levels(owner, person_id=ana, levels={"strategy": 1})
    coverage.set_levels(owner, person_id=double, levels={"strategy": 3, "life": 2})
    merge = matches.merge_people(owner, kept_id=ana, merged_id=double, reason="same")
    assert [one.name for one in acquaintances.known_to(owner, person_id=ana)] == ["Marek"]
    helps = {one.need.slug: one for one in coverage.helps_with(owner, person_id=ana)}
    assert (helps["strategy"].level, helps["life"].level, helps["life"].is_said) == (1, 2, True)
    matches.undo_merge(owner, merge_id=merge)
    assert [one.name for one in acquaintances.known_to(owner, person_id=ana)] == ["Ana R", "Marek"]
    theirs = {one.need.slug: one.level for one in coverage.helps_with(owner, person_id=double)}
    assert theirs["strategy"] == 3


def test_whoever_could_be_a_candidate_is_looked_at(owner: User) -> None:
    profiles.begin_phase(owner, phase="transition")
    plain = people.add_person(owner, name="Only Name", email="n@x.example").id
    known = {
        "title": people.add_person(owner, name="Ada", title="Recruiter").id,
        "function": people.add_person(owner, name="Bea", function="Recruiting").id,
        "expertise": people.add_person(owner, name="Cem", expertise=["recruiting"]).id,
        "talked": somebody(owner, "Dag", stage="", organisation="Elsewhere", distance="outside"),
        "said": people.add_person(owner, name="Eli").id,
    }
    coverage.set_levels(owner, person_id=known["said"], levels={"introductions": 2})
    candidates = coverage.gaps(owner).candidates
    found = {one.person_id for one in candidates["introductions"]}
    assert found == {known[one] for one in ("title", "function", "expertise", "said")}
    assert [one.person_id for one in candidates["outside-view"]] == [known["talked"]]
    assert plain not in {one.person_id for each in candidates.values() for one in each}


def test_the_panel_does_not_read_the_address_book(owner: User) -> None:
    profiles.begin_phase(owner, phase="progressing")
    somebody(owner, "Ana")
    for number in range(30):
        people.add_person(owner, name=f"Zed Book{number}", expertise=["strategy"])
    with CaptureQueriesContext(connection) as seen:
        state = coverage.panel_state(owner)
    assert [one.member.name for one in state.everybody] == ["Ana"]
    reading = [each["sql"] for each in seen if 'FROM "storage_person"' in each["sql"]]
    assert reading
    assert all('INNER JOIN "storage_relationship"' in sql for sql in reading), reading
