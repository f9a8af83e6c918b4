"""The tables of docs/rules/goals.md."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest

from mentorpanel.domain.goal_examples import (
    EXAMPLES,
    Step,
    due_of,
    example_named,
    steps_in,
    steps_of,
    written,
)
from mentorpanel.domain.goal_timeline import APART, ROWS, timeline_of
from mentorpanel.domain.goals import horizon_of
from mentorpanel.domain.problems import Invalid, NeedsReason
from mentorpanel.domain.rule_settings import RuleSettings
from tests.rule_tables import rows

MONDAY = date(2026, 11, 23)


def day(text):
    return date.fromisoformat(text) if text else None


@pytest.mark.parametrize("row", rows("goals", "Goals"), ids=str)
def test_horizon(row):
    def answer():
        return horizon_of(
            date.fromisoformat(row["starts"]), date.fromisoformat(row["due"]),
            has_formal_mentor=row["formal mentor"] == "yes", settings=RuleSettings(), reason=row["reason"],
        ).verdict  # fmt: skip

    if row["answer"] == "invalid":
        with pytest.raises(Invalid):
            answer()
    elif row["answer"] == "asks for a reason":
        with pytest.raises(NeedsReason, match="6 to 18 months ahead: from "):
            answer()
    else:
        assert answer() == row["answer"]


@pytest.mark.parametrize("row", rows("goals", "Milestones as one writes them"), ids=str)
def test_milestones_as_one_writes_them(row):
    (step,) = steps_in(row["line"], MONDAY)
    assert (step.text, step.due_on) == (row["milestone"], day(row["due"]))


def test_empty_lines_are_none_and_too_many_are_refused():
    assert [one.text for one in steps_in("\n one \n\n* two\n", MONDAY)] == ["one", "two"]
    with pytest.raises(Invalid, match="At most 30"):
        steps_in("\n".join(map(str, range(31))), MONDAY)


@dataclass(frozen=True)
class Milestone:
    due_on: date | None
    done_on: date | None


def test_where_milestones_stand_on_the_line():
    wanted = rows("goals", "On the way")
    steps = [Milestone(day(row["due"]), day(row["met"])) for row in wanted]
    line = timeline_of(steps, starts_on=date(2026, 1, 1), due_on=date(2026, 12, 31), today=date(2026, 7, 1))
    assert [(str(one.x), str(one.row), one.state) for one in line.marks] == [
        (row["place"], row["row"], row["state"]) for row in wanted
    ]
    assert (line.today_x, line.rows) == (179, 3)


@pytest.mark.parametrize("today", [date(2025, 12, 31), date(2027, 1, 1)])
def test_today_is_on_the_line_only_between_its_ends(today):
    line = timeline_of([], starts_on=date(2026, 1, 1), due_on=date(2026, 12, 31), today=today)
    assert line.today_x is None and line.rows == 0


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda one: one.slug)
def test_an_example_is_a_goal_that_a_formal_mentor_can_help_with(example):
    due = due_of(example, MONDAY)
    assert horizon_of(MONDAY, due, has_formal_mentor=True, settings=RuleSettings()).verdict == "within"
    steps = steps_of(example, MONDAY, due)
    assert [one.due_on for one in steps] == sorted(one.due_on for one in steps)
    assert steps[-1].due_on == due and steps[0].due_on > MONDAY + timedelta(days=14)
    assert steps_in(written(steps), MONDAY) == steps, "what the form shows is read as the same"
    assert any("manager" in one.text or "mentor" in one.text for one in steps)
    assert example.skills and example.how_known
    line = timeline_of(
        [Milestone(one.due_on, None) for one in steps], starts_on=MONDAY, due_on=due, today=MONDAY
    )
    places = [(one.x, one.row) for one in line.marks]
    assert line.rows <= ROWS and all(
        row != other or abs(x - y) >= APART
        for place, (x, row) in enumerate(places)
        for y, other in places[:place]
    )


def test_an_example_is_found_by_its_slug_or_name_and_an_unknown_one_lists_them():
    assert example_named("Moving into management") is example_named("moving-into-management")
    with pytest.raises(Invalid, match="moving-into-management, larger-scope"):
        example_named("fame")


def test_a_step_without_a_day_is_written_without_one():
    assert written([Step("Charter")]) == "Charter"
