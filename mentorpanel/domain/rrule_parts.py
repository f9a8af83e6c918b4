"""Reads the text of an RRULE into checked parts, and writes it back in normal form."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from mentorpanel.domain.problems import Invalid

LONGEST_RRULE = 500
LARGEST_INTERVAL = 366
FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
EXAMPLE = "for instance FREQ=MONTHLY;BYDAY=1TU for the first Tuesday of each month"
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_BYDAY = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)", re.ASCII)
_UNTIL = re.compile(r"\d{8}(T\d{6}Z?)?", re.ASCII)
_KEYS = ("FREQ", "INTERVAL", "COUNT", "UNTIL", "BYMONTH", "BYMONTHDAY", "BYDAY", "BYSETPOS", "WKST")


@dataclass(frozen=True, slots=True)
class Recurrence:
    """A checked RRULE; ``by_day`` pairs a position (0 for each) with a weekday, Monday 0."""

    freq: str
    interval: int = 1
    count: int | None = None
    until: str = ""
    by_month: tuple[int, ...] = ()
    by_month_day: tuple[int, ...] = ()
    by_day: tuple[tuple[int, int], ...] = ()
    by_set_pos: tuple[int, ...] = ()
    week_start: int = 0

    def __str__(self) -> str:
        parts = [f"FREQ={self.freq}"]
        if self.interval != 1:
            parts.append(f"INTERVAL={self.interval}")
        if self.count is not None:
            parts.append(f"COUNT={self.count}")
        if self.until:
            parts.append(f"UNTIL={self.until}")
        for key, numbers in (("BYMONTH", self.by_month), ("BYMONTHDAY", self.by_month_day)):
            if numbers:
                parts.append(f"{key}={','.join(map(str, numbers))}")
        if self.by_day:
            days = [f"{position or ''}{_DAYS[day]}" for position, day in self.by_day]
            parts.append(f"BYDAY={','.join(days)}")
        if self.by_set_pos:
            parts.append(f"BYSETPOS={','.join(map(str, self.by_set_pos))}")
        if self.week_start:
            parts.append(f"WKST={_DAYS[self.week_start]}")
        return ";".join(parts)


def _refused(message: str) -> Invalid:
    return Invalid(message, field="rrule")


def parse_rrule(text: str) -> Recurrence:
    """Read an RRULE, with or without its ``RRULE:``; ``Invalid`` as for ``check_rrule``."""
    if len(text) > LONGEST_RRULE:
        raise _refused(f"This recurrence has {len(text)} characters; at most {LONGEST_RRULE} are read.")
    given = _parts(text)
    freq = given.pop("FREQ", "")
    if freq not in FREQUENCIES:
        said = f"FREQ={freq}" if freq else "A recurrence without FREQ"
        raise _refused(f"{said} is not possible here: a series is DAILY, WEEKLY, MONTHLY or YEARLY.")
    if "COUNT" in given and "UNTIL" in given:
        raise _refused("COUNT and UNTIL cannot both end a series; leave one out.")
    recurrence = Recurrence(
        freq=freq,
        interval=_numbers(given, "INTERVAL", 1, LARGEST_INTERVAL, one=True, default=(1,))[0],
        count=_numbers(given, "COUNT", 1, 10_000, one=True)[0] if "COUNT" in given else None,
        until=_until(given.get("UNTIL", "")),
        by_month=_numbers(given, "BYMONTH", 1, 12),
        by_month_day=_numbers(given, "BYMONTHDAY", -31, 31),
        by_day=_by_day(given.get("BYDAY", ""), freq),
        by_set_pos=_numbers(given, "BYSETPOS", -366, 366),
        week_start=_week_start(given.get("WKST", "MO")),
    )
    if recurrence.by_month_day and freq == "WEEKLY":
        raise _refused("BYMONTHDAY does not go with WEEKLY; use FREQ=MONTHLY.")
    if recurrence.by_set_pos and not (recurrence.by_day or recurrence.by_month_day):
        raise _refused("BYSETPOS picks among days, so BYDAY or BYMONTHDAY must name them.")
    return recurrence


def _parts(text: str) -> dict[str, str]:
    line = "".join(text.split()).upper().removeprefix("RRULE:").strip(";")
    if not line:
        raise _refused(f"The recurrence is empty. Write one, {EXAMPLE}.")
    given: dict[str, str] = {}
    for place, part in enumerate(line.split(";"), start=1):
        key, equals, value = part.partition("=")
        if not equals or not value:
            raise _refused(f"Part {place} of the recurrence, “{part[:40]}”, is not NAME=VALUE; {EXAMPLE}.")
        if key not in _KEYS:
            known = ", ".join(_KEYS)
            raise _refused(f"Part {place}, {key[:40]}, is not possible in a series; these are: {known}.")
        if key in given:
            raise _refused(f"{key} is there twice; leave one out.")
        given[key] = value
    return given


def _numbers(
    given: dict[str, str], key: str, low: int, high: int, one: bool = False, default: tuple[int, ...] = ()
) -> tuple[int, ...]:
    if key not in given:
        return default
    texts = given[key].split(",")
    numbers = []
    for text in texts:
        number = int(text) if re.fullmatch(r"[+-]?\d{1,6}", text, re.ASCII) else 0
        if not low <= number <= high or number == 0:
            without_zero = ", without 0" if low < 0 else ""
            raise _refused(f"{key}={text[:20]}: write a number from {low} to {high}{without_zero}.")
        numbers.append(number)
    if one and len(numbers) != 1:
        raise _refused(f"{key} takes one number.")
    return tuple(dict.fromkeys(numbers))


def _by_day(value: str, freq: str) -> tuple[tuple[int, int], ...]:
    days = []
    for text in filter(None, value.split(",")):
        match = _BYDAY.fullmatch(text)
        if not match:
            raise _refused(f"BYDAY={text[:20]}: days are {', '.join(_DAYS)}, also 1TU or -1FR.")
        position = int(match[1] or 0)
        if match[1] and freq not in ("MONTHLY", "YEARLY"):
            raise _refused(f"BYDAY={text}: only a monthly or yearly series counts days; write {match[2]}.")
        most = 5 if freq == "MONTHLY" else 53
        if abs(position) > most or (match[1] and position == 0):
            raise _refused(f"BYDAY={text}: count from 1 to {most}, or from the end with -1.")
        days.append((position, _DAYS.index(match[2])))
    if value and not days:
        raise _refused(f"BYDAY is empty: days are {', '.join(_DAYS)}.")
    return tuple(dict.fromkeys(days))


def _week_start(value: str) -> int:
    if value not in _DAYS:
        raise _refused(f"WKST={value[:20]}: a week starts on one of {', '.join(_DAYS)}.")
    return _DAYS.index(value)


def _until(value: str) -> str:
    if not value:
        return ""
    try:
        if not _UNTIL.fullmatch(value):
            raise ValueError
        until_local(value, ZoneInfo("UTC"))
    except ValueError:
        raise _refused(f"UNTIL={value[:20]}: write the last day as 20270331.") from None
    return value


def until_local(value: str, zone: ZoneInfo) -> datetime:
    """The last local moment that UNTIL allows: a date counts to its end, a Z moment is put in the zone."""
    if len(value) == 8:
        return datetime.combine(date(int(value[:4]), int(value[4:6]), int(value[6:])), time.max)
    moment = datetime.fromisoformat(value[:15])
    if value.endswith("Z") and 1 < moment.year < 9999:
        return moment.replace(tzinfo=UTC).astimezone(zone).replace(tzinfo=None)
    return moment
