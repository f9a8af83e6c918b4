"""Reads a day as people write it: "tomorrow", "next tuesday", "in 3 weeks", "26 nov", 2026-11-26."""

import re
from datetime import MAXYEAR, date, timedelta

from dateutil.relativedelta import relativedelta

from mentorpanel.domain.problems import Invalid

UNDERSTOOD = (
    "2026-11-26, 26 nov, 26.11.2027, 26 november 2027, nov 26, today, yesterday, tomorrow, tuesday, next tuesday, "
    "last tuesday, in 3 weeks, 3 weeks ago, next month, end of march"
)
FIRST_YEAR, LAST_YEAR = 1900, 2200
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_NUMBERS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
}  # fmt: skip
_NAMED = {"today": 0, "now": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1, "day after tomorrow": 2}
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:t.*)?")
_DOTTED = re.compile(r"(\d{1,2})\. ?(\d{1,2})(?:\. ?(\d{4}))?")
_SPAN = re.compile(r"(in )?(\w+) (day|week|month|year)s?( ago)?")
_DAY_MONTH = re.compile(r"(\d{1,2})(?:st|nd|rd|th)? (?:of )?([a-z]+)(?: (\d{4}))?")
_MONTH_DAY = re.compile(r"([a-z]+) (\d{1,2})(?:st|nd|rd|th)?(?: (\d{4}))?")
_MONTH = re.compile(r"(end of )?([a-z]+)(?: (\d{4}))?")
_WEEKDAY = re.compile(r"(next |last |this |on )?([a-z]+)")
_NEXT = re.compile(r"(next|last|end of) (week|month|year)|end of (?:this |the )?(week|month|year)")


def parse_day(text: str, today: date, *, looks_back: bool = False) -> date:
    """The day that a text means, seen from ``today``. ``Invalid`` (field ``on``) lists what is understood.

    A bare weekday is the coming one, today's own name means a week from today; "next tuesday" is the
    Tuesday of the next week (weeks begin on Monday); a day and month without a year is the nearest
    one ahead, or behind when it lies within the last three months. With ``looks_back``, for what has
    happened, a bare weekday is the last one and a date without a year the latest that is not ahead.
    """
    said = _without_weekday(" ".join(text.lower().replace(",", " ").rstrip(".!").split())[:60])
    if said in _NAMED:
        return _moved(today, text, days=_NAMED[said])
    for read in (_iso, _span_from, _period, _day_of_month, _weekday, _month_only):
        found = read(said, today)
        if found is not None:
            if looks_back and found > today:
                found = _back(said, found, today)
            if not FIRST_YEAR <= found.year <= LAST_YEAR:
                raise _unclear(text)
            return found
    raise _unclear(text)


def _without_weekday(said: str) -> str:
    """ "thursday 26 november" without its weekday: the date says it all."""
    first, _, rest = said.partition(" ")
    return rest if rest and _named(first, _DAYS) is not None else said


def add_months(day: date, months: int) -> date:
    """The same day of the month so many months on; the month's last where it has no such day."""
    return day + relativedelta(months=months)


def _unclear(text: str) -> Invalid:
    shown = " ".join(text.split())[:40]
    return Invalid(f"“{shown}” is no day that can be read. Understood are: {UNDERSTOOD}.", field="on")


def _moved(day: date, text: str, **by: int) -> date:
    try:
        return day + relativedelta(**by)  # type: ignore[arg-type]
    except (OverflowError, ValueError):
        raise _unclear(text) from None


def _made(year: int, month: int, day: int, said: str) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise _unclear(said) from None


def _iso(said: str, today: date) -> date | None:
    found = _ISO.fullmatch(said)
    if found:
        return _made(int(found[1]), int(found[2]), int(found[3]), said)
    found = _DOTTED.fullmatch(said)
    if not found:
        return None
    day, month = int(found[1]), int(found[2])
    return _made(int(found[3]), month, day, said) if found[3] else _nearest(month, day, today, said)


