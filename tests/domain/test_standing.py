"""The table of docs/rules/standing.md."""

from datetime import timedelta

import pytest

from mentorpanel.domain.rule_settings import RuleSettings
from mentorpanel.domain.standing import standing_of
from tests.domain.ties import TODAY, ago, tie
from tests.rule_tables import rows


@pytest.mark.parametrize("row", rows("standing", "Examples"), ids=str)
def test_standing(row):
    person = tie(
        row["stage"], contact=row["contact"], wrote=row["wrote"], informed_on=ago(row["informed"]),
        next_session_on=TODAY + timedelta(days=int(row["booked in"])) if row["booked in"] else None,
    )  # fmt: skip
    found = standing_of(person, TODAY, RuleSettings())
    assert (found.verdict if found else "none") == row["standing"]
    assert found is None or found.reason.endswith(".")
