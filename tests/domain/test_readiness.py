"""The tables of docs/rules/readiness.md, and the words that go with them."""

import pytest

from mentorpanel.domain.assessment import AssessmentFacts, Evidence, Seen, assessment_of
from mentorpanel.domain.facts import Stage
from mentorpanel.domain.readiness import (
    Proposed,
    Readiness,
    ReadinessFacts,
    cares_of,
    distance_caution,
    is_asked_of,
    readiness_of,
    suggests_formal,
)
from mentorpanel.domain.rule_settings import RuleSettings
from tests.domain.ties import TODAY, ago
from tests.rule_tables import rows

DEFAULTS = RuleSettings()


def proposed_in(text):
    parts = [part.strip() for part in text.split(",") if part.strip()]
    return tuple(Proposed(ago(part.strip("()")), not part.startswith("(")) for part in parts)


def ready_for(**more):
    facts = {"rungs_above": 2, "cares": True, "two_way_days_in_year": 3, "monthly_answer": "yes"}
    return readiness_of(ReadinessFacts("Ana", **{**facts, **more}), DEFAULTS)


def reason_of(slug, **more):
    return next(each.reason for each in ready_for(**more).conditions if each.slug == slug)


@pytest.mark.parametrize("row", rows("readiness", "Examples"), ids=str)
def test_examples(row):
    answer, _, age = row["monthly"].partition(" ")
    found = ready_for(
        rungs_above=None if row["rungs"] == "unknown" else int(row["rungs"]),
        cares=row["cares"] == "yes",
        two_way_days_in_year=int(row["two-way"]),
        monthly_answer=answer,
        monthly_answer_on=ago(age),
        proposed=proposed_in(row["proposed"]),
    )
    assert (found.verdict, ", ".join(found.missing)) == (row["verdict"], row["missing"])
    assert [each.slug for each in found.conditions] == ["senior", "cares", "knows-me", "has-time"]
    assert all(
        sentence.endswith(".") for sentence in (found.reason, *(each.reason for each in found.conditions))
    )


@pytest.mark.parametrize("row", rows("readiness", "Formal is suggested"), ids=str)
def test_formal_is_suggested(row):
    stage = None if row["stage"] == "address book" else Stage(row["stage"])
    lacks = row["goal lacks a mentor"] == "yes"
    readiness = Readiness(row["verdict"], "Because.", ())
    found = suggests_formal(readiness, stage, has_goal_without_formal_mentor=lacks)
    assert (found.verdict if found else "none") == row["suggests"]


@pytest.mark.parametrize("row", rows("readiness", "Of whom it is asked"), ids=str)
def test_of_whom_it_is_asked(row):
    stage = None if row["stage"] == "address book" else Stage(row["stage"])
    roles = [role.strip() for role in row["roles"].split(",") if role.strip()]
    assert is_asked_of(stage, roles) == (row["asked"] == "yes")


@pytest.mark.parametrize("row", rows("readiness", "Distance"), ids=str)
def test_distance(row):
    assert bool(distance_caution(row["distance"], "Ana")) == (row["caution"] == "yes")


def test_the_line_of_command_is_a_caution_and_no_verdict():
    found = ready_for(is_in_my_line=True)
    assert (found.verdict, found.caution) == (
        "ready",
        "Ana is in your line of command: wise, but not neutral.",
    )
    assert ready_for().caution == ""
    assert distance_caution("my-line").startswith("They are")


def test_no_time_says_why_and_what_to_do():
    found = ready_for(monthly_answer="no", monthly_answer_on=TODAY)
    assert "Ana said no to meeting monthly." in found.reason
    assert "informal mentor" in found.reason


def test_the_words_of_the_conditions():
    assert "knowing their level and yours" in ready_for(rungs_above=None).reason
    assert "have not heard from each other" in reason_of("knows-me", two_way_days_in_year=0)
    assert "far from yours" in reason_of("senior", rungs_above=4)
    assert "far from yours" not in reason_of("senior", rungs_above=3)
    assert "near enough" in reason_of("senior", rungs_above=2)
    assert reason_of("senior", rungs_above=1) == "One level above you."
    assert "Say what level Ana is on" in reason_of("senior", rungs_above=None)
    assert reason_of("knows-me", two_way_days_in_year=2).endswith(
        "on two days in the last twelve months; one more would do."
    )
    unsaid = {"monthly_answer": ""}
    assert "Nothing shows yet" in reason_of("has-time", **unsaid)
    assert "not held" in reason_of("has-time", **unsaid, proposed=proposed_in("(10)"))
    assert reason_of("has-time", **unsaid, proposed=proposed_in("(1), 2, 3")).startswith(
        "Two of the last three"
    )
    assert "None of the last two" in reason_of("has-time", **unsaid, proposed=proposed_in("(1), (2)"))
    assert "since they last said no" in reason_of(
        "has-time", monthly_answer="no", monthly_answer_on=ago(9), proposed=proposed_in("1, 2")
    )


@pytest.mark.parametrize(
    ("levels", "declared", "expected"),
    [([], False, False), ([], True, True), (["clearly"], False, True), (["sometimes"], True, False),
     (["clearly", "sometimes"], True, False), (["sometimes", "clearly"], False, True)],
)  # fmt: skip
def test_cares_comes_from_evidence_or_before_any_from_the_owners_word(levels, declared, expected):
    evidence = tuple(
        Evidence(place, ago(50 - place), "What I saw.", (("helps", Seen(level)),))
        for place, level in enumerate(levels)
    )
    assessment = assessment_of(AssessmentFacts(2, evidence, declared), (), TODAY, DEFAULTS)
    assert cares_of(assessment, is_declared=declared) is expected
