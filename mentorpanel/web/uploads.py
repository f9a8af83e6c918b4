"""Uploads go to disk in pieces and stop at the limit, so that a 2 GB file costs no memory."""

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import StopUpload, TemporaryFileUploadHandler
from django.http import HttpRequest, QueryDict
from django.utils.datastructures import MultiValueDict

PIECE_BYTES = 1024 * 1024


class CappedUploadHandler(TemporaryFileUploadHandler):
    """A temporary file per upload; past ``UPLOAD_LIMIT_BYTES`` the rest is read and thrown away.

    A form that is too large is empty then: ask ``is_too_large`` before anything else.
    """

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.taken = 0

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, Any],
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> tuple[QueryDict, MultiValueDict[str, Any]] | None:
        """An empty form in place of one whose length says that it is too large."""
        if content_length <= settings.UPLOAD_LIMIT_BYTES:
            return None
        META["mentorpanel.upload_too_large"] = True
        return QueryDict(), MultiValueDict()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """To disk, as long as it is not too much; a length that lied is found out here."""
        self.taken += len(raw_data)
        if self.taken > settings.UPLOAD_LIMIT_BYTES:
            if self.request is not None:
                self.request.META["mentorpanel.upload_too_large"] = True
            raise StopUpload(connection_reset=False)
        super().receive_data_chunk(raw_data, start)


def is_too_large(request: HttpRequest) -> bool:
    """Whether the form says, or has turned out, to be larger than is taken."""
    said = request.META.get("CONTENT_LENGTH") or "0"
    is_said = said.isdecimal() and int(said) > settings.UPLOAD_LIMIT_BYTES
    return is_said or bool(request.META.get("mentorpanel.upload_too_large"))


def throw_away(request: HttpRequest) -> None:
    """Read what is still being sent, so that the browser gets to hear the answer."""
    try:
        while request.read(PIECE_BYTES):
            pass
    except OSError:
        return  # it has stopped sending


def limit_in_words() -> str:
    """The limit as people say it: "512 MB"."""
    return f"{settings.UPLOAD_LIMIT_BYTES // 1024 // 1024} MB"
