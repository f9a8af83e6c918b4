"""The sample panel moves from progressing to transition: before and after, candidates with facts, nobody moved."""

from typing import Any

import pytest

from mentorpanel.storage.models import Relationship
from mentorpanel.usecases import coverage, demo, panel_history, phases, profiles

pytestmark = pytest.mark.django_db


def stages(owner: Any) -> dict[int, str]:
    return dict(Relationship.objects.filter(owner=owner).values_list("person_id", "stage"))


def test_from_progressing_to_transition(owner: Any) -> None:
    demo.fill(owner)
    before = stages(owner)
    assert profiles.phase(owner).phase == "progressing"
    now = coverage.panel_state(owner)
    assert {one.state for one in now.coverage} == {"open", "thin", "covered"}
    look = coverage.gaps(owner, phase="transition")
    assert look.preview is not None
    rows = {row.need.slug: (row.state_before, row.state_after) for row in look.preview.rows}
    assert rows["strategy"] == ("covered", "")
    assert rows["selection-criteria"] == ("", "open")
    assert rows["path-maker"] == ("", "open")
    assert rows["outside-view"] == ("covered", "covered")
    said = {need: [(one.name, *one.reasons) for one in found] for need, found in look.candidates.items()}
    assert said["selection-criteria"][0][:2] == ("Tom Okafor", "Selection criteria is among what they know.")
    helen = said["path-maker"][0]
    assert helen[0] == "Helen Marsh"
    assert helen[1] == "Career change is among what they know."
    assert any("dormant" in reason for reason in helen)
    assert "Lena Brandt could introduce you." in next(
        one for one in said["introductions"] if one[0] == "Inga Dahl"
    )
    assert look.preview.who_may_rest
    assert stages(owner) == before
    change = phases.change_phase(owner, phase="transition", note="The offer is on the table.")
    assert stages(owner) == before
    assert coverage.panel_state(owner).phase_slug == "transition"
    phases.undo_phase(owner, change=change)
    assert coverage.panel_state(owner).phase_slug == "progressing"


def test_the_sample_has_a_past(owner: Any) -> None:
    demo.fill(owner)
    shown = panel_history.panel_history(owner)
    assert [one.phase for one in shown.phases] == ["progressing", "new-team"]
    assert "Jonas Weil" in {one.name for one in shown.phases[1].people}
    assert any(one.left_on for one in shown.phases[0].people)
