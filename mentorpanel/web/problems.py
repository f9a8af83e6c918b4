"""Expected failures as pages: the one place where a ``Problem`` becomes an answer."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from mentorpanel.domain.problems import Conflict, NotFound, Problem
from mentorpanel.web.render import render


class ProblemMiddleware:
    """Turns a ``Problem`` out of a view into 404, or into a message on the page it came from."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, NotFound):
            raise Http404(exception.message) from exception
        if not isinstance(exception, Problem):
            return None
        back = _page_before(request)
        if back:
            messages.error(request, exception.message)
            return redirect(back)
        status = 409 if isinstance(exception, Conflict) else 422
        return render(request, "problem.html", {"message": exception.message}, status=status)


def _page_before(request: HttpRequest) -> str:
    """The page of ours that a form was sent from, or nothing."""
    if request.method != "POST" or request.headers.get("HX-Request") or "json" in request.headers.get("Accept", ""):
        return ""
    referer = request.headers.get("Referer", "")
    origin = f"{request.scheme}://{request.get_host()}"
    return referer.removeprefix(origin) if referer.startswith(f"{origin}/") else ""


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: not here, or not yours."""
    return render(request, "404.html", {}, status=404)


def denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403."""
    return render(request, "403.html", {}, status=403)


def failed(request: HttpRequest) -> HttpResponse:
    """500: ours to mend."""
    return render(request, "500.html", {}, status=500)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: a host that is not ours, or a form too large."""
    return HttpResponse("This address is not accepted here.", status=400, content_type="text/plain; charset=utf-8")
