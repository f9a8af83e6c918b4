"""Every number of the rules can be changed, and a wrong one is named."""

from dataclasses import fields

import pytest

from mentorpanel.domain.problems import Invalid
from mentorpanel.domain.rule_settings import RuleSettings


def test_defaults_are_within_their_own_bounds():
    everything = {item.name: item.default for item in fields(RuleSettings)}
    assert RuleSettings.of(everything) == RuleSettings() == RuleSettings.of({})


def test_a_number_may_be_written_as_text():
    assert RuleSettings.of({"cadence_mentor_days": " 45 "}).cadence_mentor_days == 45
    assert RuleSettings.of({"close_at": "2.5"}).close_at == 2.5
    assert isinstance(RuleSettings.of({"cadence_mentor_days": 45.0}).cadence_mentor_days, int)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("cadence_mentor_days", 0), ("cadence_mentor_days", -3), ("cadence_mentor_days", 2.5),
        ("cadence_mentor_days", "often"), ("cadence_mentor_days", None), ("cadence_mentor_days", True),
        ("cadence_mentor_days", 10**9), ("cadence_mentor_days", [1]), ("close_at", float("nan")),
        ("close_at", float("inf")), ("close_at", 10**400), ("drifting_at", 0.5), ("warm_at", 2.0),
        ("goal_least_months", 18), ("no_such_rule", 1), ("close_at", "1e999"),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_names_the_field(name, value):
    with pytest.raises(Invalid) as refused:
        RuleSettings.of({name: value})
    assert refused.value.field == name
