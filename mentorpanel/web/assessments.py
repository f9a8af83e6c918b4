"""Assessment on a person's page: what was seen, with a date, and what they said to meeting monthly."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from mentorpanel.domain.assessment import EXCELS, HELPS, LISTENS, AssessmentState
from mentorpanel.domain.panel_records import EvidenceRecord
from mentorpanel.domain.problems import NotFound
from mentorpanel.domain.records import Named, ProfileRecord
from mentorpanel.usecases import assessments, people, readiness
from mentorpanel.usecases.person_page import PersonPage
from mentorpanel.web import forms
from mentorpanel.web.owner import OwnedRequest
from mentorpanel.web.render import render

PRINCIPLE, PRINCIPLE_SEEN = "principle", "principle_seen"
GONE = "taken-away-evidence"
"""What the browser's session keeps for an undo: the last piece that was taken away."""


def shown(page: PersonPage, profile: ProfileRecord) -> dict[str, Any]:
    """What the templates of the assessment want: the criteria that were seen, and the choices of the form."""
    found = page.assessment
    names = {one.slug: one.name for one in found.result.criteria}
    return {
        "assessment": found.result,
        "is_too_early": found.result.state == AssessmentState.TOO_EARLY,
        "could_mentor": found.result.state == AssessmentState.COULD_MENTOR,
        "criteria": [one for one in found.result.criteria if _is_shown(one.slug, one.evidence_ids)],
        "evidence": [_piece(piece, names) for piece in found.evidence],
        "principles": assessments.principles_of(profile),
        "occasions": [one for one in page.timeline if one.kind not in ("talk", "event")][:10],
        "ready": page.readiness,
    }


@require_GET
def piece(request: OwnedRequest, evidence_id: int) -> HttpResponse:
    """One piece of evidence, to be changed."""
    found = assessments.evidence(request.owner, evidence_id=evidence_id)
    whole = assessments.assessment(request.owner, person_id=found.person.id)
    context = {
        "piece": found,
        "shows": dict(found.shows),
        "excels": next(((slug, seen) for slug, seen in found.shows if slug.startswith(EXCELS)), ("", "")),
        "principles": assessments.principles_of(request.profile),
        "is_too_early": whole.result.state == AssessmentState.TOO_EARLY,
        "assessment": whole.result,
    }
    return render(request, "people/evidence.html", context)


@require_POST
def add(request: OwnedRequest, person_id: int) -> HttpResponse:
    """Note what was seen."""
    made = assessments.add_evidence(
        request.owner,
        person_id=person_id,
        text=forms.text(request, "text"),
        shows=_shows(request),
        touchpoint_id=forms.number(request, "touchpoint") or None,
        on=forms.day(request, "on", looks_back=True),
    )
    forms.tell(request, "Noted, for your eyes only.", undo=reverse("evidence-delete", args=[made.id]))
    return _back_to(made.person)


@require_POST
def change(request: OwnedRequest, evidence_id: int) -> HttpResponse:
    """Rewrite a piece of evidence."""
    changed = assessments.change_evidence(
        request.owner,
        evidence_id=evidence_id,
        text=forms.text(request, "text"),
        shows=_shows(request),
        on=forms.day(request, "on", looks_back=True),
    )
    forms.tell(request, "Saved.")
    return _back_to(changed.person)


@require_POST
def delete(request: OwnedRequest, evidence_id: int) -> HttpResponse:
    """Take a piece of evidence away."""
    gone = assessments.delete_evidence(request.owner, evidence_id=evidence_id)
    request.session[GONE] = {
        "evidence_id": evidence_id,
        "person_id": gone.person.id,
        "touchpoint_id": gone.touchpoint_id,
        "on": gone.on.isoformat(),
        "text": gone.text,
        "shows": [list(pair) for pair in gone.shows],
    }
    forms.tell(request, "Taken away.", undo=reverse("evidence-restore", args=[evidence_id]))
    return _back_to(gone.person)


@require_POST
def restore(request: OwnedRequest, evidence_id: int) -> HttpResponse:
    """Bring back the piece that was taken away last."""
    kept = request.session.get(GONE)
    if not kept or kept["evidence_id"] != evidence_id:
        raise NotFound("There is nothing to bring back.")
    person = people.person(request.owner, person_id=kept["person_id"])
    back = assessments.restore_evidence(
        request.owner,
        gone=EvidenceRecord(
            id=0,
            person=Named(person.id, person.name),
            touchpoint_id=kept["touchpoint_id"],
            on=date.fromisoformat(kept["on"]),
            text=kept["text"],
            shows=tuple((slug, seen) for slug, seen in kept["shows"]),
        ),
    )
    del request.session[GONE]
    forms.tell(request, "It is back.")
    return _back_to(back.person)


@require_POST
def monthly(request: OwnedRequest, person_id: int) -> HttpResponse:
    """What they said to meeting once a month."""
    readiness.set_monthly_answer(
        request.owner,
        person_id=person_id,
        answer=forms.text(request, "answer"),
        on=forms.day(request, "on", looks_back=True),
    )
    forms.tell(request, "Noted.")
    return redirect(reverse("person", args=[person_id]) + "#formal")


def _shows(request: OwnedRequest) -> tuple[tuple[str, str], ...]:
    """The levels that the form gives; an empty one says nothing."""
    given = [(slug, forms.text(request, slug)) for slug in (LISTENS, HELPS)]
    principle = forms.text(request, PRINCIPLE)
    if principle:
        given.append((EXCELS + principle, forms.text(request, PRINCIPLE_SEEN) or "clearly"))
    return tuple((slug, seen) for slug, seen in given if seen)


def _is_shown(slug: str, evidence_ids: tuple[int, ...]) -> bool:
    return slug in (LISTENS, HELPS) or bool(evidence_ids)


def _piece(piece: EvidenceRecord, names: dict[str, str]) -> dict[str, Any]:
    shows = [{"name": names.get(slug, slug), "seen": seen} for slug, seen in piece.shows]
    return {"id": piece.id, "on": piece.on, "text": piece.text, "shows": shows}


def _back_to(person: Named) -> HttpResponse:
    return redirect(reverse("person", args=[person.id]) + "#assessment")
