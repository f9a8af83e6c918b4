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
from mentorpanel.usecases.person_page import PersonPage
from mentorpanel.web import forms
from mentorpanel.web.owner import OwnedRequest
from mentorpanel.web.parking import readers
from mentorpanel.web.render import render

UNSAID = "unsaid"
LEVELS = (*((str(level), word) for level, word in enumerate(LEVEL_WORDS)), (UNSAID, "as the facts suggest"))
"""What a form offers, in the order of the levels."""
LEVEL_BEFORE, KNOWN_BEFORE = "level-before", "known-before"
"""What the browser's session keeps for an undo: the last of each."""


@require_GET
def need(request: OwnedRequest, need: str) -> HttpResponse:
    """What a need means, who covers it and why, and who else could."""
    try:
        page = coverage.need_page(request.owner, need=need, profile=request.profile)
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
    _keep(request, person_id, known, back=reverse("need", args=[known.slug]))
    return redirect(reverse("need", args=[known.slug]))


@require_POST
def helps(request: OwnedRequest, person_id: int) -> HttpResponse:
    """Say how far this person helps with a need."""
    people.person(request.owner, person_id=person_id)
    known = need_of(forms.text(request, "need"), coverage.own_needs(request.owner))
    here = f"{reverse('person', args=[person_id])}#helps"
    _keep(request, person_id, known, back=here)
    return forms.go_back(request, here)


@require_POST
def undo_helps(request: OwnedRequest, person_id: int) -> HttpResponse:
    """How far they help, as it was before the last change."""
    kept = _taken(request, LEVEL_BEFORE, person_id)
    coverage.put_level_back(request.owner, person_id=person_id, need=kept["need"], level=kept["level"])
    forms.tell(request, "As it was before.")
    return redirect(kept["back"])


@require_POST
def undo_knows(request: OwnedRequest, person_id: int) -> HttpResponse:
    """Whom they know, as it was before the last change."""
    kept = _taken(request, KNOWN_BEFORE, person_id)
    for other_id, did_they in kept["others"]:
        acquaintances.know_each_other(request.owner, person_id=person_id, other_id=other_id, do_they=did_they)
    forms.tell(request, "As it was before.")
    return redirect(f"{reverse('person', args=[person_id])}#helps")


@require_POST
def knows(request: OwnedRequest, person_id: int) -> HttpResponse:
    """Say whom of the panel this person knows."""
    among = [one.id for one in readers(request) if one.id != person_id]
    before = {one.id for one in acquaintances.known_to(request.owner, person_id=person_id)}
    acquaintances.set_known(
        request.owner, person_id=person_id, other_ids=forms.numbers(request, "other"), among=among
    )
    after = {one.id for one in acquaintances.known_to(request.owner, person_id=person_id)}
    changed = [(other_id, other_id in before) for other_id in sorted(before ^ after)]
    request.session[KNOWN_BEFORE] = {"person_id": person_id, "others": changed}
    undo = reverse("person-knows-undo", args=[person_id]) if changed else ""
    forms.tell(request, "Noted who knows whom.", undo=undo)
    return redirect(f"{reverse('person', args=[person_id])}#helps")


def shown(page: PersonPage) -> dict[str, Any]:
    """What a person's page says of what they help with and whom they know."""
    own = [need_called(slug) for slug in page.own_needs]
    return {
        "helps": page.helps,
        "need_choices": [(one.slug, one.name) for one in sorted([*NEEDS, *own], key=lambda one: one.name)],
        "level_choices": LEVELS,
        "level_words": LEVEL_WORDS,
        "acquainted": page.acquainted,
        "might_know": page.on_panel,
    }


def _taken(request: OwnedRequest, name: str, person_id: int) -> dict[str, Any]:
    """What the browser's session keeps for an undo, which is forgotten by it."""
    kept = request.session.get(name)
    if not kept or kept["person_id"] != person_id:
        raise NotFound("There is nothing to take back.")
    del request.session[name]
    return dict(kept)


def _keep(request: OwnedRequest, person_id: int, known: Need, *, back: str) -> None:
    said = forms.text(request, "level")
    if said not in dict(LEVELS):
        raise Invalid("Say how far they help.", field="level")
    level = None if said == UNSAID else int(said)
    before = coverage.said_level(request.owner, person_id=person_id, need=known.slug)
    coverage.set_levels(request.owner, person_id=person_id, levels={known.slug: level})
    request.session[LEVEL_BEFORE] = {
        "person_id": person_id,
        "need": known.slug,
        "level": before,
        "back": back,
    }
    name = people.person(request.owner, person_id=person_id).name
    words = "goes by what is noted again" if level is None else f"helps {LEVEL_WORDS[level]}"
    said = f"{name}, {known.name}: {words}." if level is None else f"{name} {words} ({known.name})."
    undo = reverse("person-helps-undo", args=[person_id]) if level != before else ""
    forms.tell(request, said, undo=undo)


def _stage(known: dict[int, Any], person_id: int) -> str:
    found = known.get(person_id)
    return found.member.stage.value if found and found.member.stage else ""
