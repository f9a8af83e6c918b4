"""The table of docs/rules/goals.md."""

from datetime import date

import pytest

from mentorpanel.domain.goals import horizon_of
from mentorpanel.domain.problems import Invalid, NeedsReason
from mentorpanel.domain.rule_settings import RuleSettings
from tests.rule_tables import rows


@pytest.mark.parametrize("row", rows("goals"), ids=str)
def test_horizon(row):
    def answer():
        return horizon_of(
            date.fromisoformat(row["starts"]), date.fromisoformat(row["due"]),
            has_formal_mentor=row["formal mentor"] == "yes", settings=RuleSettings(), reason=row["reason"],
        ).verdict  # fmt: skip

    if row["answer"] == "invalid":
        with pytest.raises(Invalid):
            answer()
    elif row["answer"] == "asks for a reason":
        with pytest.raises(NeedsReason, match="6 to 18 months ahead: from "):
            answer()
    else:
        assert answer() == row["answer"]
