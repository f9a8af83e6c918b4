"""Renders a page with what every page carries."""

from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.template.backends.utils import csrf_input
from django.template.loader import get_template
from django.utils.functional import SimpleLazyObject

from mentorpanel.usecases import navigation

HAS_COUNTS = {"layout", "counts"}
"""A page that brings the menu's counts itself, or shows no menu."""


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
    # What Django's engine would add, but the mark of the forms made once for all of a page's forms.
    shared |= {"request": request, "csrf_input": SimpleLazyObject(lambda: csrf_input(request))}
    page: Any = get_template(template)
    return HttpResponse(page.template.render({**shared, **context}), status=status)
