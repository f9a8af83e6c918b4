"""Recurrences of a series: checked, said in words, and expanded in the zone they were made in."""

import difflib
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo, available_timezones

from dateutil.rrule import DAILY, MONTHLY, WEEKLY, YEARLY, rrule, weekday

from mentorpanel.domain.problems import Invalid
from mentorpanel.domain.rrule_parts import EXAMPLE, Recurrence, parse_rrule, until_local
from mentorpanel.domain.words import count

FIRST_YEAR, LAST_YEAR = 1970, 2200
_FREQUENCIES: dict[str, Literal[0, 1, 2, 3]] = {
    "DAILY": DAILY,
    "WEEKLY": WEEKLY,
    "MONTHLY": MONTHLY,
    "YEARLY": YEARLY,
}
# The Gregorian calendar repeats, weekdays and all, every 400 years. Moving a rule close to the last
# year that dates can hold bounds the search for an occurrence that never comes.
_CYCLE = 400
_LAST_SEARCHED_START = 9899
_ANY_START = datetime.combine(date(2000, 1, 1), time())
_NO_END = datetime.combine(date.max, time.max)
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_ORDINALS = {1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth", -1: "last", -2: "second to last"}
_UNITS = {"DAILY": "day", "WEEKLY": "week", "MONTHLY": "month", "YEARLY": "year"}
_EVERY_ONE = {"DAILY": "every day", "WEEKLY": "weekly", "MONTHLY": "monthly", "YEARLY": "yearly"}


def zone_of(name: str) -> ZoneInfo:
    """The time zone of that name; ``Invalid`` says what is wanted, with the nearest known name."""
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        shown = "".join(character for character in name[:60] if character.isprintable()).strip()
        wanted = "Europe/Berlin or America/New_York"
        near = _nearest_zone(shown)
        hint = f"Did you mean {near}?" if near else f"Write it as region and city, such as {wanted}."
        raise Invalid(f"“{shown}” is not a time zone. {hint}", field="time_zone") from None


def _nearest_zone(name: str) -> str:
    wanted = name.casefold().replace(" ", "_")
    known = {zone.casefold(): zone for zone in available_timezones() if "/" in zone}
    cities = {zone.rsplit("/", 1)[-1]: known[zone] for zone in sorted(known, reverse=True)}
    for names in (known, cities):
        close = difflib.get_close_matches(wanted, names, n=1, cutoff=0.8)
        if close:
            return names[close[0]]
    return ""


def check_rrule(text: str) -> str:
    """The rule in its shortest normal form; ``Invalid`` names the part that cannot be and how to mend it.

    Only daily, weekly, monthly and yearly series; the time of day comes from the start. A rule that
    no calendar can ever meet (30 February, a fifth Monday that is always the first) is refused.
    """
    recurrence = parse_rrule(text)
    if next(_local_moments(recurrence, _ANY_START, ignore_interval=True), None) is None:
        raise Invalid(f"No day ever fits {recurrence}: {_why_never(recurrence)}", field="rrule")
    return str(recurrence)


def occurrences(
    rule: str, starts_local: datetime, zone: str, after: datetime, before: datetime, limit: int = 200
) -> list[datetime]:
    """The moments of a series from ``after`` up to, but without, ``before``, in UTC; at most ``limit``.

    ``starts_local`` is the naive local start in ``zone``, kept across daylight-saving changes: a time
    that a change skips counts on from before the gap, one that comes twice is its first. A recurrence
    without end is fine: time and count are bounded. Raises ``Invalid`` for a rule, zone or start that
    cannot be, and where no day ever fits.
    """
    recurrence, series_zone = parse_rrule(rule), zone_of(zone)
    if starts_local.tzinfo is not None:
        raise Invalid("A series starts at a local time; its zone is given beside it.", field="starts")
    if not FIRST_YEAR <= starts_local.year <= LAST_YEAR:
        raise Invalid(f"A series starts between {FIRST_YEAR} and {LAST_YEAR}.", field="starts")
    last = until_local(recurrence.until, series_zone) if recurrence.until else _NO_END
    stop = _stop(before, series_zone)
    found: list[datetime] = []
    has_any = False
    for local in _local_moments(recurrence, starts_local):
        has_any = True
        if local > last or local > stop or len(found) >= limit:
            break
        moment = local.replace(tzinfo=series_zone, fold=0).astimezone(UTC)
        if after <= moment < before:
            found.append(moment)
    if not has_any:
        start = f"{starts_local:%Y-%m-%d}"
        raise Invalid(f"No day from {start} on fits {recurrence}: {_why_never(recurrence)}", field="rrule")
    return found


def _stop(before: datetime, zone: ZoneInfo) -> datetime:
    """A local moment surely past ``before``, whatever the zone's offset does."""
    latest = datetime(LAST_YEAR + 50, 1, 1, tzinfo=UTC)
    return min(before.astimezone(UTC), latest).astimezone(zone).replace(tzinfo=None) + timedelta(days=1)


def _local_moments(
    recurrence: Recurrence, starts: datetime, ignore_interval: bool = False
) -> Iterator[datetime]:
    cycles = (_LAST_SEARCHED_START - starts.year) // _CYCLE
    moved = rrule(
        _FREQUENCIES[recurrence.freq],
        dtstart=starts.replace(year=starts.year + cycles * _CYCLE, microsecond=0),
        interval=1 if ignore_interval else recurrence.interval,
        count=recurrence.count,
        bymonth=recurrence.by_month or None,
        bymonthday=recurrence.by_month_day or None,
        byweekday=[weekday(day, position or None) for position, day in recurrence.by_day] or None,
        bysetpos=recurrence.by_set_pos or None,
        wkst=recurrence.week_start,
    )
    try:
        for moment in moved:
            yield moment.replace(year=moment.year - cycles * _CYCLE)
    except (ValueError, OverflowError):
        return


def _why_never(recurrence: Recurrence) -> str:
    if recurrence.by_month_day and recurrence.by_month:
        return "those months have no such day. Choose another BYMONTHDAY or BYMONTH."
    if recurrence.by_set_pos:
        return "BYSETPOS counts further than there are days. Choose a smaller one."
    return f"its parts exclude each other. Leave one out, {EXAMPLE}."


def in_words(rule: str) -> str:
    """The rule as it is said: "monthly, on the first Tuesday"; raises ``Invalid`` as ``check_rrule`` does."""
    recurrence = parse_rrule(rule)
    days = tuple(day for _, day in recurrence.by_day)
    is_plain = recurrence.interval == 1 and not recurrence.by_set_pos
    if recurrence.freq in ("DAILY", "WEEKLY") and is_plain and sorted(days) == [0, 1, 2, 3, 4]:
        said = ["every weekday"]
    else:
        said = [_how_often(recurrence), _which_days(recurrence)]
    if recurrence.by_month:
        said.append("in " + _listed([_MONTHS[month - 1] for month in recurrence.by_month]))
    if recurrence.count is not None:
        said.append("once" if recurrence.count == 1 else count(recurrence.count, "time"))
    if recurrence.until:
        last = until_local(recurrence.until, ZoneInfo("UTC"))
        said.append(f"until {last.day} {_MONTHS[last.month - 1]} {last.year}")
    return ", ".join(filter(None, said))


def _how_often(recurrence: Recurrence) -> str:
    if recurrence.interval == 1:
        return _EVERY_ONE[recurrence.freq]
    return f"every {count(recurrence.interval, _UNITS[recurrence.freq])}"


def _which_days(recurrence: Recurrence) -> str:
    months_days = [_ordinal_day(day) for day in recurrence.by_month_day]
    if recurrence.by_set_pos:
        names = _set_of_days(recurrence) or _listed(months_days, "or ")
        return f"on the {_listed([_ordinal(position) for position in recurrence.by_set_pos])} {names}"
    named = [_day_name(position, day) for position, day in recurrence.by_day]
    if months_days and named:
        return f"on {_listed(named, 'or ')} when it is the {_listed(months_days, 'or ')}"
    if months_days:
        return f"on the {_listed(months_days)}"
    return f"on {_listed(named)}" if named else ""


def _day_name(position: int, day: int) -> str:
    return f"the {_ordinal(position)} {_WEEKDAYS[day]}" if position else _WEEKDAYS[day]


def _set_of_days(recurrence: Recurrence) -> str:
    days = sorted(day for _, day in recurrence.by_day)
    if days == [0, 1, 2, 3, 4]:
        return "weekday"
    return "day" if days == list(range(7)) else _listed([_WEEKDAYS[day] for day in days], "or ")


def _ordinal(position: int) -> str:
    return _ORDINALS.get(position) or (f"{_th(position)}" if position > 0 else f"{_th(-position)} to last")


def _ordinal_day(day: int) -> str:
    if day > 0:
        return _th(day)
    return "last day" if day == -1 else f"{_th(-day)} to last day"


def _th(number: int) -> str:
    ending = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def _listed(names: list[str], last: str = "and ") -> str:
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {last}{names[-1]}"
