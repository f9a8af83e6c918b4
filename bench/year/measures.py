"""What a year came to, in the world's own terms first, and how sure a mean over many years is."""

from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields
from itertools import pairwise
from math import sqrt
from statistics import fmean, stdev

from bench.year.diary import WEEK
from bench.year.parameters import TOPICS
from bench.year.today_policy import Facts
from bench.year.world import World

CAN_HELP = 2
WOULD_ANSWER = 0.5
T_95 = 1.96


@dataclass(frozen=True, slots=True)
class Outcome:
    """One year. Shares are 0 to 1. ``current`` is Mentorpanel's own word and comes after the world's."""

    answered: float
    """Questions that got a helpful answer within 30 days; those of the last 30 days are not counted."""
    responding: float
    """The share of mentors who would answer a plain question at the end, each free or busy as usual."""
    helped: float
    """What mentors needed or asked for and I did, per mentor and year."""
    current: float
    """Mentor-weeks in which the standing is *current*."""
    covered: float
    """Needs, by weight, with somebody who knows it well and is likelier than not to answer; mean over the weeks."""
    briefed: float
    """Meetings that were held, with the brief sent in time."""
    held: float
    """Meetings that were held, per mentor whom I meet regularly."""
    minutes: float
    """Spent a week."""
    neglect: float
    """The longest that any mentor heard nothing from me, in days."""


@dataclass(slots=True)
class Meter:
    """Looks on once a week, whatever the policy."""

    facts: Facts
    current: float = 0.0
    covered: float = 0.0
    weeks: int = 0

    def look(self, world: World) -> None:
        """The end of a week."""
        pages = world.diary.pages
        self.weeks += 1
        self.current += sum(self.facts.is_current(world, page) for page in pages) / len(pages)
        answering = [one for one in world.mentors if world.answers(one) >= WOULD_ANSWER]
        weight = sum(
            weight
            for topic, weight in enumerate(TOPICS)
            if any(one.levels[topic] >= CAN_HELP for one in answering)
        )
        self.covered += weight / sum(TOPICS)


def outcome_of(world: World, meter: Meter) -> Outcome:
    """The year's figures."""
    p, diary = world.parameters, world.diary
    asked = [one for one in diary.questions if one.day <= p.days - p.question_days]
    answered = [
        one for one in asked if one.answered_on is not None and one.answered_on - one.day <= p.question_days
    ]
    busy = p.busy_lasts_days / (p.busy_lasts_days + p.busy_every_days)
    usual = 1 - busy * (1 - p.busy_answers)
    held = [one for one in diary.meetings if one.state == "held"]
    regular = sum(1 for page in diary.pages if page.is_regular)
    panel = len(world.mentors)
    return Outcome(
        answered=len(answered) / max(1, len(asked)),
        responding=sum(world.answers(one) for one in world.mentors) * usual / panel,
        helped=world.helped / panel,
        current=meter.current / meter.weeks,
        covered=meter.covered / meter.weeks,
        briefed=sum(one.brief_on is not None for one in held) / max(1, len(held)),
        held=len(held) / regular,
        minutes=sum(diary.minutes) / max(1, len(diary.minutes)),
        neglect=float(_longest_neglect(world)),
    )


def _longest_neglect(world: World) -> int:
    longest = 0
    for page in world.diary.pages:
        written = [one.day for one in page.exchanges if one.sender != "them"]
        days = [*written, world.parameters.days]
        longest = max([longest, *(after - before for before, after in pairwise(days))])
    return longest


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean over years with its 95 % interval."""

    mean: float
    half: float

    @property
    def low(self) -> float:
        return self.mean - self.half

    @property
    def high(self) -> float:
        return self.mean + self.half


MEASURES = tuple(field.name for field in fields(Outcome))


def estimates(outcomes: Sequence[Outcome]) -> dict[str, Estimate]:
    """Every measure over the years, by name."""
    columns = zip(*(astuple(one) for one in outcomes), strict=True)
    return {name: estimate(column) for name, column in zip(MEASURES, columns, strict=True)}


def estimate(values: Sequence[float]) -> Estimate:
    """Mean and half of the 95 % interval by the normal distribution; no interval from a single year."""
    if len(values) < 2:
        return Estimate(fmean(values), 0.0)
    return Estimate(fmean(values), T_95 * stdev(values) / sqrt(len(values)))


WEEK_END = WEEK - 1
