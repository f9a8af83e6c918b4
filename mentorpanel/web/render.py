"""Renders a page with what every page carries."""

from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.template.backends.utils import csrf_input
from django.template.loader import get_template
from django.urls import get_script_prefix

from mentorpanel.usecases import navigation
from mentorpanel.web.jinja import addresses

HAS_COUNTS = {"layout", "counts"}
"""A page that brings the menu's counts itself, or shows no menu."""


class FormMark:
    """The hidden field of a page's forms, made once for all of them, and only where there is a form."""

    def __init__(self, request: HttpRequest) -> None:
        self._request, self._field = request, ""

    def __html__(self) -> str:
        self._field = self._field or str(csrf_input(self._request))
        return self._field


def render(
    request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """One page: the view's context, plus owner, zone, theme, counts for the menu and messages."""
    owner = getattr(request, "owner", None)
    profile = getattr(request, "profile", None)
    shared: dict[str, Any] = {
        "profile": profile,
        "zone": getattr(request, "zone", ZoneInfo("UTC")),
        "theme": request.COOKIES.get("theme", "system"),
        "nonce": getattr(request, "csp_nonce", ""),
        "counts": {} if owner is None or context.keys() & HAS_COUNTS else navigation.counts(owner),
        "flashes": [] if owner is None else list(get_messages(request)),
        "path": request.path,
    }
    shared |= {"request": request, "csrf_input": FormMark(request)}  # what Django's engine would add
    shared["url"] = addresses(get_script_prefix())
    page: Any = get_template(template)
    return HttpResponse(page.template.render({**shared, **context}), status=status)
