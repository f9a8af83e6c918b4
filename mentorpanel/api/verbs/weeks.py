"""The week's plan."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI

from mentorpanel.api import answers
from mentorpanel.api.bearer import READS, WRITES, owner_of
from mentorpanel.api.payloads import Day, Flag, Given, PersonLink, Shown
from mentorpanel.api.resources import POSTED, Document, refusals
from mentorpanel.api.views import Action
from mentorpanel.domain.week_words import week_document
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import weeks

TAGS = ["week"]


class Duty(Shown):
    """What somebody counts on, on its day."""

    title: str
    on: date
    minutes: int
    url: str
    done: bool


class PlannedTouch(Shown):
    """A word with one person. `done_on`: when it was had, null while it is open."""

    person: PersonLink
    on: date
    minutes: int
    title: str
    why: str
    done_on: date | None
    action: Action


class WeekLoad(Shown):
    """One of the five weeks from this one on, by its Monday."""

    week: date
    duty_minutes: int
    touch_minutes: int
    people: int


class NotKept(Shown):
    """Somebody for whom the minutes do not reach before the tie is cold."""

    person: PersonLink
    cold_on: date
    minutes: int


class WeekPlan(Shown):
    """Duties first, then words with people within the weekly minutes. `more_minutes` a week would keep everybody."""

    week: date
    headline: str
    lede: str
    weekly_minutes: int
    minutes: int
    duties: list[Duty]
    touches: list[PlannedTouch]
    weeks: list[WeekLoad]
    not_kept: list[NotKept]
    more_minutes: int
    in_calendar: bool


class WeekChange(Given):
    """Whether the plan stands in the calendar feed."""

    in_calendar: Flag


def install(api: NinjaAPI) -> None:
    """The plan, and its switch."""

    @api.get(
        "/week",
        response={200: WeekPlan, **refusals(401, 422)},
        auth=READS,
        tags=TAGS,
        summary="The week's plan",
    )
    def read(request: HttpRequest, on: Day | None = None) -> HttpResponse:
        """Of this week, or of the one with that day. What is done in it stays in it."""
        return answers.answer(answers.body_of(WeekPlan, _document(owner_of(request), on)))

    @api.patch(
        "/week",
        response={200: WeekPlan, **POSTED},
        auth=WRITES,
        tags=TAGS,
        summary="Put it into the calendar",
    )
    def change(request: HttpRequest, payload: WeekChange) -> HttpResponse:
        """The calendar feed has the planned words as short entries without names, or has them no longer."""
        owner = owner_of(request)
        weeks.put_in_calendar(owner, is_on=payload.in_calendar)
        return answers.answer(answers.body_of(WeekPlan, _document(owner, None)))


def _document(owner: User, on: date | None) -> Document:
    found = weeks.week(owner, on=on)
    return week_document(found.plan, today=found.today, in_calendar=found.in_calendar)
