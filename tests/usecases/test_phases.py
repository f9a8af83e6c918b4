"""The change of a phase as one flow that can be taken back, own phases and needs, and who was there when."""

from datetime import date, timedelta

import pytest
import time_machine

from mentorpanel import clock
from mentorpanel.domain.problems import Conflict, Invalid, NotFound
from mentorpanel.storage.models import User
from mentorpanel.usecases import coverage, focus, panel, panel_history, people, phases, profiles

pytestmark = pytest.mark.django_db
NOON = "2026-11-23T12:00:00+00:00"


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(NOON, tick=True):
        yield


def somebody(owner: User, name: str, stage: str = "mentor", days: int = 100) -> int:
    made = people.add_person(owner, name=name)
    since = clock.today(profiles.zone(owner)) - timedelta(days=days)
    panel.move_stage(owner, person_id=made.id, stage=stage, since=since, is_setting_up=True)
    return made.id


def stages(owner: User) -> dict[str, str]:
    return {one.name: one.stage for one in people.list_people(owner, limit=100).results}


def test_a_change_moves_only_those_who_are_to_rest_and_is_taken_back_whole(owner: User) -> None:
    ana, marek = somebody(owner, "Ana"), somebody(owner, "Marek")
    profiles.begin_phase(owner, phase="progressing", note="as it was")
    focus.set_focus(owner, texts=["Lead a team", "Pricing"], readers="everyone", worth_telling=True)
    before = [(area.text, area.readers, area.named) for area in focus.focus_areas(owner)]
    change = phases.change_phase(
        owner,
        phase="Transition",
        note="An offer",
        focus_texts=["Lead a team", "Choose the next role"],
        readers_for_focus=[ana],
        resting_ids=[marek],
    )
    assert (change.phase, [one.name for one in change.rested]) == ("transition", ["Marek"])
    assert stages(owner) == {"Ana": "mentor", "Marek": "resting"}
    now = profiles.phase(owner)
    assert now is not None
    assert (now.phase, now.note, now.ended_on) == ("transition", "An offer", None)
    areas = focus.focus_areas(owner)
    assert [area.text for area in areas] == ["Lead a team", "Choose the next role"]
    assert {area.readers for area in areas} == {"named"}
    back = phases.undo_phase(owner, change=change)
    assert back is not None
    assert (back.phase, back.note, back.ended_on) == ("progressing", "as it was", None)
    assert stages(owner) == {"Ana": "mentor", "Marek": "mentor"}
    assert [(area.text, area.readers, area.named) for area in focus.focus_areas(owner)] == before
    with pytest.raises(NotFound):
        phases.undo_phase(owner, change=change)


def test_nobody_is_told_by_default(owner: User) -> None:
    ana = somebody(owner, "Ana")
    profiles.begin_phase(owner, phase="progressing")
    focus.set_focus(owner, texts=["Lead a team"], readers="everyone", worth_telling=True)
    tie = panel.tie_of(owner, person_id=ana, today=date(2026, 11, 23))
    phases.change_phase(owner, phase="transition", focus_texts=["Lead a team", "Leave well"])
    areas = {area.text: area.readers for area in focus.focus_areas(owner)}
    assert areas == {"Lead a team": "everyone", "Leave well": "nobody"}
    assert panel.tie_of(owner, person_id=ana, today=date(2026, 11, 23)).reader_version == tie.reader_version


def test_who_moved_on_meanwhile_is_left_alone_by_the_undo(owner: User) -> None:
    ana, marek = somebody(owner, "Ana"), somebody(owner, "Marek")
    profiles.begin_phase(owner, phase="progressing")
    change = phases.change_phase(owner, phase="transition", resting_ids=[ana, marek])
    panel.move_stage(owner, person_id=ana, stage="alumni", reason="She moved away")
    phases.undo_phase(owner, change=change)
    assert stages(owner) == {"Ana": "alumni", "Marek": "mentor"}


def test_all_or_nothing(owner: User, other_owner: User) -> None:
    theirs = somebody(other_owner, "Zora")
    profiles.begin_phase(owner, phase="progressing")
    with pytest.raises(NotFound):
        phases.change_phase(owner, phase="transition", resting_ids=[theirs])
    with pytest.raises(NotFound):
        phases.change_phase(owner, phase="transition", focus_texts=["x"], readers_for_focus=[theirs])
    with pytest.raises(Conflict, match="already"):
        phases.change_phase(owner, phase="progressing")
    assert profiles.phase(owner).phase == "progressing"
    assert len(phases.past_phases(owner)) == 1
    assert stages(other_owner) == {"Zora": "mentor"}


