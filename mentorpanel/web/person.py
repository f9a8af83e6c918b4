"""One person: the page, and what can be done there."""

from dataclasses import asdict
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mentorpanel import clock
from mentorpanel.domain import words
from mentorpanel.domain.letters.kinds import KINDS
from mentorpanel.domain.problems import Invalid, NeedsReason, NotFound
from mentorpanel.domain.records import Page, PersonRecord, SessionRecord
from mentorpanel.usecases import matches, panel, people, person_page, today, touchpoints
from mentorpanel.usecases.person_page import PersonPage
from mentorpanel.web import assessments, forms, giving, needs, person_form
from mentorpanel.web.invitations import still_expected
from mentorpanel.web.owner import OwnedRequest
from mentorpanel.web.render import render

TIMELINE = 15
"""Touchpoints on a page."""
WITHOUT_SESSION = ("brief", "recap")
ADDRESS_BOOK = "address-book"
TAKEN_OFF, TAKEN_AWAY = "taken-off-panel", "taken-away-touchpoint"
"""What the browser's session keeps for an undo: the last of each."""


@require_GET
def person(request: OwnedRequest, person_id: int) -> HttpResponse:
    """Who they are, what happened, where we stand, what is open."""
    page = person_page.person_page(request.owner, person_id=person_id, profile=request.profile)
    timeline = _timeline(request, page)
    standing = page.standing
    cards = (
        today.cards_of_person(request.owner, person_id=person_id, profile=request.profile) if standing else []
    )
    context: dict[str, Any] = {
        "person": page.person,
        "headline": _headline(request, page),
        "level_name": _level_name(request, page.person),
        "standing": _verdict(standing.standing) if standing else None,
        "warmth": standing.warmth.verdict if standing else "",
        "cadence": {"state": standing.cadence.state, "reason": standing.cadence.reason} if standing else None,
        "informed": _informed(page),
        "next_step": cards[0] if cards else None,
        "timeline": timeline,
        "timeline_href": f"?after={timeline.next}#timeline",
        "stage_history": page.stages[::-1],
        "parked": page.parked,
        "promises": page.commitments,
        "advice": page.advice,
        "sessions": page.sessions,
        "near_sessions": _near(page),
        "letters": page.letters,
        "paths": page.paths,
        "decided": page.decided,
        "introductions": page.introductions,
        "today": clock.today(request.zone),
        "snooze_on": today.snooze_until(request.profile, clock.today(request.zone)),
        "merge_candidates": page.look_alikes,
        "merges": page.merges,
        "counts": page.counts,
        "letter_choices": _letter_choices(page),
        "suggested": standing.move if standing else None,
        **assessments.shown(page, request.profile),
        **needs.shown(page),
        **giving.shown(page),
    }
    return render(request, "people/person.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: OwnedRequest, person_id: int) -> HttpResponse:
    """Change what is kept about somebody."""
    known = people.person(request.owner, person_id=person_id)
    if request.method == "POST":
        try:
            people.change_person(request.owner, person_id=person_id, **person_form.read(request))
        except Invalid as problem:
            context = person_form.context(
                request, known, request.POST.dict(), {problem.field: problem.message}
            )
            return render(request, "people/form.html", context, status=422)
        forms.tell(request, "Saved.")
        return redirect(reverse("person", args=[person_id]))
    return render(
        request, "people/form.html", person_form.context(request, known, person_form.values_of(known), {})
    )


@require_POST
def stage(request: OwnedRequest, person_id: int) -> HttpResponse:
    """Move somebody to another stage; an unusual jump asks for a reason first."""
    to = forms.text(request, "stage")
    before = people.person(request.owner, person_id=person_id)
    if to == ADDRESS_BOOK:
        taken = panel.take_off_panel(request.owner, person_id=person_id)
        request.session[TAKEN_OFF] = asdict(taken)
        back = reverse("person-put-back", args=[person_id])
        forms.tell(
            request,
            f"{before.name} is in the address book again. What happened between you stays.",
            undo=back,
        )
        return forms.go_back(request, reverse("person", args=[person_id]))
    try:
        moved = panel.move_stage(
            request.owner,
            person_id=person_id,
            stage=to,
            since=forms.day(request, "since", looks_back=True),
            reason=forms.text(request, "reason"),
        )
    except NeedsReason as problem:
        message = f"{problem.message} Say why, and it is done."
        raise NeedsReason(message) from problem
    undo = reverse("person-stage-undo", args=[person_id]) if moved.stage != before.stage else ""
    said = f"{moved.name}: {moved.stage.replace('-', ' ')}."
    if moved.stage != before.stage and today.owes_goodbye(request.owner, person_id=person_id):
        said += " A closing letter says goodbye well; it waits as the next step on their page."
    forms.tell(request, said, undo=undo)
    return forms.go_back(request, reverse("person", args=[person_id]))


@require_POST
def undo_stage(request: OwnedRequest, person_id: int) -> HttpResponse:
    """Where they stood before the last move."""
    back = panel.undo_move(request.owner, person_id=person_id)
    forms.tell(request, f"{back.name}: {back.stage.replace('-', ' ') or 'address book'} again.")
    return forms.go_back(request, reverse("person", args=[person_id]))


@require_POST
def put_back(request: OwnedRequest, person_id: int) -> HttpResponse:
    """On the panel again, as they were: undoes the last step to the address book."""
    taken = request.session.get(TAKEN_OFF)
    if not taken or taken["person_id"] != person_id:
        raise NotFound("There is nothing to take back.")
    back = panel.put_back_on_panel(request.owner, taken=panel.TakenOff(**taken))
    del request.session[TAKEN_OFF]
    forms.tell(request, f"{back.name} is back on your panel.")
    return redirect(reverse("person", args=[person_id]))


@require_POST
def cadence(request: OwnedRequest, person_id: int) -> HttpResponse:
    """How often, or a pause."""
    panel.set_cadence(
        request.owner, person_id=person_id, days=forms.number(request, "days", least=1, most=1000)
    )
    panel.pause(request.owner, person_id=person_id, until=forms.day(request, "paused_until"))
    forms.tell(request, "The pace is saved.")
    return forms.go_back(request, reverse("person", args=[person_id]))


@require_POST
def roles(request: OwnedRequest, person_id: int) -> HttpResponse:
    """Roles beside the stage."""
    panel.set_roles(request.owner, person_id=person_id, roles=request.POST.getlist("role"))
    forms.tell(request, "The roles are saved.")
    return forms.go_back(request, reverse("person", args=[person_id]))


@require_POST
def met(request: OwnedRequest, person_id: int) -> HttpResponse:
    """Something happened between us."""
    made = touchpoints.log_touchpoint(
        request.owner,
        person_id=person_id,
        kind=forms.text(request, "kind") or "meeting",
        direction=forms.text(request, "direction") or "both",
        on=forms.day(request, "on", looks_back=True),
        summary=forms.text(request, "note"),
        topics=forms.words(request, "topics"),
        told_focus=bool(request.POST.get("told_them")),
    )
    forms.tell(request, f"Noted with {made.person.name}.", undo=reverse("touchpoint-delete", args=[made.id]))
    return forms.go_back(request, reverse("person", args=[person_id]))


@require_POST
def delete_touchpoint(request: OwnedRequest, touchpoint_id: int) -> HttpResponse:
    """Take a touchpoint away."""
    found = touchpoints.touchpoint(request.owner, touchpoint_id=touchpoint_id)
    gone = touchpoints.delete_touchpoint(request.owner, touchpoint_id=touchpoint_id)
    request.session[TAKEN_AWAY] = {"touchpoint_id": touchpoint_id, "deleted": gone}
    forms.tell(request, "Taken away.", undo=reverse("touchpoint-restore", args=[touchpoint_id]))
    return redirect(reverse("person", args=[found.person.id]))


@require_POST
def restore_touchpoint(request: OwnedRequest, touchpoint_id: int) -> HttpResponse:
    """Bring the touchpoint back that was taken away last."""
    taken = request.session.get(TAKEN_AWAY)
    if not taken or taken["touchpoint_id"] != touchpoint_id:
        raise NotFound("There is nothing to bring back.")
    back = touchpoints.restore_touchpoint(request.owner, deleted=taken["deleted"])
    del request.session[TAKEN_AWAY]
    forms.tell(request, "It is back.")
    return redirect(reverse("person", args=[back.person.id]))


@require_POST
def add_contact(request: OwnedRequest, person_id: int) -> HttpResponse:
    """Add an address, number or link."""
    kind, value = forms.text(request, "kind"), forms.text(request, "value")
    people.add_contact_point(request.owner, person_id=person_id, kind=kind, value=value)
    forms.tell(request, "Added.")
    return redirect(reverse("person", args=[person_id]))


@require_POST
def remove_contact(request: OwnedRequest, person_id: int, point_id: int) -> HttpResponse:
    """Take an address, number or link away."""
    gone = people.remove_contact_point(request.owner, person_id=person_id, point_id=point_id)
    forms.tell(request, f"{gone.value} is taken away.")
    return redirect(reverse("person", args=[person_id]))


@require_POST
def trash(request: OwnedRequest, person_id: int) -> HttpResponse:
    """Into the trash, with an undo."""
    gone = people.trash_person(request.owner, person_id=person_id)
    told = still_expected(request, f"{gone.name} is in the trash.", [person_id])
    forms.tell(request, told, undo=reverse("person-restore", args=[person_id]))
    return redirect(reverse("people"))


@require_POST
def restore(request: OwnedRequest, person_id: int) -> HttpResponse:
    """Out of the trash."""
    back = people.restore_person(request.owner, person_id=person_id)
    forms.tell(request, f"{back.name} is back.")
    return redirect(reverse("person", args=[person_id]))


@require_POST
def merge(request: OwnedRequest, person_id: int) -> HttpResponse:
    """Two entries are one person."""
    other = forms.number(request, "other")
    if other is None:
        raise Invalid("Choose the other entry first.", field="other")
    merge_id = matches.merge_people(
        request.owner, kept_id=person_id, merged_id=other, reason=forms.text(request, "reason")
    )
    forms.tell(request, "The two are one.", undo=reverse("merge-undo", args=[merge_id]))
    return redirect(reverse("person", args=[person_id]))


def _headline(request: OwnedRequest, page: PersonPage) -> str:
    known, first = page.person, page.person.name.split()[0]
    if known.deleted_at:
        return f"{known.name} is in the trash."
    if page.standing is None:
        return f"{known.name} is in your address book."
    talked = page.standing.tie.summary.last_two_way_on
    if talked is None:
        return f"You and {first} have not talked yet."
    return f"You and {first} last talked {words.ago(talked, clock.today(request.zone))}."


def _timeline(request: OwnedRequest, page: PersonPage) -> Page:
    """The first page is known; a further one is asked for."""
    after = request.GET.get("after", "")
    if not after:
        return touchpoints.first_page(page.timeline, limit=TIMELINE)
    return touchpoints.timeline(request.owner, person_id=page.person.id, limit=TIMELINE, after=after)


def _level_name(request: OwnedRequest, known: PersonRecord) -> str:
    return next((rung.name for rung in request.profile.ladder if rung.key == known.level), "")


def _near(page: PersonPage) -> list[SessionRecord]:
    """The next two sessions, soonest first, and the last three; ``page.sessions`` are newest first."""
    now = clock.now()
    coming = [one for one in page.sessions if one.starts_at > now][::-1]
    return coming[:2] + [one for one in page.sessions if one.starts_at <= now][:3]


def _verdict(verdict: Any) -> dict[str, str] | None:
    return {"slug": verdict.verdict, "reason": verdict.reason} if verdict else None


def _informed(page: PersonPage) -> dict[str, Any] | None:
    if page.standing is None or page.standing.standing is None:
        return None
    return {"ok": page.standing.informed.verdict == "informed", "reason": page.standing.informed.reason}


def _letter_choices(page: PersonPage) -> list[str]:
    if page.person.do_not_contact:
        return []
    return [kind for kind in KINDS if kind not in WITHOUT_SESSION or page.sessions]
