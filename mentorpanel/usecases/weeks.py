"""The week's plan: which words fit this week's minutes, and whether they stand in the calendar feed."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.db import transaction

from mentorpanel import clock
from mentorpanel.domain.calendar_feed import FeedEvent
from mentorpanel.domain.digest import SESSION_KINDS
from mentorpanel.domain.facts import Card, Stage, Tie, Touch
from mentorpanel.domain.records import ProfileRecord, SessionRecord
from mentorpanel.domain.session_clock import at_local
from mentorpanel.domain.today_facts import TieState
from mentorpanel.domain.today_values import effort_of
from mentorpanel.domain.trace_records import TraceRecord
from mentorpanel.domain.warmth import awaits_answer, half_life, summarise
from mentorpanel.domain.week_plan import A_DAY, A_WEEK, WEEKS, WeekDuty, WeekFacts, WeekPlan, week_plan
from mentorpanel.domain.week_words import touch_events
from mentorpanel.storage import owners, sessions, touchpoints, traces, weeks
from mentorpanel.storage import panel as panel_rows
from mentorpanel.storage import today as stored
from mentorpanel.storage.ownership import User
from mentorpanel.storage.weeks import WeekWishes
from mentorpanel.usecases import outreach, panel, profiles, today, today_facts
from mentorpanel.usecases.sessions import clock_of

REMEMBERS: Final = timedelta(days=1100)
"""How far back the touchpoints are read of somebody who was in touch this week; far longer than any usual rhythm."""
TOUCH_KINDS: Final = ("cadence", "propose")


@dataclass(frozen=True, slots=True)
class Week:
    """A week's plan, on a day of it; ``in_calendar`` says whether it stands in the feed."""

    plan: WeekPlan
    today: date
    in_calendar: bool


def week(owner: User, *, on: date | None = None, profile: ProfileRecord | None = None) -> Week:
    """The plan of this week, or of the week with that day. Looking writes nothing."""
    profile = profile or profiles.profile(owner)
    zone = ZoneInfo(profile.time_zone)
    now = today.moment_on(on, profile, zone)
    day = now.astimezone(zone).date()
    monday = day - timedelta(days=day.weekday())
    plan = week_plan(_facts(owner, profile, monday, now), profiles.settings_of(profile))
    return Week(plan, day, weeks.wishes(owner).in_calendar)


def put_in_calendar(owner: User, *, is_on: bool) -> WeekWishes:
    """Put the planned touches into the calendar feed, or take them out; twice is harmless."""
    with transaction.atomic():
        before = weeks.wishes(owner)
        if before.in_calendar == is_on:
            return before
        what = "week's plan in the calendar feed" if is_on else "week's plan out of the calendar feed"
        owners.note_in_audit(owner, at=clock.now(), what=what)
        return weeks.change(owner, in_calendar=is_on)


def feed_events(owner: User, profile: ProfileRecord, *, shows_names: bool) -> list[FeedEvent]:
    """This week's touches for the calendar feed; none unless the owner has said so."""
    wishes = weeks.wishes(owner)
    if not wishes.in_calendar:
        return []
    zone, plan = ZoneInfo(profile.time_zone), week(owner, profile=profile).plan
    changed_at = max(at_local(plan.monday, time(0), zone), wishes.changed_at or clock.now())
    starts = profiles.working_hours(profile).starts
    return touch_events(plan, starts, zone, changed_at=changed_at, shows_names=shows_names)


def _facts(owner: User, profile: ProfileRecord, monday: date, now: datetime) -> WeekFacts:
    zone = ZoneInfo(profile.time_zone)
    day = now.astimezone(zone).date()
    begins = at_local(monday, time(0), zone)
    booked = sessions.held_or_to_come(
        owner, since=begins, until=at_local(monday + WEEKS * A_WEEK, time(0), zone)
    )
    past = [one for one in traces.traces_for(owner, since=monday) if monday <= one.on <= day]
    states, talked = _ties(owner, profile, monday, begins, booked)
    done = {person_id: on for person_id, on in talked.items() if on <= day}
    for person_id, on in _ticked(past):
        done[person_id] = min(on, done.get(person_id, on))
    return WeekFacts(
        monday=monday,
        weekly_minutes=profile.weekly_minutes,
        weekdays=profiles.working_hours(profile).weekdays,
        ties=tuple(states),
        on_a_path=frozenset(
            one.notice.person.id for one in outreach.open_paths(owner, on=day, profile=profile)
        ),
        done=tuple(sorted(done.items())),
        duties=(*_session_duties(profile, booked), *_other_duties(owner, profile, monday, now)),
        spent_minutes=sum(
            one.minutes
            for one in past
            if one.verdict == "done" and _kind(one) not in (*TOUCH_KINDS, *SESSION_KINDS)
        ),
    )


