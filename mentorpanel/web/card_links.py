"""The page of a link *done* or *snooze* in a mail or on a device: one card's line and one button, without signing in."""

from typing import Any, Final

from allauth.decorators import rate_limit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from mentorpanel.domain.problems import NotFound, Problem
from mentorpanel.domain.words import named_day
from mentorpanel.usecases import card_links
from mentorpanel.usecases.card_links import Opened
from mentorpanel.web.render import render

LIMIT: Final = "card_link"
"""The limit of presses by a caller's address, in the settings; our judgement, far above what one mail holds."""


@csrf_exempt  # The signed token in the address is the proof; no cookie is looked at, so none can be ridden on.
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, token: str) -> HttpResponse:
    """Looking shows a button and changes nothing; pressing it does the one thing, and leads to where it is taken back."""
    try:
        if request.method != "POST":
            return _sealed(_shown(request, card_links.look(token)))
        return _sealed(_pressed(request, token))
    except NotFound:
        return _sealed(_shown(request, None, status=404))
    except Problem as problem:
        return _sealed(_shown(request, None, problem.message, status=409))


@rate_limit(action=LIMIT)  # type: ignore[untyped-decorator]  # allauth brings no types
def _pressed(request: HttpRequest, token: str) -> HttpResponse:
    return redirect(card_links.press(token))


def _shown(request: HttpRequest, opened: Opened | None, why: str = "", *, status: int = 200) -> HttpResponse:
    until = named_day(opened.until, opened.day) if opened and opened.until else ""
    context: dict[str, Any] = {"opened": opened, "until": until, "why": why}
    return render(request, "card_link.html", context, status=status)


def _sealed(answer: HttpResponse) -> HttpResponse:
    """The address is the secret: it is told to no other site, and to no search engine."""
    answer["Referrer-Policy"] = "no-referrer"
    answer["X-Robots-Tag"] = "noindex"
    return answer
