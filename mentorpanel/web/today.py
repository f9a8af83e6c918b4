"""Today: the home page, and what can be done with a card."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from mentorpanel import clock
from mentorpanel.domain import words
from mentorpanel.domain.digest import NOT_SENT
from mentorpanel.domain.facts import SessionStatus
from mentorpanel.domain.recurrence import in_words
from mentorpanel.domain.session_clock import lacks_brief
from mentorpanel.domain.today_facts import DONE
from mentorpanel.usecases import today as days
from mentorpanel.web import forms
from mentorpanel.web.owner import OwnedRequest
from mentorpanel.web.render import render

NOBODY_YET = "Nobody is on your panel yet."
STEPS = ("prepare", "brief", "meet", "thank")


@require_GET
def today(request: OwnedRequest) -> HttpResponse:
    """The three lanes, the next session's clock and the week's minutes."""
    if request.profile.welcome_step != "done":
        return redirect(reverse("welcome"))
    page = days.today_page(request.owner, profile=request.profile)
    picked = page.picked
    shown = len(picked.blind_spots) + len(picked.coming_up) + len(picked.openings)
    context = {
        "today": page.on,
        "is_bare": page.is_bare,
        "headline": NOBODY_YET if page.is_bare else picked.headline,
        "coming": _coming(request, page.coming),
        "lanes": {
            "blind_spots": picked.blind_spots,
            "coming_up": picked.coming_up,
            "openings": picked.openings,
        },
        "week": {"used": page.spent_minutes, "budget": page.weekly_minutes},
        "left_out": [one for one in picked.not_shown if one.reason != DONE],
        "today_count": shown,
        "snooze_on": days.snooze_until(request.profile, page.on),
        "counts": page.counts,
    }
    return render(request, "today.html", context)


@require_POST
def done(request: OwnedRequest, card: str) -> HttpResponse:
    """A card is done."""
    found = days.done_card(request.owner, card_id=card)
    forms.tell(request, f"Done: {found.title}", undo=reverse("card-undo", args=[card]))
    return forms.go_back(request, reverse("today"))


@require_POST
def snooze(request: OwnedRequest, card: str) -> HttpResponse:
    """Not before a day."""
    found, until = days.snooze_card(request.owner, card_id=card, until=forms.day(request, "until"))
    back = words.day_in_words(until, clock.today(request.zone))
    forms.tell(request, f"Back {back}: {found.title}", undo=reverse("card-undo", args=[card]))
    return forms.go_back(request, reverse("today"))


@require_POST
def dismiss(request: OwnedRequest, card: str) -> HttpResponse:
    """Not for me, because …"""
    found = days.dismiss_card(request.owner, card_id=card, reason=forms.text(request, "reason"))
    forms.tell(request, f"Put away: {found.title}", undo=reverse("card-undo", args=[card]))
    return forms.go_back(request, reverse("today"))


@require_POST
def undo(request: OwnedRequest, card: str) -> HttpResponse:
    """Take back what was last done with a card."""
    days.undo_card(request.owner, card_id=card)
    forms.tell(request, "Taken back.")
    return forms.go_back(request, reverse("today"))


def _coming(request: OwnedRequest, found: days.NextSession | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        "session": found.session,
        "note": in_words(found.session.rrule).split(",")[0] if found.session.rrule else "",
        "steps": clock_steps(request, found),
    }


def clock_steps(request: OwnedRequest, found: days.NextSession) -> list[dict[str, str]]:
    """The clock's four steps with where each stands."""
    plan, now, zone = found.plan, clock.now(), request.zone
    at = STEPS.index(found.step) if found.step in STEPS else len(STEPS)
    late = now > plan.brief_latest_at if found.step in ("prepare", "brief") else now > plan.thanks_overdue_at
    notes = (
        words.moment_in_words(plan.prepare_at, now, zone) + (f", {plan.moved}" if plan.moved else ""),
        f"due {words.moment_in_words(plan.brief_due_at, now, zone)}",
        words.moment_in_words(plan.starts_at, now, zone),
        f"by {words.moment_in_words(plan.thanks_due_at, now, zone)}",
    )
    names: tuple[str, ...] = STEPS
    is_without = lacks_brief(SessionStatus(found.session.status), i_mentor=found.session.i_mentor) and at > 1
    if is_without:
        notes = (notes[0], NOT_SENT, *notes[2:])
    if found.session.i_mentor:
        late, names = False, ("prepare", "a note", "meet", "write down")
        notes = (notes[0], "if you like", notes[2], "the same day")
    states = ["done" if index < at else "todo" for index in range(len(names))]
    if is_without:
        states[1] = "todo"
    if at < len(names):
        states[at] = "late" if late else "now"
    return [
        {"name": name.capitalize(), "state": state, "note": note}
        for name, state, note in zip(names, states, notes, strict=True)
    ]
