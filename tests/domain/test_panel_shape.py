"""The table of docs/rules/panel-shape.md."""

import pytest

from mentorpanel.domain.panel_shape import panel_shape
from mentorpanel.domain.rule_settings import RuleSettings
from tests.domain.panels import panel
from tests.rule_tables import rows


@pytest.mark.parametrize("row", rows("panel-shape", "Examples"), ids=str)
def test_shape(row):
    found = panel_shape(panel(row["people"]), RuleSettings())
    assert (found.shape or "none") == row["shape"], found
    assert found.reason.endswith(".")


def test_thresholds_are_settings():
    people = panel("3 × mentor org=Acme; mentor org=Globex")
    assert panel_shape(people, RuleSettings.of({"shape_range_at": 0.51})).shape == "traditional"
    assert panel_shape(people, RuleSettings.of({"shape_strength_at": 2.5})).shape == "opportunistic"
    assert panel_shape(people, RuleSettings.of({"shape_counts_from": 5})).shape == ""
