"""*I noticed someone*: the quick form, the open paths, and one path with everything that can be done on it."""

from dataclasses import asdict
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from mentorpanel import clock
from mentorpanel.domain.outreach import LETTERS, PathKind, PathState
from mentorpanel.domain.outreach_words import paths_headline
from mentorpanel.domain.panel_records import NoticeRecord
from mentorpanel.domain.problems import Ambiguous, Conflict, Invalid, NotFound, PathOpen
from mentorpanel.usecases import notices, outreach, people, touchpoints
from mentorpanel.usecases.notices import GoneNotice, Noticed
from mentorpanel.usecases.outreach import Path
from mentorpanel.web import forms
from mentorpanel.web.owner import OwnedRequest
from mentorpanel.web.render import render

FIELDS = ("name", "kind", "where", "impressed", "question", "email", "organisation", "title", "on")
SOMEBODY_NEW, SECOND = "new", "second"
MADE, GONE, BEFORE = "notice-made", "notice-gone", "notice-before"
"""What the browser's session keeps for an undo: the last of each."""


@require_http_methods(["GET", "HEAD", "POST"])
def noticed(request: OwnedRequest) -> HttpResponse:
    """Note somebody, and see every open path with its next step."""
    if request.method != "POST":
        return _list(request, {"kind": "talk", **_asked_for(request)}, {})
    values = {name: forms.text(request, name) for name in FIELDS}
    values["person"] = forms.text(request, "person")
    try:
        if forms.text(request, "path").isdecimal():
            return _add(request, values)
        made = _notice(request, values)
    except PathOpen as problem:
        return _ask_which_path(request, values, problem)
    except Ambiguous as problem:
        return _list(request, values, {}, candidates=problem.candidates, status=422)
    except Invalid as problem:
        return _list(request, values, {problem.field: problem.message}, status=422)
    request.session[MADE] = {
        "notice_id": made.notice.id,
        "made_person": made.made_person,
        "put_on_panel": made.put_on_panel,
    }
    undo = reverse("notice-undo", args=[made.notice.id])
    forms.tell(request, f"Noticed: {made.notice.person.name}.", undo=undo)
    return redirect(reverse("notice", args=[made.notice.id]))


@require_http_methods(["GET", "HEAD", "POST"])
def notice(request: OwnedRequest, notice_id: int) -> HttpResponse:
    """One path: what was noticed, its next step and its letters; posting changes what was noticed."""
    if request.method != "POST":
        return _path(request, notice_id, {}, {})
    before = notices.notice(request.owner, notice_id=notice_id)
    begun = [one.id for one in outreach.path(request.owner, notice_id=notice_id).letters]
    values = {name: forms.text(request, name) for name in ("kind", "where", "impressed", "question", "on")}
    try:
        notices.change_notice(
            request.owner,
            notice_id=notice_id,
            kind=values["kind"] or None,
            where=values["where"],
            impressed=values["impressed"],
            question=values["question"],
            on=forms.day(request, "on", looks_back=True),
        )
    except Conflict as problem:
        return _path(request, notice_id, values, {"kind": problem.message}, status=409)
    except Invalid as problem:
        return _path(request, notice_id, values, {problem.field: problem.message}, status=422)
    request.session[BEFORE] = {**_kept(before), "letters": begun}
    forms.tell(request, "Saved.", undo=reverse("notice-change-undo", args=[notice_id]))
    return redirect(reverse("notice", args=[notice_id]))


@require_POST
def undo_change(request: OwnedRequest, notice_id: int) -> HttpResponse:
    """As it was before the last change."""
    kept = request.session.get(BEFORE)
    if not kept or kept["notice_id"] != notice_id:
        raise NotFound("There is nothing to take back.")
    if kept.get("touchpoint_id"):
        touchpoints.delete_touchpoint(request.owner, touchpoint_id=kept["touchpoint_id"])
    notices.change_notice(
        request.owner,
        notice_id=notice_id,
        kind=kept["kind"],
        letters=kept.get("letters", ()),
        where=kept["where"],
        impressed=kept["impressed"],
        question=kept["question"],
        on=date.fromisoformat(kept["on"]),
    )
    del request.session[BEFORE]
    forms.tell(request, "As it was before.")
    return redirect(reverse("notice", args=[notice_id]))


