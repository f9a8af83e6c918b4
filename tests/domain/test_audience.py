"""The table of docs/rules/audience.md."""

import pytest

from mentorpanel.domain.audience import Candidate, audience, suits
from mentorpanel.domain.rule_settings import RuleSettings
from tests.domain.ties import TODAY, ago, tie
from tests.rule_tables import rows


@pytest.mark.parametrize("row", rows("audience", "Examples"), ids=lambda row: row["because"])
def test_audience(row):
    marks = {mark.strip() for mark in row["marks"].split(",") if mark.strip()}
    person = tie(
        row["stage"], contact=row["talked"], wrote=row["wrote"], update=row["updated"],
        told_version=int(row["told"]), reader_version=int(row["to know"]), reader_version_on=ago(row["version age"]),
        next_session_on=ago(-int(row["session"])) if row["session"] else None,
        paused_until=ago(-30) if "paused" in marks else None,
    )  # fmt: skip
    one = Candidate(person, do_not_contact="do not contact" in marks, has_address="no address" not in marks)
    found = suits(one, TODAY, RuleSettings(), in_transition="transition" in marks)
    assert found.verdict == row["verdict"], found
    assert found.is_suggested == (row["verdict"] in ("focus", "silent", "due"))
    assert found.may_choose == (row["verdict"] != "do-not-contact")
    assert found.reason.endswith(".")
    assert found.is_by_hand == ("no address" in marks) == ("copy the letter" in found.reason)


def test_those_it_is_for_come_first_and_early_stages_are_not_looked_at():
    known = {"contact": 20, "update": 20}
    listed = audience(
        [
            Candidate(tie("noticed", contact=300, name="Zoe")),
            Candidate(tie("mentor", name="Cem", **known)),
            Candidate(tie("rapport", contact=70, name="Abe")),
            Candidate(tie("mentor", contact=95, update=95, name="Bea")),
        ],
        TODAY,
        RuleSettings(),
    )
    assert [one.name for one in listed] == ["Bea", "Abe", "Cem"]
