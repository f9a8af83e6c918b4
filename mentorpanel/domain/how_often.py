"""How often, in the words of a form, as an RRULE from the first day."""

from datetime import date, timedelta

from mentorpanel.domain.problems import Invalid

OFTEN = ("once", "weekly", "two-weeks", "monthly-weekday", "monthly-date", "custom")
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_PLACES = ("first", "second", "third", "fourth", "last")
_EVERY_MONTH_HAS = 28


def rrule_for(often: str, first: date, own: str = "") -> str:
    """The RRULE of a choice in ``OFTEN``; empty for *once*, ``own`` for *custom*. ``Invalid`` for another.

    A fifth weekday is the last one; a date that some months lack is the last day before it there.
    """
    if often not in OFTEN:
        raise Invalid(f"How often is one of: {', '.join(OFTEN)}.", field="often")
    if often == "custom":
        if not own.strip():
            raise Invalid("Write your own rule, for example FREQ=MONTHLY;BYDAY=1TU.", field="rrule")
        return own
    weekday = _DAYS[first.weekday()]
    return {
        "once": "",
        "weekly": f"FREQ=WEEKLY;BYDAY={weekday}",
        "two-weeks": f"FREQ=WEEKLY;INTERVAL=2;BYDAY={weekday}",
        "monthly-weekday": f"FREQ=MONTHLY;BYDAY={_place(first)}{weekday}",
        "monthly-date": f"FREQ=MONTHLY;{_date_of_month(first)}",
    }[often]


def same_rhythm(rrule: str, first: date) -> str:
    """The rule of a series as often as another one, from another first day: a first Tuesday becomes a second Thursday.

    A rule that is more than how often and on which day (with an end, with several days) is kept as it is.
    """
    parts = dict(part.split("=", 1) for part in rrule.upper().split(";") if "=" in part)
    if set(parts) - {"FREQ", "INTERVAL", "BYDAY", "BYMONTHDAY", "BYSETPOS", "WKST"} or "," in parts.get(
        "BYDAY", ""
    ):
        return rrule
    kinds = {
        ("WEEKLY", "1"): "weekly",
        ("WEEKLY", "2"): "two-weeks",
        ("MONTHLY", "1"): "monthly-weekday" if "BYDAY" in parts else "monthly-date",
    }
    often = kinds.get((parts.get("FREQ", ""), parts.get("INTERVAL", "1")))
    return rrule_for(often, first) if often else rrule


def weekday_words(first: date) -> str:
    """The weekday of the month that a day is: "first Tuesday", "last Friday"."""
    return f"{_PLACES[_place(first) if _place(first) < 0 else _place(first) - 1]} {first:%A}"


def _place(day: date) -> int:
    place = (day.day - 1) // 7 + 1
    return place if place < len(_PLACES) else -1


def _date_of_month(day: date) -> str:
    if day.day <= _EVERY_MONTH_HAS:
        return f"BYMONTHDAY={day.day}"
    if (day + timedelta(days=1)).day == 1 and day.day == 31:
        return "BYMONTHDAY=-1"
    days = ",".join(str(number) for number in range(_EVERY_MONTH_HAS, day.day + 1))
    return f"BYMONTHDAY={days};BYSETPOS=-1"
