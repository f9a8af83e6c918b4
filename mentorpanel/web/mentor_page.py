"""The page that a mentor opens by a private link, without signing in; and for the owner, the link and the replies."""

from collections.abc import Mapping
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe
from markupsafe import Markup

from mentorpanel import clock
from mentorpanel.domain import mentor_page, words
from mentorpanel.domain.mentor_view import MentorPageView
from mentorpanel.domain.problems import Problem
from mentorpanel.domain.records import SessionRecord
from mentorpanel.domain.session_clock import written_day
from mentorpanel.formats.mail_html import letter_html
from mentorpanel.usecases import mentor_links, mentor_pages, mentor_replies
from mentorpanel.usecases.mentor_pages import Opened, TooMany
from mentorpanel.web import forms
from mentorpanel.web.owner import OwnedRequest

POLICY: Final = {
    "script-src": ["'none'"],
    "connect-src": ["'none'"],
    "manifest-src": ["'none'"],
    "worker-src": ["'none'"],
}
SAID: Final = {
    "accept": "Thank you. {name} sees that you will be there.",
    "decline": "Thank you for saying so. {name} sees it and comes back to you.",
    "propose": "Thank you. {name} sees your time and answers.",
    "answer": "Thank you. Your answer is with the question.",
    "note": "Thank you. {name} has your note.",
    "need": "Thank you. {name} has it and would like to help.",
}


# No sign-in, so no cookie that a forger could ride on: the address is the secret, and every form carries a
# mark that was signed for this link (docs/security.md).
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind a link. Looking changes nothing; a POST is something that the mentor says."""
    opened = mentor_pages.open_link(token)
    if opened.owner is None or opened.page is None:
        return _gone(opened)
    if request.method != "POST":
        return _sealed(_shown(request, token, opened, done=request.GET.get("done", "")))
    try:
        kind = mentor_pages.say(opened.owner, opened.page, **_typed(request))
    except Problem as problem:
        status = 429 if isinstance(problem, TooMany) else 422
        return _sealed(_shown(request, token, opened, problem=problem, status=status))
    return _sealed(redirect(f"{reverse('mentor-page', args=[token])}?done={kind}"))


@require_safe
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """The session as a calendar file."""
    opened = mentor_pages.open_link(token)
    if opened.owner is None or opened.page is None:
        return _gone(opened)
    data = mentor_pages.calendar_file(opened.owner, session_id=opened.page.session_id)
    answer = HttpResponse(data, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="session.ics"'
    return _sealed(answer)


@require_GET
def preview(request: OwnedRequest, session_id: int) -> HttpResponse:
    """The page as the mentor will see it, for the owner; its forms are not for use."""
    link = mentor_links.link(request.owner, session_id=session_id)
    view = mentor_pages.page_view(
        request.owner, session_id=session_id, offer=link.offer, profile=request.profile
    )
    answer = HttpResponse(_html(_context(view, is_preview=True, session_id=session_id)))
    answer._csp_replace = POLICY  # type: ignore[attr-defined]  # as django-csp's decorator does
    return answer


@require_POST
def make(request: OwnedRequest, session_id: int) -> HttpResponse:
    """Make the link, or another in its place."""
    mentor_links.make_link(request.owner, session_id=session_id, offer=forms.given(request, "offer"))
    forms.tell(request, "The link is made. It goes under the brief by itself, or copy it from here.")
    return _to_session(session_id)


@require_POST
def offer(request: OwnedRequest, session_id: int) -> HttpResponse:
    """How I could help them, in my words."""
    mentor_links.change_offer(request.owner, session_id=session_id, offer=forms.text(request, "offer"))
    forms.tell(request, "Saved; it stands on their page.")
    return _to_session(session_id)


@require_POST
def revoke(request: OwnedRequest, session_id: int) -> HttpResponse:
    """The link is good no longer."""
    mentor_links.revoke_link(request.owner, session_id=session_id)
    forms.tell(request, "Revoked. Whoever opens the link is asked to ask you for a new one.")
    return _to_session(session_id)


@require_POST
def accept(request: OwnedRequest, reply_id: int) -> HttpResponse:
    """The proposed time is fine: the session moves."""
    moved = mentor_replies.accept_proposal(request.owner, reply_id=reply_id)
    when = words.moment_in_words(moved.starts_at, clock.now(), request.zone)
    forms.tell(request, f"Moved to {when}, as {moved.person.name} proposed. Their page shows it.")
    return _to_session(moved.id)


@require_POST
def take_over(request: OwnedRequest, reply_id: int) -> HttpResponse:
    """Keep the answer with its question."""
    answered = mentor_replies.take_over(request.owner, reply_id=reply_id)
    undo = reverse("parked-reopen", args=[answered.id])
    forms.tell(request, "Kept with the question, which is answered now.", undo=undo)
    return forms.go_back(request, reverse("parked-item", args=[answered.id]))


@require_POST
def settle(request: OwnedRequest, reply_id: int) -> HttpResponse:
    """I have seen it."""
    settled = mentor_replies.settle(request.owner, reply_id=reply_id)
    forms.tell(request, "Noted as read.", undo=reverse("reply-unsettle", args=[reply_id]))
    return _to_session(settled.session_id)


@require_POST
def unsettle(request: OwnedRequest, reply_id: int) -> HttpResponse:
    """It still waits."""
    waiting = mentor_replies.unsettle(request.owner, reply_id=reply_id)
    forms.tell(request, "It waits again.")
    return _to_session(waiting.session_id)


def owner_context(request: OwnedRequest, session: SessionRecord) -> dict[str, Any]:
    """What the owner's page of a session shows of it: the link, and what the mentor said."""
    replies = mentor_replies.replies_of(request.owner, session_id=session.id)
    return {
        "link": mentor_links.link(request.owner, session_id=session.id),
        "replies": replies[::-1],
        "keeping": mentor_replies.keeping_mails(request.owner, session=session, replies=replies),
        "answers": {one.item_id: one for one in replies if one.kind == "answer"},
        "first": session.person.name.split()[0],
    }


