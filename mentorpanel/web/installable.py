"""What a phone needs to install the app, and what a monitor asks."""

from pathlib import Path

from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

SERVICE_WORKER = Path(__file__).parent / "static" / "mentorpanel" / "js" / "service-worker.js"


@require_GET
@cache_control(max_age=3600)
def manifest(request: HttpRequest) -> HttpResponse:
    """The manifest: name, icon, colours."""
    icon = staticfiles_storage.url("mentorpanel/icon.svg")
    document = {
        "name": "Mentorpanel",
        "short_name": "Mentorpanel",
        "description": "Your panel of mentors.",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": "#fbf9f5",
        "theme_color": "#fbf9f5",
        "icons": [{"src": icon, "sizes": "any", "type": "image/svg+xml", "purpose": "any"}],
    }
    return JsonResponse(document, content_type="application/manifest+json")


@require_GET
def service_worker(request: HttpRequest) -> HttpResponse:
    """The service worker, from the root so that it may serve every page."""
    return HttpResponse(SERVICE_WORKER.read_bytes(), content_type="text/javascript")


@require_GET
def healthy(request: HttpRequest) -> HttpResponse:
    """Whether the program answers."""
    return HttpResponse("ok", content_type="text/plain")
