"""The tables of docs/rules/stages.md."""

import pytest

from mentorpanel.domain.facts import Role, Stage
from mentorpanel.domain.problems import Invalid, NeedsReason
from mentorpanel.domain.rule_settings import RuleSettings
from mentorpanel.domain.stages import (
    ENDINGS,
    LINE,
    StageFacts,
    closing_advice,
    in_words,
    meaning_of,
    move_of,
    role_of,
    stage_of,
    suggested_move,
)  # fmt: skip
from tests.rule_tables import rows


def stage(text):
    return None if text == "address book" else Stage(text)


@pytest.mark.parametrize("row", rows("stages", "Suggested moves"), ids=str)
def test_suggested(row):
    facts = StageFacts(
        stage(row["stage"]),
        row["wrote"] == "yes",
        int(row["two-way"]),
        row["well"] == "yes",
        row["could mentor"] == "yes",
    )
    found = suggested_move(facts, RuleSettings())
    assert (found.verdict if found else "none") == row["suggests"]


@pytest.mark.parametrize("row", rows("stages", "Moves"), ids=str)
def test_moves(row):
    facts = StageFacts(stage(row["from"]), two_way_days=int(row["two-way"]))
    options = {"is_setting_up": row["setting up"] == "yes"}
    if row["move"] == "unusual":
        with pytest.raises(NeedsReason) as asked:
            move_of(facts, Stage(row["to"]), reason="  ", **options)
        assert asked.value.field == "reason"
        options["reason"] = "We worked together for years."
    found = move_of(facts, Stage(row["to"]), **options)
    assert found.verdict == row["move"]
    assert found.reason.endswith(".")


@pytest.mark.parametrize("row", rows("stages", "Names"), ids=lambda row: row["written"])
def test_names(row):
    assert stage_of(row["written"]) == Stage(row["stage"])


def test_an_unknown_stage_or_role_lists_the_known_ones():
    with pytest.raises(Invalid, match="noticed, reached-out"):
        stage_of("friend")
    with pytest.raises(Invalid, match="sponsor, role-model"):
        role_of("boss")
    assert role_of("Role model") == Role.ROLE_MODEL


def test_every_stage_has_words_and_every_ending_its_closing_note():
    assert set(LINE) | set(ENDINGS) == set(Stage)
    assert in_words(Stage.FORMAL_MENTOR) == "formal mentor"
    assert all(meaning_of(each) for each in Stage)
    assert [bool(closing_advice(each)) for each in Stage] == [each in ENDINGS for each in Stage]
