"""Give back: who needs what, who offers what, who could help whom, and what goes both ways."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from mentorpanel import clock
from mentorpanel.domain import words
from mentorpanel.domain.facts import Role
from mentorpanel.domain.favour_records import KIND_WORDS, WantRecord
from mentorpanel.domain.problems import Ambiguous, Invalid, NotFound
from mentorpanel.usecases import favours as noting
from mentorpanel.usecases import giving, people, wants
from mentorpanel.usecases.giving import GivingPage
from mentorpanel.usecases.person_page import PersonPage
from mentorpanel.web import forms
from mentorpanel.web.owner import OwnedRequest
from mentorpanel.web.parking import readers
from mentorpanel.web.render import render

WANT_KINDS = (
    ("need", "needs"), ("question", "asks"), ("launch", "launched"), ("hire", "is hiring"), ("offer", "offers"),
)  # fmt: skip
OWN_KINDS = (("offer", "I can give"), ("need", "I need"))
SHOWN = 12
LINES = 4


@require_GET
def give_back(request: OwnedRequest) -> HttpResponse:
    """Everything of giving back, on one page."""
    page = giving.giving_page(request.owner, profile=request.profile)
    context: dict[str, Any] = {
        "headline": _headline(page),
        "page": page,
        "history": page.history[:SHOWN],
        "lines": LINES,
        "people": readers(request),
        "want_kinds": WANT_KINDS,
        "own_kinds": OWN_KINDS,
        "favour_kinds": tuple(KIND_WORDS.items()),
        "introduce_url": introduce_address(),
        "is_hidden": request.profile.hides_giving,
        "today": clock.today(request.zone),
    }
    return render(request, "giving/page.html", context)


@require_POST
def new_want(request: OwnedRequest) -> HttpResponse:
    """Note what somebody needs or offers, or what I do."""
    is_mine = forms.text(request, "whose") == "me"
    person_id = None if is_mine else who(request)
    made = wants.note_want(
        request.owner,
        person_id=person_id,
        kind=forms.text(request, "kind") or "need",
        text=forms.text(request, "text"),
        topics=forms.words(request, "topics"),
        since=forms.day(request, "since", looks_back=True),
        touchpoint_id=forms.number(request, "touchpoint"),
        session_id=forms.number(request, "session"),
    )
    forms.tell(request, _noted(made), undo=f"{reverse('want-settle', args=[made.id])}?how=withdrawn")
    return forms.go_back(request, reverse("give-back"))


@require_POST
def change_want(request: OwnedRequest, want_id: int) -> HttpResponse:
    """Put one right."""
    wants.change_want(
        request.owner,
        want_id=want_id,
        text=forms.given(request, "text"),
        kind=forms.given(request, "kind"),
        topics=forms.words(request, "topics") if "topics" in request.POST else None,
        since=forms.day(request, "since", looks_back=True),
    )
    forms.tell(request, "Saved.")
    return forms.go_back(request, reverse("give-back"))


@require_POST
def settle_want(request: OwnedRequest, want_id: int) -> HttpResponse:
    """It is met, or it no longer holds."""
    how = forms.text(request, "how") or request.GET.get("how", "met")
    done = wants.settle_want(request.owner, want_id=want_id, how=how)
    said = "That need is met." if how == "met" and not done.is_offer else "It no longer stands here."
    forms.tell(request, said, undo=reverse("want-reopen", args=[want_id]))
    return forms.go_back(request, reverse("give-back"))


@require_POST
def reopen_want(request: OwnedRequest, want_id: int) -> HttpResponse:
    """It holds again."""
    wants.reopen_want(request.owner, want_id=want_id)
    forms.tell(request, "It is back.")
    return forms.go_back(request, reverse("give-back"))


@require_POST
def offer(request: OwnedRequest, want_id: int) -> HttpResponse:
    """A letter that offers to help with it; nothing goes yet."""
    made = giving.begin_offer(request.owner, want_id=want_id, offer_id=forms.number(request, "offer"))
    return redirect(reverse("letter", args=[made.draft.id]))


@require_POST
def new_favour(request: OwnedRequest) -> HttpResponse:
    """Note what was given, received or offered."""
    made = noting.note_favour(
        request.owner,
        person_id=who(request),
        direction=forms.text(request, "direction") or "given",
        kind=forms.text(request, "kind") or "other",
        text=forms.text(request, "text"),
        on=forms.day(request, "on", looks_back=True),
    )
    undo = f"{reverse('favour-settle', args=[made.id])}?status=withdrawn"
    forms.tell(request, f"Noted with {made.person.name}.", undo=undo)
    return forms.go_back(request, reverse("give-back"))


@require_POST
def settle_favour(request: OwnedRequest, favour_id: int) -> HttpResponse:
    """It is done, declined, or taken back."""
    status = forms.text(request, "status") or request.GET.get("status", "done")
    done = noting.settle_favour(request.owner, favour_id=favour_id, status=status)
    said = {"done": "Done, and theirs.", "declined": "They would rather not; that is fine."}.get(
        done.status, "Taken back."
    )
    forms.tell(request, said, undo=reverse("favour-reopen", args=[favour_id]))
    return forms.go_back(request, reverse("give-back"))


@require_POST
def reopen_favour(request: OwnedRequest, favour_id: int) -> HttpResponse:
    """As it was before."""
    noting.reopen_favour(request.owner, favour_id=favour_id)
    forms.tell(request, "It is as before.")
    return forms.go_back(request, reverse("give-back"))


@require_POST
def hide(request: OwnedRequest) -> HttpResponse:
    """Openings and the entry in the menu away, or back."""
    hidden = forms.text(request, "hidden") != "no"
    giving.hide(request.owner, hidden=hidden)
    said = (
        "Hidden: no openings on Today and no entry in the menu. What somebody asks of you still comes first."
        if hidden
        else "Give back is in the menu again, and its openings are on Today."
    )
    forms.tell(request, said)
    return redirect(reverse("give-back"))


def shown(page: PersonPage) -> dict[str, Any]:
    """What a person's page says of giving and taking."""
    return {
        "giving": page.giving,
        "giving_kinds": WANT_KINDS,
        "giving_favour_kinds": tuple(KIND_WORDS.items()),
        "is_mentee": Role.MENTEE in page.person.roles,
        "introduce_url": introduce_address(),
    }


