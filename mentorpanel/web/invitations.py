"""The message about a session: shown as it will arrive, sent one way or another, taken back."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods, require_POST
from markupsafe import Markup

from mentorpanel.domain import words
from mentorpanel.usecases import invitations
from mentorpanel.usecases.invitation_mail import FILE_NAME
from mentorpanel.usecases.invitations import SessionInvitation
from mentorpanel.web import forms
from mentorpanel.web.letters import not_taken_yet
from mentorpanel.web.owner import OwnedRequest
from mentorpanel.web.render import render


@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: OwnedRequest, session_id: int) -> HttpResponse:
    """The message with the line that is typed, nothing stored; asked for by the typing itself, the preview alone."""
    line = forms.text(request, "line")
    shown = invitations.invitation(request.owner, session_id=session_id, line=line)
    context = _context(request, shown, line)
    if request.headers.get("HX-Request"):
        return render(request, "sessions/invitation_preview.html", {**context, "layout": "none"})
    context["others"] = invitations.rest_of_series(request.owner, session_id=session_id)
    return render(request, "sessions/invitation.html", context)


@require_POST
def send(request: OwnedRequest, session_id: int) -> HttpResponse:
    """Send it by the mail server; with ``whole_series`` for the other sessions of its series, too."""
    line = forms.text(request, "line")
    undo = reverse("session-invitation-unsend", args=[session_id])
    if request.POST.get("whole_series"):
        gone = invitations.send_series(request.owner, session_id=session_id, line=line)
        forms.tell(
            request, f"{words.start_sentence(words.count(gone, 'message'))} on the way, one for each session."
        )
        return redirect(reverse("session", args=[session_id]))
    shown = invitations.send_invitation(request.owner, session_id=session_id, line=line)
    forms.tell(request, f"On its way to {shown.session.person.name}.", undo=undo)
    return redirect(reverse("session", args=[session_id]))


@require_POST
def sent(request: OwnedRequest, session_id: int) -> HttpResponse:
    """*I've sent it*: they were told by my own hand."""
    invitations.mark_told(request.owner, session_id=session_id, line=forms.text(request, "line"))
    forms.tell(request, "Noted as sent.", undo=reverse("session-invitation-unsend", args=[session_id]))
    return redirect(reverse("session", args=[session_id]))


@require_POST
def unsend(request: OwnedRequest, session_id: int) -> HttpResponse:
    """It has not gone after all."""
    shown = invitations.take_back(request.owner, session_id=session_id)
    forms.tell(request, f"Taken back. {shown.state.reason}")
    return redirect(reverse("session-invitation", args=[session_id]))


@require_POST
def again(request: OwnedRequest, session_id: int) -> HttpResponse:
    """Try once more now."""
    shown = invitations.try_again(request.owner, session_id=session_id)
    forms.tell(request, f"On its way to {shown.session.person.name}, once more.")
    return redirect(reverse("session-invitation", args=[session_id]))


@require_POST
def eml(request: OwnedRequest, session_id: int) -> HttpResponse:
    """The message as a file for a mail program, with the calendar file attached."""
    data = invitations.invitation_eml(request.owner, session_id=session_id, line=forms.text(request, "line"))
    headers = {"Content-Disposition": 'attachment; filename="invitation.eml"'}
    return HttpResponse(data, content_type="message/rfc822", headers=headers)


def _context(request: OwnedRequest, shown: SessionInvitation, line: str) -> dict[str, Any]:
    return {
        "session": shown.session,
        "invited": shown.state,
        "headline": f"{shown.state.reason} {shown.state.ask}".strip(),
        "line": line,
        "message": {
            "sender": shown.sender,
            "to": shown.to,
            "subject": shown.subject,
            "text": shown.text,
            "html": Markup(shown.html),  # noqa: S704 (made safe by formats.markdown)
            "outlook": shown.outlook,
            "file": FILE_NAME,
        },
        "ways": {"can_send": shown.can_send, "why_not": shown.why_not_send, "mailto": shown.mailto},
        "last": shown.last,
        "failure": _failure(request, shown),
        "others": [],
    }


def _failure(request: OwnedRequest, shown: SessionInvitation) -> str:
    if shown.last is not None and shown.last.state == "failed":
        return shown.last.failure or "It could not be delivered."
    return not_taken_yet(request, shown.queued)


def still_expected(request: OwnedRequest, said: str, person_ids: list[int]) -> str:
    """What is said as people go into the trash, and of the first of them who still expects a session, with the way to tell."""
    expecting = invitations.expected_by(request.owner, person_ids=person_ids)
    if not expecting:
        return said
    found, state = expecting[0]
    more = len(expecting) - 1
    others = f" {words.start_sentence(words.count(more, 'other session'))} too." if more else ""
    return format_html(
        '{} {}{} <a href="{}">Tell them that it is off</a>',
        said, state.reason, others, reverse("session-invitation", args=[found.id]),
    )  # fmt: skip
