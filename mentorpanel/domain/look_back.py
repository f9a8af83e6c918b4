"""Looking back: what happened, month by month and week by week, as series. Examples: docs/rules/look-back.md.

Nothing here adds up a person: favours both ways are told by month, never as a sum, a balance or a rank.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from mentorpanel.domain.names import fold
from mentorpanel.domain.panel_history import ON_THE_PANEL, PersonSpans, on_the_day
from mentorpanel.domain.words import count, people_list, start_sentence

MOST_MONTHS: Final = 36
"""Months that the page looks back; older ones have the page of their year. Our judgement."""
LEAST_MONTHS: Final = 6
"""A first week is not blown up to fill a page. Our judgement."""
SIX_DAYS: Final = timedelta(days=6)
MOST_PEOPLE: Final = 24
"""People in the calendar of weeks; our judgement."""
STAGE_WORDS: Final = {"formal-mentor": "formal mentors", "mentor": "mentors", "rapport": "in rapport"}
TALK_WORDS: Final = {"sessions": "sessions", "other": "other talks"}
GIVEN: Final[Mapping[str, str]] = {
    "favours": "favours and offers",
    "updates": "news of mine",
    "thanks": "thanks",
    "closed-loops": "told what came of it",
    "introductions": "two people connected",
}
"""What goes from me, in the order it is shown."""
RECEIVED: Final[Mapping[str, str]] = {
    "advice": "advice",
    "favours-received": "favours",
    "introductions-received": "introductions for me",
}
"""What comes to me."""


@dataclass(frozen=True, slots=True)
class Counted:
    """So many things of a kind in a month (its first day)."""

    kind: str
    month: date
    count: int


@dataclass(frozen=True, slots=True)
class Talked:
    """A week (its Monday) in which the owner and somebody talked, both ways."""

    person_id: int
    name: str
    week: date


@dataclass(frozen=True, slots=True)
class SeriesLine:
    """One line of a series: a number for each of its months."""

    key: str
    name: str
    values: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Series:
    """Numbers by month; ``summary`` says in a sentence what a picture of it shows."""

    key: str
    months: tuple[date, ...]
    lines: tuple[SeriesLine, ...]
    summary: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing happened in any month."""
        return not any(value for line in self.lines for value in line.values)


@dataclass(frozen=True, slots=True)
class PersonWeeks:
    """Somebody, with the Mondays of the weeks in which we talked."""

    person_id: int
    name: str
    weeks: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class WeekCalendar:
    """The weeks of some months, and who talked with me in which; ``others`` are people left out of the list."""

    weeks: tuple[date, ...]
    people: tuple[PersonWeeks, ...]
    others: int = 0


def month_of(day: date) -> date:
    """The first day of its month."""
    return day.replace(day=1)


