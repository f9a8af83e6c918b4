"""They asked me: noted in a second, answered kindly, told by a letter that I send."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from mentorpanel.domain.problems import Invalid
from mentorpanel.usecases import asked
from mentorpanel.web import forms
from mentorpanel.web.giving import who
from mentorpanel.web.owner import OwnedRequest

SAID = {
    "yes": "Yes, with a day; the promise is noted. The words are ready: look them over and send them.",
    "know": "You know somebody. The words are ready and name nobody: ask the other one first.",
    "sorry": "Sorry, kindly. The words are ready: look them over and send them.",
}


@require_POST
def new(request: OwnedRequest) -> HttpResponse:
    """Somebody asked me for something."""
    made = asked.note_asked(
        request.owner,
        person_id=who(request),
        text=forms.text(request, "text"),
        on=forms.day(request, "on", looks_back=True),
    )
    undo = f"{reverse('favour-settle', args=[made.id])}?status=withdrawn"
    forms.tell(request, f"{made.person.name} asked you. It is first on Today until you answer.", undo=undo)
    return redirect(f"{reverse('give-back')}#asked-{made.id}")


@require_POST
def from_reply(request: OwnedRequest, reply_id: int) -> HttpResponse:
    """What they wrote is something they ask of me."""
    made = asked.note_reply_as_asked(request.owner, reply_id=reply_id)
    undo = f"{reverse('favour-settle', args=[made.id])}?status=withdrawn"
    forms.tell(request, f"{made.person.name} asked you. It is first on Today until you answer.", undo=undo)
    return redirect(f"{reverse('give-back')}#asked-{made.id}")


@require_POST
def answer(request: OwnedRequest, favour_id: int) -> HttpResponse:
    """One of the three answers; its letter is made ready and opened."""
    given = forms.text(request, "answer")
    if given == "know" and not forms.text(request, "person") and not forms.text(request, "who"):
        raise Invalid("Say who it is that you know.", field="who")
    done = asked.answer(
        request.owner,
        favour_id=favour_id,
        answer=given,
        by=forms.day(request, "by"),
        other_id=who(request) if given == "know" else None,
    )
    forms.tell(request, SAID[done.favour.answer], undo=reverse("asked-back", args=[favour_id]))
    if done.draft_id is None:
        return redirect(f"{reverse('give-back')}#asked-{favour_id}")
    return redirect(reverse("letter", args=[done.draft_id]))


@require_POST
def told(request: OwnedRequest, favour_id: int) -> HttpResponse:
    """They have my answer."""
    done = asked.told(request.owner, favour_id=favour_id)
    forms.tell(request, f"{done.person.name} knows.", undo=reverse("asked-untold", args=[favour_id]))
    return forms.go_back(request, reverse("give-back"))


@require_POST
def not_told(request: OwnedRequest, favour_id: int) -> HttpResponse:
    """They do not have it after all."""
    asked.not_told(request.owner, favour_id=favour_id)
    forms.tell(request, "It is open again.")
    return forms.go_back(request, reverse("give-back"))


@require_POST
def take_back(request: OwnedRequest, favour_id: int) -> HttpResponse:
    """No answer is chosen after all."""
    asked.take_back(request.owner, favour_id=favour_id)
    forms.tell(request, "No answer is chosen; it is first on Today again.")
    return redirect(f"{reverse('give-back')}#asked-{favour_id}")
