"""Finds the moment that a calendar file's local time means: by known zone names, or by the file's own rules."""

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

# Changes and rules of one zone beyond this are left out: history that no meeting needs. Our judgement.
MOST_CHANGES = 200
_LONGEST_NAME = 200
_WEEKDAYS = {"MO": 0, "TU": 1, "WE": 2, "TH": 3, "FR": 4, "SA": 5, "SU": 6}
_STAMP = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)(?:[T ]?(\d\d):?(\d\d)(?::?(\d\d))?)?")
_OFFSET = re.compile(r"\s*([+-]?)(\d\d):?(\d\d)(?::?(\d\d))?\s*")
_PLAIN_OFFSET = re.compile(r"(?:UTC|GMT)\s*([+-])(\d{1,2})(?::?(\d\d))?", re.IGNORECASE)
_BYDAY = re.compile(r"\s*([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)\s*")
_NUMBER = re.compile(r"\s*-?\d{1,2}\s*")


@dataclass(frozen=True, slots=True)
class YearlyRule:
    """A day of each year: in ``month``, on one of ``days``, or the ``count``-th ``weekday``, from the end if negative."""

    month: int
    days: tuple[int, ...]
    count: int = 0
    weekday: int = -1

    def moment_in(self, year: int, first: datetime) -> datetime | None:
        """When it is in that year, at the hour of ``first``; None where the rule names no day that there is."""
        try:
            if self.weekday < 0:
                day = date(year, self.month, self.days[0])
            elif self.days:
                found = (date(year, self.month, of) for of in self.days)
                day = next(one for one in found if one.weekday() == self.weekday)
            else:
                day = _nth_weekday(year, self.month, self.count, self.weekday)
            return datetime.combine(day, first.time())
        except (ValueError, OverflowError, StopIteration):
            return None


@dataclass(frozen=True, slots=True)
class Observance:
    """A stretch of standard or summer time: from when in each year, and what the clock shows before and in it."""

    begins: datetime  # naive, as the clock showed before the change
    before: timedelta
    within: timedelta
    rule: YearlyRule | None = None
    until: datetime | None = None
    dates: tuple[datetime, ...] = ()

    def last_onset(self, local: datetime) -> datetime | None:
        """The latest change to this observance at or before ``local``."""
        found = [at for at in (self.begins, *self.dates) if at <= local]
        if self.rule is not None:
            for year in (local.year, local.year - 1):
                at = self.rule.moment_in(year, self.begins)
                if at is not None and self.begins <= at <= local and (not self.until or at <= self.until):
                    found.append(at)
                    break
        return max(found, default=None)


@dataclass(slots=True)
class FileZone:
    """A VTIMEZONE as it stands in the file; ``place`` is the name that it says it stands for, if any."""

    place: str = ""
    observances: list[Observance] = field(default_factory=list)
    changes: int = 0

    def add(self, made: Observance) -> None:
        """Takes one more part of the zone, while there is room."""
        self.changes += 1 + len(made.dates)
        if self.changes <= MOST_CHANGES:
            self.observances.append(made)

    def offset(self, local: datetime) -> timedelta | None:
        """East of UTC at that local time. An hour that the clock leaves out counts as the clock showed
        before, an hour that comes twice as the first (RFC 5545 §3.3.5). None for a zone without rules."""
        latest: tuple[datetime, Observance] | None = None
        for observance in self.observances:
            onset = observance.last_onset(local)
            if onset is not None and (latest is None or onset > latest[0]):
                latest = onset, observance
        if latest is None:
            first = min(self.observances, key=lambda known: known.begins, default=None)
            return first.before if first else None
        onset, observance = latest
        is_left_out = local < onset + (observance.within - observance.before)
        return observance.before if is_left_out else observance.within


def observance_of(begins: str, before: str, within: str, rule: str, dates: list[str]) -> Observance | None:
    """One STANDARD or DAYLIGHT part of a zone from its raw values, or None where they make no sense."""
    start, earlier, later = naive_moment(begins), offset_of(before), offset_of(within)
    if start is None or later is None:
        return None
    parts = {
        key.strip(): value.strip()
        for key, equals, value in (part.partition("=") for part in rule[:500].upper().split(";"))
        if equals
    }
    until = naive_moment(parts.get("UNTIL", ""))
    if until is not None and parts["UNTIL"].endswith("Z") and earlier is not None:
        until = _shifted(until, earlier)
    moments = tuple(at for at in map(naive_moment, dates[:MOST_CHANGES]) if at is not None)
    return Observance(
        start, later if earlier is None else earlier, later, _yearly(parts, start), until, moments
    )


