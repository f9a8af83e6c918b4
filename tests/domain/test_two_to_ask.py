"""The table of docs/rules/two-to-ask.md."""

import pytest

from mentorpanel.domain.coverage import Member
from mentorpanel.domain.facts import Stage
from mentorpanel.domain.two_to_ask import two_to_ask
from tests.rule_tables import rows


@pytest.mark.parametrize("row", rows("two-to-ask"), ids=lambda row: row["people"])
def test_two_to_ask(row):
    people = []
    for number, part in enumerate(row["people"].split(";"), 1):
        name, _, sides = part.partition(":")
        organisation, function, level, distance = (one.strip().replace("_", " ") for one in sides.split(","))
        people.append(
            Member(
                number, name.strip(), Stage.MENTOR, organisation=organisation, function=function,
                level_index=int(level) if level else None, distance=distance,
            )
        )  # fmt: skip
    pair = two_to_ask(people)
    assert (f"{pair.first.name} {pair.second.name}" if pair else "") == row["two"]
    assert (pair.why if pair else "") == row["why"]
