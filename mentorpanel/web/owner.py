"""Whose page it is: every page but signing in wants an owner, whose zone and theme it carries."""

from collections.abc import Callable
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from mentorpanel.domain.records import ProfileRecord
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import profiles

OPEN_PREFIXES = (
    "/static/",
    "/api/",
    "/sign-in/",
    "/link/",
    "/m/",
    "/feeds/",
    "/reminders/",
    "/do/",
    "/manifest.webmanifest",
    "/service-worker.js",
    "/healthy",
)


class OwnedRequest(HttpRequest):
    """A request with its owner; what views take."""

    owner: User
    profile: ProfileRecord
    zone: ZoneInfo


class OwnerMiddleware:
    """Puts ``owner``, ``profile`` and ``zone`` on the request, or sends to the sign-in page.

    What it lets through is private: no browser and no proxy keeps a copy.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(OPEN_PREFIXES):
            return self.get_response(request)
        answer = self._answer(request)
        answer.headers.setdefault("Cache-Control", "private, no-store")
        return answer

    def _answer(self, request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            asked = f"?{urlencode({'next': request.path})}" if request.path != "/" else ""
            return redirect(f"{reverse('account_login')}{asked}")
        request.owner = request.user  # type: ignore[attr-defined]
        request.profile = profiles.profile(request.user)  # type: ignore[attr-defined]
        request.zone = ZoneInfo(request.profile.time_zone)  # type: ignore[attr-defined]
        return self.get_response(request)
