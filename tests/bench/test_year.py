"""The simulated year: the same for the same seed, the world on its own, nobody beyond the week's minutes."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from bench.year.measures import MEASURES, Estimate, Outcome, estimate
from bench.year.parameters import UNCERTAIN, Parameters, varied
from bench.year.plain_ways import WAYS, Plainly
from bench.year.plots import plot_of
from bench.year.report import GOALS, figures_of, tables, verdict_of
from bench.year.run import BUDGETS, PANELS, POLICIES, compare, year
from bench.year.sensitivity import lead_of
from bench.year.today_policy import Today

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.either_database
QUARTER = replace(Parameters(), days=91)
CELL = (30, 6)


def a_year(name, seed=7, cell=CELL, parameters=QUARTER):
    return year(seed, cell, POLICIES[name](), parameters)


@pytest.mark.parametrize("name", POLICIES)
def test_the_same_seed_gives_the_same_year_and_another_one_another(name):
    assert a_year(name)[1] == a_year(name)[1]
    assert a_year(name)[1] != a_year(name, seed=8)[1]


def test_the_world_and_the_other_policies_know_nothing_of_mentorpanel():
    code = (
        "import sys; import bench.year.world, bench.year.person, bench.year.policies; "
        "print([name for name in sys.modules if name.partition('.')[0] in ('mentorpanel', 'django')])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("name", POLICIES)
def test_nobody_spends_more_than_the_week_has(name):
    world, outcome = a_year(name, cell=(30, 12))
    assert len(world.diary.minutes) == 13
    assert max(world.diary.minutes) <= 30
    assert 0 < outcome.minutes <= 30


def test_every_policy_meets_the_same_year():
    """What comes up by itself does not depend on who follows what: questions, requests, wants, busy spells."""

    def lived(name):
        world, _ = a_year(name)
        diary = world.diary
        asked = [(one.mentor, one.since) for one in diary.items if one.kind == "request"]
        wants = [(one.number, want.number) for one in world.mentors for want in one.wants]
        busy = [one.is_busy for one in world.mentors]
        return [(one.day, one.topic) for one in diary.questions], asked, wants, busy, diary.changed_on

    assert len({str(lived(name)) for name in POLICIES}) == 1


def test_every_card_that_comes_up_is_a_deed_of_the_world():
    policy = Today()
    world, _ = year(3, (60, 6), policy, replace(Parameters(), days=182))
    assert dict(policy.unknown) == {}
    assert {one.what for page in world.diary.pages for one in page.exchanges} >= {"update", "brief", "thanks"}


def test_under_today_answers_by_mail_are_thanked_for():
    policy = Today()
    world, _ = year(3, (60, 6), policy, QUARTER)
    answered = [one for one in world.diary.items if one.kind == "thanks" and one.meeting is None]
    nothing, _ = a_year("nothing", seed=3, cell=(60, 6))
    forgotten = [one for one in nothing.diary.items if one.kind == "thanks" and one.meeting is None]
    assert sum(one.is_missed for one in answered) < sum(one.is_missed for one in forgotten)
    assert not policy.facts.of(world).ties[0].has_series, "nobody has a series in that world"


@pytest.mark.parametrize("name", WAYS)
def test_a_way_with_a_single_aim_stays_within_the_week(name):
    world, _ = year(7, CELL, Plainly(name), QUARTER)
    assert max(world.diary.minutes) <= CELL[0]
    updates = sum(one.what == "update" for page in world.diary.pages for one in page.exchanges)
    alone, _ = a_year("nothing")
    assert updates > sum(one.what == "update" for page in alone.diary.pages for one in page.exchanges)


def test_a_brief_a_thank_you_and_an_update_do_good_and_silence_does_not():
    world, _ = a_year("nothing")
    warm, cold = world.mentors[0].goodwill, world.mentors[1].goodwill
    world.diary.spent = 0
    world.day += 40
    assert world.update(0)
    assert world.mentors[0].goodwill > warm
    for _ in range(60):
        world._live(world.mentors[1])
    assert world.mentors[1].goodwill < cold


@pytest.mark.parametrize(
    ("ours", "theirs", "word"),
    [
        (Estimate(0.60, 0.02), Estimate(0.55, 0.02), "better"),
        (Estimate(0.60, 0.03), Estimate(0.55, 0.03), "not told apart"),
        (Estimate(0.50, 0.02), Estimate(0.55, 0.02), "worse"),
        (Estimate(0.97, 0.01), Estimate(0.96, 0.01), "as good"),
    ],
)
def test_better_means_that_the_intervals_do_not_overlap(ours, theirs, word):
    low = Estimate(0.1, 0.01)
    found = {"nothing": {"answered": low}, "most overdue": {"answered": theirs}, "Today": {"answered": ours}}
    verdict = verdict_of(CELL, "answered", found)
    assert (verdict.word, verdict.best) == (word, "most overdue")


def test_an_interval_narrows_with_the_years():
    assert estimate([0.4]) == Estimate(0.4, 0.0)
    assert estimate([0.4, 0.6] * 50).half < estimate([0.4, 0.6] * 5).half


@pytest.mark.parametrize("name", UNCERTAIN)
def test_each_uncertain_number_can_be_varied(name):
    whole = isinstance(getattr(Parameters(), name), int)
    changed = getattr(varied(Parameters(), name, 1.5), name)
    assert changed > getattr(Parameters(), name)
    assert isinstance(changed, int) is whole


def test_tables_and_plots_show_every_cell_and_policy():
    figures = figures_of(compare([1, 2], [CELL], replace(Parameters(), days=56)))
    everywhere = {(budget, panel): figures[CELL] for budget in BUDGETS for panel in PANELS}
    text = "\n".join(tables(everywhere, 2))
    assert all(name in text for name in POLICIES)
    assert text.count("| 120 |") >= 3 * len(GOALS)
    assert set(figures[CELL]["Today"]) == set(MEASURES)
    for measure in GOALS:
        plot = plot_of(everywhere, measure)
        assert plot.startswith("<svg") and plot.count("circle") >= len(BUDGETS) * len(PANELS)


def test_a_lead_is_told_year_by_year_against_the_best_other():
    def years(*shares):
        return [Outcome(share, share, 0, 0, 0, 0, 0, 0, 0) for share in shares]

    outcomes = {
        "nothing": years(0.1, 0.2, 0.3),
        "most overdue": years(0.2, 0.6, 0.4),
        "Today": years(0.3, 0.71, 0.5),
    }
    lead = lead_of(outcomes, "answered")
    assert (lead.best, lead.word, round(lead.by.mean, 2)) == ("most overdue", "ahead", 0.1)
    assert lead_of({**outcomes, "Today": years(0.3, 0.5, 0.4)}, "answered").word == "not told apart"
