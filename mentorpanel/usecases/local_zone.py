"""The time zone that this machine is set to, for an owner who has not said theirs."""

from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from django.conf import settings

from mentorpanel.domain.problems import Invalid
from mentorpanel.domain.recurrence import zone_of

LOCALTIME: Final = Path("/etc/localtime")
ZONE_NAME: Final = Path("/etc/timezone")
UNKNOWN: Final = "UTC"
OTHER_NAMES_OF_UTC: Final = frozenset(
    {"Etc/UTC", "Etc/UCT", "Etc/Universal", "Etc/Zulu", "Zulu", "UCT", "Universal"}
)


def machine_zone(*, said: str | None = None, localtime: Path = LOCALTIME, written: Path = ZONE_NAME) -> str:
    """The zone's name such as Europe/Berlin: what ``TZ`` says, else where /etc/localtime points, else /etc/timezone.

    "UTC" where none of them names a zone (a container, or a machine that is set by rules of its own).
    """
    given = settings.MACHINE_TZ if said is None else said
    for name in (_of_path(given.removeprefix(":")), _of_path(_target(localtime)), _first_line(written)):
        if name and _is_known(name):
            return UNKNOWN if name in OTHER_NAMES_OF_UTC else ZoneInfo(name).key
    return UNKNOWN


def _of_path(text: str) -> str:
    """A zone's name out of a path below a zoneinfo folder; anything else as it is."""
    return text.rpartition("/zoneinfo/")[2].removeprefix("posix/").removeprefix("right/")


def _target(link: Path) -> str:
    """Where the link points by its own words; the end of a chain of links may have another name for the zone."""
    try:
        if not link.is_symlink():
            return ""
        named = str(link.readlink())
        return named if "/zoneinfo/" in named else str(link.resolve())
    except (OSError, RuntimeError):
        return ""


def _first_line(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii")[:100].partition("\n")[0].strip()
    except (OSError, UnicodeDecodeError):
        return ""


def _is_known(name: str) -> bool:
    try:
        zone_of(name)
    except Invalid:
        return False
    return True
