"""Updates: the text once, the readers with their lines, and sending, each letter by itself."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from mentorpanel.domain import words
from mentorpanel.domain.letters.kinds import kind_of
from mentorpanel.domain.update_records import SHARED, UpdateRecord
from mentorpanel.domain.update_words import audience_headline, update_headline, update_title
from mentorpanel.usecases import letters, update_audience, updates
from mentorpanel.web import forms
from mentorpanel.web.owner import OwnedRequest
from mentorpanel.web.render import render

LINE = "line-"
SLOTS = tuple(slot for slot in kind_of("update").slots if slot.name in SHARED)


@require_http_methods(["GET", "HEAD", "POST"])
def all_updates(request: OwnedRequest) -> HttpResponse:
    """The updates, and who is not informed; posting begins one for those who are ticked."""
    if request.method == "POST":
        made = updates.begin_update(request.owner, person_ids=forms.numbers(request, "person"))
        return redirect(reverse("update", args=[made.id]))
    audience = update_audience.audience_of(request.owner)
    asked = request.GET.get("for", "")
    only = int(asked) if forms.WHOLE.fullmatch(asked) else None
    context = {
        "headline": audience_headline(audience),
        "updates": [_row(one) for one in updates.list_updates(request.owner)],
        "suggested": [one for one in audience if one.is_suggested],
        "others": [one for one in audience if not one.is_suggested],
        "only": only if only in {one.person_id for one in audience} else None,
    }
    return render(request, "updates/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def update(request: OwnedRequest, update_id: int) -> HttpResponse:
    """One update: its text, its readers and their lines; posting saves the text."""
    if request.method == "POST":
        updates.change_update(request.owner, update_id=update_id, slots=_typed(request))
        forms.tell(request, "Saved, in every letter that has not gone.")
        return redirect(reverse("update", args=[update_id]))
    page = updates.update_page(request.owner, update_id=update_id)
    there = {one.person.id for one in page.readers}
    audience = update_audience.audience_of(request.owner)
    context = {
        "headline": update_headline(page.update, ready=len(page.ready)),
        "update": page.update,
        "readers": page.readers,
        "ready": page.ready,
        "can_mail": any(not one.why_not_send for one in page.readers if not one.has_it),
        "slots": SLOTS,
        "checks": page.checks,
        "others": [one for one in audience if one.person_id not in there and one.may_choose],
    }
    return render(request, "updates/update.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: OwnedRequest, update_id: int) -> HttpResponse:
    """The checks of the text while it is being typed; nothing is stored."""
    checks = updates.preview_update(request.owner, update_id=update_id, slots=_typed(request))
    return render(request, "updates/checks.html", {"checks": checks, "layout": "none"})


@require_POST
def add_readers(request: OwnedRequest, update_id: int) -> HttpResponse:
    """These people read it, too."""
    chosen = forms.numbers(request, "person")
    updates.add_readers(request.owner, update_id=update_id, person_ids=chosen)
    if chosen:
        forms.tell(request, "They have a letter of it now. A line for each, and it can go.")
    return _back(update_id)


@require_POST
def remove_reader(request: OwnedRequest, update_id: int, person_id: int) -> HttpResponse:
    """It is not for them after all."""
    name = updates.letter_to(request.owner, update_id=update_id, person_id=person_id).person.name
    updates.remove_reader(request.owner, update_id=update_id, person_id=person_id)
    forms.tell(request, f"It does not go to {name}.")
    return _back(update_id)


@require_POST
def leave_out(request: OwnedRequest, update_id: int, person_id: int) -> HttpResponse:
    """Leave out of their letter what is not theirs to read."""
    draft = updates.letter_to(request.owner, update_id=update_id, person_id=person_id)
    updates.leave_out(request.owner, update_id=update_id, person_id=person_id)
    forms.tell(request, f"Left out for {draft.person.name}.", undo=reverse("letter-fresh", args=[draft.id]))
    return _back(update_id)


@require_POST
def lines(request: OwnedRequest, update_id: int) -> HttpResponse:
    """Save the line of each reader."""
    _save_lines(request, update_id)
    forms.tell(request, "The lines are saved.")
    return _back(update_id)


@require_POST
def send(request: OwnedRequest, update_id: int) -> HttpResponse:
    """Save the lines, then send to the one who is named, or to those who were ready when the page was read."""
    _save_lines(request, update_id)
    only = forms.number(request, "only")
    if only is not None:
        draft = updates.letter_to(request.owner, update_id=update_id, person_id=only)
        letters.send_letter(request.owner, draft_id=draft.id)
        undo = reverse("letter-unsend", args=[draft.id])
        forms.tell(request, f"On its way to {draft.person.name}.", undo=undo)
        return _back(update_id)
    done = updates.send_ready(request.owner, update_id=update_id, person_ids=forms.numbers(request, "ready"))
    if done.names:
        forms.tell(request, f"On its way, each by itself, to {words.people_list(done.names)}.")
    else:
        forms.tell(request, "Nothing has gone: no letter is ready yet.")
    return _back(update_id)


@require_POST
def close(request: OwnedRequest, update_id: int) -> HttpResponse:
    """Be done with it."""
    updates.close_update(request.owner, update_id=update_id)
    forms.tell(request, "Done with it.", undo=reverse("update-reopen", args=[update_id]))
    return redirect(reverse("updates"))


@require_POST
def reopen(request: OwnedRequest, update_id: int) -> HttpResponse:
    """Go on with it."""
    updates.reopen_update(request.owner, update_id=update_id)
    return _back(update_id)


@require_POST
def delete(request: OwnedRequest, update_id: int) -> HttpResponse:
    """Throw it away."""
    updates.delete_update(request.owner, update_id=update_id)
    forms.tell(request, "The update is thrown away. What had gone stays with its readers.")
    return redirect(reverse("updates"))


def _row(one: UpdateRecord) -> dict[str, Any]:
    return {"record": one, "title": update_title(one)}


def _typed(request: OwnedRequest) -> dict[str, str]:
    return {name: forms.text(request, name) for name in SHARED if name in request.POST}


def _save_lines(request: OwnedRequest, update_id: int) -> None:
    found = {
        int(name.removeprefix(LINE)): forms.text(request, name)
        for name in request.POST
        if name.startswith(LINE) and forms.WHOLE.fullmatch(name.removeprefix(LINE))
    }
    updates.write_lines(request.owner, update_id=update_id, lines=found)


def _back(update_id: int) -> HttpResponse:
    return redirect(f"{reverse('update', args=[update_id])}#readers")
