"""Letters: written, checked as one types, shown as they will arrive, and sent one way or another."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from markupsafe import Markup

from mentorpanel import clock
from mentorpanel.domain import words
from mentorpanel.domain.letters.letter import Slot
from mentorpanel.domain.records import DraftRecord, OutboxRecord
from mentorpanel.usecases import (
    introduction_letters,
    letter_choices,
    letter_hints,
    letter_replies,
    letters,
    updates,
)
from mentorpanel.usecases.letters import Letter
from mentorpanel.web import forms
from mentorpanel.web.owner import OwnedRequest
from mentorpanel.web.render import render

SHORT_NAMES = ("short_changed", "short_want", "short_question")
FOCUS_AREAS = 3


@require_http_methods(["GET", "HEAD", "POST"])
def brief(request: OwnedRequest, session_id: int) -> HttpResponse:
    """Begin a session's brief, or open it: it is written on the session's page."""
    return _of_session(request, session_id, "brief")


@require_http_methods(["GET", "HEAD", "POST"])
def recap(request: OwnedRequest, session_id: int) -> HttpResponse:
    """Begin a session's recap, or open it."""
    return _of_session(request, session_id, "recap")


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: OwnedRequest, person_id: int) -> HttpResponse:
    """A letter of a kind to a person: the one that is not finished, else a new one. GET: which there are."""
    if request.method != "POST":
        choices = letter_choices.letter_choices(request.owner, person_id=person_id)
        context = {"choices": choices, "person": choices.person, "wanted": request.GET.get("kind", "")[:40]}
        return render(request, "letters/choose.html", context)
    shown = letters.open_letter(request.owner, kind=forms.text(request, "kind"), person_id=person_id)
    return redirect(reverse("letter", args=[shown.draft.id]))


@require_http_methods(["GET", "HEAD", "POST"])
def letter(request: OwnedRequest, draft_id: int) -> HttpResponse:
    """One letter: its page, and saving what was written in it."""
    if request.method == "POST":
        changed = letters.write_letter(request.owner, draft_id=draft_id, **_typed(request, draft_id))
        forms.tell(request, "Saved.")
        return _back(request, changed.draft)
    shown = letters.letter(request.owner, draft_id=draft_id)
    context = editor_context(request, shown, here=reverse("letter", args=[draft_id]))
    update_id = updates.update_of_letter(request.owner, draft_id=draft_id) if _is_update(shown) else None
    more = {"headline": _headline(shown), "update_id": update_id}
    return render(request, "letters/letter.html", {**context, **more})


@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: OwnedRequest, draft_id: int) -> HttpResponse:
    """The letter as it will arrive, with its checks, while it is being typed; nothing is stored."""
    if request.method == "POST":
        shown = letters.preview_letter(request.owner, draft_id=draft_id, **_typed(request, draft_id))
    else:
        shown = letters.letter(request.owner, draft_id=draft_id)
    context = editor_context(request, shown, here=_next(request) or reverse("letter", args=[draft_id]))
    return render(request, "letters/preview.html", {**context, "layout": "none"})


@require_POST
def send(request: OwnedRequest, draft_id: int) -> HttpResponse:
    """Send it by the mail server."""
    sent = letters.send_letter(
        request.owner, draft_id=draft_id, in_spite_of_checks=bool(request.POST.get("anyway"))
    )
    undo = reverse("letter-unsend", args=[draft_id])
    forms.tell(request, f"On its way to {sent.draft.person.name}.", undo=undo)
    return _back(request, sent.draft)


@require_POST
def sent(request: OwnedRequest, draft_id: int) -> HttpResponse:
    """*I've sent it*, by my own hand."""
    on = forms.day(request, "on", looks_back=True)
    marked = letters.mark_sent(request.owner, draft_id=draft_id, on=on)
    forms.tell(request, "Noted as sent.", undo=reverse("letter-unsend", args=[draft_id]))
    return _back(request, marked.draft)


@require_POST
def unsend(request: OwnedRequest, draft_id: int) -> HttpResponse:
    """It has not gone after all."""
    back = letters.take_back(request.owner, draft_id=draft_id)
    forms.tell(request, "It is a draft again.")
    return _back(request, back.draft)


@require_POST
def answered(request: OwnedRequest, draft_id: int) -> HttpResponse:
    """They answered it."""
    on = forms.day(request, "on", looks_back=True)
    said = forms.text(request, "said")
    draft = letter_replies.note_reply(
        request.owner,
        draft_id=draft_id,
        said=said,
        on=on,
        summary=forms.text(request, "note"),
        advice=forms.text(request, "advice"),
    )
    undo = reverse("letter-unanswered", args=[draft_id])
    forms.tell(request, f"Noted: {draft.person.name} {f'said {said}' if said else 'answered'}.", undo=undo)
    return _back(request, draft)


@require_POST
def unanswered(request: OwnedRequest, draft_id: int) -> HttpResponse:
    """They have not answered after all."""
    draft = letter_replies.forget_reply(request.owner, draft_id=draft_id)
    forms.tell(request, "Taken back.")
    return _back(request, draft)


@require_POST
def again(request: OwnedRequest, draft_id: int) -> HttpResponse:
    """Try once more now."""
    shown = letters.send_again(request.owner, draft_id=draft_id)
    forms.tell(request, f"On its way to {shown.draft.person.name}, once more.")
    return _back(request, shown.draft)


