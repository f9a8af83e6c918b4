"""Dates, spans, counts and names in plain words."""

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from mentorpanel.domain.days import parse_day

__all__ = [
    "ago",
    "by_day",
    "called",
    "clock_time",
    "count",
    "date_in_words",
    "day_in_words",
    "day_with_date",
    "moment_in_words",
    "month_in_words",
    "month_name",
    "named_day",
    "number",
    "parse_day",
    "people_list",
    "span",
    "start_sentence",
    "weekday_name",
]

_NUMBERS = (
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
)  # fmt: skip

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def weekday_name(day: date) -> str:
    """ "Thursday": whatever the machine's language, and six times as fast as ``%A``, which a page says often."""
    return _WEEKDAYS[day.weekday()]


def month_name(day: date) -> str:
    """ "November"; see ``weekday_name``."""
    return _MONTHS[day.month - 1]


def number(amount: int) -> str:
    """A count in words up to twelve, in figures from there: "two", "17"; none is "no"."""
    return _NUMBERS[amount] if 0 <= amount < len(_NUMBERS) else f"{amount:,}"


def count(amount: int, one: str, many: str = "") -> str:
    """A counted noun: "one person", "two people", "no people", "17 people"."""
    return f"{number(amount)} {one if amount == 1 else many or one + 's'}"


def people_list(names: Sequence[str], most: int = 4, joined: str = "and") -> str:
    """Names as one says them: "Ana", "Ana and Marek", "Ana, Marek and Priya", "Ana, Marek and three others".

    ``joined`` is the word before the last: "or" for a choice.
    """
    known = list(names)
    if len(known) > most:
        shown = known[: most - 1]
        return f"{', '.join(shown)} {joined} {count(len(known) - len(shown), 'other')}"
    if len(known) < 2:
        return "".join(known)
    return f"{', '.join(known[:-1])} {joined} {known[-1]}"


_TITLES = frozenset({"dr", "prof", "professor", "mr", "mrs", "ms", "mx", "sir", "dame", "frau", "herr"})


def called(name: str) -> str:
    """How somebody is called where the whole name stands close by: the first word of it, "Ana".

    The whole name where that word is a title or an initial: our judgement.
    """
    first = name.split()[0] if name.split() else name
    bare = first.rstrip(".").casefold()
    return name if bare in _TITLES or len(bare) < 2 else first


def start_sentence(text: str) -> str:
    """The text with its first letter as a capital and the rest as it is."""
    return text[:1].upper() + text[1:]


def span(days: int) -> str:
    """A length of time in words: "nine days", "nine weeks", "seven months", "two years". Never negative.

    Days up to 13, weeks up to twelve, months up to 23, then years: what one would say aloud.
    """
    known = max(0, days)
    if known < 14:
        return count(known, "day") if known else "no time"
    if known < 91:
        return count(known // 7, "week")
    months = round(known / 30.44)
    return count(months, "month") if months < 24 else count(round(known / 365.25), "year")


def ago(day: date, today: date) -> str:
    """How long ago, or when: "today", "yesterday", "nine weeks ago"; a day ahead as ``day_in_words``."""
    days = (today - day).days
    if days < 0:
        return day_in_words(day, today)
    return "today" if days == 0 else "yesterday" if days == 1 else f"{span(days)} ago"


def day_in_words(day: date, today: date) -> str:
    """A day seen from today: "tomorrow", "Thursday", "in 3 weeks", "last Friday", "nine weeks ago"."""
    days = (day - today).days
    if days < 0:
        return f"last {weekday_name(day)}" if -6 <= days < -1 else ago(day, today)
    if days < 2:
        return ("today", "tomorrow")[days]
    if days < 7:
        return weekday_name(day)
    if days < 14:
        return f"in {days} days"
    weeks = days // 7
    return f"in {weeks} weeks" if weeks < 9 else day_with_date(day, today)


def by_day(day: date, today: date) -> str:
    """The last day for something: "by tomorrow", "by Thursday", "by 2 December"."""
    return f"by {named_day(day, today)}"


def named_day(day: date, today: date) -> str:
    """A day by its name, after "by", "until" or "before": "tomorrow", "Thursday", "2 December"."""
    return day_in_words(day, today) if 0 <= (day - today).days < 7 else date_in_words(day, today)


def date_in_words(day: date, today: date) -> str:
    """The bare date: "2 December"; the year where it is another one."""
    return f"{day.day} {month_name(day)}" + ("" if day.year == today.year else f" {day.year}")


def day_with_date(day: date, today: date) -> str:
    """The weekday with its date: "Thursday 26 November"; the year where it is another one."""
    year = f" {day.year}" if day.year != today.year else ""
    return f"{weekday_name(day)} {day.day} {month_name(day)}{year}"


def month_in_words(day: date, today: date) -> str:
    """The month, with its year where it is not this year's or within the next eleven months: "March"."""
    months = (day.year - today.year) * 12 + day.month - today.month
    return month_name(day) if 0 <= months < 12 else f"{month_name(day)} {day.year}"


def clock_time(at: datetime, zone: ZoneInfo) -> str:
    """The time of day in that zone: "9:00", "16:30"."""
    local = at.astimezone(zone)
    return f"{local.hour}:{local.minute:02}"


def moment_in_words(at: datetime, now: datetime, zone: ZoneInfo) -> str:
    """A moment seen from now: "today 16:00", "tomorrow 9:00", "Thursday 16:00", "Thursday 3 December, 16:00"."""
    day, today = at.astimezone(zone).date(), now.astimezone(zone).date()
    days = (day - today).days
    if -2 < days < 7:
        near = "yesterday" if days == -1 else day_in_words(day, today)
        return f"{near} {clock_time(at, zone)}"
    return f"{day_with_date(day, today)}, {clock_time(at, zone)}"
