"""Advice: the library, one piece, what came of it, and who has heard."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mentorpanel import clock
from mentorpanel.domain.problems import Invalid, NotFound
from mentorpanel.domain.records import AdviceRecord
from mentorpanel.usecases import advice as said
from mentorpanel.usecases import advice_library, advice_loops, people, topics
from mentorpanel.usecases.advice_library import Choice
from mentorpanel.web import forms
from mentorpanel.web.owner import OwnedRequest
from mentorpanel.web.parking import readers
from mentorpanel.web.render import render

BEFORE, REMOVED, RENAMED = "advice-before", "advice-removed", "topic-renamed"
"""What the browser's session keeps for an undo: of the last changes by number, and the last of the others."""
KEPT = 20
TOLD = {
    "trying": "You are trying it.",
    "worked": "It worked. Say below what came of it; they would love to hear.",
    "did-not": "Noted; knowing what did not work is worth as much. Say below what came of it.",
    "set-aside": "Set aside. It no longer comes back by itself.",
    "new": "Back to new.",
}


@require_GET
def library(request: OwnedRequest) -> HttpResponse:
    """Loops to close, what is being tried, side by side, and everything by topic or by person."""
    return _library(request, {}, {})


@require_POST
def note(request: OwnedRequest) -> HttpResponse:
    """Note what somebody said."""
    try:
        made = said.note_advice(
            request.owner,
            person_id=_person_of(request),
            text=forms.text(request, "text"),
            topics=(*request.POST.getlist("topic"), *forms.words(request, "topics")),
            on=forms.day(request, "on", looks_back=True),
            item_id=forms.number(request, "item"),
        )
    except Invalid as problem:
        return _library(request, request.POST.dict(), {problem.field: problem.message})
    undo = reverse("advice-delete", args=[made.id])
    forms.tell(request, f"Kept: what {made.person.name} said.", undo=undo)
    return forms.go_back(request, reverse("advice-change", args=[made.id]))


@require_http_methods(["GET", "HEAD", "POST"])
def piece(request: OwnedRequest, advice_id: int) -> HttpResponse:
    """One piece of advice: its page, and changing what is said of it."""
    errors: dict[str, str] = {}
    if request.method == "POST":
        try:
            return _change(request, advice_id)
        except Invalid as problem:
            errors = {problem.field: problem.message}
    shown = advice_library.piece(request.owner, advice_id=advice_id)
    text = shown.advice.text
    context = {
        "piece": shown,
        "one": shown.advice,
        "headline": text if len(text) < 140 else f"{text[:137]}…",
        "topics": topics.suggested(request.owner),
        "here": request.path,
        "errors": errors,
    }
    return render(request, "advice/piece.html", context, status=422 if errors else 200)


def _change(request: OwnedRequest, advice_id: int) -> HttpResponse:
    before = said.advice_record(request.owner, advice_id=advice_id)
    changed = said.change_advice(
        request.owner,
        advice_id=advice_id,
        status=forms.text(request, "status") or None,
        outcome=forms.given(request, "outcome"),
        text=forms.given(request, "text"),
        topics=forms.words(request, "topics") if "topics" in request.POST else None,
        on=forms.day(request, "on", looks_back=True),
    )
    news = (changed.status, changed.outcome) != (before.status, before.outcome)
    undo = _keep(request, before) if news else ""
    forms.tell(request, "Saved. They would love to hear what came of it." if news else "Saved.", undo=undo)
    return forms.go_back(request, reverse("advice-change", args=[advice_id]))


@require_POST
def status(request: OwnedRequest, advice_id: int) -> HttpResponse:
    """How it goes, with one press; in place where the browser can."""
    before = said.advice_record(request.owner, advice_id=advice_id)
    wanted = forms.text(request, "status")
    changed = said.change_advice(request.owner, advice_id=advice_id, status=wanted)
    undo = _keep(request, before)
    if request.headers.get("HX-Request"):
        return _row(request, changed, undo)
    forms.tell(request, TOLD[changed.status], undo=undo)
    return forms.go_back(request, reverse("advice-change", args=[advice_id]))


@require_POST
def undo(request: OwnedRequest, advice_id: int) -> HttpResponse:
    """As it stood before the last change."""
    found = said.advice_record(request.owner, advice_id=advice_id)
    before = request.session.get(BEFORE, {}).pop(str(found.id), None)
    if before is None:
        raise NotFound("There is nothing to take back.")
    request.session.modified = True
    back = said.put_back(request.owner, advice_id=advice_id, before=before)
    if request.headers.get("HX-Request"):
        return _row(request, back, "")
    forms.tell(request, "Taken back.")
    return forms.go_back(request, reverse("advice-change", args=[advice_id]))