def _ties(
    owner: User, profile: ProfileRecord, monday: date, begins: datetime, booked: Iterable[SessionRecord]
) -> tuple[list[TieState], dict[int, date]]:
    """Everybody on the panel as on Monday morning, and who was in touch since, on which day first."""
    zone = ZoneInfo(profile.time_zone)
    in_series, silent = stored.MARKED.alone(owner)
    meets: dict[int, date] = {}
    for one in booked:
        meets.setdefault(one.person.id, one.starts_at.astimezone(zone).date())
    found = panel_rows.ties(owner, today=monday, now=begins, zone=zone, but=panel.OFF_THE_PANEL)
    since = {tie.person_id: monday - REMEMBERS for tie in found if _newest(tie) >= monday}
    touches = touchpoints.touches_since(owner, since=since)
    states = []
    for now in found:
        tie = replace(now, next_session_on=meets.get(now.person_id, now.next_session_on))
        if now.person_id in since:
            tie = _as_of(tie, touches.get(now.person_id, []), monday, profile)
        states.append(
            TieState(tie, has_series=tie.person_id in in_series, do_not_contact=tie.person_id in silent)
        )
    talked = {
        person_id: min(days)
        for person_id, seen in touches.items()
        if (days := [touch.on for touch in seen if touch.on >= monday and _counts(touch)])
    }
    return states, talked


def _as_of(tie: Tie, touches: Iterable[Touch], monday: date, profile: ProfileRecord) -> Tie:
    """A tie as it was on Monday morning."""
    before = [touch for touch in touches if touch.on < monday]
    days = half_life(Stage(tie.stage), profiles.settings_of(profile))
    noted = tie.last_follow_up_on
    return replace(
        tie,
        summary=summarise(before, monday - A_DAY, days),
        last_update_on=max((touch.on for touch in before if touch.is_personal_update), default=None),
        last_follow_up_on=noted if noted is not None and noted < monday else None,
    )


def _newest(tie: Tie) -> date:
    return max((on for on in (tie.summary.last_on, tie.last_update_on) if on is not None), default=date.min)


def _counts(touch: Touch) -> bool:
    """Whether it is a word between the two: from them, between us, or one of mine that was meant for them alone."""
    return touch.is_two_way or touch.is_personal_update or awaits_answer(touch)


def _ticked(past: Iterable[TraceRecord]) -> list[tuple[int, date]]:
    """Whose card of Today was done this week."""
    return [
        (int(one.card.rpartition("-")[2]), one.on)
        for one in past
        if one.verdict == "done" and _kind(one) in TOUCH_KINDS
    ]


def _session_duties(profile: ProfileRecord, booked: Iterable[SessionRecord]) -> list[WeekDuty]:
    """A brief before each session and a thank-you after it; notes alone where I am the mentor."""
    zone, found = ZoneInfo(profile.time_zone), []
    for one in booked:
        plan, path, name = clock_of(profile, one), f"/sessions/{one.id}/", one.person.name
        if not one.i_mentor:
            prepares = plan.prepare_at.astimezone(zone).date()
            is_done = one.brief_sent_at is not None or one.held_at is not None
            found.append(WeekDuty(f"Brief for {name}", prepares, effort_of("brief", ""), path, is_done))
        title, kind = ("Notes on", "notes") if one.i_mentor else ("Thanks to", "thank")
        is_done = one.held_at is not None if one.i_mentor else one.recap_sent_at is not None
        on = plan.starts_at.astimezone(zone).date()
        found.append(WeekDuty(f"{title} {name}", on, effort_of(kind, ""), path, is_done))
    return found


def _other_duties(owner: User, profile: ProfileRecord, monday: date, now: datetime) -> list[WeekDuty]:
    """What else somebody counts on now: on the day it is due, or today where it was due before."""
    known = today_facts.gather(owner, profile, now)
    begins = at_local(monday, time(0), ZoneInfo(profile.time_zone))
    today_or_later = max(now.astimezone(ZoneInfo(profile.time_zone)).date(), monday)
    this_week = {found.id for found, _ in known.near if found.starts_at >= begins}
    return [
        WeekDuty(
            card.title,
            max(card.due or today_or_later, today_or_later),
            card.effort_minutes,
            card.action.url,
            stays=False,
        )
        for card in known.cards
        if card.is_duty and not (card.kind in SESSION_KINDS and _number(card) in this_week)
    ]


def _kind(trace: TraceRecord) -> str:
    return trace.card.rpartition("-")[0]


def _number(card: Card) -> int:
    return int(card.id.rpartition("-")[2])
