"""Goals: set, follow, end."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from mentorpanel import clock
from mentorpanel.domain import goal_examples, words
from mentorpanel.domain.goal_timeline import Timeline, timeline_of
from mentorpanel.domain.problems import Invalid, NeedsReason
from mentorpanel.domain.records import GoalRecord
from mentorpanel.usecases import goals as aims
from mentorpanel.web import forms
from mentorpanel.web.owner import OwnedRequest
from mentorpanel.web.parking import readers
from mentorpanel.web.render import render


@require_GET
def goals(request: OwnedRequest) -> HttpResponse:
    """Every goal, the open ones first. ``example`` fills the form with one to begin from."""
    slug = request.GET.get("example", "")
    return _page(request, _values_of(goal_examples.example_named(slug), request) if slug else {}, {})


@require_POST
def new(request: OwnedRequest) -> HttpResponse:
    """Set a goal."""
    try:
        steps = goal_examples.steps_in(forms.text(request, "milestones"), clock.today(request.zone))
        goal = aims.set_goal(request.owner, **_fields(request), milestones=steps)
    except (Invalid, NeedsReason) as problem:
        return _page(request, _typed(request), _error_of(problem))
    forms.tell(request, f"Set: {goal.statement}")
    return redirect(reverse("goals"))


@require_POST
def change(request: OwnedRequest, goal_id: int) -> HttpResponse:
    """Change a goal; what was typed stays in its form where it cannot be so."""
    try:
        aims.change_goal(request.owner, goal_id=goal_id, **_fields(request))
    except (Invalid, NeedsReason) as problem:
        errors = {"goal_id": goal_id, **_error_of(problem)}
        return _page(request, _typed(request), errors)
    forms.tell(request, "Saved.")
    return redirect(reverse("goals"))


@require_POST
def check_in(request: OwnedRequest, goal_id: int) -> HttpResponse:
    """How it stands."""
    aims.check_in(
        request.owner,
        goal_id=goal_id,
        text=forms.text(request, "text"),
        on=forms.day(request, "on", looks_back=True),
    )
    forms.tell(request, "Noted.")
    return redirect(reverse("goals"))


@require_POST
def add_milestone(request: OwnedRequest, goal_id: int) -> HttpResponse:
    """A milestone on the way."""
    aims.add_milestone(
        request.owner, goal_id=goal_id, text=forms.text(request, "text"), due_on=forms.day(request, "due_on")
    )
    forms.tell(request, "Added.")
    return redirect(reverse("goals"))


@require_POST
def change_milestone(request: OwnedRequest, milestone_id: int) -> HttpResponse:
    """A milestone's words and date, put right."""
    aims.change_milestone(
        request.owner,
        milestone_id=milestone_id,
        text=forms.text(request, "text"),
        due_on=forms.day(request, "due_on"),
    )
    forms.tell(request, "Saved.")
    return redirect(reverse("goals"))


@require_POST
def remove_milestone(request: OwnedRequest, milestone_id: int) -> HttpResponse:
    """A milestone is none of this goal's."""
    _, removed = aims.remove_milestone(request.owner, milestone_id=milestone_id)
    forms.tell(request, "Taken out.", undo=reverse("milestone-back", args=[removed]))
    return redirect(reverse("goals"))


@require_POST
def put_back(request: OwnedRequest, removed: str) -> HttpResponse:
    """A milestone that was taken out is back."""
    aims.put_back(request.owner, removed=removed)
    forms.tell(request, "It is back.")
    return redirect(reverse("goals"))


@require_POST
def tick_milestone(request: OwnedRequest, milestone_id: int) -> HttpResponse:
    """A milestone is met, or not after all."""
    aims.tick_milestone(request.owner, milestone_id=milestone_id, done=forms.text(request, "done") != "no")
    forms.tell(request, "Noted.")
    return redirect(reverse("goals"))


@require_POST
def end(request: OwnedRequest, goal_id: int) -> HttpResponse:
    """End a goal; relationships go on."""
    goal = aims.end_goal(
        request.owner,
        goal_id=goal_id,
        ending=forms.text(request, "ending"),
        closing_note=forms.text(request, "closing_note"),
    )
    forms.tell(request, f"Ended: {goal.statement}", undo=reverse("goal-reopen", args=[goal_id]))
    return redirect(reverse("goals"))


@require_POST
def reopen(request: OwnedRequest, goal_id: int) -> HttpResponse:
    """A goal goes on after all."""
    aims.reopen_goal(request.owner, goal_id=goal_id)
    forms.tell(request, "It goes on.")
    return redirect(reverse("goals"))


def _fields(request: OwnedRequest) -> dict[str, Any]:
    due_on = forms.day(request, "due_on")
    if due_on is None:
        raise Invalid("Say by when.", field="due_on")
    return {
        "statement": forms.text(request, "statement"),
        "due_on": due_on,
        "why": forms.text(request, "why"),
        "how_known": forms.text(request, "how_known"),
        "skills": forms.words(request, "skills"),
        "person_ids": forms.numbers(request, "mentor"),
        "reason": forms.text(request, "reason"),
    }


def _typed(request: OwnedRequest) -> dict[str, Any]:
    return {**request.POST.dict(), "mentor": forms.numbers(request, "mentor")}


def _error_of(problem: Invalid | NeedsReason) -> dict[str, Any]:
    return {"reason" if isinstance(problem, NeedsReason) else problem.field: problem.message}


def _values_of(example: goal_examples.GoalExample, request: OwnedRequest) -> dict[str, Any]:
    today = clock.today(request.zone)
    due = goal_examples.due_of(example, today)
    return {
        "statement": example.statement,
        "due_on": due.isoformat(),
        "why": example.why,
        "how_known": example.how_known,
        "skills": ", ".join(example.skills),
        "milestones": goal_examples.written(goal_examples.steps_of(example, today, due)),
        "example": example.name,
    }


def _line_of(goal: GoalRecord, today: date) -> Timeline:
    return timeline_of(goal.milestones, starts_on=goal.starts_on, due_on=goal.due_on, today=today)


def _page(request: OwnedRequest, values: dict[str, Any], errors: dict[str, Any]) -> HttpResponse:
    found = aims.goals(request.owner, open_only=False)
    running = [goal for goal in found if goal.ended_on is None]
    today = clock.today(request.zone)
    context = {
        "headline": _headline(request, running),
        "goals": sorted(found, key=lambda goal: (goal.ended_on is not None, goal.due_on)),
        "timelines": {goal.id: _line_of(goal, today) for goal in found},
        "examples": goal_examples.EXAMPLES,
        "people": readers(request),
        "values": values,
        "errors": errors,
        "today": today,
    }
    return render(request, "goals/list.html", context, status=422 if errors else 200)


def _headline(request: OwnedRequest, running: list[Any]) -> str:
    if not running:
        return "No goal is running."
    first = min(running, key=lambda goal: goal.due_on)
    due = words.day_in_words(first.due_on, clock.today(request.zone))
    return (
        f"“{first.statement.rstrip('.')}” is due {due}."
        if len(running) == 1
        else (f"{words.start_sentence(words.count(len(running), 'goal'))}; the nearest is due {due}.")
    )