def _span_from(said: str, today: date) -> date | None:
    found = _SPAN.fullmatch(said)
    if not found or bool(found[1]) == bool(found[4]):
        return None
    word = found[2]
    amount = int(word) if word.isascii() and word.isdigit() and len(word) < 6 else _NUMBERS.get(word)
    if amount is None:
        return None
    return _moved(today, said, **{f"{found[3]}s": -amount if found[4] else amount})


def _back(said: str, found: date, today: date) -> date:
    """What was read as a day ahead, as the one before it: for bare weekdays and for dates without a year."""
    if _named(said, _DAYS) is not None:
        return found - timedelta(days=7) if found - timedelta(days=7) <= today else found
    is_named = any(_named(word, _MONTHS) is not None for word in said.split())
    if re.search(r"\d{4}", said) or not (is_named or _DOTTED.fullmatch(said)):
        return found
    for year in range(today.year, today.year - 9, -1):
        if found.month == 2 and found.day == 29 and year % 4:
            continue
        if found.replace(year=year) <= today:
            return found.replace(year=year)
    return found


def _period(said: str, today: date) -> date | None:
    """Next week is its Monday, next month and year their first day; an end is its last day."""
    found = _NEXT.fullmatch(said)
    if not found:
        return None
    step = {"next": 1, "last": -1}.get(found[1] or "", 0)
    unit = found[2] or found[3]
    if unit == "week":
        monday = today - timedelta(days=today.weekday())
        return monday + timedelta(weeks=step) if step else monday + timedelta(days=6)
    first = today.replace(day=1) if unit == "month" else today.replace(month=1, day=1)
    if step:
        return _moved(first, said, **{f"{unit}s": step})
    return _moved(first, said, **{f"{unit}s": 1, "days": -1})


def _day_of_month(said: str, today: date) -> date | None:
    found = _DAY_MONTH.fullmatch(said)
    day, month, year = (found[1], found[2], found[3]) if found else ("", "", None)
    if not found:
        found = _MONTH_DAY.fullmatch(said)
        if not found:
            return None
        month, day, year = found[1], found[2], found[3]
    number = _named(month, _MONTHS)
    if number is None:
        return None
    if year:
        return _made(int(year), number + 1, int(day), said)
    return _nearest(number + 1, int(day), today, said)


def _nearest(month: int, day: int, today: date, said: str) -> date:
    """This year's or next year's; a date up to three months back is meant as past. 29 February: the next leap year."""
    for year in range(today.year - 1, min(today.year + 9, MAXYEAR)):
        if day == 29 and month == 2 and year % 4:
            continue
        found = _made(year, month, day, said)
        if found >= add_months(today, -3):
            return found
    raise _unclear(said)


def _weekday(said: str, today: date) -> date | None:
    found = _WEEKDAY.fullmatch(said)
    number = _named(found[2], _DAYS) if found else None
    if found is None or number is None:
        return None
    which = (found[1] or "").strip()
    if which == "last":
        return today - timedelta(days=(today.weekday() - number - 1) % 7 + 1)
    if which == "next":
        return today - timedelta(days=today.weekday()) + timedelta(days=7 + number)
    return today + timedelta(days=(number - today.weekday() - 1) % 7 + 1)


def _month_only(said: str, today: date) -> date | None:
    """A month alone is its first day, "end of march" its last; without a year, the nearest as for a date."""
    found = _MONTH.fullmatch(said)
    number = _named(found[2], _MONTHS) if found else None
    if found is None or number is None:
        return None
    first = _made(int(found[3]), number + 1, 1, said) if found[3] else _coming_month(number + 1, today)
    return first if not found[1] else _moved(first, said, months=1, days=-1)


def _coming_month(month: int, today: date) -> date:
    year = today.year if month >= today.month else today.year + 1
    return date(year, month, 1)


def _named(word: str, names: tuple[str, ...]) -> int | None:
    """The number of a weekday or month by its name or its first three or more letters ("tue", "tues", "sept")."""
    if len(word) < 3:
        return None
    return next((number for number, name in enumerate(names) if name.startswith(word)), None)
