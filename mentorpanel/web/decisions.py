"""Decisions: the list, one with its options and criteria, and what is changed there."""

import hashlib
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from mentorpanel import clock
from mentorpanel.domain import words
from mentorpanel.domain.decision_records import DecisionRecord
from mentorpanel.domain.decisions import PRESENT, judging_of
from mentorpanel.domain.facts import Verdict
from mentorpanel.domain.problems import Conflict, Invalid, NeedsReason, NotFound
from mentorpanel.usecases import (
    decision_asks,
    decision_choices,
    decision_contrasts,
    decision_parts,
    decisions,
    resurfacing,
)
from mentorpanel.usecases.decisions import Change
from mentorpanel.web import forms
from mentorpanel.web.owner import OwnedRequest
from mentorpanel.web.render import render

KEPT = "decision-changes"
"""What the browser's session keeps for undos: the last few changes, each by a short word."""
KEPT_MOST = 10


@require_GET
def all_decisions(request: OwnedRequest) -> HttpResponse:
    """Open ones by their day, roles to look at, and what was decided."""
    return _list(request, {}, {})


@require_POST
def new(request: OwnedRequest) -> HttpResponse:
    """Ask oneself a question."""
    try:
        made = decisions.begin_decision(
            request.owner,
            question=forms.text(request, "question"),
            options=forms.lines(request, "options"),
            criteria=forms.lines(request, "criteria"),
            answer_by=forms.day(request, "answer_by"),
            is_role=forms.text(request, "is_role") == "yes",
            is_against_first=forms.text(request, "against") == "first",
        )
    except (Invalid, Conflict) as problem:
        return _list(request, request.POST.dict(), {problem.field or "options": problem.message})
    return done(request, made, "It is a question now. Nobody may know of it until you name somebody.")


@require_GET
def decision(request: OwnedRequest, decision_id: int) -> HttpResponse:
    """One decision: what speaks for what, what it says, who helps, the choice."""
    return page(request, decisions.decision(request.owner, decision_id=decision_id), {})


@require_POST
def change(request: OwnedRequest, decision_id: int) -> HttpResponse:
    """Other words, another day, whether it is about a role."""
    decisions.decision(request.owner, decision_id=decision_id)
    made = decisions.change_decision(
        request.owner,
        decision_id=decision_id,
        question=forms.text(request, "question"),
        note=forms.text(request, "note"),
        answer_by=forms.day(request, "answer_by"),
        is_role=forms.text(request, "is_role") == "yes",
    )
    return done(request, made, "Saved.")


@require_POST
def readers(request: OwnedRequest, decision_id: int) -> HttpResponse:
    """Who may know of it."""
    made = decisions.name_readers(
        request.owner, decision_id=decision_id, person_ids=forms.numbers(request, "reader")
    )
    names = words.people_list([one.name for one in made.decision.readers])
    return done(request, made, f"{names or 'Nobody'} may know of it.")


@require_POST
def compare(request: OwnedRequest, decision_id: int) -> HttpResponse:
    """Hold the options against something else."""
    option = forms.number(request, "option") or PRESENT
    made = decisions.compare_with(request.owner, decision_id=decision_id, option_id=option)
    return done(request, made, "Compared with something else; judge anew.", "judging")


@require_POST
def remove(request: OwnedRequest, decision_id: int) -> HttpResponse:
    """It is no question any more."""
    word = decisions.remove_decision(request.owner, decision_id=decision_id)
    forms.tell(request, "Taken away.", undo=_undo(request, word))
    return redirect(reverse("decisions"))


@require_POST
def add_option(request: OwnedRequest, decision_id: int) -> HttpResponse:
    """One more way to go."""
    made = decision_parts.add_option(
        request.owner,
        decision_id=decision_id,
        text=forms.text(request, "text"),
        note=forms.text(request, "note"),
    )
    return done(request, made, "Added.", "judging")


@require_POST
def change_option(request: OwnedRequest, option_id: int) -> HttpResponse:
    """Other words for an option; or it is none."""
    if forms.text(request, "remove"):
        return done(
            request, decision_parts.remove_option(request.owner, option_id=option_id), "Taken off.", "judging"
        )
    made = decision_parts.change_option(
        request.owner,
        option_id=option_id,
        text=forms.text(request, "text"),
        note=forms.given(request, "note"),
    )
    return done(request, made, "Saved.", "judging")


@require_POST
def add_criterion(request: OwnedRequest, decision_id: int) -> HttpResponse:
    """One more thing that counts."""
    made = decision_parts.add_criterion(
        request.owner,
        decision_id=decision_id,
        text=forms.text(request, "text"),
        weight=forms.number(request, "weight") or 1,
        person_id=forms.number(request, "person", least=1),
    )
    return done(request, made, "Added.", "judging")


@require_POST
def change_criterion(request: OwnedRequest, criterion_id: int) -> HttpResponse:
    """Other words for a criterion, or how often it counts; or it does not count."""
    if forms.text(request, "remove"):
        made = decision_parts.remove_criterion(request.owner, criterion_id=criterion_id)
        return done(request, made, "Taken off.", "judging")
    made = decision_parts.change_criterion(
        request.owner,
        criterion_id=criterion_id,
        text=forms.given(request, "text"),
        weight=forms.number(request, "weight", least=1, most=3),
    )
    return done(request, made, "Saved.", "judging")


