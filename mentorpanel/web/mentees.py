"""A mentee of mine: who asked me, a short note before we meet, a line back to whoever asked."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from mentorpanel.usecases import mentees, people
from mentorpanel.web import forms
from mentorpanel.web.owner import OwnedRequest


@require_POST
def take_on(request: OwnedRequest, person_id: int) -> HttpResponse:
    """I mentor them from now on."""
    known = people.person(request.owner, person_id=person_id)
    back = request.GET.get("asked_by", "")
    asked_by = int(back) if forms.WHOLE.fullmatch(back) else forms.number(request, "asked_by")
    mentees.take_on(request.owner, person_id=person_id, asked_by_id=asked_by)
    forms.tell(
        request, f"{known.name} is a mentee of yours.", undo=reverse("person-mentee-end", args=[person_id])
    )
    return forms.go_back(request, reverse("person", args=[person_id]))


@require_POST
def let_go(request: OwnedRequest, person_id: int) -> HttpResponse:
    """They are no mentee of mine any more."""
    known = people.person(request.owner, person_id=person_id)
    before = mentees.asked_by(request.owner, person_id=person_id)
    mentees.let_go(request.owner, person_id=person_id)
    undo = reverse("person-mentee", args=[person_id])
    if before is not None:
        undo = f"{undo}?asked_by={before.person.id}"
    forms.tell(request, f"{known.name} is no mentee of yours now.", undo=undo)
    return forms.go_back(request, reverse("person", args=[person_id]))


@require_POST
def line_back(request: OwnedRequest, person_id: int) -> HttpResponse:
    """How it goes, to whoever asked me to mentor them."""
    made = mentees.write_line_back(request.owner, person_id=person_id)
    return redirect(reverse("letter", args=[made.draft.id]))


@require_POST
def before_talk(request: OwnedRequest, session_id: int) -> HttpResponse:
    """A short note before we meet."""
    made = mentees.write_before_talk(request.owner, session_id=session_id)
    return redirect(reverse("letter", args=[made.draft.id]))
