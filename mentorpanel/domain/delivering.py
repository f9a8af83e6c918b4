"""What came of handing a mail to a mail server."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Delivery:
    """A mail was taken; or it waits, for ``wait``; or, without a ``wait``, it will never go. ``reason`` says why not.

    ``bounced`` are the addresses that the server will never take.
    """

    is_taken: bool
    reason: str = ""
    wait: timedelta | None = None
    bounced: tuple[str, ...] = ()