def introduce_address() -> str:
    """Where two people are brought together."""
    return reverse("introduction-new")


def who(request: OwnedRequest) -> int:
    """The person of a form: by number, or by a name that fits one person."""
    number = forms.number(request, "person")
    if number is not None:
        return people.person(request.owner, person_id=number).id
    name = forms.text(request, "who")
    if not name:
        raise Invalid("Say who.", field="who")
    try:
        return people.find_person(request.owner, name=name).id
    except Ambiguous as problem:
        names = words.people_list([one for _, one in problem.candidates[:4]], joined="or")
        raise Invalid(f"Did you mean {names}? Write the whole name.", field="who") from problem
    except NotFound as problem:
        raise Invalid(
            f"Nobody here is called “{name[:60]}”; add them under People first.", field="who"
        ) from problem


def _noted(made: WantRecord) -> str:
    return f"Noted of {made.person.name}." if made.person else "Noted, of you."


def _headline(page: GivingPage) -> str:
    if page.asked:
        names = list(dict.fromkeys(one.favour.person.name for one in page.asked))
        return f"{words.people_list(names)} {'waits' if len(names) == 1 else 'wait'} for your answer."
    helped = list(dict.fromkeys(one.person.name for one in page.needs if one.id in page.ideas and one.person))
    if helped:
        return f"You could help {words.people_list(helped)} now."
    if page.promised:
        open_now = words.start_sentence(words.count(len(page.promised), "thing"))
        return f"{open_now} that you said you would do {'is' if len(page.promised) == 1 else 'are'} open."
    if page.needs:
        many = len({one.person.id for one in page.needs if one.person})
        return (
            f"{words.start_sentence(words.count(many, 'person', 'people'))} "
            f"{'needs' if many == 1 else 'need'} something; no offer fits yet."
        )
    return "Nobody is known to need anything just now."
