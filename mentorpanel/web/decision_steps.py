"""Decisions: who is asked, what they answer, the choice, who hears of it, and the look at a role."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from mentorpanel import clock
from mentorpanel.domain.problems import Invalid
from mentorpanel.domain.role_review import QUESTIONS
from mentorpanel.usecases import decision_asks, decision_choices, decision_contrasts, decisions
from mentorpanel.usecases.decision_choices import Said
from mentorpanel.web import forms
from mentorpanel.web.decisions import done
from mentorpanel.web.owner import OwnedRequest
from mentorpanel.web.render import render


@require_POST
def ask(request: OwnedRequest, decision_id: int) -> HttpResponse:
    """Ask somebody for criteria; a letter is begun and opened."""
    made = decision_asks.ask(
        request.owner,
        decision_id=decision_id,
        person_id=_person(request),
        how=forms.text(request, "how") or "letter",
        may_know=forms.text(request, "may_know") == "yes",
    )
    if made.draft_id is not None:
        return redirect(reverse("letter", args=[made.draft_id]))
    if forms.text(request, "how") == "talk":
        told = "Noted: they were asked."
    elif made.session_id is None:
        told = "Parked for them; no session is planned yet."
    else:
        told = "It is on the agenda of your next session."
    return done(request, made.change, told, "asked")


@require_POST
def heard(request: OwnedRequest, decision_id: int) -> HttpResponse:
    """What somebody answered."""
    decisions.decision(request.owner, decision_id=decision_id)
    made = decision_asks.note_answer(
        request.owner,
        decision_id=decision_id,
        person_id=_person(request),
        criteria=forms.lines(request, "criteria"),
        said=forms.text(request, "said"),
    )
    return done(request, made, "Noted, with their name.", "judging")


@require_POST
def choose(request: OwnedRequest, decision_id: int) -> HttpResponse:
    """The choice and why."""
    decisions.decision(request.owner, decision_id=decision_id)
    option = forms.number(request, "option")
    if option is None:
        raise Invalid("Choose one of them first.", field="option")
    made = decision_choices.choose(
        request.owner,
        decision_id=decision_id,
        option_id=option,
        why=forms.text(request, "why"),
        on=forms.day(request, "on", looks_back=True),
        began_on=forms.day(request, "began_on"),
    )
    helped = any(one.told_on is None for one in made.decision.asks)
    more = " Those who helped would like to hear of it." if helped else ""
    return done(request, made, f"Decided: {made.decision.chosen}.{more}")


@require_POST
def reopen(request: OwnedRequest, decision_id: int) -> HttpResponse:
    """It is open again."""
    return done(request, decision_choices.reopen(request.owner, decision_id=decision_id), "It is open again.")


@require_POST
def tell(request: OwnedRequest, decision_id: int) -> HttpResponse:
    """Tell somebody what was chosen: by a thank-you that is begun, or they know."""
    if forms.text(request, "how") == "letter":
        draft_id = decision_asks.thank(request.owner, decision_id=decision_id, person_id=_person(request))
        return redirect(reverse("letter", args=[draft_id]))
    made = decision_asks.told(request.owner, decision_id=decision_id, person_id=_person(request))
    return done(request, made, "Noted: they know.", "asked")


@require_POST
def weigh(request: OwnedRequest, decision_id: int) -> HttpResponse:
    """Advice that differs is a part of it, or is none after all."""
    decisions.decision(request.owner, decision_id=decision_id)
    contrast_id = forms.number(request, "contrast", least=1)
    if contrast_id is None:
        raise Invalid("Choose what stands side by side first.", field="contrast")
    if forms.text(request, "remove"):
        made = decision_contrasts.unlink(request.owner, decision_id=decision_id, contrast_id=contrast_id)
        return done(request, made, "No part of it; they still stand side by side.", "differs")
    made = decision_contrasts.link(request.owner, decision_id=decision_id, contrast_id=contrast_id)
    return done(request, made, "What they advise differently stands with the decision.", "differs")


@require_http_methods(["GET", "HEAD", "POST"])
def review(request: OwnedRequest, review_id: int) -> HttpResponse:
    """A look at a role: the questions, what was wanted, and what of it a mentor may read."""
    found, looked = decision_choices.review(request.owner, review_id=review_id)
    errors: dict[str, str] = {}
    if request.method == "POST":
        said = [_said(request, f"q-{one.slug}", question=one.slug) for one in QUESTIONS]
        said += [_said(request, f"c-{one.id}", criterion_id=one.id) for one in found.criteria]
        try:
            made = decision_choices.answer_review(
                request.owner, review_id=review_id, answers=said, note=forms.text(request, "note")
            )
            return done(request, made, "Noted. What you ticked goes into the next brief.", "reviews")
        except Invalid as problem:
            errors = {"answers": problem.message}
    context = {
        "decision": found,
        "review": looked,
        "verdict": decision_choices.verdict_of(found, looked),
        "questions": QUESTIONS,
        "errors": errors,
        "today": clock.today(request.zone),
    }
    return render(request, "decisions/review.html", context, status=422 if errors else 200)


@require_POST
def snooze(request: OwnedRequest, review_id: int) -> HttpResponse:
    """Look at it later."""
    made = decision_choices.snooze_review(
        request.owner, review_id=review_id, until=forms.day(request, "until")
    )
    return done(request, made, "It will come back.", "reviews")


def _person(request: OwnedRequest) -> int:
    person_id = forms.number(request, "person", least=1)
    if person_id is None:
        raise Invalid("Choose somebody first.", field="person")
    return person_id


def _said(request: OwnedRequest, name: str, *, question: str = "", criterion_id: int | None = None) -> Said:
    return Said(
        question,
        criterion_id,
        answer=forms.text(request, name),
        note=forms.text(request, f"{name}-note"),
        is_shared=forms.text(request, f"{name}-share") == "yes",
    )
