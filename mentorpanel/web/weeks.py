"""The week's plan as a page, and the switch that puts it into the calendar."""

from datetime import date, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from mentorpanel.domain.week_plan import WeekPlan
from mentorpanel.domain.week_words import week_headline, week_lede
from mentorpanel.usecases import weeks
from mentorpanel.web import forms
from mentorpanel.web.owner import OwnedRequest
from mentorpanel.web.render import render


@require_GET
def week(request: OwnedRequest) -> HttpResponse:
    """What fits this week, day by day, and the four weeks after it."""
    found = weeks.week(request.owner, profile=request.profile)
    plan, today = found.plan, found.today
    context = {
        "headline": week_headline(plan),
        "lede": week_lede(plan, today),
        "plan": plan,
        "days": _days(plan, today),
        "ahead": [{"label": _label(one.monday), "load": one} for one in plan.weeks],
        "has_ahead": any(one.duty_minutes or one.people for one in plan.weeks),
        "in_calendar": found.in_calendar,
        "today": today,
    }
    return render(request, "week.html", context)


@require_POST
def in_calendar(request: OwnedRequest) -> HttpResponse:
    """Put the plan into the calendar feed, or take it out."""
    is_on = forms.text(request, "to") == "on"
    weeks.put_in_calendar(request.owner, is_on=is_on)
    said = "Your calendar feed has them from its next look on." if is_on else "Out of your calendar feed."
    forms.tell(request, said)
    return redirect(f"{reverse('week')}#calendar")


def _days(plan: WeekPlan, today: date) -> list[dict[str, Any]]:
    """The days of the week that have something."""
    days = [plan.monday + timedelta(days=number) for number in range(7)]
    found = [
        {
            "on": day,
            "name": f"{day:%A}",
            "is_today": day == today,
            "is_over": day < today,
            "duties": [one for one in plan.duties if one.on == day],
            "touches": [one for one in plan.touches if one.on == day],
        }
        for day in days
    ]
    return [one for one in found if one["duties"] or one["touches"]]


def _label(monday: date) -> str:
    return f"{monday.day} {monday:%B}"
