"""Advice side by side: what differs, and what was decided."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from mentorpanel.domain.problems import Invalid, NotFound
from mentorpanel.usecases import contrasts, decision_contrasts
from mentorpanel.web import decisions, forms
from mentorpanel.web.owner import OwnedRequest
from mentorpanel.web.render import render

REMOVED = "contrast-removed"
"""What the browser's session keeps for an undo."""


@require_http_methods(["GET", "HEAD", "POST"])
def beside(request: OwnedRequest) -> HttpResponse:
    """Pieces of advice side by side, before anything is kept; POST keeps them as differing on a question."""
    errors: dict[str, str] = {}
    if request.method == "POST":
        try:
            made = contrasts.set_side_by_side(
                request.owner,
                question=forms.text(request, "question"),
                advice_ids=forms.numbers(request, "advice"),
                item_id=forms.number(request, "item"),
                decision_id=forms.number(request, "decision", least=1),
            )
            undo = reverse("contrast-remove", args=[made.id])
            forms.tell(request, "They stand side by side.", undo=undo)
            return redirect(reverse("contrast", args=[made.id]))
        except Invalid as problem:
            errors = {problem.field: problem.message}
    return _beside(request, errors)


def _beside(request: OwnedRequest, errors: dict[str, str]) -> HttpResponse:
    given = request.POST if request.method == "POST" else request.GET
    ids = [int(one) for one in given.getlist("advice") if forms.WHOLE.fullmatch(one)]
    item = given.get("item", "")
    topic = given.get("topic", "").replace("\0", "")[:120]
    item_id = int(item) if forms.WHOLE.fullmatch(item) else None
    decision = given.get("decision", "")
    question, found = contrasts.beside(request.owner, topic=topic, item_id=item_id, advice_ids=ids)
    context: dict[str, Any] = {
        "headline": question or (f"What was said on {topic}" if topic else "Side by side"),
        "question": given.get("question", question),
        "found": found,
        "item_id": item_id,
        "decision_id": int(decision) if forms.WHOLE.fullmatch(decision) else None,
        "topic": topic,
        "errors": errors,
    }
    return render(request, "advice/beside.html", context, status=422 if errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def contrast(request: OwnedRequest, contrast_id: int) -> HttpResponse:
    """Two who differ: their words, what came of each, and what I decided; POST decides."""
    found = contrasts.contrast(request.owner, contrast_id=contrast_id)
    errors: dict[str, str] = {}
    if request.method == "POST":
        try:
            contrasts.decide(
                request.owner,
                contrast_id=contrast_id,
                choice_id=forms.number(request, "choice"),
                decided=forms.text(request, "decided"),
                why=forms.text(request, "why"),
            )
            undo = reverse("contrast-reopen", args=[contrast_id])
            forms.tell(request, "Decided, and why is kept.", undo=undo)
            return redirect(reverse("contrast", args=[contrast_id]))
        except Invalid as problem:
            errors = {problem.field: problem.message}
    context = {
        "contrast": found,
        "headline": found.question,
        "decisions": decision_contrasts.decisions_to_link(request.owner, found=found),
        "errors": errors,
    }
    return render(request, "advice/contrast.html", context, status=422 if errors else 200)


@require_POST
def weigh(request: OwnedRequest, contrast_id: int) -> HttpResponse:
    """It is a part of a decision."""
    contrasts.contrast(request.owner, contrast_id=contrast_id)
    decision_id = forms.number(request, "decision", least=1)
    if decision_id is None:
        raise Invalid("Choose a decision first.", field="decision")
    made = decision_contrasts.link(request.owner, decision_id=decision_id, contrast_id=contrast_id)
    return decisions.done(request, made, "What they advise differently stands with the decision.", "differs")


@require_POST
def reopen(request: OwnedRequest, contrast_id: int) -> HttpResponse:
    """It is open again."""
    contrasts.reopen(request.owner, contrast_id=contrast_id)
    forms.tell(request, "Open again; what you wrote stays.")
    return redirect(reverse("contrast", args=[contrast_id]))


@require_POST
def reword(request: OwnedRequest, contrast_id: int) -> HttpResponse:
    """Other words for the question."""
    contrasts.change_contrast(
        request.owner, contrast_id=contrast_id, question=forms.text(request, "question")
    )
    forms.tell(request, "Saved.")
    return redirect(reverse("contrast", args=[contrast_id]))


@require_POST
def remove(request: OwnedRequest, contrast_id: int) -> HttpResponse:
    """They do not differ after all."""
    request.session[REMOVED] = contrasts.remove(request.owner, contrast_id=contrast_id)
    forms.tell(request, "No longer side by side; the advice stays.", undo=reverse("contrast-back"))
    return redirect(reverse("advice"))


@require_POST
def put_back(request: OwnedRequest) -> HttpResponse:
    """What was taken apart last stands side by side again."""
    removed = request.session.pop(REMOVED, None)
    if removed is None:
        raise NotFound("There is nothing to put back.")
    back = contrasts.put_back(request.owner, removed=removed)
    forms.tell(request, "Side by side again.")
    return redirect(reverse("contrast", args=[back.id]))
