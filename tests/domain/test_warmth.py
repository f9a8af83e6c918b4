"""The tables of docs/rules/warmth.md, and that sums kept for later fade exactly."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorpanel.domain.facts import Direction, Stage, Touch, TouchpointKind
from mentorpanel.domain.rule_settings import RuleSettings
from mentorpanel.domain.warmth import half_life, summarise, warmth_of, warmth_word
from tests.domain.ties import TODAY, tie
from tests.rule_tables import rows

DEFAULTS = RuleSettings()
TOUCHES = re.compile(r"(\d+) × ([a-z]+)/([a-z-]+) @ (\d+)(?: \+ (\d+))?")


def touch(age, kind="meeting", direction="both", **more):
    return Touch(TODAY - timedelta(days=age), TouchpointKind(kind), Direction(direction), **more)


def touches_of(text):
    if text == "none":
        return []
    count, kind, direction, first, step = TOUCHES.fullmatch(text).groups()
    return [touch(int(first) + n * int(step or 0), kind, direction) for n in range(int(count))]


@pytest.mark.parametrize("row", rows("warmth", "In words"), ids=lambda row: row["what happened"])
def test_word(row):
    summary = summarise(touches_of(row["touches"]), TODAY, half_life(Stage(row["stage"]), DEFAULTS))
    person = replace(tie(row["stage"]), summary=summary)
    found = warmth_word(person, TODAY, DEFAULTS)
    assert found.verdict == row["word"], found
    assert found.reason.endswith(".")


@pytest.mark.parametrize("row", rows("warmth", "The number"), ids=str)
def test_number(row):
    touches = [touch(int(age)) for age in row["two-way"].split(",") if age]
    touches += [touch(int(age), "talk") for age in row["one-way"].split(",") if age]
    assert warmth_of(summarise(touches, TODAY, 100), TODAY, DEFAULTS) == pytest.approx(float(row["number"]))


def test_two_way_comes_first_within_a_day():
    mail, call = touch(3, "email", "from-me"), touch(3, "call", "both")
    for order in ([mail, call], [call, mail]):
        found = summarise(order, TODAY, 110)
        assert (found.one_way_sum, found.two_way_days) == (0, 1)


def test_what_is_still_to_come_is_not_seen():
    assert summarise([touch(-1), touch(-400)], TODAY, 110) == summarise([], TODAY, 110)


def test_messages_that_await_an_answer():
    mails = [touch(40, "email", "from-me"), touch(30, "email", "both"), touch(20, "email", "from-me"),
             touch(9, "email", "from-me", is_personal_update=True), touch(8, "talk", "from-me"),
             touch(7, "email", "from-me", awaits_answer=False), touch(5, "message", "from-me")]  # fmt: skip
    found = summarise(mails, TODAY, 110)
    assert found.unanswered_on == (TODAY - timedelta(days=20), TODAY - timedelta(days=5))
    assert found.last_from_me_on == TODAY - timedelta(days=5)


some_touches = st.lists(
    st.builds(
        touch, st.integers(0, 1500), st.sampled_from(list(TouchpointKind)), st.sampled_from(list(Direction))
    ),
    max_size=30,
)


@given(some_touches, st.integers(0, 400))
def test_a_summary_of_that_day_fades_to_the_same_as_one_made_today(touches, days):
    """A summary kept since ``as_of`` gives the number that a summary made today would."""
    then = TODAY - timedelta(days=days)
    kept = summarise([item for item in touches if item.on <= then], then, 110)
    fresh = summarise([item for item in touches if item.on <= then], TODAY, 110)
    assert warmth_of(kept, TODAY, DEFAULTS) == pytest.approx(warmth_of(fresh, TODAY, DEFAULTS))


@given(some_touches, st.randoms())
def test_the_order_of_touchpoints_does_not_matter(touches, random):
    mixed = list(touches)
    random.shuffle(mixed)
    assert summarise(mixed, TODAY, 180) == summarise(touches, TODAY, 180)


@given(some_touches, st.integers(0, 1500), st.integers(0, 1500))
def test_one_more_two_way_touchpoint_never_cools(touches, age, other):
    known = [*touches, touch(other)]
    before = warmth_of(summarise(known, TODAY, 110), TODAY, DEFAULTS)
    assert warmth_of(summarise([*known, touch(age)], TODAY, 110), TODAY, DEFAULTS) >= before - 1e-9