@require_POST
def judge(request: OwnedRequest, decision_id: int) -> HttpResponse:
    """One press, one judgement: ``judge`` is option:criterion:mark; a mark pressed again is taken back."""
    found = decisions.decision(request.owner, decision_id=decision_id)
    parts = forms.text(request, "judge").split(":")
    if len(parts) != 3 or not all(forms.WHOLE.fullmatch(part) for part in parts[:2]):
        raise Invalid("Press better, same or worse.", field="judge")
    option, criterion, mark = int(parts[0]), int(parts[1]), parts[2]
    is_taken_back = found.marks.get((option, criterion)) == mark
    try:
        made = decisions.judge(
            request.owner,
            option_id=option,
            criterion_id=criterion,
            mark=None if is_taken_back else mark,
            decision_id=decision_id,
        )
    except NeedsReason:
        return page(request, found, {"reason": "Say why, in a line; then press once more."})
    return done(request, made, "Taken back." if is_taken_back else "Judged.", "judging")


@require_POST
def early(request: OwnedRequest, decision_id: int) -> HttpResponse:
    """Why judging begins before two were asked."""
    made = decisions.judge_early(request.owner, decision_id=decision_id, reason=forms.text(request, "reason"))
    return done(request, made, "Noted; judge.", "judging")


@require_POST
def undo(request: OwnedRequest, undone: str) -> HttpResponse:
    """Take one of the last changes back."""
    kept = dict(request.session.get(KEPT, []))
    if undone not in kept:
        raise NotFound("There is nothing to take back any more.")
    found = decisions.undo(request.owner, word=kept[undone])
    forms.tell(request, "As it was.")
    return redirect(reverse("decision", args=[found.id]) if found else reverse("decisions"))


def done(request: OwnedRequest, made: Change, message: str, place: str = "") -> HttpResponse:
    """Say what was done, with its undo, and show the decision again."""
    forms.tell(request, message, undo=_undo(request, made.undo))
    there = reverse("decision", args=[made.decision.id])
    return redirect(f"{there}#{place}" if place else there)


def page(request: OwnedRequest, found: DecisionRecord, errors: dict[str, str]) -> HttpResponse:
    """The page of a decision."""
    compared = decisions.compared(found)
    is_open = found.chosen_on is None
    context = {
        "decision": found,
        "said": compared.words,
        "state": compared.result.state,
        "asking": _asking(found),
        "pair": decision_asks.suggestion(request.owner, found=found)
        if is_open and found.answered < 2
        else None,
        "people": decision_asks.people_to_ask(request.owner),
        "beside": decision_contrasts.to_link(request.owner, found=found),
        "reviews": [(one, decision_choices.verdict_of(found, one)) for one in found.reviews],
        "remembered": resurfacing.for_question(request.owner, text=found.question) if is_open else [],
        "today": clock.today(request.zone),
        "errors": errors,
    }
    return render(request, "decisions/decision.html", context, status=422 if errors else 200)


def _asking(found: DecisionRecord) -> Verdict:
    """Whether two were asked, in words."""
    try:
        return judging_of(found.asked, found.answered, found.early_reason)
    except NeedsReason as problem:
        return Verdict("needs-reason", problem.message)


def _undo(request: OwnedRequest, word: str) -> str:
    """The address that takes a change back; the change itself stays in the browser's session."""
    short = hashlib.sha256(word.encode()).hexdigest()[:16]
    request.session[KEPT] = [*request.session.get(KEPT, []), [short, word]][-KEPT_MOST:]
    return reverse("decision-undo", args=[short])


def _list(request: OwnedRequest, values: dict[str, Any], errors: dict[str, str]) -> HttpResponse:
    found = decisions.decisions(request.owner)
    today = clock.today(request.zone)
    open_ones = [one for one in found if one.chosen_on is None]
    due = [
        (one, review)
        for one in found
        for review in one.reviews
        if one.chosen_on is not None and review.done_on is None and review.shows_on() <= today
    ]
    context = {
        "headline": _headline(open_ones, len(due), today),
        "open_ones": [(one, decisions.compared(one).words) for one in open_ones],
        "made": [one for one in found if one.chosen_on is not None],
        "due": due,
        "values": values,
        "errors": errors,
        "today": today,
    }
    return render(request, "decisions/list.html", context, status=422 if errors else 200)


def _headline(open_ones: list[DecisionRecord], due: int, today: date) -> str:
    role = "It is time to look at a role you chose." if due else ""
    if not open_ones:
        return role or "Nothing is to be decided just now."
    first = open_ones[0]
    if first.answer_by is None:
        told = f"{words.start_sentence(words.count(len(open_ones), 'question'))} open, without a day to answer by."
        told = told.replace(" open,", " is open," if len(open_ones) == 1 else " are open,")
    elif first.answer_by < today:
        told = f"You wanted to have answered {_quoted(first)} {words.ago(first.answer_by, today)}."
    else:
        told = f"{_quoted(first)} wants an answer {_by(first.answer_by, today)}."
    return f"{told} {role}".strip()


def _by(day: date, today: date) -> str:
    near = words.day_in_words(day, today)
    return near if near.startswith("in ") or near in ("today", "tomorrow") else f"by {near}"


def _quoted(found: DecisionRecord) -> str:
    return f"“{found.question if len(found.question) < 90 else found.question[:88] + '…'}”"
