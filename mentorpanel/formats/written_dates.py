"""Reads the day out of a date as exports write it: in figures, or with a month's name in several languages."""

import re
import unicodedata
from datetime import date
from functools import lru_cache

# The first letters that tell a month apart, without accents; longer ones first where one begins another.
_MONTHS: tuple[tuple[int, str], ...] = (
    (1, "jan ene gen janv sty led ocak янв"),
    (2, "feb fev fevr lut uno subat фев"),
    (3, "mar maa mrt brez мар"),
    (4, "apr avr abr kwi dub nis апр"),
    (5, "may mai mag mei maj kvet маи мая"),
    (6, "jun juin giu cze cerven haz июн"),
    (7, "jul juil lug lip cervenec tem июл"),
    (8, "aug aou ago sie srp ag авг"),
    (9, "sep set wrz zari eyl сен"),
    (10, "oct okt ott out paz rij eki окт"),
    (11, "nov lis kas ноя"),
    (12, "dec dez dic dek gru pro ara дек"),
)
_STEMS = sorted(
    ((stem, number) for number, stems in _MONTHS for stem in stems.split()), key=lambda pair: -len(pair[0])
)
_YEAR_FIRST = re.compile(r"(\d{4})\D{1,3}(\d{1,2})\D{1,3}(\d{1,2})(?!\d)")
_IN_FIGURES = re.compile(r"(\d{1,2})([./ -])(\d{1,2})[./ -](\d{4}|\d{2})(?!\d)")
_DAY_FIRST = re.compile(r"(\d{1,2})[\s./-]*(?:de )?\s*([^\W\d_]{3,12})[\s./-]*(?:de )?\s*(\d{4}|\d{2})(?!\d)")
_MONTH_FIRST = re.compile(r"([^\W\d_]{3,12})[\s./-]*(\d{1,2})[\s.,/-]+(\d{4}|\d{2})(?!\d)")


@lru_cache(maxsize=4_096)
def date_of(written: str) -> date | None:
    """The day, or None for what is no date: “26 Jul 2018”, “26-Jul-23”, “05.03.2024”, “12 mars 2023”, “2024-03-05”.

    In figures with strokes the month comes first (as Excel in the United States re-saves it) unless that
    is no month; with dots or dashes the day does. Two figures for the year mean 2000 and after.
    """
    text = "".join(
        letter
        for letter in unicodedata.normalize("NFKD", written[:60].lower())
        if not unicodedata.combining(letter)
    ).strip()
    if not text:
        return None
    if found := _YEAR_FIRST.match(text):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if found := _IN_FIGURES.match(text):
        first, second, year = int(found[1]), int(found[3]), int(found[4])
        is_month_first = (found[2] == "/" and first <= 12) or second > 12
        return _day(year, first, second) if is_month_first else _day(year, second, first)
    if found := _DAY_FIRST.match(text):
        return _day(int(found[3]), _month(found[2]), int(found[1]))
    if found := _MONTH_FIRST.match(text):
        return _day(int(found[3]), _month(found[1]), int(found[2]))
    return None


def _month(word: str) -> int:
    return next((number for stem, number in _STEMS if word.startswith(stem)), 0)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year + 2000 if year < 100 else year, month, day)
    except ValueError:
        return None
