"""Keeps addresses that are secrets out of the log: feeds, sign-in links, mentor pages, and what mails to the owner link to."""

import logging
import re
from typing import Any

_SECRET = re.compile(r"(?<!settings)/(do|feeds|link|m|reminders)/[^/\s?\"']+")


class SecretAddresses(logging.Filter):
    """Writes such an address without its token, in whatever is logged: not found, refused or failed."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = _hidden(record.msg)
        if isinstance(record.args, tuple):
            record.args = tuple(_hidden(one) for one in record.args)
        return True


def _hidden(value: Any) -> Any:
    return _SECRET.sub(r"/\1/…", value) if isinstance(value, str) else value
