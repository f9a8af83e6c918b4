"""Runs the table of docs/rules/parking.md."""

import pytest

from mentorpanel.domain.parking import AgendaLink, status_of
from tests.rule_tables import rows


@pytest.mark.parametrize("row", rows("parking"), ids=lambda row: row["links"])
def test_an_items_status_follows_from_its_links(row: dict[str, str]) -> None:
    said = [] if row["links"] == "none" else row["links"].split(", ")
    verdict = status_of(AgendaLink("coming" in link, "raised" in link) for link in said)
    assert (verdict.verdict, verdict.reason) == (row["status"], row["why"])