@require_POST
def undo_notice(request: OwnedRequest, notice_id: int) -> HttpResponse:
    """I did not notice them after all: what the form made goes again."""
    kept = request.session.get(MADE) or {}
    known = kept if kept.get("notice_id") == notice_id else {}
    gone = notices.take_back_notice(
        request.owner,
        notice_id=notice_id,
        made_person=bool(known.get("made_person")),
        put_on_panel=bool(known.get("put_on_panel")),
    )
    request.session.pop(MADE, None)
    return _has_gone(request, notice_id, gone, can_come_back=not known)


@require_POST
def delete(request: OwnedRequest, notice_id: int) -> HttpResponse:
    """Delete a notice; the person and the letters stay."""
    return _has_gone(request, notice_id, notices.delete_notice(request.owner, notice_id=notice_id))


@require_POST
def restore(request: OwnedRequest, notice_id: int) -> HttpResponse:
    """Bring back the notice that was deleted last."""
    kept = request.session.get(GONE)
    if not kept or kept["notice_id"] != notice_id:
        raise NotFound("There is nothing to bring back.")
    gone = GoneNotice(**{**kept["gone"], "letters": tuple(kept["gone"]["letters"])})
    back = notices.restore_notice(request.owner, gone=gone)
    del request.session[GONE]
    forms.tell(request, "It is back.")
    return redirect(reverse("notice", args=[back.id]))


@require_POST
def write(request: OwnedRequest, notice_id: int) -> HttpResponse:
    """Open the path's next letter."""
    shown = outreach.start_letter(request.owner, notice_id=notice_id)
    return redirect(reverse("letter", args=[shown.draft.id]))


@require_POST
def followed_up(request: OwnedRequest, notice_id: int) -> HttpResponse:
    """A short reminder went."""
    path = outreach.follow_up_sent(request.owner, notice_id=notice_id)
    undo = reverse("notice-follow-up-undo", args=[notice_id])
    forms.tell(request, f"Noted: you reminded {path.notice.person.name} today.", undo=undo)
    return forms.go_back(request, reverse("notice", args=[notice_id]))


@require_POST
def undo_follow_up(request: OwnedRequest, notice_id: int) -> HttpResponse:
    """The reminder did not go."""
    outreach.follow_up_taken_back(request.owner, notice_id=notice_id)
    forms.tell(request, "Taken back.")
    return redirect(reverse("notice", args=[notice_id]))


@require_POST
def let_go(request: OwnedRequest, notice_id: int) -> HttpResponse:
    """Let it rest, kindly."""
    path = outreach.let_go(request.owner, notice_id=notice_id)
    words = f"{path.notice.person.name} is let go, kindly. The door is open."
    forms.tell(request, words, undo=reverse("notice-reopen", args=[notice_id]))
    return forms.go_back(request, reverse("notice", args=[notice_id]))


@require_POST
def reopen(request: OwnedRequest, notice_id: int) -> HttpResponse:
    """The path goes on."""
    outreach.reopen(request.owner, notice_id=notice_id)
    forms.tell(request, "The path is open again.")
    return forms.go_back(request, reverse("notice", args=[notice_id]))


@require_POST
def met(request: OwnedRequest, notice_id: int) -> HttpResponse:
    """We talked: the path has arrived."""
    made = outreach.mark_met(
        request.owner,
        notice_id=notice_id,
        kind=forms.text(request, "kind") or "coffee",
        on=forms.day(request, "on", looks_back=True),
        summary=forms.text(request, "note"),
    )
    forms.tell(
        request,
        f"Noted: you and {made.person.name} talked.",
        undo=reverse("touchpoint-delete", args=[made.id]),
    )
    return forms.go_back(request, reverse("notice", args=[notice_id]))


def _notice(request: OwnedRequest, values: dict[str, str]) -> Noticed:
    who = forms.text(request, "who")
    chosen = forms.number(request, "who") if who and who != SOMEBODY_NEW else forms.number(request, "person")
    return notices.notice_someone(
        request.owner,
        person_id=chosen or None,
        is_new=who == SOMEBODY_NEW,
        again=forms.text(request, "path") == SECOND,
        on=forms.day(request, "on", looks_back=True),
        **{name: values[name] for name in FIELDS if name != "on"},
    )


