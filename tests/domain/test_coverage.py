"""The tables of docs/rules/coverage.md about who counts, one need, and what facts suggest."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorpanel.domain.coverage import (
    coverage_of,
    coverage_of_all,
    gaps_in,
    is_active,
    is_core,
    is_panel,
)
from mentorpanel.domain.facts import Role, Stage
from mentorpanel.domain.need_topics import LevelFacts, TopicFact, needs_in, settled_levels, suggested_levels
from mentorpanel.domain.needs import NEEDS, need_called, needs_of
from mentorpanel.domain.rule_settings import RuleSettings
from tests.domain.panels import panel
from tests.rule_tables import rows

DEFAULTS = RuleSettings()
TODAY = date(2026, 11, 23)


@pytest.mark.parametrize("row", rows("coverage", "Who counts"), ids=str)
def test_who_counts(row):
    stage = Stage(row["stage"]) if row["stage"] else None
    roles = {Role(role) for role in row["roles"].split()}
    found = (is_core(stage), is_panel(stage, roles), is_active(stage, row["standing"]))
    assert found == tuple(row[name] == "yes" for name in ("core", "panel", "active"))


@pytest.mark.parametrize("row", rows("coverage", "One need"), ids=str)
def test_one_need(row):
    found = coverage_of(need_called(row["need"]), panel(row["people"]), DEFAULTS)
    assert (found.strength, found.state) == (float(row["strength"]), row["state"])
    assert found.reason.endswith(".") and all(cover.reason.endswith(".") for cover in found.people)
    assert found.strength == sum(cover.amount for cover in found.people)


def told(text):
    """Facts from words: ``knows: pricing; advice: pricing``."""
    facts = LevelFacts(own_needs=("board-work",))
    for part in text.split(";"):
        kind, _, value = (word.strip() for word in part.partition(":"))
        if kind == "knows":
            facts = replace(facts, expertise=(*facts.expertise, value))
        elif kind == "advice":
            facts = replace(facts, advice=(*facts.advice, TopicFact(value)))
        elif kind == "talked":
            facts = replace(facts, touchpoints=(*facts.touchpoints, TopicFact(value)))
        elif kind == "role":
            facts = replace(facts, roles=facts.roles | {Role(value)})
        elif kind in ("title", "function"):
            facts = replace(facts, **{kind: value})
        else:
            name = {"admired": "is_admired", "works elsewhere": "is_outside_organisation"}.get(kind)
            facts = replace(facts, **{name or "is_earlier_mentor": True})
    return facts


@pytest.mark.parametrize("row", rows("coverage", "What facts suggest"), ids=str)
def test_suggested_levels(row):
    found = suggested_levels(told(row["facts"]), TODAY)
    assert (found[row["need"]].level if row["need"] in found else 0) == int(row["level"])
    assert all(guess.reason.endswith(".") for guess in found.values())


def test_a_suggestion_names_its_facts():
    facts = LevelFacts(
        expertise=("pricing",),
        advice=(TopicFact("packaging", 2, date(2026, 3, 3)),),
        touchpoints=(TopicFact("stakeholders", 3, date(2025, 11, 3)),),
    )
    found = suggested_levels(facts, TODAY)
    assert found["strategy"].reason == (
        "Pricing is among what they know. They gave you advice on packaging twice, last on Tuesday 3 March."
    )
    assert found["influence"] == (1, "You talked about stakeholders three times on Monday 3 November 2025.")


def test_the_owners_word_stands_above_suggestions():
    suggested = suggested_levels(told("knows: pricing; knows: negotiation; role: peer"), TODAY)
    levels, said, reasons = settled_levels({"strategy": 0, "life": 3}, suggested)
    assert levels == {"strategy": 0, "influence": 2, "peer": 3, "life": 3}
    assert said == {"strategy", "life"} and reasons.keys() == {"influence", "peer"}


def test_every_need_is_named_by_its_own_name():
    assert all(need.slug in needs_in(need.name) for need in NEEDS)


def test_the_reason_says_who_and_how_it_stands_between_you():
    strategy = need_called("strategy")
    said = replace(
        panel("Ana quiet helps=strategy:2")[0], said=frozenset({"strategy"}), reasons={"strategy": "Unused."}
    )
    (cover,) = coverage_of(strategy, [said], DEFAULTS).people
    assert cover.reason == "You said: Ana helps well. It has been quiet between you, so it counts in part."
    only = coverage_of(strategy, panel("Ana helps=strategy:2; Marek distant helps=strategy:3"), DEFAULTS)
    assert only.reason == "Only Ana helps with this; a second voice would make it safer."
    assert [cover.name for cover in only.out_of_reach] == ["Marek"]
    gone = coverage_of(strategy, panel("Ana distant helps=strategy:2"), DEFAULTS)
    assert gone.reason.startswith("Nobody covers this now; Ana could")
    both = coverage_of(strategy, panel("Ana helps=strategy:1; Marek helps=strategy:2"), DEFAULTS)
    assert [cover.name for cover in both.people] == ["Marek", "Ana"]


def test_gaps_by_weight_then_state():
    members = panel(
        "Ana helps=strategy:3,stretch:1,influence:1; Marek helps=influence:1; Cid helps=sponsor:1"
    )
    gaps = gaps_in(coverage_of_all(needs_of("progressing"), members, DEFAULTS))
    assert [(gap.need.slug, gap.state) for gap in gaps] == [
        ("calibration", "open"), ("prioritisation", "open"), ("opportunities", "open"), ("sponsor", "thin"),
        ("strategy", "thin"), ("exposure", "open"), ("counsel", "open"), ("outside-view", "open"),
        ("stretch", "thin"),
    ]  # fmt: skip


some_people = st.lists(
    st.tuples(
        st.sampled_from(["mentor", "rapport", "connected", "resting"]),
        st.sampled_from(["close", "warm", "quiet", "distant"]), st.sampled_from(["current", "lapsed", ""]),
        st.integers(0, 3),
    ),
    max_size=8,
).map(lambda people: "; ".join(f"{' '.join(one[:3])} helps=strategy:{one[3]}" for one in people))  # fmt: skip


@given(some_people, some_people)
def test_more_people_never_cover_less(some, more):
    strategy = need_called("strategy")
    before = coverage_of(strategy, panel(some), DEFAULTS)
    after = coverage_of(strategy, panel(f"{some}; {more}"), DEFAULTS)
    order = ["open", "thin", "covered"]
    assert order.index(after.state) >= order.index(before.state)
