"""One need: what it means, who covers it, who else could; and what one person helps with."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from mentorpanel.domain.need_topics import LEVEL_WORDS
from mentorpanel.domain.needs import GROUPS, NEEDS, Need, need_called, need_of, phase_name, weight_word
from mentorpanel.domain.problems import Invalid, NotFound
from mentorpanel.usecases import acquaintances, coverage, people
from mentorpanel.web import forms
from mentorpanel.web.owner import OwnedRequest
from mentorpanel.web.parking import readers
from mentorpanel.web.render import render

UNSAID = "unsaid"
LEVELS = (*((str(level), word) for level, word in enumerate(LEVEL_WORDS)), (UNSAID, "as the facts suggest"))
"""What a form offers, in the order of the levels."""


@require_GET
def need(request: OwnedRequest, need: str) -> HttpResponse:
    """What a need means, who covers it and why, and who else could."""
    try:
        page = coverage.need_page(request.owner, need=need)
    except Invalid as problem:
        raise NotFound(problem.message) from problem
    found = page.coverage
    known = {one.member.person_id: one for one in page.state.everybody}
    context: dict[str, Any] = {
        "found": found,
        "headline": found.reason,
        "group": GROUPS.get(found.need.group, ""),
        "weight": weight_word(found.need.weight),
        "phase_name": phase_name(page.state.phase_slug) if page.state.phase else "",
        "level_words": LEVEL_WORDS,
        "candidates": page.candidates,
        "stages": {one.person_id: _stage(known, one.person_id) for one in page.candidates},
        "people": readers(request),
        "levels": LEVELS,
    }
    return render(request, "panel/need.html", context)


@require_POST
def level(request: OwnedRequest, need: str) -> HttpResponse:
    """Say how far somebody helps with this need."""
    try:
        known = need_of(need, coverage.own_needs(request.owner))
    except Invalid as problem:
        raise NotFound(problem.message) from problem
    person_id = forms.number(request, "person")
    if person_id is None:
        raise Invalid("Choose somebody first.", field="person")
    _keep(request, person_id, known)
    return redirect(reverse("need", args=[known.slug]))


@require_POST
def helps(request: OwnedRequest, person_id: int) -> HttpResponse:
    """Say how far this person helps with a need."""
    people.person(request.owner, person_id=person_id)
    known = need_of(forms.text(request, "need"), coverage.own_needs(request.owner))
    _keep(request, person_id, known)
    return forms.go_back(request, f"{reverse('person', args=[person_id])}#helps")


@require_POST
def knows(request: OwnedRequest, person_id: int) -> HttpResponse:
    """Say whom of the panel this person knows."""
    among = [one.id for one in readers(request) if one.id != person_id]
    acquaintances.set_known(
        request.owner, person_id=person_id, other_ids=forms.numbers(request, "other"), among=among
    )
    forms.tell(request, "Noted who knows whom.")
    return redirect(f"{reverse('person', args=[person_id])}#helps")


def shown(request: OwnedRequest, person_id: int) -> dict[str, Any]:
    """What a person's page says of what they help with and whom they know."""
    own = [need_called(slug) for slug in coverage.own_needs(request.owner)]
    return {
        "helps": coverage.helps_with(request.owner, person_id=person_id),
        "need_choices": [(one.slug, one.name) for one in sorted([*NEEDS, *own], key=lambda one: one.name)],
        "level_choices": LEVELS,
        "level_words": LEVEL_WORDS,
        "acquainted": acquaintances.known_to(request.owner, person_id=person_id),
        "might_know": [one for one in readers(request) if one.id != person_id],
    }


def _keep(request: OwnedRequest, person_id: int, known: Need) -> None:
    said = forms.text(request, "level")
    if said not in dict(LEVELS):
        raise Invalid("Say how far they help.", field="level")
    level = None if said == UNSAID else int(said)
    coverage.set_levels(request.owner, person_id=person_id, levels={known.slug: level})
    name = people.person(request.owner, person_id=person_id).name
    words = "goes by what is noted again" if level is None else f"helps {LEVEL_WORDS[level]}"
    forms.tell(
        request, f"{name}, {known.name}: {words}." if level is None else f"{name} {words} ({known.name})."
    )


def _stage(known: dict[int, Any], person_id: int) -> str:
    found = known.get(person_id)
    return found.member.stage.value if found and found.member.stage else ""
