"""The parking lot: triage, assign, plan, close."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mentorpanel.domain import words
from mentorpanel.domain.problems import Invalid
from mentorpanel.domain.records import Named, ParkedRecord
from mentorpanel.usecases import asks, contrasts, parking_hints, people, resurfacing, sessions
from mentorpanel.usecases import parking as lot
from mentorpanel.web import forms
from mentorpanel.web.owner import OwnedRequest
from mentorpanel.web.render import render

FILTERS = (("Open", "open"), ("For nobody yet", "unassigned"), ("Done with", "done"))


@require_GET
def parking(request: OwnedRequest) -> HttpResponse:
    """What is parked, newest first."""
    shown = request.GET.get("show", "open")
    page = lot.parked_items(
        request.owner,
        status="done" if shown == "done" else "open",
        unassigned=shown == "unassigned",
        after=request.GET.get("after", ""),
    )
    open_count, unassigned_count = lot.open_counts(request.owner)
    counts = {"open": open_count, "unassigned": unassigned_count, "done": ""}
    context = {
        "headline": _headline(open_count, unassigned_count),
        "page": page,
        "next_href": f"?show={shown}&after={page.next}",
        "filters": [(label, f"?show={slug}", slug == shown, counts[slug]) for label, slug in FILTERS],
        "suggestions": parking_hints.suggestions(request.owner, items=page.results),
        "remembered": resurfacing.for_items(request.owner, items=page.results),
        "coming": sessions.coming_sessions(request.owner, limit=20),
        "people": readers(request),
        "has_anything": shown != "open" or bool(page.results) or _has_anything(request),
    }
    return render(request, "parking/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: OwnedRequest, item_id: int) -> HttpResponse:
    """One item: change what is said of it."""
    item = lot.parked_item(request.owner, item_id=item_id)
    errors: dict[str, str] = {}
    if request.method == "POST":
        try:
            lot.change_item(
                request.owner,
                item_id=item_id,
                text=forms.text(request, "text"),
                kind=forms.given(request, "kind"),
                topics=forms.words(request, "topics"),
                urgency=forms.given(request, "urgency"),
                answer=forms.given(request, "answer"),
            )
            forms.tell(request, "Saved.")
            return redirect(reverse("parked-item", args=[item_id]))
        except Invalid as problem:
            errors = {problem.field: problem.message}
    return render(
        request, "parking/item.html", _item_context(request, item, errors), status=422 if errors else 200
    )


@require_POST
def assign(request: OwnedRequest, item_id: int) -> HttpResponse:
    """For whom it is."""
    before = lot.parked_item(request.owner, item_id=item_id)
    name = forms.text(request, "for_name")
    person_id = people.find_person(request.owner, name=name).id if name else forms.number(request, "person")
    item = lot.assign_item(request.owner, item_id=item_id, person_id=person_id)
    forms.tell(request, f"Parked for {item.person.name}." if item.person else "Parked for nobody yet.")
    return forms.go_back(request, _list_or_item(request, before))


@require_POST
def plan(request: OwnedRequest, item_id: int) -> HttpResponse:
    """On the agenda of a session."""
    session_id = forms.number(request, "session")
    if session_id is None:
        raise Invalid("Choose the session first.", field="session")
    item = lot.plan_for_session(request.owner, item_id=item_id, session_id=session_id)
    session = sessions.session(request.owner, session_id=session_id)
    forms.tell(request, f"On the agenda with {session.person.name}.")
    return forms.go_back(request, _list_or_item(request, item))


@require_POST
def close(request: OwnedRequest, item_id: int) -> HttpResponse:
    """Done with it. Without a word of how (an undo of parking it), it is dropped."""
    status = forms.text(request, "status") or "dropped"
    lot.close_item(request.owner, item_id=item_id, status=status, answer=forms.text(request, "answer"))
    forms.tell(request, "Done with it.", undo=reverse("parked-reopen", args=[item_id]))
    return forms.go_back(request, reverse("parking"))


@require_POST
def reopen(request: OwnedRequest, item_id: int) -> HttpResponse:
    """Open again."""
    lot.reopen_item(request.owner, item_id=item_id)
    forms.tell(request, "Open again.")
    return forms.go_back(request, reverse("parked-item", args=[item_id]))


def readers(request: OwnedRequest) -> list[Named]:
    """The people of the panel by name, for a choice."""
    return list(people.panel_names(request.owner))


def _item_context(request: OwnedRequest, item: ParkedRecord, errors: dict[str, str]) -> dict[str, Any]:
    coming = sessions.coming_sessions(request.owner, limit=20)
    known = readers(request)
    if item.person and item.person.id not in {one.id for one in known}:
        known.append(item.person)
    return {
        "item": item,
        "letters": asks.letters_about(request.owner, item_id=item.id),
        "remembered": resurfacing.for_items(request.owner, items=[item]),
        "answers": contrasts.beside(request.owner, item_id=item.id)[1],
        "headline": item.text if len(item.text) < 120 else f"{item.text[:117]}…",
        "coming": coming,
        "people": known,
        "sessions": [
            sessions.session(request.owner, session_id=session_id) for session_id in item.session_ids[-5:]
        ],
        "errors": errors,
    }


def _has_anything(request: OwnedRequest) -> bool:
    return bool(lot.parked_items(request.owner, status="", limit=1).results)


def _list_or_item(request: OwnedRequest, item: ParkedRecord) -> str:
    page = reverse("parked-item", args=[item.id])
    return page if page in request.headers.get("Referer", "") else reverse("parking")


def _headline(open_count: int, unassigned: int) -> str:
    if not open_count:
        return "Nothing is parked just now."
    items = words.start_sentence(words.count(open_count, "thing"))
    verb = "is" if open_count == 1 else "are"
    if not unassigned:
        return f"{items} {verb} parked, each for somebody."
    rest = "one has" if unassigned == 1 else f"{words.number(unassigned)} have"
    return f"{items} {verb} parked; {rest} nobody to ask yet."
