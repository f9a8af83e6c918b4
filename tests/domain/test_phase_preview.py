"""The table of a look at another phase in docs/rules/needs.md."""

import pytest

from mentorpanel.domain.candidates import Candidate
from mentorpanel.domain.phase_preview import coverage_after, preview
from mentorpanel.domain.rule_settings import RuleSettings
from tests.domain.panels import panel
from tests.rule_tables import rows

DEFAULTS = RuleSettings()


@pytest.mark.parametrize("row", rows("needs", "A look at another phase"), ids=str)
def test_a_look(row):
    look = preview(row["before"], row["after"], panel(row["people"]), DEFAULTS)
    found = next(each for each in look.rows if each.need.slug == row["need"])
    assert f"{found.weight_before} → {found.weight_after}" == row["weights"]
    assert f"{found.state_before} → {found.state_after}".strip() == row["states"]
    assert ", ".join(one.name for one in look.who_may_rest) == row["may rest"]
    assert all(one.reason.endswith(".") for one in look.who_may_rest)
    assert look.summary.endswith(".")


def test_what_is_new_what_is_gone_and_what_is_open():
    look = preview("progressing", "transition", panel("Ana helps=counsel:2,life:1"), DEFAULTS)
    assert {need.slug for need in look.newly_wanted} == {
        "selection-criteria", "path-maker", "introductions", "life", "confirmation",
    }  # fmt: skip
    assert {need.slug for need in look.no_longer_wanted} == {
        "opportunities", "prioritisation", "strategy", "influence", "sponsor", "stretch", "exposure",
    }  # fmt: skip
    assert [gap.need.slug for gap in look.open_now] == [
        "outside-view", "introductions", "path-maker", "selection-criteria", "calibration", "confirmation",
    ]  # fmt: skip
    assert look.summary == (
        "Transition: five needs would be new, seven would no longer be asked for, and six needs would be open. "
        "Everybody stays where they are."
    )


def test_it_looks_and_changes_nothing():
    people = panel("Ana helps=counsel:2; Marek quiet; Priya rapport")
    before = [(one.stage, dict(one.levels)) for one in people]
    preview("progressing", "new-team", people, DEFAULTS)
    assert [(one.stage, dict(one.levels)) for one in people] == before


def test_candidates_stand_beside_gaps_only():
    people = panel("Ana helps=domain:2; Marek helps=domain:2")
    given = {
        slug: (Candidate(9, "Priya", 1.0, ("Knows it.",)),) for slug in ("domain", "politics", "strategy")
    }
    look = preview("progressing", "new-team", people, DEFAULTS, candidates=given)
    shown = {row.need.slug: [one.name for one in row.candidates] for row in look.rows}
    assert shown["politics"] == ["Priya"]
    assert shown["domain"] == [] and shown["strategy"] == []
    gaps = [
        found.need.slug for found in coverage_after("new-team", people, DEFAULTS) if found.state == "open"
    ]
    assert sorted(gaps) == sorted(gap.need.slug for gap in look.open_now)


def test_own_phases_and_a_first_phase():
    look = preview("", "sabbatical", panel("Ana"), DEFAULTS, {"sabbatical": {"life": 3, "board-work": 1}})
    assert [need.slug for need in look.newly_wanted] == ["life", "board-work"]
    empty = preview("progressing", "somewhere", (), DEFAULTS)
    assert empty.summary == "Somewhere asks for nothing yet: say what you need in it."
    same = preview("transition", "transition", (), DEFAULTS)
    assert same.newly_wanted == () == same.no_longer_wanted
    assert same.summary == "Transition is where you are now, with eight needs open."


def test_the_one_earlier_mentor_that_is_kept_is_the_warmest():
    look = preview("", "new-team", panel("Ana quiet; Marek close; Priya warm"), DEFAULTS)
    assert [one.name for one in look.who_may_rest] == ["Ana", "Priya"]
    assert look.who_may_rest[0].reason.startswith("Nothing is noted yet of what Ana helps with.")
