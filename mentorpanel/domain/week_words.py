"""A week's plan in words, kindly: what fits, and what would not without more minutes."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from mentorpanel.domain.calendar_feed import FeedEvent
from mentorpanel.domain.session_clock import at_local
from mentorpanel.domain.week_plan import WeekPlan
from mentorpanel.domain.wording import one_line
from mentorpanel.domain.words import count, day_with_date, number, people_list, start_sentence

NEUTRAL = "Mentorpanel: {minutes} minutes"
"""What a planned touch is called in a calendar: colleagues see calendars."""


def week_headline(plan: WeekPlan) -> str:
    """The week in one sentence."""
    still = [one for one in plan.touches if one.done_on is None]
    done = len(plan.touches) - len(still)
    if not plan.touches:
        return (
            "Nobody needs a word this week." if not plan.duties else "This week has its duties, and no more."
        )
    if not still:
        return "Everybody who was due a word this week has had it."
    minutes, who = sum(one.minutes for one in still), "person is" if len(still) == 1 else "people are"
    more = " more" if done else ""
    return start_sentence(f"{number(len(still))}{more} {who} due a word this week, {minutes} minutes in all.")


def week_lede(plan: WeekPlan, today: date) -> str:
    """Whether everybody is kept, and what would do where not."""
    if not plan.not_kept:
        return "With this, nobody goes cold in the next five weeks." if plan.touches else ""
    names = people_list(sorted({one.person_name for one in plan.not_kept}))
    first = min(one.cold_on for one in plan.not_kept)
    return (
        f"The minutes do not reach for {names}, who would go cold from {day_with_date(first, today)} on. "
        f"{start_sentence(count(plan.more_minutes, 'minute'))} more a week would do; or let somebody rest for a while."
    )


def touch_events(
    plan: WeekPlan, starts: time, zone: ZoneInfo, *, changed_at: datetime, shows_names: bool
) -> list[FeedEvent]:
    """The week's touches as entries of a calendar: from when work starts, one after another, and taking no time of yours."""
    ends: dict[date, datetime] = {}
    found = []
    for one in plan.touches:
        begins = ends.get(one.on) or at_local(one.on, starts, zone)
        ends[one.on] = begins + timedelta(minutes=one.minutes)
        named = f"A word with {one_line(one.person_name, at_most=200)}: {one.minutes} minutes"
        found.append(
            FeedEvent(
                uid=f"touch-{one.person_id}-{plan.monday.isoformat()}@mentorpanel",
                summary=named if shows_names else NEUTRAL.format(minutes=one.minutes),
                starts=begins,
                ends=ends[one.on],
                changed_at=changed_at,
                page="/week/",
                is_private=shows_names,
            )
        )
    return found


def week_document(plan: WeekPlan, *, today: date, in_calendar: bool) -> dict[str, Any]:
    """The plan for programs."""
    return {
        "week": plan.monday,
        "headline": week_headline(plan),
        "lede": week_lede(plan, today),
        "weekly_minutes": plan.weekly_minutes,
        "minutes": plan.minutes,
        "duties": [
            {"title": one.title, "on": one.on, "minutes": one.minutes, "url": one.path, "done": one.is_done}
            for one in plan.duties
        ],
        "touches": [
            {
                "person": {"id": one.person_id, "name": one.person_name},
                "on": one.on,
                "minutes": one.minutes,
                "title": one.title,
                "why": one.why,
                "done_on": one.done_on,
                "action": {"label": one.action.label, "url": one.action.url, "command": one.action.command},
            }
            for one in plan.touches
        ],
        "weeks": [
            {
                "week": one.monday,
                "duty_minutes": one.duty_minutes,
                "touch_minutes": one.touch_minutes,
                "people": one.people,
            }
            for one in plan.weeks
        ],
        "not_kept": [
            {
                "person": {"id": one.person_id, "name": one.person_name},
                "cold_on": one.cold_on,
                "minutes": one.minutes,
            }
            for one in plan.not_kept
        ],
        "more_minutes": plan.more_minutes,
        "in_calendar": in_calendar,
    }
