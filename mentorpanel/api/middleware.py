"""What is true of every answer under ``/api/``: nobody keeps a copy, and a refusal is a problem document."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from mentorpanel.api.problems import MEDIA_TYPE, problem

BASE = "/api/"


class ApiMiddleware:
    """Stands outside all others, so that a wrong host, an unknown address or a wrong method is answered in kind."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(BASE):
            return self.get_response(request)
        is_head = request.method == "HEAD"
        if is_head:
            request.method = "GET"  # The server leaves the body out.
        answer = self.get_response(request)
        if answer.status_code >= 400 and MEDIA_TYPE not in answer.get("Content-Type", ""):
            said = problem(answer.status_code)
            if "Allow" in answer:
                said["Allow"] = _with_head(answer["Allow"])
            answer = said
        answer.headers.setdefault("Cache-Control", "private, no-store")
        if is_head:
            request.method = "HEAD"
            answer["Content-Length"] = str(len(answer.content))
            answer.content = b""
        return answer


def _with_head(allowed: str) -> str:
    methods = [one.strip() for one in allowed.split(",")]
    return ", ".join([*methods, "HEAD"] if "GET" in methods and "HEAD" not in methods else methods)
