"""Hands one message to a browser's push service (RFC 8030): one request, no redirects, outside addresses alone."""

from collections.abc import Mapping
from typing import Final
from urllib.parse import urlsplit

import httpx2

from mentorpanel.delivery.channels import PermanentFailure, TemporaryFailure
from mentorpanel.delivery.dav_requests import Waits, wait_of
from mentorpanel.delivery.outside_address import OutsideTransport, Resolver, check_address, resolve

_GONE: Final = (404, 410)
_SAYS: Final = {
    400: "cannot read the message",
    401: "does not take our signature",
    403: "does not take our signature; whoever runs Mentorpanel sets MENTORPANEL_URL or MENTORPANEL_MAIL_FROM, "
    "which tell it whom to ask",
    413: "finds the message too large",
}


class Gone(PermanentFailure):
    """The browser takes no more messages there: permission was withdrawn, or the site's data were cleared."""


def send(
    endpoint: str,
    message: bytes,
    *,
    ttl: int,
    topic: str,
    urgency: str,
    authorization: Mapping[str, str],
    allow_private: bool,
    seconds: float,
    resolver: Resolver = resolve,
) -> None:
    """Hand over a locked message that is of use for ``ttl`` seconds; a newer one of the same ``topic`` replaces it.
    The whole request may take ``seconds``.

    ``Gone`` where the device is to be forgotten, ``TemporaryFailure`` (``Waits`` with the time that was asked for) where
    it is worth another try, ``PermanentFailure`` where it is not.
    """
    check_address(endpoint, allow_private=allow_private)
    host = urlsplit(endpoint).hostname or ""
    headers = {
        **authorization, "TTL": str(max(ttl, 0)), "Topic": topic, "Urgency": urgency, "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream", "User-Agent": "Mentorpanel",
    }  # fmt: skip
    transport = OutsideTransport(allow_private=allow_private, seconds=seconds, resolver=resolver)
    try:
        with (
            httpx2.Client(transport=transport, trust_env=False, timeout=seconds) as client,
            client.stream("POST", endpoint, content=message, headers=headers) as answer,
        ):
            code, retry_after = answer.status_code, answer.headers.get("Retry-After", "")
    except httpx2.TimeoutException as error:
        raise TemporaryFailure(f"{host} does not answer in time.") from error
    except httpx2.TransportError as error:
        raise TemporaryFailure(f"No connection to {host}.") from error
    except (httpx2.InvalidURL, ValueError) as error:
        raise PermanentFailure(f"The address or the answer of {host} cannot be read.") from error
    _must_be_taken(host, code, retry_after)


def _must_be_taken(host: str, code: int, retry_after: str) -> None:
    if 200 <= code < 300:
        return
    if code in _GONE:
        raise Gone(f"{host} knows this device no more ({code}).", code=code)
    if code == 429 or code >= 500:
        asks = "asks us to come back later" if code == 429 else "is in trouble"
        raise Waits(f"{host} {asks} ({code}).", code=code, wait=wait_of(retry_after))
    raise PermanentFailure(f"{host} {_SAYS.get(code, 'refuses the message')} ({code}).", code=code)
