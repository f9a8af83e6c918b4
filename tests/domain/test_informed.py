"""The tables of docs/rules/informed.md."""

from datetime import date

import pytest

from mentorpanel.domain.facts import Direction, Touch, TouchpointKind
from mentorpanel.domain.informed import informed_of, informs
from mentorpanel.domain.rule_settings import RuleSettings
from tests.domain.ties import TODAY, ago, tie
from tests.rule_tables import rows


@pytest.mark.parametrize("row", rows("informed", "Examples"), ids=lambda row: row["because"])
def test_informed(row):
    person = tie(
        contact=200, wrote=row["wrote"], told_version=int(row["told"]), reader_version=int(row["to know"]),
        reader_version_on=ago(row["version age"]), informed_on=ago(row["last told or talked"]),
    )  # fmt: skip
    found = informed_of(person, TODAY, RuleSettings())
    assert found.verdict == row["verdict"], found
    assert found.reason.startswith("Ana ") and found.reason.endswith(".")


@pytest.mark.parametrize("row", rows("informed", "What tells them how I am"), ids=str)
def test_what_informs(row):
    touch = Touch(
        date(2026, 11, 1), TouchpointKind(row["kind"]), Direction(row["direction"]),
        is_personal_update=row["personal update"] == "yes", told_focus=row["focus told"] == "yes",
    )  # fmt: skip
    assert informs(touch) is (row["tells"] == "yes")


def test_a_personal_update_informs_as_well():
    assert informed_of(tie(update=3), TODAY, RuleSettings()).verdict == "informed"
