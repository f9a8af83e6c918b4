"""Bringing people in: a file is taken at once and imported by a worker; how far it is can be asked."""

import hashlib
from typing import Any, Literal

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from pydantic import Field

from mentorpanel.api import answers
from mentorpanel.api.bearer import READS, WRITES, owner_of
from mentorpanel.api.payloads import Given, Line, QueryFlag, Shown
from mentorpanel.api.problems import problem
from mentorpanel.api.resources import BASE, Document, refusals
from mentorpanel.domain import documents
from mentorpanel.domain.problems import Invalid, Unreadable
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import imports, uploads

PIECE_BYTES = 1024 * 1024
SHOWN_REJECTED = 1000
FILE = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {"file": {"type": "string", "format": "binary"}},
                }
            }
        },
    }
}


class Rejected(Shown):
    """A record that could not be taken."""

    where: str
    reason: str


class ImportRun(Shown):
    """One file. The counts and the rejected are disjoint and add up to ``read``, once it is done."""

    path: str
    format: str | None
    import_id: int | None = Field(description="null: nothing was stored of it.")
    read: int
    created: int
    updated: int
    unchanged: int
    doubtful: int
    rejected: list[Rejected]
    reason: str | None = Field(description="Why it stopped.")
    state: Literal["receiving", "mapping", "waiting", "running", "done", "failed", "undone"]
    total_bytes: int
    done_bytes: int


class Mapping(Given):
    """Which column of a table is what."""

    columns: dict[Line, Line]


def install(api: NinjaAPI) -> None:
    """Give the API its import."""

    @api.post(
        "/import", response={200: ImportRun, 202: ImportRun, **refusals(400, 401, 403, 409, 413, 422)}, auth=WRITES,
        tags=["import"], summary="Bring people in", openapi_extra=FILE,
    )  # fmt: skip
    def bring(request: HttpRequest, dry_run: QueryFlag = False) -> HttpResponse:
        """vCard, Google, Outlook, LinkedIn or a table, as `file` of a form; a worker imports it.

        With `dry_run` it is gone through at once and nothing is changed. A table whose columns are not known waits
        (state mapping) for POST import/{id}/mapping.
        """
        if _is_too_large(request):
            return _too_large(request)
        files = request.FILES.getlist("file")
        if _is_too_large(request):
            return _too_large(request)
        if len(files) != 1:
            raise Invalid("Send one file, as the part “file” of a form (multipart/form-data).", field="file")
        stream: Any = files[0].file
        work = _rehearse if dry_run else _take
        content = b"" if "Idempotency-Key" not in request.headers else _print_of(stream)
        return answers.once(
            request,
            lambda: work(owner_of(request), files[0].name or "upload", stream),
            content=content,
            is_one_transaction=False,
        )

    @api.get(
        "/import/{row:row_id}", response={200: ImportRun, **refusals(401, 404)}, auth=READS, tags=["import"],
        summary="How far an import is",
    )  # fmt: skip
    def run(request: HttpRequest, row_id: int) -> HttpResponse:
        """An import with its counts, and the first thousand records that were refused."""
        return answers.answer(answers.body_of(ImportRun, _document(owner_of(request), row_id)))

    @api.post(
        "/import/{row:row_id}/mapping", response={200: ImportRun, **refusals(400, 401, 403, 404, 409, 413, 422)},
        auth=WRITES, tags=["import"], summary="Which column is what",
    )  # fmt: skip
    def mapping(request: HttpRequest, row_id: int, payload: Mapping) -> HttpResponse:
        """Say which column of a table is what; a worker then imports it."""
        owner = owner_of(request)

        def work() -> HttpResponse:
            uploads.choose_mapping(owner, import_id=row_id, mapping=payload.columns)
            return answers.answer(answers.body_of(ImportRun, _document(owner, row_id)))

        return answers.once(request, work)


def _take(owner: User, name: str, stream: Any) -> HttpResponse:
    taken = uploads.take_upload(owner, filename=name, stream=stream)
    body = answers.body_of(ImportRun, _document(owner, taken.id))
    return answers.answer(body, status=202, location=f"{BASE}import/{taken.id}")


def _rehearse(owner: User, name: str, stream: Any) -> HttpResponse:
    found = uploads.rehearse_upload(owner, filename=name, stream=stream)
    if found.format is None:
        raise Unreadable(found.run.failure, field="file")
    document = documents.import_run(found.run, found.rejected[:SHOWN_REJECTED], path=name, found=found.format)
    return answers.answer(answers.body_of(ImportRun, document | _progress(found.run)))


def _document(owner: User, import_id: int) -> Document:
    run = imports.import_run(owner, import_id=import_id)
    rejected = imports.import_records_of(owner, import_id=import_id, limit=SHOWN_REJECTED)
    document = documents.import_run(run, rejected, path=run.filename, found=run.format or None)
    return document | _progress(run)


def _progress(run: Any) -> Document:
    return {"state": run.state, "total_bytes": run.total_bytes, "done_bytes": run.done_bytes}


def _print_of(stream: Any) -> bytes:
    """What a file holds, for telling a request sent again from another one."""
    made = hashlib.file_digest(stream, "sha256").digest()
    stream.seek(0)
    return made


def _is_too_large(request: HttpRequest) -> bool:
    said = request.META.get("CONTENT_LENGTH") or "0"
    is_said = said.isdecimal() and int(said) > settings.UPLOAD_LIMIT_BYTES
    return is_said or bool(request.META.get("mentorpanel.upload_too_large"))


def _too_large(request: HttpRequest) -> HttpResponse:
    """Read what is still being sent, so that the answer is heard, and say no."""
    try:
        while request.read(PIECE_BYTES):
            pass
    except OSError:
        pass  # it has stopped sending
    limit = settings.UPLOAD_LIMIT_BYTES // 1024 // 1024
    return problem(413, detail=f"That is more than {limit} MB, which is taken at once. Bring it in parts.")
