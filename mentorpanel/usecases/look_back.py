"""Looking back: everything so far, or one year with its letter to oneself, in a constant number of queries."""

from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.db import transaction

from mentorpanel.domain import look_back as series
from mentorpanel.domain import look_back_year as years
from mentorpanel.domain.giving_history import history_of
from mentorpanel.domain.look_back import Counted, Series, WeekCalendar
from mentorpanel.domain.look_back_phases import MOST_PHASES, PhaseLook, phases_looked_at, present_phase
from mentorpanel.domain.look_back_year import Gave, HeldSession, YearBook
from mentorpanel.domain.panel_history import PersonSpans, on_the_day
from mentorpanel.domain.problems import Conflict
from mentorpanel.domain.records import GoalRecord, Named, PhaseRecord, ProfileRecord
from mentorpanel.storage import favours, goals, phases, year_letters
from mentorpanel.storage import look_back as stored
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import coverage, panel_history, profiles


@dataclass(frozen=True, slots=True)
class LookBack:
    """What happened so far. ``years`` are those of which anything is known, the newest first."""

    on: date
    headline: str
    years: tuple[int, ...]
    panel: Series
    talks: Series
    weeks: WeekCalendar
    given: Series
    received: Series
    phases: tuple[PhaseLook, ...]
    goals: tuple[GoalRecord, ...]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to look back on yet."""
        plots = (self.panel, self.talks, self.given, self.received)
        return not self.goals and not self.phases and all(one.is_empty for one in plots)


@dataclass(frozen=True, slots=True)
class Letter:
    """A year's letter to oneself; while it ``is_draft`` it is put together from the facts, as they are now."""

    year: int
    text: str
    is_draft: bool
    can_undo: bool


@dataclass(frozen=True, slots=True)
class LookAtYear:
    """One year, with its plots and its letter."""

    on: date
    headline: str
    years: tuple[int, ...]
    book: YearBook
    letter: Letter
    panel: Series
    talks: Series
    weeks: WeekCalendar
    given: Series
    received: Series


def look_back(owner: User) -> LookBack:
    """Everything so far, by month for the last three years at most."""
    profile = profiles.profile(owner)
    history = panel_history.panel_history(owner)
    today, first = history.on, stored.first_day(owner)
    months = series.shown_months(today, first)
    talks, counts = _counts(owner, profile, months[0], today)
    talked = series.talks_by_month(talks, months)
    return LookBack(
        on=today,
        headline=series.headline(history.people, talked, today),
        years=series.years_known(first, today),
        panel=series.panel_by_stage(history.people, months, today),
        talks=talked,
        weeks=_weeks(owner, history.people, series.fifty_two_weeks(today), today),
        given=series.given_by_month(counts, months),
        received=series.received_by_month(counts, months),
        phases=_phases(owner, profile, history.people),
        goals=goals.goals(owner, open_only=False, person_id=None),
    )


def look_at_year(owner: User, *, year: int) -> LookAtYear:
    """One year; one of which nothing is known is empty, one that cannot be is ``Invalid``."""
    years.year_of(year)
    profile = profiles.profile(owner)
    history = panel_history.panel_history(owner)
    today = history.on
    since, until = date(year, 1, 1), min(date(year, 12, 31), max(today, date(year, 1, 1)))
    months = series.months_of_year(year, today)
    talks, counts = _counts(owner, profile, since, until)
    book = _book(owner, profile, history.people, year)
    return LookAtYear(
        on=today,
        headline=years.headline(book, today),
        years=series.years_known(stored.first_day(owner), today),
        book=book,
        letter=_letter(owner, book),
        panel=series.panel_by_stage(history.people, months, today),
        talks=series.talks_by_month(talks, months),
        weeks=_weeks(owner, history.people, since, until),
        given=series.given_by_month(counts, months),
        received=series.received_by_month(counts, months),
    )


def keep_letter(owner: User, *, year: int, text: str) -> None:
    """Keep a year's letter in these words; empty goes back to the draft from the facts. It is never sent."""
    with transaction.atomic():
        year_letters.keep(owner, year=years.year_of(year), text=years.letter_text(text))


