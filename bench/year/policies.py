"""Ways of keeping in touch that are not Today: nothing, fixed intervals, most overdue first.

The two rivals are given a sensible person. A reminder names somebody; the person writes a personal update, or with
whom they meet regularly proposes the next date where none is agreed on; then looks at the notes on that person and
does everything that is open with them: thanks, the outcome of advice, help, promises, the brief of a meeting within
a week. A formal mentor is looked at every three weeks, so that a meeting follows about monthly; an informal one
every 60 days, the rhythm that Mentorpanel starts with.
"""

from typing import Protocol

from bench.year.chance import chance
from bench.year.diary import WEEK, Page
from bench.year.world import World

REGULAR_DAYS = 21
INFORMAL_DAYS = 60
JUST_TALKED = 14
"""Whoever had anything from me, or I from them, in these days is ticked off without a word."""


class Policy(Protocol):
    """A way of keeping in touch: looked at once each working day, after what is done of one's own accord."""

    def look(self, world: World) -> None: ...


class Nothing:
    """No tool: only what is done of one's own accord."""

    def look(self, world: World) -> None:
        """Nothing to look at."""


class FixedIntervals:
    """A reminder every so many days for each person, whatever happened meanwhile; it stays until it is dealt with."""

    def __init__(self) -> None:
        self.waiting: list[int] = []

    def look(self, world: World) -> None:
        """Add the day's reminders, and deal with those that wait, the oldest first."""
        for page in world.diary.pages:
            days = interval(page)
            offset = int(days * chance(world.seed, "reminder", page.number))
            since = world.day if world.day % WEEK else world.day - 2
            fires = any((day + offset) % days == 0 for day in range(since, world.day + 1))
            if fires and page.number not in self.waiting:
                self.waiting.append(page.number)
        for number in list(self.waiting):
            if not heeds(world, "reminder", number):
                continue
            page = world.diary.pages[number]
            if world.day - page.last_exchange < JUST_TALKED or touch(world, page):
                self.waiting.remove(number)


class MostOverdue:
    """Whoever is longest overdue, by their own interval, since anything passed between us."""

    def look(self, world: World) -> None:
        """Go through those that are overdue, most of all first."""
        overdue = [page for page in world.diary.pages if _ratio(world, page) >= 1]
        for page in sorted(overdue, key=lambda page: (-_ratio(world, page), page.number)):
            if heeds(world, "reminder", page.number):
                touch(world, page)


def interval(page: Page) -> int:
    """Days between words with somebody."""
    return REGULAR_DAYS if page.is_regular else INFORMAL_DAYS


def touch(world: World, page: Page) -> bool:
    """A word to somebody, then whatever is open with them; False where the week has no time for the word."""
    if page.booked is None:
        done = world.book(page.number) if page.is_regular else world.update(page.number)
        if not done:
            return False
    for item in list(world.diary.open_items(world.day, page.number)):
        is_far = item.meeting is not None and item.kind == "brief" and item.meeting.day - world.day > WEEK
        if not is_far:
            world.do(item)
    return True


def heeds(world: World, kind: str, number: int) -> bool:
    """Whether the person acts today on that prompt; the same for every policy."""
    return chance(world.seed, "heeds", world.day, kind, number) < world.parameters.heeds


def _ratio(world: World, page: Page) -> float:
    return (world.day - page.last_exchange) / interval(page)