def test_only_the_present_phase_is_taken_back(owner: User) -> None:
    first = phases.change_phase(owner, phase="progressing")
    second = phases.change_phase(owner, phase="transition")
    with pytest.raises(Conflict, match="over"):
        phases.undo_phase(owner, change=first)
    phases.undo_phase(owner, change=second)
    assert phases.undo_phase(owner, change=first) is None
    assert profiles.phase(owner) is None


def test_weights_needs_and_phases_of_ones_own(owner: User) -> None:
    profiles.begin_phase(owner, phase="new-team")
    phases.set_weights(owner, phase="new-team", weights={"politics": 0, "domain": 3, "life": 1})
    assert coverage.own_weights(owner) == {"new-team": {"politics": 0, "life": 1}}
    slug = phases.add_need(owner, phase="new-team", name="Board work", weight=3)
    known = phases.phase_needs(owner, phase="new-team")
    assert slug in {need.slug for need in known.needs}
    assert "politics" not in {need.slug for need in known.needs}
    assert known.is_changed
    assert coverage.own_needs(owner) == ("board-work",)
    assert not phases.reset_weights(owner, phase="new-team").is_changed
    assert coverage.own_weights(owner) == {}

    leave = phases.add_phase(owner, name="On leave", like="transition")
    assert (leave.slug, leave.is_own) == ("on-leave", True)
    assert [need.slug for need in leave.needs][:2] == ["counsel", "outside-view"]
    phases.set_weights(owner, phase="on-leave", weights={need.slug: 0 for need in leave.needs})
    assert phases.phase_needs(owner, phase="on-leave").needs == ()
    with pytest.raises(Conflict):
        phases.add_phase(owner, name="on leave")
    with pytest.raises(Conflict):
        phases.reset_weights(owner, phase="on-leave")
    phases.drop_phase(owner, phase="on-leave")
    with pytest.raises(NotFound):
        phases.phase_needs(owner, phase="on-leave")
    with pytest.raises(Invalid):
        phases.set_weights(owner, phase="new-team", weights={"politics": 9})
    with pytest.raises(NotFound):
        phases.set_weights(owner, phase="retirement", weights={"politics": 1})


def test_history_tells_who_was_there_in_which_phase(owner: User) -> None:
    today = date(2026, 11, 23)
    ana, marek, lena = (somebody(owner, name, days=400) for name in ("Ana", "Marek", "Lena"))
    profiles.begin_phase(owner, phase="progressing", on=today - timedelta(days=300))
    profiles.begin_phase(owner, phase="transition", on=today - timedelta(days=50))
    panel.move_stage(
        owner, person_id=marek, stage="alumni", since=today - timedelta(days=200), reason="moved"
    )
    panel.move_stage(
        owner, person_id=ana, stage="formal-mentor", since=today - timedelta(days=20), reason="asked"
    )
    people.trash_person(owner, person_id=lena)
    shown = panel_history.panel_history(owner)
    assert [(one.phase, [(p.name, p.stages) for p in one.people]) for one in shown.phases] == [
        ("transition", [("Ana", ("mentor", "formal-mentor"))]),
        ("progressing", [("Ana", ("mentor",)), ("Marek", ("mentor",))]),
        ("", [("Ana", ("mentor",)), ("Marek", ("mentor",))]),
    ]
    assert shown.phases[1].people[1].left_on == today - timedelta(days=200)
    then = panel_history.panel_on(owner, day=today - timedelta(days=250))
    assert (then.phase, [(one.name, one.stage) for one in then.members]) == (
        "progressing",
        [("Ana", "mentor"), ("Marek", "mentor")],
    )
    assert panel_history.panel_on(owner, day=date(2020, 1, 1)).members == ()


def test_a_move_dated_back_takes_the_place_of_what_was_said_since(owner: User) -> None:
    today = date(2026, 11, 23)
    ana = somebody(owner, "Ana", days=100)
    panel.move_stage(
        owner, person_id=ana, stage="formal-mentor", since=today - timedelta(days=200), reason="x"
    )
    spans = panel_history.panel_history(owner).people[0].spans
    assert [(one.stage, one.until) for one in spans] == [("formal-mentor", None)]
