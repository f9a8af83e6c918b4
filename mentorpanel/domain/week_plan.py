"""Which touches fit this week's minutes, so that nobody becomes cold next month. Examples: docs/rules/week-plan.md.

The plan stands on the facts as they were when the week began: what is done in it stays in it, and nothing else moves.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from mentorpanel.domain.cadence import cadence_of
from mentorpanel.domain.facts import Action, Card, Stage, Tie
from mentorpanel.domain.rule_settings import RuleSettings
from mentorpanel.domain.today_facts import TieState
from mentorpanel.domain.today_people import PLANNED_QUIET, people_cards

WEEKS: Final = 5
"""How far the plan looks: this week and all of the next month; our judgement."""
A_WEEK: Final = timedelta(days=7)
A_DAY: Final = timedelta(days=1)
STEP_MINUTES: Final = 5
"""In which steps it is said how many minutes more would do; our judgement."""


@dataclass(frozen=True, slots=True)
class WeekDuty:
    """What somebody counts on, on its day: it goes first, whatever it takes.

    One that does not stay is gone from the facts once it is done; it takes no part in choosing days, which are to last.
    """

    title: str
    on: date
    minutes: int
    path: str
    is_done: bool = False
    stays: bool = True


@dataclass(frozen=True, slots=True)
class WeekFacts:
    """What a plan is made of. ``monday`` is the week's first day; ``ties`` are as they were on its morning.

    ``on_a_path`` have an open path of outreach, which says itself what is next. ``done`` says on which day of
    the week somebody was in touch. ``duties`` are of all five weeks; ``spent_minutes`` went into other cards.
    """

    monday: date
    weekly_minutes: int
    weekdays: tuple[int, ...]
    ties: tuple[TieState, ...] = ()
    on_a_path: frozenset[int] = frozenset()
    done: tuple[tuple[int, date], ...] = ()
    duties: tuple[WeekDuty, ...] = ()
    spent_minutes: int = 0


@dataclass(frozen=True, slots=True)
class PlannedTouch:
    """A word with one person on a day of the week; ``done_on`` once it was had."""

    person_id: int
    person_name: str
    on: date
    minutes: int
    title: str
    why: str
    action: Action
    done_on: date | None = None


@dataclass(frozen=True, slots=True)
class WeekLoad:
    """One of the five weeks: minutes of duties and of touches, and with how many people."""

    monday: date
    duty_minutes: int
    touch_minutes: int
    people: int


@dataclass(frozen=True, slots=True)
class NotKept:
    """Somebody for whom no week has the minutes before the tie is cold."""

    person_id: int
    person_name: str
    cold_on: date
    minutes: int


@dataclass(frozen=True, slots=True)
class WeekPlan:
    """The plan of a week. ``more_minutes`` a week would keep everybody; 0 where all are kept."""

    monday: date
    weekly_minutes: int
    duties: tuple[WeekDuty, ...]
    touches: tuple[PlannedTouch, ...]
    weeks: tuple[WeekLoad, ...]
    not_kept: tuple[NotKept, ...] = ()
    more_minutes: int = 0

    @property
    def minutes(self) -> int:
        """What the week takes in all."""
        return sum(one.minutes for one in self.duties) + sum(one.minutes for one in self.touches)


@dataclass(frozen=True, slots=True)
class _Need:
    """A word that becomes due within the five weeks, after one ``since``; ``cold_on`` where the tie would be cold, too."""

    state: TieState
    card: Card
    since: date
    due_on: date
    cold_on: date | None

    @property
    def latest(self) -> date | None:
        return None if self.cold_on is None else self.cold_on - A_DAY

    @property
    def became_due(self) -> date:
        return self.card.due or self.due_on

    def order(self) -> tuple[object, ...]:
        """Who would become cold goes first, the soonest before all; then by value, as Today does."""
        if self.latest is not None:
            return (0, self.latest, self.became_due, self.state.tie.person_id)
        return (1, -self.card.value, self.became_due, self.state.tie.person_id)


def week_plan(facts: WeekFacts, settings: RuleSettings) -> WeekPlan:
    """The plan: duties, then touches with a day each within the minutes. The same facts always give the same plan.

    Never over the weekly minutes, but for duties. Where the minutes do not do, it says for whom, and how many would.
    """
    end = facts.monday + WEEKS * A_WEEK
    duties = tuple(one for one in facts.duties if facts.monday <= one.on < end)
    needs = [need for state in facts.ties for need in _needs(state, end, facts, settings)]
    placed, not_kept = _placed(needs, _room(facts, duties, facts.weekly_minutes), facts)
    this_week = tuple(one for one in duties if one.on < facts.monday + A_WEEK)
    return WeekPlan(
        monday=facts.monday,
        weekly_minutes=facts.weekly_minutes,
        duties=tuple(sorted(this_week, key=lambda one: (one.on, one.title, one.path, one.minutes))),
        touches=_with_days(placed[0], this_week, facts),
        weeks=tuple(_loads(placed, duties, facts.monday)),
        not_kept=tuple(
            NotKept(
                one.state.tie.person_id,
                one.state.tie.name,
                one.cold_on or end,
                one.card.effort_minutes,
            )
            for one in not_kept
        ),
        more_minutes=_more(needs, not_kept, duties, facts),
    )


def _needs(state: TieState, end: date, facts: WeekFacts, settings: RuleSettings) -> Iterator[_Need]:
    """The words with one person that become due within the weeks, each reckoned from the one before."""
    start = facts.monday
    while (need := _next_need(state, start, end, facts, settings)) is not None:
        yield need
        start = need.due_on + A_DAY
        if (
            state.tie.stage == Stage.REACHED_OUT
            or need.card.kind == "propose"
            or need.card.state == "waiting"
        ):
            return  # then it is theirs to answer, or a session follows
        talked = replace(
            state.tie.summary, last_two_way_on=need.due_on, unanswered_on=(), last_from_me_on=None
        )
        state = replace(state, tie=replace(state.tie, summary=talked, next_session_on=None))


def _next_need(
    state: TieState, start: date, end: date, facts: WeekFacts, settings: RuleSettings
) -> _Need | None:
    due_on = _first_day(lambda day: _card(state, day, facts, settings) is not None, start, end)
    card = _card(state, due_on, facts, settings) if due_on is not None else None
    if due_on is None or card is None:
        return None
    is_quiet = state.tie.stage in PLANNED_QUIET
    cold_on = None if is_quiet else _first_day(lambda day: _is_cold(state.tie, day, settings), start, end)
    need = _Need(state, card, start, due_on, cold_on)
    # Cold already, or before anything can be done: then it is like any other, and its value says how soon.
    can_be_kept = any(_days(week, need, facts) for week in range(WEEKS))
    return need if can_be_kept else replace(need, cold_on=None)


def _card(state: TieState, day: date, facts: WeekFacts, settings: RuleSettings) -> Card | None:
    """The card that Today would have for them on that day."""
    seen = replace(state, tie=_after_session(state.tie, day))
    return next(people_cards((seen,), frozenset(), day, settings, on_a_path=facts.on_a_path), None)


def _is_cold(tie: Tie, day: date, settings: RuleSettings) -> bool:
    return cadence_of(_after_session(tie, day), day, settings).state == "cold"


def _after_session(tie: Tie, day: date) -> Tie:
    """The tie on a day to come: a session that lies before it will have been contact."""
    on = tie.next_session_on
    if on is None or on >= day:
        return tie
    talked = replace(tie.summary, last_two_way_on=on, unanswered_on=(), last_from_me_on=None)
    return replace(tie, summary=talked, next_session_on=None)


def _first_day(holds: Callable[[date], bool], start: date, end: date) -> date | None:
    """The first day on which it holds, looked for week by week: what begins within a week lasts to its end."""
    week = start
    while week < end:
        last = min(week + A_WEEK, end) - A_DAY
        if holds(last):
            days = (week + timedelta(days=number) for number in range((last - week).days + 1))
            return next(day for day in days if holds(day))
        week += A_WEEK
    return None


def _room(facts: WeekFacts, duties: Iterable[WeekDuty], weekly_minutes: int) -> list[int]:
    """The minutes that each week has left beside its duties, never negative."""
    left = [weekly_minutes] * WEEKS
    left[0] -= facts.spent_minutes
    for one in duties:
        left[_week_of(one.on, facts.monday)] -= one.minutes
    return [max(0, minutes) for minutes in left]


def _placed(
    needs: Sequence[_Need], room: list[int], facts: WeekFacts
) -> tuple[list[list[_Need]], list[_Need]]:
    """Each need in a week with room; and those who would become cold and have none."""
    weeks: list[list[_Need]] = [[] for _ in range(WEEKS)]
    not_kept = []
    for need in sorted(needs, key=_Need.order):
        week = next((one for one in _weeks_for(need, facts) if need.card.effort_minutes <= room[one]), None)
        if week is not None:
            weeks[week].append(need)
            room[week] -= need.card.effort_minutes
        elif need.latest is not None:
            not_kept.append(need)
    return weeks, not_kept


def _weeks_for(need: _Need, facts: WeekFacts) -> Iterator[int]:
    """The week in which it is due, the later ones in time, then for who would become cold the earlier ones."""
    due = _week_of(need.due_on, facts.monday)
    last = WEEKS - 1
    if need.latest is not None:
        last = _week_of(need.latest, facts.monday)
    weeks = [*range(due, last + 1)]
    if need.latest is not None:
        weeks += range(min(due - 1, last), -1, -1)
    return (week for week in weeks if _days(week, need, facts))


def _days(week: int, need: _Need, facts: WeekFacts) -> list[date]:
    """The working days of a week on which it can be: not before it is due where that is in the week, and in time."""
    monday = facts.monday + week * A_WEEK
    days = [monday + timedelta(days=number) for number in sorted(set(facts.weekdays)) or range(5)]
    in_time = [day for day in days if day >= need.since and (need.latest is None or day <= need.latest)]
    return [day for day in in_time if day >= need.due_on] or in_time


def _more(
    needs: Sequence[_Need], not_kept: Sequence[_Need], duties: Sequence[WeekDuty], facts: WeekFacts
) -> int:
    """The fewest minutes more a week, in steps of five, with which nobody would become cold for want of them."""
    more, missing = 0, list(not_kept)
    while missing and more < 24 * 60:
        more += STEP_MINUTES
        _, missing = _placed(needs, _room(facts, duties, facts.weekly_minutes + more), facts)
    return more


def _with_days(
    needs: Iterable[_Need], duties: Iterable[WeekDuty], facts: WeekFacts
) -> tuple[PlannedTouch, ...]:
    """This week's touches, each on the day with the least to do of those that it can have."""
    load: dict[date, int] = {}
    for one in duties:
        load[one.on] = load.get(one.on, 0) + one.minutes * one.stays
    done, touches = dict(facts.done), []
    for need in sorted(needs, key=lambda one: (one.latest or date.max, one.became_due, one.order())):
        days = _days(0, need, facts) or [facts.monday]
        on = min(days, key=lambda day: (load.get(day, 0), day))
        load[on] = load.get(on, 0) + need.card.effort_minutes
        person_id = need.state.tie.person_id
        touches.append(
            PlannedTouch(
                person_id=person_id,
                person_name=need.state.tie.name,
                on=on,
                minutes=need.card.effort_minutes,
                title=need.card.title,
                why=need.card.why,
                action=need.card.action,
                done_on=done.get(person_id),
            )
        )
    return tuple(sorted(touches, key=lambda one: (one.on, one.person_id)))


def _loads(placed: Sequence[Sequence[_Need]], duties: Sequence[WeekDuty], monday: date) -> Iterator[WeekLoad]:
    for number, needs in enumerate(placed):
        yield WeekLoad(
            monday=monday + number * A_WEEK,
            duty_minutes=sum(one.minutes for one in duties if _week_of(one.on, monday) == number),
            touch_minutes=sum(need.card.effort_minutes for need in needs),
            people=len({need.state.tie.person_id for need in needs}),
        )


def _week_of(day: date, monday: date) -> int:
    return min(max((day - monday).days // 7, 0), WEEKS - 1)