def _add(request: OwnedRequest, values: dict[str, str]) -> HttpResponse:
    """To the path that is open, instead of a second one."""
    notice_id = forms.number(request, "path") or 0
    before = notices.notice(request.owner, notice_id=notice_id)
    _, seen = notices.add_to_notice(
        request.owner,
        notice_id=notice_id,
        on=forms.day(request, "on", looks_back=True),
        **{name: values[name] for name in ("kind", "where", "impressed", "question")},
    )
    request.session[BEFORE] = {**_kept(before), "touchpoint_id": seen.id}
    undo = reverse("notice-change-undo", args=[notice_id])
    forms.tell(request, f"Added to what you noticed of {before.person.name}.", undo=undo)
    return redirect(reverse("notice", args=[notice_id]))


def _ask_which_path(request: OwnedRequest, values: dict[str, str], problem: PathOpen) -> HttpResponse:
    known = outreach.path(request.owner, notice_id=problem.notice_id)
    return _list(request, {**values, "who": forms.text(request, "who")}, {}, known=known, status=409)


def _kept(before: NoticeRecord) -> dict[str, Any]:
    """A notice as it was, as the browser's session keeps it for an undo."""
    return {
        "notice_id": before.id,
        "kind": before.kind,
        "where": before.where,
        "impressed": before.impressed,
        "question": before.question,
        "on": before.noticed_on.isoformat(),
    }


def _asked_for(request: OwnedRequest) -> dict[str, str]:
    """The person that another page has named, and their name."""
    number = request.GET.get("person", "")
    if not forms.WHOLE.fullmatch(number):
        return {"name": request.GET.get("name", "").replace("\0", "").strip()[:300]}
    return {"person": number, "name": people.person(request.owner, person_id=int(number)).name}


def _list(
    request: OwnedRequest,
    values: dict[str, str],
    errors: dict[str, str],
    *,
    candidates: list[tuple[int, str]] | None = None,
    known: Path | None = None,
    status: int = 200,
) -> HttpResponse:
    paths = outreach.open_paths(request.owner)
    context: dict[str, Any] = {
        "headline": paths_headline([(one.step.state, one.notice.person.name) for one in paths]),
        "paths": paths,
        "values": values,
        "errors": errors,
        "candidates": candidates or [],
        "known": known,
        "today": clock.today(request.zone),
    }
    return render(request, "notices/list.html", context, status=status)


def _path(
    request: OwnedRequest,
    notice_id: int,
    values: dict[str, str],
    errors: dict[str, str],
    *,
    status: int = 200,
) -> HttpResponse:
    found = outreach.path(request.owner, notice_id=notice_id)
    kept = found.notice
    shown = {
        "kind": kept.kind,
        "where": kept.where,
        "impressed": kept.impressed,
        "question": kept.question,
        "on": kept.noticed_on.isoformat(),
    }
    context = {
        "path_": found,
        "steps": _steps(request, found),
        "may_change_kind": not any(one.state in outreach.GONE for one in found.letters),
        "values": {**shown, **values},
        "errors": errors,
        "today": clock.today(request.zone),
    }
    return render(request, "notices/path.html", context, status=status)


def _steps(request: OwnedRequest, path: Path) -> list[dict[str, Any]]:
    """The whole path: noticed, two letters, a talk; each done, now or still to come."""
    first, last = LETTERS[PathKind(path.notice.kind)]
    sent = {one.kind: one for one in path.letters[::-1] if one.sent_at is not None}
    steps: list[dict[str, Any]] = [
        {"name": "Noticed", "state": "done", "on": path.notice.noticed_on, "note": ""}
    ]
    for kind in (first, last):
        went = sent.get(kind)
        on = went.sent_at.astimezone(request.zone).date() if went and went.sent_at else None
        note = ", answered" if went and went.answered_on else ""
        state = "done" if went else "now" if path.is_open and path.step.letter == kind else "todo"
        name = kind.replace("-", " ").capitalize()
        steps.append({"name": name, "state": state, "on": on, "note": note})
    is_next = path.step.state == PathState.MEET
    state = "done" if path.met_on else "now" if is_next else "todo"
    return [*steps, {"name": "Talk", "state": state, "on": path.met_on, "note": ""}]


def _has_gone(
    request: OwnedRequest, notice_id: int, gone: GoneNotice, *, can_come_back: bool = True
) -> HttpResponse:
    undo = ""
    if can_come_back:
        request.session[GONE] = {"notice_id": notice_id, "gone": asdict(gone)}
        undo = reverse("notice-restore", args=[notice_id])
    forms.tell(request, "Taken away.", undo=undo)
    return redirect(reverse("notices"))