@require_POST
def fresh(request: OwnedRequest, draft_id: int) -> HttpResponse:
    """Assemble it anew from today's facts."""
    shown = letters.start_afresh(request.owner, draft_id=draft_id)
    forms.tell(request, "Put together anew from what is known today.")
    return _back(request, shown.draft)


@require_POST
def delete(request: OwnedRequest, draft_id: int) -> HttpResponse:
    """Throw it away."""
    gone = letters.letter(request.owner, draft_id=draft_id).draft
    letters.delete_letter(request.owner, draft_id=draft_id)
    forms.tell(request, "The letter is thrown away.")
    if gone.session_id is not None:
        return redirect(reverse("session", args=[gone.session_id]))
    return redirect(reverse("person", args=[gone.person.id]))


@require_GET
def eml(request: OwnedRequest, draft_id: int) -> HttpResponse:
    """The letter as a file for a mail program."""
    data = letters.letter_eml(request.owner, draft_id=draft_id)
    headers = {"Content-Disposition": 'attachment; filename="letter.eml"'}
    return HttpResponse(data, content_type="message/rfc822", headers=headers)


def editor_context(request: OwnedRequest, shown: Letter, *, here: str) -> dict[str, Any]:
    """What the letter's editor shows, on its own page and on a session's; ``here`` is where its buttons lead back to."""
    draft, arrives = shown.draft, letters.arrival(request.owner, shown=shown)
    is_sent = draft.state in ("queued", "sent")
    return {
        "letter": draft,
        "here": here,
        "slots": [] if is_sent else [slot for slot in shown.kind.slots if _is_wanted(slot, shown)],
        "checks": shown.checks,
        "must": shown.kind.must,
        "hints": () if is_sent else letter_hints.hints(request.owner, draft=draft),
        "has_wording": bool(shown.kind.template),
        "preview": {
            "sender": arrives.sender,
            "to": arrives.to,
            "subject": arrives.subject,
            "html": Markup(arrives.html),  # noqa: S704 (made safe by formats.markdown)
            "text": arrives.text,
            "attachments": arrives.attachments,
            "reading": arrives.reading,
        },
        "ways": {
            "can_send": shown.can_send,
            "why_not": shown.why_not_send,
            "needs_word": "" if shown.is_ready else "Send it all the same",
            "mailto": arrives.mailto,
            "outlook": arrives.outlook,
        },
        "failure": _failure(request, shown),
        "held_back": shown.held_back,
        "is_sent": is_sent,
        "introduction": introduction_letters.step_of_letter(request.owner, draft=draft),
        "today": clock.today(request.zone),
    }


def _of_session(request: OwnedRequest, session_id: int, kind: str) -> HttpResponse:
    if request.method == "POST":
        shown = letters.session_letter(request.owner, session_id=session_id, kind=kind)
        return _back(request, shown.draft)
    return redirect(f"{reverse('session', args=[session_id])}#{kind}")


def _typed(request: OwnedRequest, draft_id: int) -> dict[str, Any]:
    """What the letter's form sent: the slots that it has, the subject, and the text where it is written by hand."""
    kind = letters.letter(request.owner, draft_id=draft_id).kind
    slots = {slot.name: forms.text(request, slot.name) for slot in kind.slots if slot.name in request.POST}
    return {"slots": slots, "subject": forms.given(request, "subject"), "text": forms.given(request, "text")}


def _is_wanted(slot: Slot, shown: Letter) -> bool:
    """A brief's form shows as many focus areas as are filled and one more, and its three lines only when it is short."""
    values = shown.draft.slots
    if slot.name in SHORT_NAMES:
        return any(values.get(name) for name in SHORT_NAMES)
    if not slot.name.startswith("focus_"):
        return True
    number = int(slot.name.split("_")[1])
    filled = [n for n in range(1, FOCUS_AREAS + 1) if values.get(f"focus_{n}")]
    return number <= max(filled, default=0) + 1


def _failure(request: OwnedRequest, shown: Letter) -> str:
    if shown.draft.state == "failed":
        return shown.draft.failure or "It could not be delivered."
    return not_taken_yet(request, shown.queued)


def not_taken_yet(request: OwnedRequest, queued: OutboxRecord | None) -> str:
    """What the mail server said of a mail that still waits, and when it is tried again; empty before a first try."""
    if queued is None or not queued.last_error:
        return ""
    when = words.moment_in_words(queued.not_before, clock.now(), request.zone)
    return f"Not taken yet: {queued.last_error} The next try is {when}."


def _is_update(shown: Letter) -> bool:
    return shown.draft.kind == "update"


def _headline(shown: Letter) -> str:
    name, state = shown.draft.person.name, shown.draft.state
    if state == "queued":
        return f"On its way to {name}."
    if state == "sent":
        return f"{name} has it."
    if state == "failed":
        return f"It did not reach {name}."
    left = sum(1 for check in shown.checks if not check.ok)
    if not left:
        return f"Ready to go to {name}."
    return words.start_sentence(f"{words.count(left, 'thing')} to look at before it goes to {name}.")


def _next(request: OwnedRequest) -> str:
    target = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(target, allowed_hosts=None) and target.startswith("/")
    return target if is_ours else ""


def _back(request: OwnedRequest, draft: DraftRecord) -> HttpResponse:
    """To where the letter is being written: the page that the form names, else the session's, else its own."""
    otherwise = reverse("letter", args=[draft.id])
    if draft.session_id is not None:
        otherwise = f"{reverse('session', args=[draft.session_id])}#letter"
    return forms.go_back(request, otherwise)