def months_between(first: date, last: date) -> tuple[date, ...]:
    """The months from one day's to another's, each by its first day."""
    numbers = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    return tuple(date(number // 12, number % 12 + 1, 1) for number in numbers)


def shown_months(today: date, first: date | None) -> tuple[date, ...]:
    """From the first month of which anything is known until this one: six at least, 36 at most. Our judgement."""
    known = months_between(min(first or today, today), today)
    return (known if len(known) > LEAST_MONTHS else months_between(_back(today, LEAST_MONTHS - 1), today))[
        -MOST_MONTHS:
    ]


def months_of_year(year: int, today: date) -> tuple[date, ...]:
    """The months of a year, without those that have not begun."""
    return tuple(date(year, month, 1) for month in range(1, 13) if date(year, month, 1) <= today)


def weeks_between(first: date, last: date) -> tuple[date, ...]:
    """The Mondays of the weeks that both days and all between lie in."""
    begin = first - timedelta(days=first.weekday())
    return tuple(begin + timedelta(weeks=number) for number in range((last - begin).days // 7 + 1))


def fifty_two_weeks(day: date) -> date:
    """The Monday with which the 52 weeks begin that end with the day's own."""
    return day - timedelta(days=day.weekday(), weeks=51)


def panel_by_stage(people: Sequence[PersonSpans], months: Sequence[date], today: date) -> Series:
    """How many were on the panel in each stage at the end of each month, or today in the present one."""
    counted: dict[str, list[int]] = {stage.value: [] for stage in ON_THE_PANEL}
    for month in months:
        there = [stage for _, stage in on_the_day(people, min(_last_day(month), today))]
        for stage, values in counted.items():
            values.append(there.count(stage))
    lines = tuple(SeriesLine(stage, STAGE_WORDS[stage], tuple(values)) for stage, values in counted.items())
    first, last = (sum(line.values[place] for line in lines) if months else 0 for place in (0, -1))
    begun = start_sentence(count(first, "person", "people"))
    was = f"{begun} on the panel at first, {count(last, 'person', 'people')} at the end."
    return Series("panel", tuple(months), lines, was)


def talks_by_month(counts: Iterable[Counted], months: Sequence[date]) -> Series:
    """Days on which somebody and I talked, by month: in sessions, and otherwise."""
    lines = _lines(counts, months, TALK_WORDS)
    most = max((sum(values) for values in zip(*(line.values for line in lines), strict=True)), default=0)
    quiet = sum(not any(line.values[place] for line in lines) for place in range(len(months)))
    said = f"At most {count(most, 'talk')} in a month" + (
        f"; {count(quiet, 'month')} without one." if quiet else "; no month without one."
    )
    return Series("talks", tuple(months), lines, said)


def given_by_month(counts: Iterable[Counted], months: Sequence[date]) -> Series:
    """What went from me to others, by kind and month."""
    return _kinds("given", "From me", counts, months, GIVEN)


def received_by_month(counts: Iterable[Counted], months: Sequence[date]) -> Series:
    """What came from others to me, by kind and month."""
    return _kinds("received", "To me", counts, months, RECEIVED)


def week_calendar(
    talked: Iterable[Talked], weeks: Sequence[date], first_shown: Sequence[tuple[int, str]]
) -> WeekCalendar:
    """In which weeks we talked, by person: those of ``first_shown`` in their order, then the others by name.

    Somebody of the panel with whom there was no talk stands there with an empty line.
    """
    names: dict[int, str] = dict(first_shown)
    found: dict[int, set[date]] = {person_id: set() for person_id in names}
    known = set(weeks)
    for one in talked:
        if one.week in known:
            names.setdefault(one.person_id, one.name)
            found.setdefault(one.person_id, set()).add(one.week)
    others = sorted(found.keys() - dict(first_shown).keys(), key=lambda number: (fold(names[number]), number))
    order = [*(number for number, _ in first_shown), *others]
    shown = tuple(
        PersonWeeks(number, names[number], tuple(sorted(found[number]))) for number in order[:MOST_PEOPLE]
    )
    return WeekCalendar(tuple(weeks), shown, len(order) - len(shown))


def headline(people: Sequence[PersonSpans], talks: Series, today: date) -> str:
    """The page's first line: how long, with whom, and how many now."""
    if not people:
        return "What happened so far, and when." if not talks.is_empty else "Nothing to look back on yet."
    since = people[0].spans[0].since
    now = [one.name for one, _ in on_the_day(people, today)]
    been = start_sentence(
        f"{count(len(people), 'person has', 'people have')} been on your panel since {since:%B} {since.year}"
    )
    if not now:
        return f"{been}."
    if len(now) == len(people):
        return f"{been}, and {'is' if len(now) == 1 else 'all are'} there still."
    return f"{been}; {people_list(now, 3)} {'is' if len(now) == 1 else 'are'} there now."


def years_known(first: date | None, today: date) -> tuple[int, ...]:
    """The years of which anything is known, the newest first; always this one."""
    return tuple(range(today.year, min(first or today, today).year - 1, -1))


def _kinds(
    key: str, who: str, counts: Iterable[Counted], months: Sequence[date], words: Mapping[str, str]
) -> Series:
    lines = _lines(counts, months, words)
    there = [line.name for line in lines if any(line.values)]
    said = f"{who}: {people_list(there, 6)}." if there else f"{who}: nothing noted."
    return Series(key, tuple(months), lines, said)


def _lines(
    counts: Iterable[Counted], months: Sequence[date], words: Mapping[str, str]
) -> tuple[SeriesLine, ...]:
    found: dict[tuple[str, date], int] = {}
    for one in counts:
        place = one.kind, month_of(one.month)
        found[place] = found.get(place, 0) + one.count
    return tuple(
        SeriesLine(key, name, tuple(found.get((key, month), 0) for month in months))
        for key, name in words.items()
    )


def _back(day: date, months: int) -> date:
    number = day.year * 12 + day.month - 1 - months
    return date(number // 12, number % 12 + 1, 1)


def _last_day(month: date) -> date:
    return _back(month, -1) - timedelta(days=1)
