"""Plots: what is drawn is what the numbers say, and labels do not touch."""

import itertools
from datetime import date, timedelta

import pytest

from mentorpanel.domain import plots, plots_in_time
from mentorpanel.domain.look_back import PersonWeeks, Series, SeriesLine, WeekCalendar, months_between
from mentorpanel.domain.panel_map_text import width_of
from mentorpanel.domain.records import GoalRecord, MilestoneRecord

WIDTHS = (plots.WIDE, plots.NARROW)


def series(*values: int) -> Series:
    months = months_between(date(2024, 1, 1), date(2030, 1, 1))[: len(values)]
    return Series(
        "talks",
        months,
        (SeriesLine("sessions", "sessions", values), SeriesLine("other", "other", values[::-1])),
    )


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("values", [(0,) * 6, (1, 0, 3), (7, 2, 41), (1, 2500, 3), tuple(range(36))], ids=str)
def test_bars_are_as_high_as_the_axis_says(values, width):
    plot = plots.bar_plot(series(*values), width=width)
    low, high = plot.up[0], plot.up[-1]
    unit = (low.at - high.at) / (int(high.label) - int(low.label))
    assert 2 <= len(plot.up) <= 6 and low.at == plot.bottom
    for place, bar in enumerate(plot.bars):
        drawn = {part.key: part.height / unit for part in bar.parts}
        for line in series(*values).lines:
            assert drawn.get(line.key, 0) == pytest.approx(line.values[place], abs=0.02 * max(1, *values))
        assert sum(part.height for part in bar.parts) <= plot.bottom - 9
        assert all(plot.left <= bar.x and bar.x + bar.width <= plot.right for bar in plot.bars)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("months", [6, 12, 24, 36])
def test_labels_do_not_touch(months, width):
    weeks = tuple(date(2026, 1, 5) + timedelta(weeks=number) for number in range(months + 16))
    calendar = WeekCalendar(weeks, (PersonWeeks(1, "Ana", weeks[:2]),))
    for ticks in (
        plots.bar_plot(series(*range(months)), width=width).across,
        plots.dot_plot(series(*range(months)), width=width).across,
        plots.week_plot(calendar, width=width).across,
    ):
        edges = [
            (tick.at - width_of(tick.label, 11) / 2, tick.at + width_of(tick.label, 11) / 2) for tick in ticks
        ]
        assert all(left < right for (_, left), (right, _) in itertools.pairwise(edges)), ticks
        assert edges[0][0] >= 0 and edges[-1][1] <= width


@pytest.mark.parametrize("width", WIDTHS)
def test_a_mark_for_each_month_and_week(width):
    plot = plots.dot_plot(series(0, 1, 2, 5), width=width)
    sessions = plot.rows[0].marks
    assert [mark.words for mark in sessions] == [
        "Feb 2024: sessions, once", "Mar 2024: sessions, twice", "Apr 2024: sessions, five times"
    ]  # fmt: skip
    assert sessions[0].size < sessions[1].size < sessions[2].size
    weeks = tuple(date(2026, 1, 5) + timedelta(weeks=number) for number in range(52))
    marks = (
        plots.week_plot(WeekCalendar(weeks, (PersonWeeks(1, "Ana", weeks[3:6]),)), width=width).rows[0].marks
    )
    assert len(marks) == 3 and len({mark.size for mark in marks}) == 1
    assert all(later.x - one.x > one.size for one, later in itertools.pairwise(marks))


@pytest.mark.parametrize("width", WIDTHS)
def test_goals_lie_between_their_days(width):
    steps = (
        MilestoneRecord(1, "Loop", None, date(2026, 3, 1)),
        MilestoneRecord(2, "Charter", date(2026, 9, 1), None),
    )
    one = GoalRecord(
        1, "Lead a team", "", "", (), date(2026, 1, 1), date(2026, 12, 31), "", None, "", "", (), steps, ()
    )  # fmt: skip
    plot = plots_in_time.goal_plot([one], date(2026, 6, 1), width=width)
    line = plot.lines[0]
    assert line.begins < line.milestones[0].x < line.ends == plot.today_x < line.milestones[1].x < line.due
    assert [step.is_met for step in line.milestones] == [True, False]
    assert line.words == "Lead a team: from Jan 2026 to Dec 2026; 1 of 2 milestones met"
    assert plots_in_time.goal_plot([], date(2026, 6, 1), width=width).lines == ()