@require_POST
def heard(request: OwnedRequest, advice_id: int) -> HttpResponse:
    """They have heard what came of it."""
    before = said.advice_record(request.owner, advice_id=advice_id)
    told = advice_loops.heard(
        request.owner, advice_id=advice_id, on=forms.day(request, "on", looks_back=True)
    )
    forms.tell(request, f"{told.person.name} has heard.", undo=_keep(request, before))
    return forms.go_back(request, reverse("advice-change", args=[advice_id]))


@require_POST
def thank(request: OwnedRequest, advice_id: int) -> HttpResponse:
    """A thank-you that tells what came of it, begun from here."""
    letter = advice_loops.begin_thanks(request.owner, advice_id=advice_id)
    return redirect(reverse("letter", args=[letter.draft.id]))


@require_POST
def delete(request: OwnedRequest, advice_id: int) -> HttpResponse:
    """It was noted by mistake."""
    request.session[REMOVED] = said.remove(request.owner, advice_id=advice_id)
    forms.tell(request, "It is gone.", undo=reverse("advice-restore"))
    return redirect(reverse("advice"))


@require_POST
def restore(request: OwnedRequest) -> HttpResponse:
    """What was deleted last is back."""
    removed = request.session.pop(REMOVED, None)
    if removed is None:
        raise NotFound("There is nothing to bring back.")
    back = said.restore(request.owner, removed=removed)
    forms.tell(request, "It is back.")
    return redirect(reverse("advice-change", args=[back.id]))


@require_POST
def rename_topic(request: OwnedRequest) -> HttpResponse:
    """A topic has another name from now on, or is joined to another."""
    was, becomes = forms.text(request, "was"), forms.text(request, "becomes")
    request.session[RENAMED] = topics.rename(request.owner, was=was, becomes=becomes).undo
    forms.tell(request, f"“{was}” is “{becomes}” everywhere.", undo=reverse("topic-back"))
    return redirect(f"{reverse('advice')}?{urlencode({'topic': becomes})}")


@require_POST
def topic_back(request: OwnedRequest) -> HttpResponse:
    """The topics as they were before the last renaming."""
    topics.put_back(request.owner, undo=request.session.pop(RENAMED, ""))
    forms.tell(request, "The topics are as they were.")
    return redirect(reverse("advice"))


def _keep(request: OwnedRequest, before: AdviceRecord) -> str:
    kept = request.session.get(BEFORE, {})
    kept.pop(str(before.id), None)
    kept[str(before.id)] = said.standing_of(before)
    request.session[BEFORE] = dict(list(kept.items())[-KEPT:])
    return reverse("advice-undo", args=[before.id])


def _row(request: OwnedRequest, one: AdviceRecord, undo_at: str) -> HttpResponse:
    context = {
        "one": one,
        "undo": undo_at,
        "here": forms.text(request, "next").partition("#")[0],
        "layout": "none",
    }
    return render(request, "advice/row.html", context)


def _person_of(request: OwnedRequest) -> int:
    name = forms.text(request, "for_name")
    person_id = people.find_person(request.owner, name=name).id if name else forms.number(request, "person")
    if person_id is None:
        raise Invalid("Say who said it.", field="person")
    return person_id


def _choice(request: OwnedRequest) -> Choice:
    given = request.GET
    person = given.get("person", "")
    return Choice(
        by="person" if given.get("by") == "person" else "topic",
        query=given.get("q", "").replace("\0", "").strip()[:200],
        status=given.get("status", "") if given.get("status") in TOLD else "",
        topic=given["topic"].replace("\0", "")[:120] if "topic" in given else None,
        person_id=int(person) if forms.WHOLE.fullmatch(person) else None,
        after=given.get("after", ""),
    )


def _library(request: OwnedRequest, values: dict[str, Any], errors: dict[str, str]) -> HttpResponse:
    choice = _choice(request)
    page = advice_library.library(request.owner, choice=choice)
    asked = {"q": choice.query, "status": choice.status}
    kept = {name: value for name, value in asked.items() if value}
    by = {"topic": "By topic", "person": "By person"}
    context: dict[str, Any] = {
        "library": page,
        "choice": choice,
        "headline": page.headline,
        "tabs": [
            (label, f"?{urlencode({'by': slug, **kept})}", slug == choice.by and not choice.is_one_list, "")
            for slug, label in by.items()
        ],
        "people": readers(request),
        "topics": [(group.name, group.name) for group in page.topics[:60]],
        "values": values or _begun(request),
        "errors": errors,
        "today": clock.today(request.zone),
        "here": request.get_full_path(),
        "next_href": f"?{urlencode({**request.GET.dict(), 'after': page.page.next})}" if page.page else "",
    }
    return render(request, "advice/list.html", context, status=422 if errors else 200)


def _begun(request: OwnedRequest) -> dict[str, str]:
    """What the form begins with where another page leads to it."""
    names = {"for": "person", "on": "on", "topics": "topics", "item": "item", "said": "text"}
    return {field: request.GET[name][:500] for name, field in names.items() if name in request.GET}
