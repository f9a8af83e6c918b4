"""Phases: the change from one to another, and what each asks for."""

from dataclasses import asdict
from typing import Any
from urllib.parse import quote

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from mentorpanel.domain.needs import GROUPS, NEEDS, Need, need_called, phase_name
from mentorpanel.domain.problems import Conflict, Invalid, NotFound, Problem
from mentorpanel.domain.records import Named
from mentorpanel.domain.words import people_list, start_sentence
from mentorpanel.usecases import coverage, phases
from mentorpanel.usecases.phases import PhaseChange, PhaseNeeds
from mentorpanel.web import forms
from mentorpanel.web.owner import OwnedRequest
from mentorpanel.web.panel import preview_page
from mentorpanel.web.render import render

CHANGED_PHASE = "changed-phase"
"""What the browser's session keeps for an undo: the last change of phase."""
WEIGHTS = (3, 2, 1, 0)


@require_POST
def change(request: OwnedRequest) -> HttpResponse:
    """Begin another phase, with whom to tell and who may rest."""
    asked = forms.text(request, "phase")
    how = forms.text(request, "readers") or "nobody"
    try:
        made = phases.change_phase(
            request.owner,
            phase=asked,
            note=forms.text(request, "note"),
            focus_texts=forms.lines(request, "focus") if "focus" in request.POST else None,
            readers_for_focus=forms.numbers(request, "reader") if how == "named" else how,
            resting_ids=forms.numbers(request, "rest"),
        )
    except (NotFound, Conflict):
        raise
    except Problem as problem:
        field = getattr(problem, "field", "") or "note"
        if field == "phase":
            raise
        state = coverage.panel_state(request.owner)
        return preview_page(request, state, asked, {field: problem.message}, status=422)
    request.session[CHANGED_PHASE] = asdict(made)
    rested = f" {people_list([one.name for one in made.rested])} may rest." if made.rested else ""
    said = f"{start_sentence(phase_name(made.phase))} begins. Everybody else stays where they are.{rested}"
    forms.tell(request, said, undo=reverse("phase-undo", args=[made.phase_id]))
    return redirect(reverse("panel"))


@require_POST
def undo(request: OwnedRequest, phase_id: int) -> HttpResponse:
    """The phase before goes on, as if nothing had been changed."""
    kept = request.session.get(CHANGED_PHASE)
    if not kept or kept["phase_id"] != phase_id:
        raise NotFound("There is nothing to take back.")
    rested = tuple(Named(**one) for one in kept["rested"])
    back = phases.undo_phase(request.owner, change=PhaseChange(kept["phase_id"], kept["phase"], rested))
    del request.session[CHANGED_PHASE]
    forms.tell(
        request, f"{start_sentence(phase_name(back.phase))} goes on." if back else "No phase is said again."
    )
    return redirect(reverse("panel"))


@require_http_methods(["GET", "HEAD", "POST"])
def all_phases(request: OwnedRequest) -> HttpResponse:
    """Every phase with what it asks for; a post adds one of the owner's own."""
    if request.method == "POST":
        try:
            made = phases.add_phase(
                request.owner,
                name=forms.text(request, "name"),
                like=forms.text(request, "like") or "progressing",
            )
        except (Invalid, Conflict) as problem:
            return _list(request, {"name": problem.message})
        forms.tell(request, f"{start_sentence(made.name)} is there; say what you need in it.")
        return redirect(reverse("phase", args=[made.slug]))
    return _list(request, {})


@require_http_methods(["GET", "HEAD", "POST"])
def phase(request: OwnedRequest, phase: str) -> HttpResponse:
    """How much one phase asks for each need."""
    known = phases.phase_needs(request.owner, phase=phase)
    if request.method == "POST":
        return _save(request, known)
    return _weights(request, known, {})


@require_POST
def reset(request: OwnedRequest, phase: str) -> HttpResponse:
    """A phase asks for what its template says again."""
    known = phases.reset_weights(request.owner, phase=phase)
    forms.tell(request, f"{start_sentence(known.name)} asks for what it usually does.")
    return redirect(reverse("phase", args=[known.slug]))


@require_POST
def drop(request: OwnedRequest, phase: str) -> HttpResponse:
    """Forget a phase of one's own."""
    known = phases.phase_needs(request.owner, phase=phase)
    phases.drop_phase(request.owner, phase=known.slug)
    forms.tell(request, f"{start_sentence(known.name)} is gone.")
    return redirect(reverse("phases"))


def _save(request: OwnedRequest, known: PhaseNeeds) -> HttpResponse:
    try:
        weights = {
            need.slug: weight
            for need in _needs(request, known)
            if (weight := forms.number(request, f"weight-{need.slug}", most=3)) is not None
        }
        phases.set_weights(request.owner, phase=known.slug, weights=weights)
        if forms.text(request, "need"):
            weight = forms.number(request, "need_weight", most=3)
            name = forms.text(request, "need")
            phases.add_need(
                request.owner, phase=known.slug, name=name, weight=2 if weight is None else weight
            )
    except Invalid as problem:
        return _weights(request, known, {problem.field or "need": problem.message})
    forms.tell(request, "Saved.")
    return redirect(reverse("phase", args=[known.slug]))


def _needs(request: OwnedRequest, known: PhaseNeeds) -> list[Need]:
    own = (*coverage.own_needs(request.owner), *(need.slug for need in known.needs if need.group == "own"))
    return [*NEEDS, *(need_called(slug) for slug in dict.fromkeys(own))]


def _weights(request: OwnedRequest, known: PhaseNeeds, errors: dict[str, str]) -> HttpResponse:
    weights = {need.slug: need.weight for need in known.needs}
    needs = _needs(request, known)
    musts = [need.name for need in known.needs if need.weight == WEIGHTS[0]]
    context: dict[str, Any] = {
        "known": known,
        "headline": f"{start_sentence(known.name)} asks most for {people_list(musts, most=7)}."
        if musts
        else f"{start_sentence(known.name)} has no must yet.",
        "groups": [
            (label, found)
            for slug, label in GROUPS.items()
            if (found := [one for one in needs if one.group == slug])
        ],
        "weights": weights,
        "look": f"{reverse('panel')}?phase={quote(known.slug)}",
        "errors": errors,
    }
    return render(request, "panel/phase.html", context, status=422 if errors else 200)


def _list(request: OwnedRequest, errors: dict[str, str]) -> HttpResponse:
    known = phases.phases_of(request.owner)
    past = phases.past_phases(request.owner)
    now = next((one for one in reversed(past) if one.ended_on is None), None)
    context: dict[str, Any] = {
        "headline": f"Your phase: {phase_name(now.phase)}." if now else "Which phase are you in?",
        "phases": known,
        "now": now,
        "been": {one.phase for one in past},
        "errors": errors,
        "name": forms.text(request, "name") if errors else "",
    }
    return render(request, "panel/phases.html", context, status=422 if errors else 200)
