"""The panel in a sentence."""

import pytest

from mentorpanel.domain.coverage import Member, NeedCoverage, coverage_of_all
from mentorpanel.domain.facts import Stage
from mentorpanel.domain.needs import Need, needs_of
from mentorpanel.domain.panel_words import headline, who_is_there
from mentorpanel.domain.rule_settings import RuleSettings

ANA = Member(1, "Ana", Stage.MENTOR, warmth="close")


def need(slug: str, weight: int, state: str) -> NeedCoverage:
    return NeedCoverage(Need(slug, slug, "own", weight=weight), state, 0.0, (), "")


@pytest.mark.parametrize(
    ("coverage", "words"),
    [
        (
            [need("strategy", 3, "covered"), need("sponsor", 3, "thin"), need("influence", 3, "open")],
            "Your panel is strong on strategy, and thin on sponsor. One must is open: influence.",
        ),
        (
            [need("strategy", 3, "covered"), need("stretch", 2, "open"), need("exposure", 2, "open")],
            "Your panel is strong on strategy. Two needs are open: exposure and stretch.",
        ),
        ([need("strategy", 3, "thin")], "Your panel is thin on strategy. Nothing is open."),
        ([need(slug, 3, "open") for slug in "abcde"], "Five musts are open: a, b, c and two more."),
        ([need(slug, 3, "open") for slug in "abcd"], "Four musts are open: a, b, c and d."),
        (
            [need("strategy", 3, "covered")],
            "Everything that this phase asks for is covered, each by two people or more.",
        ),
        ([], "This phase asks for nothing yet. Say what you need in it."),
    ],
)
def test_headline(coverage: list[NeedCoverage], words: str) -> None:
    assert headline([ANA], coverage, has_phase=True) == words


def test_before_there_is_a_panel_or_a_phase() -> None:
    noticed = Member(2, "Wei", Stage.NOTICED)
    found = coverage_of_all(needs_of("transition"), [], RuleSettings())
    assert headline([noticed], found, has_phase=True).startswith("Nobody is on your panel yet.")
    assert headline([ANA], (), has_phase=False).startswith("Say which phase you are in")


def test_the_panel_counted() -> None:
    formal = Member(3, "Marek", Stage.FORMAL_MENTOR)
    assert who_is_there([ANA, formal]) == "Two mentors, one of them formal"
    assert who_is_there([ANA]) == "One mentor"
    assert who_is_there([formal]) == "One formal mentor"
    assert who_is_there([Member(4, "Lena", Stage.RAPPORT)]) == "One person on the panel, no mentor yet"
    assert who_is_there([]) == ""