def undo_letter(owner: User, *, year: int) -> None:
    """The letter as it was before the last change; a second time, as it was after it. ``Conflict`` without one."""
    with transaction.atomic():
        if not year_letters.swap(owner, year=years.year_of(year)):
            raise Conflict(f"There is no letter of {year} to take back.")


def _counts(
    owner: User, profile: ProfileRecord, since: date, until: date
) -> tuple[list[Counted], list[Counted]]:
    zone = ZoneInfo(profile.time_zone)
    return (
        stored.talks(owner, since=since, until=until),
        stored.both_ways(owner, since=since, until=until, zone=zone),
    )


def _weeks(owner: User, people: tuple[PersonSpans, ...], since: date, until: date) -> WeekCalendar:
    """Who talked with me in which week, those who were on the panel in that time first."""
    weeks = series.weeks_between(since, until)
    there = {
        one.person_id: one.name
        for day in weeks
        for one, _ in on_the_day(people, min(day + series.SIX_DAYS, until))
    }
    now = [(one.person_id, one.name) for one, _ in on_the_day(people, until)]
    shown = [*now, *((number, name) for number, name in there.items() if (number, name) not in now)]
    return series.week_calendar(stored.weeks(owner, since=since, until=until), weeks, shown)


def _phases(owner: User, profile: ProfileRecord, people: tuple[PersonSpans, ...]) -> tuple[PhaseLook, ...]:
    known: tuple[PhaseRecord, ...] = phases.phases(owner)[-MOST_PHASES:]
    if not known:
        return ()
    now = coverage.panel_state(owner)
    members = {one.member.person_id: one.member for one in now.everybody}
    ends = sorted({one.ended_on for one in known if one.ended_on is not None})
    found = phases_looked_at(
        known,
        people,
        members,
        stored.last_talks(owner, days=ends),
        now.own_weights,
        profiles.settings_of(profile),
    )
    return (*found, present_phase(now.phase, now.coverage)) if now.phase else found


def _book(owner: User, profile: ProfileRecord, people: tuple[PersonSpans, ...], year: int) -> YearBook:
    first, last = date(year, 1, 1), date(year, 12, 31)
    zone = ZoneInfo(profile.time_zone)
    begins, ends = (datetime.combine(date(of, 1, 1), time(), zone) for of in (year, year + 1))
    ended = [
        one
        for one in goals.goals(owner, open_only=False, person_id=None)
        if one.ended_on and one.ended_on.year == year
    ]
    return YearBook(
        year=year,
        panel=years.on_the_panel_in(people, year),
        joined=years.joined_in(people, year),
        rested=years.rested_in(people, stored.rested(owner, since=first, until=last)),
        sessions=tuple(
            HeldSession(pk, Named(person_id, name), starts_at.astimezone(zone).date())
            for pk, person_id, name, starts_at in stored.sessions_held(owner, since=begins, until=ends)
        ),
        advice=stored.advice_of(owner, since=first, until=last),
        gave=_gave(owner, year, begins, ends),
        answered=stored.answered(owner, since=first, until=last),
        goals=tuple(sorted(ended, key=lambda one: (one.ended_on or last, one.id))),
    )


def _gave(owner: User, year: int, begins: datetime, ends: datetime) -> tuple[Gave, ...]:
    """What went from me in a year, the newest first: favours, news, thanks and closed loops."""
    done = favours.history(owner, since=date(year, 1, 1), until=date(year, 12, 31))
    both = history_of(done, favours.letters_sent(owner, since=begins, until=ends), ())
    found = [Gave(one.person, line) for one in both for line in one.given]
    return tuple(sorted(found, key=lambda one: (one.line.on, one.person.id), reverse=True))


def _letter(owner: User, book: YearBook) -> Letter:
    text, before = year_letters.letter(owner, year=book.year)
    is_draft = not text
    return Letter(book.year, text or years.draft_letter(book), is_draft, bool(before) or not is_draft)
