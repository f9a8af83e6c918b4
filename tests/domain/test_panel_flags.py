"""The table of flags in docs/rules/coverage.md."""

import pytest

from mentorpanel.domain.coverage import coverage_of_all
from mentorpanel.domain.needs import needs_of
from mentorpanel.domain.panel_flags import SLUGS, flags_of
from mentorpanel.domain.rule_settings import RuleSettings
from tests.domain.panels import panel
from tests.rule_tables import rows

DEFAULTS = RuleSettings()
EXAMPLES = [row for row in rows("coverage", "Flags") if "flags" in row]


def raised(people, needs="", pairs="", settings=DEFAULTS):
    weights = {slug: int(weight) for slug, weight in (pair.split() for pair in needs.split(",") if pair)}
    known = [frozenset(map(int, pair.split("-"))) for pair in pairs.split(",") if pair]
    members = panel(people)
    coverage = coverage_of_all(needs_of("mine", {"mine": weights}), members, settings)
    return flags_of(members, coverage, known, "Acme", settings)


@pytest.mark.parametrize("row", EXAMPLES, ids=str)
def test_flags(row):
    found = raised(row["people"], row["needs"], row["pairs"])
    assert ", ".join(flag.slug for flag in found) == row["flags"]
    assert all(flag.text.endswith((".", "?")) for flag in found)


def test_every_flag_has_an_example():
    assert {slug for row in EXAMPLES for slug in row["flags"].split(", ") if slug} == set(SLUGS)


def test_a_flag_names_people_and_needs():
    sole, = raised("Ana helps=strategy:1,influence:1,domain:1", "strategy 2, influence 2, domain 2")  # fmt: skip
    assert sole.text.startswith("Ana is the only one for strategy, influence and domain.")
    assert (sole.people, sole.link, set(sole.needs)) == ((1,), "person", {"strategy", "influence", "domain"})
    same, = raised("3 × mentor org=Globex; mentor")  # fmt: skip
    assert same.text.startswith("Three of your four active mentors work at Globex.") and same.people == (
        1,
        2,
        3,
    )
    through, = raised("Ana; 3 × mentor via=1")  # fmt: skip
    assert "came through Ana" in through.text


def test_who_could_rest_lists_the_lapsed_first_and_goals_last():
    full, = raised("mentor goal distant lapsed; mentor current; mentor lapsed; 3 × mentor close current")  # fmt: skip
    assert full.people == (3, 2, 4, 5, 6, 1)


def test_numbers_are_settings():
    assert raised("2 × mentor", settings=RuleSettings.of({"core_most": 1}))[0].slug == "core-full"
    assert raised("3 × mentor org=Globex", settings=RuleSettings.of({"share_counts_from": 3}))
