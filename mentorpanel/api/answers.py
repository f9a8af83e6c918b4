"""Answers in JSON, the tag that says how a thing was when it was read, and requests that are done once."""

import hashlib
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from pydantic import BaseModel

from mentorpanel.api.bearer import owner_of
from mentorpanel.domain.problems import Invalid
from mentorpanel.usecases import repeats
from mentorpanel.usecases.repeats import Reply

JSON = "application/json"
LONGEST_KEY = 255


def body_of(kind: type[BaseModel], document: Any) -> str:
    """A document as it is sent; one that does not have its shape is a programming error."""
    return kind.model_validate(document).model_dump_json()


def tag_of(body: str) -> str:
    """A strong tag of what is shown: it changes when anything of it does."""
    return f'"{hashlib.sha256(body.encode()).hexdigest()[:32]}"'


def answer(body: str, *, status: int = 200, tag: bool = False, location: str = "") -> HttpResponse:
    """An answer with a body in JSON."""
    made = HttpResponse(body, status=status, content_type=JSON)
    if tag:
        made["ETag"] = tag_of(body)
    if location:
        made["Location"] = location
    return made


def not_modified(body: str) -> HttpResponse:
    """It is as you have it."""
    made = HttpResponse(status=304)
    made["ETag"] = tag_of(body)
    del made["Content-Type"]
    return made


def names_tag(header: str, tag: str) -> bool:
    """Whether a list of tags in a header (``If-Match``, ``If-None-Match``) names that one, or any."""
    named = [one.strip() for one in header.split(",")]
    return "*" in named or tag in named


def once(
    request: HttpRequest,
    work: Callable[[], HttpResponse],
    *,
    content: bytes | None = None,
    is_one_transaction: bool = True,
) -> HttpResponse:
    """What ``work`` answers; with an ``Idempotency-Key`` it is done the first time only, and answered every time.

    ``content`` is what the request holds, its body otherwise.
    """
    key = request.headers.get("Idempotency-Key")
    if key is None:
        return work()
    if not 1 <= len(key) <= LONGEST_KEY or not all("!" <= sign <= "~" for sign in key):
        raise Invalid("A key has 1 to 255 letters, digits and signs.", field="Idempotency-Key")
    sent = hashlib.sha256(f"{request.method} {request.get_full_path()}\n".encode("utf-8", "replace"))
    sent.update(request.body if content is None else content)
    reply = repeats.answer_once(
        owner_of(request),
        key=key,
        fingerprint=sent.hexdigest(),
        work=lambda: _reply(work()),
        is_one_transaction=is_one_transaction,
    )
    made = HttpResponse(reply.body, status=reply.status, headers=dict(reply.headers))
    if reply.is_repeated:
        made["Idempotent-Replayed"] = "true"
    return made


def done(request: HttpRequest, kind: type[BaseModel], work: Callable[[], Any]) -> HttpResponse:
    """Do it, once where the request has a key, and answer what came of it."""
    return once(request, lambda: answer(body_of(kind, work())))


def _reply(made: HttpResponse) -> Reply:
    kept = {name: made[name] for name in ("Content-Type", "ETag", "Location") if name in made}
    return Reply(made.status_code, made.content.decode(), kept)
