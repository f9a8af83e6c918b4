"""Ask: whom to ask a question, and asking them."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from mentorpanel.domain.asking_documents import USED
from mentorpanel.domain.problems import Invalid, NotFound
from mentorpanel.domain.words import count, people_list, start_sentence
from mentorpanel.usecases import ask as asking
from mentorpanel.usecases import asks, parking
from mentorpanel.web import forms
from mentorpanel.web.owner import OwnedRequest
from mentorpanel.web.render import render

NAMED_MOST = 2
LONGEST = 2_000


@require_GET
def ask(request: OwnedRequest) -> HttpResponse:
    """Who is the one for a question: typed (``q``) or parked (``parked``). ``big`` wants two who differ."""
    typed = request.GET.get("q", "").replace("\0", "").strip()[:LONGEST]
    item_id = _number(request.GET.get("parked", ""))
    big = request.GET.get("big") == "on" or None
    found = None
    if typed or item_id is not None:
        found = asking.ask(request.owner, question=typed, item_id=item_id, big=big)
    context = {
        "headline": _headline(found),
        "found": found,
        "typed": typed or (found.question if found else ""),
        "item": found.item if found else None,
        "is_big": bool(big),
        "used": start_sentence(USED[found.used]) if found else "",
    }
    return render(request, "ask/ask.html", context)


@require_POST
def agenda(request: OwnedRequest) -> HttpResponse:
    """Put the question on the agenda of their next session."""
    person_id, item_id, question = _chosen(request)
    done = asks.put_on_agenda(request.owner, person_id=person_id, item_id=item_id, question=question)
    name = done.item.person.name if done.item.person else ""
    if done.session is not None:
        undo = reverse("parked-unplan", args=[done.item.id, done.session.id])
        forms.tell(request, f"On the agenda with {done.session.person.name}.", undo=undo)
    elif done.is_new:
        forms.tell(
            request,
            f"Parked for {name}; it comes up when a session is planned.",
            undo=reverse("parked-close", args=[done.item.id]),
        )
    else:
        forms.tell(request, f"No session with them is planned yet; it waits, parked for {name}.")
    return redirect(reverse("parked-item", args=[done.item.id]))


@require_POST
def write(request: OwnedRequest) -> HttpResponse:
    """Begin the letter that asks them."""
    person_id, item_id, question = _chosen(request)
    letter = asks.write_to(request.owner, person_id=person_id, item_id=item_id, question=question)
    return redirect(reverse("letter", args=[letter.draft.id]))


@require_POST
def unplan(request: OwnedRequest, item_id: int, session_id: int) -> HttpResponse:
    """Off the agenda again."""
    parking.unplan(request.owner, item_id=item_id, session_id=session_id)
    forms.tell(request, "Off the agenda again; it stays parked.")
    return forms.go_back(request, reverse("parked-item", args=[item_id]))


def _chosen(request: OwnedRequest) -> tuple[int, int | None, str]:
    person_id = forms.number(request, "person")
    if person_id is None:
        raise Invalid("Choose the person first.", field="person")
    item_id = forms.number(request, "parked")
    question = forms.text(request, "question")[:LONGEST]
    if item_id is None and not question:
        raise Invalid("Type the question first.", field="question")
    return person_id, item_id, question


def _number(said: str) -> int | None:
    if not said:
        return None
    if not forms.WHOLE.fullmatch(said):
        raise NotFound("There is no such parked item.")
    return int(said)


def _headline(found: asking.Answer | None) -> str:
    if found is None:
        return "Type a question, and see who has said something on it."
    results = found.asked.results
    if not results:
        return "Nobody has said anything on this yet."
    names = people_list([one.name for one in results[:NAMED_MOST]], joined="or")
    if len(results) > NAMED_MOST:
        return f"Ask {names}; {count(len(results) - NAMED_MOST, 'other')} may know, too."
    return f"Ask {names}."
