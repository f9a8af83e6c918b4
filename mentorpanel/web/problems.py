"""Expected failures as pages: the one place where a ``Problem`` becomes an answer."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string

from mentorpanel.domain.problems import Conflict, NotFound, Problem


class ProblemMiddleware:
    """Turns a ``Problem`` out of a view into 404, or into a message on the page it came from."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.get_response(request)
        if answer.status_code == 405 and request.method == "GET" and not answer.content:
            return _form_only(request, answer)
        return answer

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
        return _alone(request, "problem.html", status=status, message=exception.message)


def _page_before(request: HttpRequest) -> str:
    """The page of ours that a form was sent from, or nothing."""
    if (
        request.method != "POST"
        or request.headers.get("HX-Request")
        or "json" in request.headers.get("Accept", "")
    ):
        return ""
    referer = request.headers.get("Referer", "")
    origin = f"{request.scheme}://{request.get_host()}"
    return referer.removeprefix(origin) if referer.startswith(f"{origin}/") else ""


def _form_only(request: HttpRequest, refused: HttpResponse) -> HttpResponse:
    """The address of a form, opened as a page: reloaded, or come back to after signing in."""
    words = "What you sent before may not have been kept: look at it once more, and send it again if need be."
    answer = _alone(request, "problem.html", status=405, message=words)
    answer["Allow"] = refused["Allow"]
    return answer


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: not here, or not yours."""
    return _alone(request, "404.html", status=404)


def denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403."""
    return _alone(request, "403.html", status=403)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: a form that was not sent from a page of ours, or lay open too long."""
    return _alone(request, "403.html", status=403)


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """429: more tries from one address than a person makes in a minute."""
    return _alone(request, "429.html", status=429)


def failed(request: HttpRequest) -> HttpResponse:
    """500: ours to mend."""
    return _alone(request, "500.html", status=500)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: a host that is not ours, or a form too large."""
    return _alone(request, "400.html", status=400)


def _alone(request: HttpRequest, template: str, *, status: int, message: str = "") -> HttpResponse:
    """A page that needs no owner and no database, and that leaves waiting messages for the next page."""
    theme = request.COOKIES.get("theme", "system")
    return HttpResponse(render_to_string(template, {"theme": theme, "message": message}), status=status)
