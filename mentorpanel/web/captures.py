"""The capture box: kept in a second, from every page."""

from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from mentorpanel.domain.facts import JournalKind
from mentorpanel.usecases import journal, parking
from mentorpanel.web import forms
from mentorpanel.web.owner import OwnedRequest

JOURNAL_KINDS = frozenset(JournalKind)


@require_POST
def capture(request: OwnedRequest) -> HttpResponse:
    """Park a question, idea or insight, or write in the journal, by the kind chosen."""
    kind = forms.text(request, "kind") or "question"
    said, topics = forms.text(request, "text"), forms.words(request, "topics")
    if kind in JOURNAL_KINDS:
        entry = journal.write_entry(request.owner, text=said, kind=kind, topics=topics)
        message, undo = "Written in your journal.", reverse("journal-trash", args=[entry.id])
    else:
        item = parking.park_item(
            request.owner, text=said, kind=kind, for_name=forms.text(request, "for_name"), topics=topics
        )
        message, undo = f"Parked{_for_whom(item)}.", reverse("parked-close", args=[item.id])
    if "json" in request.headers.get("Accept", ""):
        return JsonResponse({"message": message})
    forms.tell(request, message, undo=undo)
    return forms.go_back(request, reverse("today"))


def _for_whom(item: object) -> str:
    person, asked = getattr(item, "person", None), getattr(item, "asked_name", "")
    if person:
        return f" for {person.name}"
    return f"; “{asked}” fits nobody or several, so it waits in the parking lot" if asked else ""
