"""The tables of docs/rules/needs.md about phases and needs."""

import pytest

from mentorpanel.domain.needs import (
    GROUPS,
    NEEDS,
    PHASES,
    need_of,
    need_slug,
    needs_of,
    phase_of,
    phase_slug,
    phase_to_begin,
    weight_word,
)
from mentorpanel.domain.problems import Invalid
from tests.rule_tables import rows


def listed(text):
    return {word.strip() for word in text.split(",") if word.strip()}


def or_invalid(parse, *given):
    try:
        return parse(*given).slug
    except Invalid:
        return "invalid"


@pytest.mark.parametrize("row", rows("needs", "The phases"), ids=lambda row: row["phase"])
def test_phases(row):
    wanted = needs_of(row["phase"])
    assert {need.slug for need in wanted if need.weight == 3} == listed(row["must"])
    assert {need.slug for need in wanted if need.weight == 2} == listed(row["should"])
    assert phase_of(row["name"]).slug == row["phase"]
    assert phase_of(row["phase"]).meaning.endswith((".", "?"))


def test_the_table_of_phases_is_whole():
    assert [row["phase"] for row in rows("needs", "The phases")] == [phase.slug for phase in PHASES]


def test_the_needs():
    told = [
        (row["need"], row["group"], row["name"], row["who that is"]) for row in rows("needs", "The needs")
    ]
    assert told == [(need.slug, GROUPS[need.group], need.name, need.meaning) for need in NEEDS]
    assert all(need_of(need.name) == need_of(need.slug) == need for need in NEEDS)


@pytest.mark.parametrize("row", rows("needs", "What a phase asks for"), ids=str)
def test_what_a_phase_asks_for(row):
    given = (pair.split() for pair in row["own weights"].split(",") if pair)
    own = {row["phase"]: {slug: int(weight) for slug, weight in given}, "other": {"life": 3}}
    if row["asks for"] == "invalid":
        with pytest.raises(Invalid):
            needs_of(row["phase"], own)
        return
    found = ", ".join(f"{need.slug} {need.weight}" for need in needs_of(row["phase"], own))
    assert found == row["asks for"]


@pytest.mark.parametrize("row", rows("needs", "Words that name them"), ids=str)
def test_words(row):
    if "phase" in row:
        assert or_invalid(phase_of, row["text"], ["sabbatical"]) == row["phase"]
    else:
        assert or_invalid(need_of, row["text"], ["board-work"]) == row["need"]


def test_what_there_is_is_listed():
    with pytest.raises(Invalid, match=r"early-career, progressing, new-team, transition, sabbatical\."):
        phase_of("x" * 500, ["sabbatical"])
    with pytest.raises(Invalid, match=r"sponsor, exposure.*life, board-work\."):
        need_of("flying", ["board-work"])


def test_ones_own():
    assert (phase_slug("New team or product"), phase_slug(" On leave ")) == ("new-team", "on-leave")
    assert (need_slug("Role model"), need_slug("Board  work!")) == ("role-model", "board-work")
    assert need_of("Board work", ["board-work"]).group == "own"
    assert phase_of("on leave", ["on-leave"]).weights == {}
    for empty in (phase_slug, need_slug):
        with pytest.raises(Invalid):
            empty("  ")


def test_weights_in_words():
    assert [weight_word(weight) for weight in (3, 2, 1, 0)] == ["must", "should", "nice", "not now"]


@pytest.mark.parametrize("row", rows("needs", "Which phase is meant"), ids=lambda row: row["said"])
def test_which_phase_is_meant(row: dict[str, str]) -> None:
    try:
        found = phase_to_begin(row["said"], ("on-leave", "transition"), is_own=row["own"] == "yes")
    except Invalid as problem:
        found = problem.message
    assert row["answer"] in found and (row["answer"] == found or "?" in found or "say that" in found)
