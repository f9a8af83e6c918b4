"""Reads what a form sent into plain values, and says what was done."""

import re
from datetime import date, time

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme

from mentorpanel import clock
from mentorpanel.domain.days import parse_day
from mentorpanel.domain.problems import Invalid
from mentorpanel.web.owner import OwnedRequest

WHOLE = re.compile("[0-9]{1,18}")
"""As long as every database takes, and in plain digits."""


def text(request: HttpRequest, name: str) -> str:
    """A field's text, trimmed, without NUL."""
    return request.POST.get(name, "").replace("\0", "").strip()


def given(request: HttpRequest, name: str) -> str | None:
    """A field's text, or None where the form has no such field."""
    return text(request, name) if name in request.POST else None


def words(request: HttpRequest, name: str) -> tuple[str, ...]:
    """A field of words between commas."""
    return tuple(part.strip() for part in text(request, name).split(",") if part.strip())


def lines(request: HttpRequest, name: str) -> tuple[str, ...]:
    """A field's lines, those that are not empty, without list marks."""
    found = (line.strip().lstrip("-*•").strip() for line in text(request, name).splitlines())
    return tuple(line for line in found if line)


def numbers(request: HttpRequest, name: str) -> list[int]:
    """The ids ticked under a name."""
    return [int(value) for value in request.POST.getlist(name) if WHOLE.fullmatch(value)]


def number(request: HttpRequest, name: str, *, least: int = 0, most: int = 2**62) -> int | None:
    """A whole number, None where the field is empty; ``Invalid`` where it is something else."""
    said = text(request, name)
    if not said:
        return None
    if not WHOLE.fullmatch(said) or not least <= int(said) <= most:
        raise Invalid(f"Write a whole number from {least} to {most}.", field=name)
    return int(said)


def day(request: OwnedRequest, name: str, *, looks_back: bool = False) -> date | None:
    """A day, by the calendar or in words; None where the field is empty."""
    said = text(request, name)
    try:
        return parse_day(said, clock.today(request.zone), looks_back=looks_back) if said else None
    except Invalid as problem:
        raise Invalid(problem.message, field=name) from problem


def time_of_day(request: HttpRequest, name: str) -> time | None:
    """A time as HH:MM; None where the field is empty."""
    said = text(request, name)
    try:
        return time.fromisoformat(said).replace(tzinfo=None) if said else None
    except ValueError as error:
        raise Invalid("Write the time as HH:MM, such as 16:00.", field=name) from error


def tell(request: HttpRequest, message: str, *, undo: str = "") -> None:
    """Say on the next page what was done, with an *Undo* button where ``undo`` is an address."""
    messages.success(request, message, extra_tags=f"undo:{undo}" if undo else "")


def go_back(request: HttpRequest, otherwise: str) -> HttpResponse:
    """To the page that the form names as ``next``, if it is one of ours, else to ``otherwise``."""
    target = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(target, allowed_hosts=None) and target.startswith("/")
    return redirect(target if is_ours else otherwise)
