"""Introductions: what is open, a path to somebody, one introduction with everything that can be done on it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mentorpanel import clock
from mentorpanel.domain.introduction_words import headline, way_of
from mentorpanel.domain.problems import Ambiguous, Invalid, NotFound
from mentorpanel.usecases import (
    introduction_letters,
    introduction_moves,
    introduction_paths,
    introduction_steps,
    introductions,
    people,
)
from mentorpanel.web import forms
from mentorpanel.web.owner import OwnedRequest
from mentorpanel.web.parking import readers
from mentorpanel.web.render import render

FIELDS = ("first", "second", "second_name", "bridge", "target", "target_name", "organisation", "why")
ASKED = ("target", "bridge", "target_name", "organisation")
GONE = "introduction-gone"
"""What the browser's session keeps for an undo: the last that was deleted."""


@require_GET
def all_introductions(request: OwnedRequest) -> HttpResponse:
    """What is open, the most pressing first; a path to somebody; who introduced whom."""
    found = introductions.every_introduction(request.owner)
    is_open = [one for one in found if one.is_open]
    mine = [(one.record, one.step) for one in is_open if one.is_mine_to_do]
    query = request.GET.get("q", "").replace("\0", "").strip()[:200]
    context = {
        "headline": headline(mine, len(is_open)),
        "open": is_open,
        "past": [one for one in found if not one.is_open],
        "query": query,
        "found": introduction_paths.find_paths(request.owner, query=query) if query else None,
        "introduced": introductions.who_introduced_whom(request.owner),
        "today": clock.today(request.zone),
    }
    return render(request, "introductions/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: OwnedRequest) -> HttpResponse:
    """Begin one: two people of mine to connect (``first``, ``second``), or somebody to be introduced to (``target``)."""
    if request.method != "POST":
        return _new(request, {name: request.GET.get(name, "").replace("\0", "")[:500] for name in FIELDS}, {})
    values = {name: forms.text(request, name) for name in FIELDS}
    values |= {name: forms.text(request, name) for name in ("is_new", "shape")}
    try:
        made = _begin(request, values)
    except Ambiguous as problem:
        return _new(request, values, {"target_name": problem.message}, candidates=problem.candidates)
    except Invalid as problem:
        return _new(request, values, {problem.field: problem.message})
    forms.tell(
        request,
        f"Begun: {made.title}. Nobody has been told anything.",
        undo=reverse("introduction-delete", args=[made.id]),
    )
    return redirect(reverse("introduction", args=[made.id]))


@require_http_methods(["GET", "HEAD", "POST"])
def introduction(request: OwnedRequest, introduction_id: int) -> HttpResponse:
    """One introduction; POST changes what it is for and whom it is about."""
    if request.method == "POST":
        changes = {name: forms.given(request, name) for name in ("why", "target_name", "organisation")}
        introductions.change_introduction(request.owner, introduction_id=introduction_id, **changes)
        forms.tell(request, "Saved.")
        return redirect(reverse("introduction", args=[introduction_id]))
    found = introductions.introduction(request.owner, introduction_id=introduction_id)
    context = {
        "one": found,
        "steps": way_of(found.record, found.step),
        "letter": introduction_letters.wanted(found.step.step),
        "today": clock.today(request.zone),
    }
    return render(request, "introductions/introduction.html", context)


@require_POST
def letter(request: OwnedRequest, introduction_id: int) -> HttpResponse:
    """The letter of the next step, begun or gone on with."""
    begun = introduction_letters.start_letter(request.owner, introduction_id=introduction_id)
    return redirect(reverse("letter", args=[begun.draft.id]))


@require_POST
def step(request: OwnedRequest, introduction_id: int, step: str) -> HttpResponse:
    """Something has happened: one press, with an undo."""
    introduction_moves.take_step(
        request.owner,
        introduction_id=introduction_id,
        step=step,
        whom=forms.text(request, "whom"),
        on=forms.day(request, "on", looks_back=True),
        text=forms.text(request, "outcome"),
    )
    said = introduction_moves.STEPS[step][1]
    forms.tell(request, said, undo=reverse("introduction-undo", args=[introduction_id]))
    return forms.go_back(request, reverse("introduction", args=[introduction_id]))


@require_POST
def undo(request: OwnedRequest, introduction_id: int) -> HttpResponse:
    """The last step is taken back."""
    introduction_steps.undo(request.owner, introduction_id=introduction_id)
    forms.tell(request, "Taken back.")
    return redirect(reverse("introduction", args=[introduction_id]))


@require_POST
def delete(request: OwnedRequest, introduction_id: int) -> HttpResponse:
    """It is deleted; people, letters and what happened stay."""
    gone = introductions.delete_introduction(request.owner, introduction_id=introduction_id)
    request.session[GONE] = gone
    forms.tell(request, "Deleted.", undo=reverse("introduction-restore", args=[introduction_id]))
    return redirect(reverse("introductions"))


@require_POST
def restore(request: OwnedRequest, introduction_id: int) -> HttpResponse:
    """The one that was deleted last is back."""
    gone = request.session.get(GONE)
    if not gone or gone["id"] != introduction_id:
        raise NotFound("There is nothing to bring back.")
    introductions.restore_introduction(request.owner, gone=gone)
    del request.session[GONE]
    forms.tell(request, "It is back.")
    return redirect(reverse("introduction", args=[introduction_id]))


def _begin(request: OwnedRequest, values: dict[str, str]) -> Any:
    if forms.text(request, "shape") == "connect":
        first = _number(values["first"], "first", "Choose the one of the two.")
        named = values["second"] or (values["second_name"] and str(_found(request, values["second_name"])))
        second = _number(named, "second", "Choose the other of the two.")
        return introductions.begin_connection(
            request.owner, first_id=first, second_id=second, why=values["why"]
        )
    return introductions.begin_request(
        request.owner,
        bridge_id=_number(values["bridge"], "bridge", "Choose whom you would ask."),
        target_id=_number(values["target"], "target", "") if values["target"] else None,
        target_name=values["target_name"],
        organisation=values["organisation"],
        why=values["why"],
        is_new=bool(values["is_new"]),
    )


def _found(request: OwnedRequest, name: str) -> int:
    try:
        return people.find_person(request.owner, name=name).id
    except NotFound as problem:
        raise Invalid(problem.message, field="second") from problem


def _number(text: str, field: str, why: str) -> int:
    if not forms.WHOLE.fullmatch(text):
        raise Invalid(why or "That is nobody here.", field=field)
    return int(text)


def _new(
    request: OwnedRequest,
    values: dict[str, str],
    errors: dict[str, str],
    *,
    candidates: list[tuple[int, str]] | None = None,
) -> HttpResponse:
    known = {
        name: people.person(request.owner, person_id=int(values[name]))
        for name in ("first", "second", "bridge", "target")
        if forms.WHOLE.fullmatch(values[name]) and name not in errors
    }
    target = known.get("target")
    context = {
        "shape": values.get("shape") or ("ask" if any(values[name] for name in ASKED) else "connect"),
        "known": known,
        "values": values,
        "errors": errors,
        "candidates": candidates or [],
        "people": readers(request),
        "found": introduction_paths.paths_to_person(request.owner, person_id=target.id) if target else None,
    }
    return render(request, "introductions/new.html", context, status=422 if errors else 200)
