"""Looking back: everything so far, and a year with its letter to oneself."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from mentorpanel.domain import plots, plots_in_time
from mentorpanel.domain.look_back import Series, WeekCalendar
from mentorpanel.domain.look_back_phases import NOT_KEPT
from mentorpanel.domain.look_back_year import ENDINGS
from mentorpanel.domain.problems import Invalid, NotFound
from mentorpanel.usecases import look_back as looking
from mentorpanel.usecases.look_back import LookAtYear
from mentorpanel.web import forms
from mentorpanel.web.owner import OwnedRequest
from mentorpanel.web.render import render

SIZES = (("for-wide", plots.WIDE), ("for-phone", plots.NARROW))
"""Each plot is drawn twice; the style sheet shows one."""


@require_GET
def look_back(request: OwnedRequest) -> HttpResponse:
    """What happened so far?"""
    found = looking.look_back(request.owner)
    context = {
        "found": found,
        "headline": found.headline,
        "is_december": found.on.month == 12,
        "not_kept": NOT_KEPT,
        "endings": ENDINGS,
        "plots": _plots(found.panel, found.talks, found.given, found.received, found.weeks),
        "goal_plot": [
            (where, plots_in_time.goal_plot(found.goals, found.on, width=width)) for where, width in SIZES
        ],
        "phase_plot": [
            (where, plots_in_time.phase_plot(found.phases, width=width)) for where, width in SIZES
        ],
    }
    return render(request, "look_back/page.html", context)


@require_GET
def year(request: OwnedRequest, year: int) -> HttpResponse:
    """My panel in a year, and a letter to myself."""
    return _year(request, _found(request, year))


@require_POST
def keep(request: OwnedRequest, year: int) -> HttpResponse:
    """Keep the letter in these words."""
    typed = request.POST.get("text", "")
    found = _found(request, year)
    if "text" not in request.POST:
        return _year(request, found)
    try:
        looking.keep_letter(request.owner, year=year, text=typed)
    except Invalid as problem:
        return _year(request, found, typed, problem.message)
    said = "Your letter is kept; nobody else sees it." if typed.strip() else "The letter is a draft again."
    forms.tell(request, said, undo=reverse("look-back-letter-undo", args=[year]))
    return redirect(f"{reverse('look-back-year', args=[year])}#letter")


@require_POST
def undo(request: OwnedRequest, year: int) -> HttpResponse:
    """The letter as it was before the last change."""
    _found(request, year)
    looking.undo_letter(request.owner, year=year)
    forms.tell(request, "The letter is as it was before.", undo=reverse("look-back-letter-undo", args=[year]))
    return redirect(f"{reverse('look-back-year', args=[year])}#letter")


def _found(request: OwnedRequest, year: int) -> LookAtYear:
    """A year; one that cannot be is not found."""
    try:
        return looking.look_at_year(request.owner, year=year)
    except Invalid as problem:
        raise NotFound(problem.message) from problem


def _year(request: OwnedRequest, found: LookAtYear, typed: str = "", error: str = "") -> HttpResponse:
    context: dict[str, Any] = {
        "found": found,
        "book": found.book,
        "letter": found.letter,
        "headline": found.headline,
        "typed": typed,
        "error": error,
        "endings": ENDINGS,
        "plots": _plots(found.panel, found.talks, found.given, found.received, found.weeks),
    }
    return render(request, "look_back/year.html", context, status=422 if error else 200)


def _plots(
    panel: Series, talks: Series, given: Series, received: Series, weeks: WeekCalendar
) -> dict[str, list[tuple[str, Any]]]:
    """Each plot at both sizes, by its name."""
    return {
        **{
            one.key: [(where, plots.bar_plot(one, width=width)) for where, width in SIZES]
            for one in (panel, talks)
        },
        **{
            one.key: [(where, plots.dot_plot(one, width=width)) for where, width in SIZES]
            for one in (given, received)
        },
        "weeks": [(where, plots.week_plot(weeks, width=width)) for where, width in SIZES],
    }