def _typed(request: HttpRequest) -> dict[str, Any]:
    return {
        "form": forms.text(request, "form"),
        "kind": forms.text(request, "kind"),
        "text": forms.text(request, "text"),
        "item_id": int(said) if forms.WHOLE.fullmatch(said := forms.text(request, "item")) else None,
        "day": forms.text(request, "day"),
        "at": forms.text(request, "at"),
        "zone": forms.text(request, "zone"),
    }


def _shown(
    request: HttpRequest,
    token: str,
    opened: Opened,
    *,
    done: str = "",
    problem: Problem | None = None,
    status: int = 200,
) -> HttpResponse:
    assert opened.owner is not None and opened.page is not None  # noqa: S101 (the caller has looked)
    view = mentor_pages.page_view(
        opened.owner, session_id=opened.page.session_id, offer=opened.page.offer, profile=opened.profile
    )
    context = _context(view, is_preview=False)
    context |= {
        "token": token,
        "form": mentor_pages.new_form(opened.page),
        "done": SAID.get(done, "").format(name=view.view.my_name or "The sender"),
        "problem": problem.message if problem else "",
        "typed": request.POST.dict() if problem else {},
    }
    return HttpResponse(_html(context), status=status)


def _context(view: MentorPageView, *, is_preview: bool, session_id: int = 0) -> dict[str, Any]:
    seen, mine = view.view, view.view.zone
    theirs = view.their_zone or mine
    first = seen.person_name.split()[0] if seen.person_name else ""
    there, me = ZoneInfo(theirs), seen.my_name or "Your mentee"
    starts = seen.starts_at.astimezone(there)
    return {
        "page": view,
        "seen": seen,
        "first": first,
        "me": me,
        "my_first": me.split()[0] if seen.my_name else me,
        "zone": there,
        "their_zone": theirs,
        "headline": f"{written_day(starts.date())}, {words.clock_time(starts, there)}",
        "when": mentor_page.time_in_both(seen.starts_at, seen.ends_at, theirs, mine).partition(", ")[2],
        "day": starts.date().isoformat(),
        "reading": f"{words.count(view.brief_minutes, 'minute')} to read" if view.brief else "",
        "brief_html": Markup(letter_html(view.brief)),  # noqa: S704 (sanitised by formats.mail_html)
        "answers": {one.item_id: one for one in view.replies if one.kind == "answer"},
        "notes": [one for one in view.replies if one.kind in ("note", "need")],
        "proposed": _proposed(view, theirs, mine),
        "zones": mentor_page.choices_of((theirs, mine)),
        "is_preview": is_preview,
        "session_id": session_id,
        "may_answer_time": not (view.is_off or view.is_over),
    }


def _proposed(view: MentorPageView, theirs: str, mine: str) -> str:
    last = next((one for one in reversed(view.replies) if one.kind == "propose" and one.starts_at), None)
    if last is None or last.starts_at is None or view.answer != "proposed":
        return ""
    length = view.view.ends_at - view.view.starts_at
    return mentor_page.time_in_both(last.starts_at, last.starts_at + length, theirs, mine)


def _html(context: Mapping[str, Any]) -> str:
    return render_to_string("mentor/page.html", dict(context))


def _gone(opened: Opened) -> HttpResponse:
    """One kind page for what is unknown, expired and revoked; it says nothing of anybody."""
    status = 404 if opened.state == "unknown" else 410
    return _sealed(HttpResponse(render_to_string("mentor/gone.html", {}), status=status))


def _sealed(answer: HttpResponse) -> HttpResponse:
    """Nobody passes the address on or keeps what it shows: no script, no referrer, no search engine, no copy."""
    answer._csp_replace = POLICY  # type: ignore[attr-defined]  # as django-csp's decorator does
    answer["Referrer-Policy"] = "no-referrer"
    answer["X-Robots-Tag"] = "noindex, nofollow"
    answer["Cache-Control"] = "private, no-store"
    return answer


def _to_session(session_id: int) -> HttpResponse:
    return redirect(f"{reverse('session', args=[session_id])}#replies")
