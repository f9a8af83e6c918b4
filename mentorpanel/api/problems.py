"""What went wrong, as RFC 9457 problem documents: the one place where the API says no."""

import json
import logging
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from django.core.exceptions import (
    BadRequest,
    RequestDataTooBig,
    SuspiciousOperation,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from pydantic import Field

from mentorpanel.api.bearer import NoToken, ReadOnly
from mentorpanel.api.payloads import PersonLink, Shown
from mentorpanel.domain.problems import Ambiguous, Conflict, NotFound, Problem
from mentorpanel.usecases.guarded import Changed

log = logging.getLogger("mentorpanel.api")

MEDIA_TYPE = "application/problem+json"
EXPLAINED_AT = "/api/v1/docs#problem-"
STATUSES: Sequence[tuple[type[Problem], int]] = (
    (NoToken, 401),
    (ReadOnly, 403),
    (NotFound, 404),
    (Changed, 412),
    (Conflict, 409),
    (Ambiguous, 409),
    (Problem, 422),
)
"""The first that fits is the answer's status."""
CODES: Mapping[int, str] = {
    400: "malformed",
    404: "not-found",
    405: "method-not-allowed",
    413: "too-large",
    422: "invalid",
    500: "failed",
    503: "busy",
}
DETAILS: Mapping[int, str] = {
    400: "The request cannot be read.",
    404: "Nothing is here. It may have been moved, joined with another, or put in the trash.",
    405: "That cannot be done with this address.",
    413: "That is more than is taken at once.",
    500: "Mentorpanel stumbled over this. Nothing was changed; the log says why.",
    503: "The database is busy. Nothing was changed; try again in a moment.",
}


class FieldError(Shown):
    """One value that cannot be taken."""

    field: str
    detail: str


class ProblemDocument(Shown):
    """What went wrong (RFC 9457)."""

    type: str = Field(description="Where this kind of problem is explained.")
    title: str
    status: int
    detail: str = Field(description="One or two sentences that name the mend.")
    code: str = Field(description="A stable word for programs.")
    field: str | None = Field(None, description="The value that it is about.")
    errors: list[FieldError] | None = Field(None, description="Every value that cannot be taken.")
    candidates: list[PersonLink] | None = Field(None, description="Who could be meant.")


def problem(status: int, *, code: str = "", detail: str = "", **more: Any) -> HttpResponse:
    """An answer that says no, and why."""
    word = code or CODES.get(status, "problem")
    document = {
        "type": f"{EXPLAINED_AT}{word}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail or DETAILS.get(status, HTTPStatus(status).description),
        "code": word,
        **{name: value for name, value in more.items() if value},
    }
    answer = HttpResponse(json.dumps(document, ensure_ascii=True), status=status, content_type=MEDIA_TYPE)
    if status == HTTPStatus.UNAUTHORIZED:
        answer["WWW-Authenticate"] = 'Bearer realm="mentorpanel"'
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        answer["Retry-After"] = "1"
    return answer


def install(api: NinjaAPI) -> None:
    """Let every failure of an operation be answered here."""
    handlers: Mapping[type[Exception], Any] = {
        Problem: _expected,
        ValidationError: _not_valid,
        HttpError: _http_error,
        Http404: _nothing,
        RequestDataTooBig: _too_large,
        SuspiciousOperation: _malformed,
        BadRequest: _malformed,
        TooManyFieldsSent: _malformed,
        TooManyFilesSent: _malformed,
        MultiPartParserError: _malformed,
        UnreadablePostError: _malformed,
        OperationalError: _busy,
        Exception: _unexpected,
    }
    for kind, handler in handlers.items():
        api.add_exception_handler(kind, handler)


def _expected(_request: HttpRequest, found: Problem) -> HttpResponse:
    status = next(status for kind, status in STATUSES if isinstance(found, kind))
    candidates = getattr(found, "candidates", ())
    return problem(
        status,
        code=found.code,
        detail=found.message,
        field=found.field,
        candidates=[{"id": person_id, "name": name} for person_id, name in candidates],
    )


def _not_valid(_request: HttpRequest, found: ValidationError) -> HttpResponse:
    errors = [
        {"field": _field_of(one["loc"]), "detail": _sentence(str(one["msg"]))} for one in found.errors[:50]
    ]
    said = errors[0] if errors else {"field": "", "detail": "A value cannot be taken."}
    where = f"{said['field']}: " if said["field"] else ""
    return problem(422, detail=f"{where}{said['detail']}", field=said["field"], errors=errors)


def _field_of(place: Sequence[Any]) -> str:
    """Where a value stands, without the parts that are ours: ``body.payload.topics.3`` is ``topics.3``."""
    parts = [str(part) for part in place]
    ours = 2 if parts[:2] in (["body", "payload"], ["query", "filters"]) else 1
    return ".".join(parts[ours:]).encode("utf-8", "replace").decode()[:200]


def _sentence(words: str) -> str:
    said = words.removeprefix("Value error, ").encode("utf-8", "replace").decode()[:300]
    return f"{said[:1].upper()}{said[1:]}"


def _http_error(_request: HttpRequest, found: HttpError) -> HttpResponse:
    if isinstance(found.__cause__, RequestDataTooBig):
        return problem(413)
    return problem(found.status_code, detail="The body is no JSON." if found.status_code == 400 else "")


def _nothing(_request: HttpRequest, _found: Exception) -> HttpResponse:
    return problem(404)


def _too_large(_request: HttpRequest, _found: Exception) -> HttpResponse:
    return problem(413)


def _malformed(_request: HttpRequest, _found: Exception) -> HttpResponse:
    return problem(400)


def _busy(request: HttpRequest, found: Exception) -> HttpResponse:
    log.warning("%s %s: the database did not answer: %s", request.method, request.path, found)
    return problem(503)


def _unexpected(request: HttpRequest, found: Exception) -> HttpResponse:
    log.error("%s %s failed", request.method, request.path, exc_info=found)
    return problem(500)