def moment_in(local: datetime, name: str, zones: dict[str, FileZone]) -> datetime | None:
    """The moment in UTC of a naive time in the zone ``name``; None where nothing says what zone that is.

    A name of the zone database or of Windows goes above what the file says of it; a made-up name is
    read by the file's own rules, or by the known name that it holds or stands for.
    """
    wanted = name.strip()[:_LONGEST_NAME]
    zone = _named(wanted)
    if zone is not None:
        return _in_utc(local, zone)
    own = zones.get(name)
    try:
        offset = own.offset(local) if own else None
    except OverflowError:
        return None
    if offset is not None:
        return _in_utc(local, timezone(offset))
    zone = _named_inside(wanted) or (_named(own.place) if own else None)
    return _in_utc(local, zone) if zone else None


def naive_moment(text: str) -> datetime | None:
    """The date and time in figures at the start of a value, without a zone; a date is its midnight."""
    found = _STAMP.match(text.strip())
    if not found:
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in found.groups())
    try:
        if (hour, minute) == (24, 0):
            return datetime(year, month, day) + timedelta(days=1)  # noqa: DTZ001
        return datetime(year, month, day, hour, minute, min(second, 59))  # noqa: DTZ001
    except (ValueError, OverflowError):
        return None


def offset_of(text: str) -> timedelta | None:
    """“+0100”, “-05:30”, “0100” as hours and minutes east of UTC; None for what a clock cannot show."""
    found = _OFFSET.fullmatch(text[:40])
    if not found:
        return None
    size = timedelta(hours=int(found[2]), minutes=int(found[3]), seconds=int(found[4] or 0))
    if size >= timedelta(days=1):
        return None
    return -size if found[1] == "-" else size


def _in_utc(local: datetime, zone: tzinfo) -> datetime | None:
    try:
        return local.replace(tzinfo=zone, fold=0).astimezone(UTC)
    except (OverflowError, ValueError):
        return None


def _shifted(at: datetime, by: timedelta) -> datetime | None:
    try:
        return at + by
    except OverflowError:
        return None


@lru_cache(maxsize=1)
def _known_names() -> dict[str, str]:
    """Every known name in small letters, to the name in the zone database."""
    known = {name.casefold(): name for name in available_timezones()}
    return {name.casefold(): zone for name, zone in WINDOWS_TO_OLSON.items()} | known


@lru_cache(maxsize=256)
def _named(name: str) -> tzinfo | None:
    known = _known_names().get(name.strip("\"' ").casefold())
    if known is None:
        return None
    try:
        return ZoneInfo(known)
    except (ValueError, OSError, KeyError):
        return None


@lru_cache(maxsize=256)
def _named_inside(name: str) -> tzinfo | None:
    """“/mozilla.org/20070129_1/Europe/Berlin”, “Europe_Berlin”, “US-Eastern”, “GMT+0100”."""
    parts = [part for part in name.strip("\"' ").split("/") if part]
    for count in (3, 2, 1):
        zone = _named("/".join(parts[-count:]))
        if zone is not None:
            return zone
    for mark in "_-":
        zone = _named(name.replace(mark, "/", 1))
        if zone is not None:
            return zone
    found = _PLAIN_OFFSET.fullmatch(name.strip("\"'() "))
    if found and int(found[2]) < 15 and int(found[3] or 0) < 60:
        size = timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
        return timezone(-size if found[1] == "-" else size)
    return None


def _yearly(parts: dict[str, str], begins: datetime) -> YearlyRule | None:
    """What a zone's RRULE says, whose only sensible kind is one day a year."""
    if parts.get("FREQ") != "YEARLY":
        return None
    month = _number(parts.get("BYMONTH", ""), begins.month)
    days = tuple(_number(part, 0) for part in parts.get("BYMONTHDAY", "").split(",")[:31] if part)
    weekday = _BYDAY.fullmatch(parts.get("BYDAY", "").split(",")[0])
    if weekday is None:
        return YearlyRule(month, days or (begins.day,))
    return YearlyRule(month, days, int(weekday[1] or 1), _WEEKDAYS[weekday[2]])


def _nth_weekday(year: int, month: int, count: int, weekday: int) -> date:
    if count > 0:
        first = date(year, month, 1)
        return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (count - 1))
    last = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
    return last - timedelta(days=(last.weekday() - weekday) % 7 + 7 * (-count - 1))


def _number(text: str, otherwise: int) -> int:
    first = text.split(",", 1)[0]
    return int(first) if _NUMBER.fullmatch(first) else otherwise
