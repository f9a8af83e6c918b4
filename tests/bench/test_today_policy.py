"""What the simulated person tells Today: the minutes of its cards and no others, as the product knows them."""

from dataclasses import replace

import pytest

from bench.year.diary import WEEK
from bench.year.parameters import Parameters
from bench.year.today_policy import Today
from bench.year.world import World

pytestmark = pytest.mark.either_database
MONDAY = 29 * WEEK
NOTHING_COMES_UP = replace(
    Parameters(),
    heeds=1.0,
    questions_a_week=0.0,
    wants_a_year=0.0,
    requests_a_year=0.0,
    writes_first_days=1e9,
)


def a_monday(budget: int, **costs: int) -> World:
    """After months without a word Today has four cards: a next meeting (5 minutes), and three mentors who are cold (10 each)."""
    world = World(7, 4, budget, replace(NOTHING_COMES_UP, **costs))
    live(world, MONDAY + 1)
    assert (world.day, world.diary.spent, list(world.diary.open_items(world.day))) == (MONDAY, 0, [])
    return world


def live(world: World, days: int) -> None:
    for _ in range(days):
        world.dawn()
        world.dusk()


def sent(world: World, what: str) -> int:
    return sum(one.what == what for page in world.diary.pages for one in page.exchanges)


def test_minutes_that_were_spent_without_a_card_are_unknown_to_today():
    """Eleven of thirty minutes are left: enough for both deeds, and too few for both cards if all thirty were counted."""
    world = a_monday(30)
    assert world.pay(19)
    Today().look(world)
    assert (sent(world, "proposal"), sent(world, "update"), world.diary.spent) == (1, 1, 30)


def test_the_minutes_of_a_weeks_cards_count_until_the_week_is_over():
    """An update takes a minute here, and its card counts ten: with three cards all twenty-five are used, whatever is left."""
    world, policy = a_monday(25, minutes_update=1), Today()
    policy.look(world)
    live(world, 1)
    policy.look(world)
    assert (sent(world, "proposal"), sent(world, "update"), world.diary.spent) == (1, 2, 7)
    live(world, WEEK - 1)
    policy.look(world)
    assert sent(world, "update") == 3
