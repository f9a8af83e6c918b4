"""The wording of letters: a page for each kind, with the default beside it and an example that follows the typing."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from markupsafe import Markup

from mentorpanel.domain.letters.about import ABOUT
from mentorpanel.domain.letters.templates import LONGEST
from mentorpanel.domain.problems import Invalid, NotFound
from mentorpanel.usecases import letter_wording
from mentorpanel.usecases.letter_wording import Wording
from mentorpanel.web import forms
from mentorpanel.web.owner import OwnedRequest
from mentorpanel.web.render import render

BEFORE = "wording-before"
"""What the browser's session keeps for an undo: the kind, and the wording before the last change."""


@require_GET
def wordings(request: OwnedRequest) -> HttpResponse:
    """Every kind of letter that has a wording."""
    shown = [
        {"wording": one, "about": ABOUT[one.kind.slug]} for one in letter_wording.wordings(request.owner)
    ]
    return render(request, "letters/wordings.html", {"wordings": shown})


@require_http_methods(["GET", "HEAD", "POST"])
def wording(request: OwnedRequest, kind: str) -> HttpResponse:
    """The wording of one kind, and keeping another."""
    before = letter_wording.wording(request.owner, kind=kind)
    if request.method != "POST":
        return _page(request, before, before.text)
    typed = request.POST.get("template", "")
    try:
        kept = letter_wording.save_wording(request.owner, kind=kind, text=typed)
    except Invalid as problem:
        return _page(request, before, typed[: LONGEST * 2], problem.message)
    return _told(request, before, "Your wording is kept." if kept.is_own else "That is the usual wording.")


@require_POST
def preview(request: OwnedRequest, kind: str) -> HttpResponse:
    """The example letter in the wording that is being typed; nothing is stored."""
    typed = request.POST.get("template", "")
    shown = _example(letter_wording.wording(request.owner, kind=kind), typed)
    return render(request, "letters/wording_preview.html", {**shown, "layout": "none"})


@require_POST
def reset(request: OwnedRequest, kind: str) -> HttpResponse:
    """Back to the usual wording."""
    before = letter_wording.wording(request.owner, kind=kind)
    letter_wording.reset_wording(request.owner, kind=kind)
    return _told(request, before, "The usual wording is back.")


@require_POST
def restore(request: OwnedRequest, kind: str) -> HttpResponse:
    """The wording as it was before the last change."""
    slug = letter_wording.wording(request.owner, kind=kind).kind.slug
    known = request.session.get(BEFORE)
    if not known or known["kind"] != slug:
        raise NotFound("There is nothing to take back.")
    letter_wording.save_wording(request.owner, kind=slug, text=known["text"])
    del request.session[BEFORE]
    forms.tell(request, "It is as it was.")
    return redirect(reverse("settings-letter", args=[slug]))


def _told(request: OwnedRequest, before: Wording, message: str) -> HttpResponse:
    slug = before.kind.slug
    request.session[BEFORE] = {"kind": slug, "text": before.text}
    forms.tell(request, message, undo=reverse("settings-letter-restore", args=[slug]))
    return redirect(reverse("settings-letter", args=[slug]))


def _page(request: OwnedRequest, shown: Wording, text: str, problem: str = "") -> HttpResponse:
    slots = [slot for slot in shown.kind.slots if not slot.is_note]
    context = {
        "wording": shown,
        "text": text,
        "slots": slots,
        "problem": problem,
        "about": ABOUT[shown.kind.slug],
    }
    found = {**context, **_example(shown, text)}
    return render(request, "letters/wording.html", found, status=422 if problem else 200)


def _example(shown: Wording, text: str) -> dict[str, Any]:
    """The example in that wording, or why there is none."""
    try:
        made = letter_wording.example(kind=shown.kind.slug, text=text or shown.kind.template)
    except Invalid as problem:
        return {"example": None, "refused": problem.message}
    html = Markup(made.html)  # noqa: S704 (made safe by formats.markdown)
    return {"example": {"subject": made.subject, "html": html}, "refused": ""}
