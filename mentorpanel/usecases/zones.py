"""The time zones one can choose from."""

from functools import cache
from zoneinfo import available_timezones


@cache
def known() -> tuple[str, ...]:
    """Names such as Europe/Berlin, in order of the alphabet."""
    names = (name for name in available_timezones() if "/" in name)
    return tuple(sorted(name for name in names if not name.startswith(("Etc/", "posix", "right"))))
