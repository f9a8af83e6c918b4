"""The panel over time as a drawing: what stands where, and that nothing lies over something else."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

from mentorpanel.domain.panel_history import Move, PhaseSpan, by_phase, spans_of
from mentorpanel.domain.panel_map_text import width_of
from mentorpanel.domain.panel_timeline import NARROW, WIDE, Timeline, draw
from mentorpanel.domain.records import PhaseRecord

TODAY = date(2026, 11, 23)
STAGES = ("rapport", "mentor", "formal-mentor", "resting")


def drawn(many: int, width: float, *, phases: int = 3, days: int = 1500) -> Timeline:
    moves = [
        Move(number, f"Maximiliane Anastasia Wetterstrand {number}", stage, since)
        for number in range(many)
        for step, stage in enumerate(STAGES[: 1 + number % 4])
        if (since := TODAY - timedelta(days=days - number * 20 - step * 200)) <= TODAY
    ]
    begun = [TODAY - timedelta(days=days * (phases - n) // phases) for n in range(phases)]
    records = [
        PhaseRecord(n, ("early-career", "progressing", "new-team")[n % 3], "", on, end)
        for n, (on, end) in enumerate(zip(begun, [*begun[1:], None], strict=True))
    ]
    people = spans_of(moves)
    return draw(people, by_phase(people, records), TODAY, width=width)


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("many", [1, 5, 40])
def test_everything_stands_within_the_drawing_and_nothing_over_a_name(many: int, width: float) -> None:
    plot = drawn(many, width)
    assert len(plot.rows) == many and plot.width == width
    for row in plot.rows:
        end_of_name = row.x + width_of(row.name, 13)
        assert end_of_name <= width and row.top <= row.y <= row.top + row.height <= plot.bottom
        for bar in row.bars:
            assert bar.x >= 0 and bar.x + bar.width <= width + 2.5 and bar.width > 0
            assert row.top <= bar.y and bar.y + bar.height <= row.top + row.height
            assert bar.x >= end_of_name if width == WIDE else bar.y > row.y + 1
    for one, other in pairwise(plot.rows):
        assert one.top + one.height <= other.top + 0.01
    for first, second in pairwise(plot.ticks):
        assert second.x - first.x >= width_of(first.label, 11)


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("phases", [1, 4, 30])
def test_a_phase_is_told_by_its_name_or_by_its_number(phases: int, width: float) -> None:
    plot = drawn(5, width, phases=phases)
    assert len(plot.bands) == phases
    for band in plot.bands:
        assert width_of(band.label, 11) <= band.width or not band.label
        assert band.label in (band.name, str(band.number), "")
    assert {one.number for one in plot.numbered} == {
        one.number for one in plot.bands if one.label != one.name
    }


def test_bars_follow_the_days() -> None:
    moves = [
        Move(1, "Ana", "mentor", date(2026, 1, 1)),
        Move(1, "Ana", "formal-mentor", date(2026, 7, 1)),
        Move(2, "Marek", "rapport", date(2025, 11, 24)),
        Move(2, "Marek", "alumni", date(2026, 5, 1)),
    ]
    people = spans_of(moves)
    phase = PhaseSpan("transition", "", date(2026, 7, 1), None, ())
    plot = draw(people, (phase, PhaseSpan("", "", date(2025, 11, 24), date(2026, 7, 1), ())), TODAY)
    marek, ana = plot.rows
    assert [bar.stage for bar in ana.bars] == ["mentor", "formal-mentor"]
    assert ana.bars[0].x + ana.bars[0].width == pytest.approx(ana.bars[1].x)
    assert ana.bars[1].x == plot.bands[0].x and ana.bars[1].goes_on and not marek.bars[0].goes_on
    assert ana.bars[1].x + ana.bars[1].width == pytest.approx(plot.today_x)
    assert ana.words == "Ana: mentor from Jan 2026 to Jul 2026, formal mentor since Jul 2026."
    assert marek.words == "Marek: in rapport from Nov 2025 to May 2026."
    assert ana.bars[1].height > ana.bars[0].height > marek.bars[0].height, "told without colour, too"
    assert plot.summary == (
        "Two people have been on the panel since Nov 2025, 1 of them now. Phases: Transition, from Jul 2026 and on."
    )
    assert [word for _, word in plot.stages] == ["formal mentor", "mentor", "in rapport"]


def test_a_panel_of_today_and_a_name_that_turns_are_drawn() -> None:
    people = spans_of([Move(1, "Ana \u202eziuR", "mentor", TODAY)])
    plot = draw(people, by_phase(people, ()), TODAY)
    assert "\u202e" not in plot.rows[0].name + plot.rows[0].words and plot.rows[0].bars[0].width > 0
    assert draw((), (), TODAY).rows == ()
    ages = spans_of([Move(1, "Ana", "mentor", date(1950, 1, 1))])
    assert 0 < len(draw(ages, (), TODAY).ticks) < 20
