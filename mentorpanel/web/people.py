"""People: the list, the board of stages, the trash, and adding somebody."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mentorpanel.domain import words
from mentorpanel.domain.problems import Invalid, NeedsReason
from mentorpanel.domain.records import Page
from mentorpanel.usecases import panel
from mentorpanel.usecases import people as knowing
from mentorpanel.web import forms, person_form
from mentorpanel.web.invitations import still_expected
from mentorpanel.web.owner import OwnedRequest
from mentorpanel.web.render import render

COLUMN_MOST = 40
CORE = ("mentor", "formal-mentor")


@require_GET
def people(request: OwnedRequest) -> HttpResponse:
    """Everyone, searched and filtered."""
    query = request.GET.get("q", "").replace("\0", "").strip()[:200]
    stage = request.GET.get("stage", "")
    scope = {"panel": "panel", "address-book": "address-book"}.get(stage, "all")
    page = knowing.list_people(
        request.owner,
        query=query,
        stage="" if stage in ("panel", "address-book") else stage,
        scope=scope,
        after=request.GET.get("after", ""),
    )
    board = knowing.board(request.owner)
    has_anyone = bool(page.results) or bool(query or stage) or any(board.values())
    context = {
        "page": page,
        "headline": _headline(board),
        "query": query,
        "stage": stage,
        "stages": [(slug, len(rows)) for slug, rows in board.items() if rows] + [("", "all others")],
        "total": len(page.results),
        "standings": panel.standings(request.owner),
        "is_trash": False,
        "has_anyone": has_anyone,
        "next_href": f"?{urlencode({'q': query, 'stage': stage, 'after': page.next})}",
    }
    return render(request, "people/list.html", context)


@require_GET
def trash(request: OwnedRequest) -> HttpResponse:
    """Who is in the trash."""
    rows = knowing.trashed(request.owner)
    context: dict[str, Any] = {
        "page": Page(rows, ""),
        "headline": "Whoever is here can be brought back." if rows else "The trash is empty.",
        "query": "",
        "stage": "",
        "stages": [],
        "is_trash": True,
        "has_anyone": True,
        "standings": {},
    }
    return render(request, "people/list.html", context)


@require_GET
def board(request: OwnedRequest) -> HttpResponse:
    """Where we stand: stages as columns."""
    found = knowing.board(request.owner)
    columns = [
        {"stage": stage, "people": rows[:COLUMN_MOST], "more": max(0, len(rows) - COLUMN_MOST)}
        for stage, rows in found.items()
    ]
    context = {"headline": _headline(found), "columns": columns, "standings": panel.standings(request.owner)}
    return render(request, "people/board.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: OwnedRequest) -> HttpResponse:
    """Add somebody."""
    if request.method == "POST":
        extra = {name: forms.text(request, name) for name in ("email", "stage")}
        try:
            values = {"name": "", **person_form.read(request)}
            since = forms.day(request, "since", looks_back=True)
            added = knowing.add_person(request.owner, **values, **extra, since=since)
        except Invalid as problem:
            errors = {problem.field: problem.message}
            context = person_form.context(request, None, request.POST.dict(), errors)
            return render(request, "people/form.html", context, status=422)
        undo = reverse("person-trash", args=[added.id])
        forms.tell(
            request,
            f"{added.name} is {'on your panel' if added.stage else 'in the address book'}.",
            undo=undo,
        )
        return redirect(reverse("person", args=[added.id]))
    return render(
        request,
        "people/form.html",
        person_form.context(request, None, {"name": request.GET.get("name", "")}, {}),
    )


@require_POST
def bulk(request: OwnedRequest) -> HttpResponse:
    """Move, tag or trash everybody who is picked."""
    ids = forms.numbers(request, "person")
    if not ids:
        raise Invalid("Pick somebody first: the boxes at the right.", field="person")
    action = forms.text(request, "do")
    counted = words.count(len(ids), "person", "people")
    if action == "trash":
        knowing.trash_people(request.owner, ids)
        said = f"{counted.capitalize()} in the trash. They can be brought back there."
        forms.tell(request, still_expected(request, said, ids))
    elif action == "tag":
        tag = forms.text(request, "tag")
        if not tag:
            raise Invalid("Write the tag first.", field="tag")
        knowing.change_tags(request.owner, ids, add=[tag])
        forms.tell(request, f"{counted.capitalize()} tagged “{tag}”.")
    else:
        _move(request, ids)
    return forms.go_back(request, reverse("people"))


def _move(request: OwnedRequest, ids: list[int]) -> None:
    stage, held_back = forms.text(request, "stage"), []
    if not stage:
        raise Invalid("Choose the stage first.", field="stage")
    for person_id in ids:
        try:
            panel.move_stage(request.owner, person_id=person_id, stage=stage)
        except NeedsReason:
            held_back.append(knowing.person(request.owner, person_id=person_id).name)
    moved = words.count(len(ids) - len(held_back), "person", "people").capitalize()
    rest = (
        f" {words.people_list(held_back)} would jump; move them on their own page, with a reason."
        if held_back
        else ""
    )
    forms.tell(request, f"{moved} moved.{rest}")


def _headline(found: dict[str, tuple[Any, ...]]) -> str:
    mentors = sum(len(found[stage]) for stage in CORE)
    others = sum(len(rows) for stage, rows in found.items() if stage not in CORE)
    if not mentors and not others:
        return "Nobody is on your panel yet. It starts with one name."
    known = f"{words.count(mentors, 'mentor').capitalize()} on your panel"
    return (
        f"{known}, and {words.count(others, 'person', 'people')} on the way or at rest."
        if others
        else f"{known}."
    )
